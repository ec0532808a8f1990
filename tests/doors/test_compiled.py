"""Pages compiled once a language say what Django's own tags say, in each language."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.utils import translation
from django.utils.safestring import mark_safe

from doorstep import settings
from tests.look import sample

FOLDERS = [str(settings.HERE / "panes/templates"), str(Path(sample.__file__).parent / "pages")]
OURS = settings.TEMPLATES[0]["OPTIONS"]
LOOK = {"look": "doorstep.panes.templatetags.look"}
DJANGO = {name: f"django.templatetags.{name}" for name in ("i18n", "static")}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine(FOLDERS, loaders=OURS["loaders"], libraries=OURS["libraries"] | LOOK)


def in_languages(engine: Engine, name: str, **context: Any) -> list[str]:
    """A page in Chinese, in English, and in Chinese again."""
    said = []
    for language in ("zh-hans", "en", "zh-hans"):
        with translation.override(language):
            said.append(engine.get_template(name).render(Context(context)))
    return said


@pytest.mark.parametrize("page", sample.pages())
def test_a_page_is_the_same_as_by_django(engine: Engine, page: str) -> None:
    context = sample.pages()[page] | {"csrf_token": "token"}
    name = f"{context.pop('template')}.html"
    plain = Engine(FOLDERS, libraries=DJANGO | LOOK)
    assert in_languages(engine, name, **context) == in_languages(plain, name, **context)


def of(source: str) -> Engine:
    held = ("django.template.loaders.locmem.Loader", {"one": source})
    return Engine(loaders=[(OURS["loaders"][0][0], [held])], libraries=OURS["libraries"])


def test_fixed_words_are_text_when_compiled() -> None:
    page = of('{% load i18n static %}{% translate "Show" %}{% static "a b.css" %}').get_template(
        "one"
    )
    fixed = [node for node in page.nodelist if isinstance(node, TextNode)]
    assert [n.s for n in fixed] == ["查看/static/a%20b.css"]


def test_each_language_has_its_own() -> None:
    page = of('{% load i18n %}{% translate "Show" %} {% translate "Enter" context "key" %} 100%')
    assert in_languages(page, "one") == ["查看 回车 100%", "Show Enter 100%", "查看 回车 100%"]


def test_what_is_not_fixed_is_asked_while_drawing() -> None:
    page = of(
        '{% load i18n static %}{% translate word %} {% translate "Show"|upper %}'
        '{% translate "Show" as kept %}{% static file as address %} {{ kept }} {{ address }}'
    )
    said = in_languages(page, "one", word="Show", file="a.css")
    assert said[:2] == ["查看 查看 查看 /static/a.css", "Show SHOW Show /static/a.css"]


def by_django(source: str) -> Engine:
    held = ("django.template.loaders.locmem.Loader", {"one": source})
    return Engine(loaders=[held], libraries=DJANGO)


class Thing:
    """A record as pages meet it."""

    name = "<灯>"

    def word(self) -> str:
        return "a&b"


@pytest.mark.parametrize(
    "source",
    [
        "{{ a }}{{ a.b }}{{ a.c }}{{ a.b.c }}{{ none }}{{ a.items }}",
        "{% if missing %}1{% endif %}{% if a.x %}2{% else %}3{% endif %}{% if a.b %}4{% endif %}",
        "{{ thing }} {{ thing.name }} {{ thing.word }} {{ thing.missing }} {{ call }} {{ call.x }}",
        "{{ list.0 }} {{ list.9 }} {{ many.0.b }} {{ number }} {{ part }} {{ yes }} {{ day }}",
        "{% autoescape off %}{{ evil }}{{ safe }}{% endautoescape %}{{ evil }}{{ safe }}",
        "{% for x in list %}{{ x }}{{ forloop.counter }}{% empty %}-{% endfor %}{{ autoescape }}",
        "{% with b=a.b c=missing %}{{ b }}{{ c }}{% endwith %}{{ b }}{{ evil|default:'x' }}",
        "{% for x in missing %}{{ x }}{% empty %}-{% endfor %}{% cycle 1 evil %}{{ True }}",
    ],
)  # fmt: skip
def test_names_are_what_django_finds(source: str) -> None:
    given = {
        "a": {"b": "<b>", "n": None}, "none": None, "thing": Thing(), "call": lambda: {"x": "<1>"},
        "list": ["<", 2], "many": [{"b": "'"}], "number": 1234567, "part": 0.5, "yes": True,
        "day": date(2026, 12, 1), "evil": "<&\"'>", "safe": mark_safe("<b>"),
    }  # fmt: skip
    for invalid in ("", "?%s?"):
        ours, theirs = of(source), by_django(source)
        ours.string_if_invalid = theirs.string_if_invalid = invalid
        said = [e.get_template("one").render(Context(given)) for e in (ours, theirs)]
        assert said[0] == said[1]


@pytest.mark.parametrize("how", ["", " with x='<3>'", " with x=x only", " only"])
@pytest.mark.parametrize(
    "inner", ["{{ x }}{{ y }}", "{% block b %}{{ x }}{% endblock %}", "{% cycle 1 2 %}{{ x }}"]
)
def test_an_included_page_is_the_same(how: str, inner: str) -> None:
    pages = {
        "one": f"{{% for x in list %}}{{% include 'two'{how} %}}{{% endfor %}}{{% include name %}}",
        "two": inner,
    }
    held = ("django.template.loaders.locmem.Loader", pages)
    ours = Engine(loaders=[(OURS["loaders"][0][0], [held])], libraries=OURS["libraries"])
    context = {"list": ["<1>", 2], "y": "&", "name": "two"}
    theirs = Engine(loaders=[held]).get_template("one").render(Context(context))
    for _again in range(2):
        assert ours.get_template("one").render(Context(context)) == theirs
