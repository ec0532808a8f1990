"""Pages compiled once a language say what Django's own tags say, in each language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.utils import translation

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
    assert [n.s for n in fixed] == ["查看", "/static/a%20b.css"]


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
