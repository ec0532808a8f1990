"""Pages are compiled once a language: what they say in fixed words is text by then.

A page asks `translate` for some forty words and `static` for a dozen addresses that stay while we
run; asking anew took a tenth of its calls. So the two tags answer while a page is compiled, and
compiled pages are kept by language beside their name. In templates nothing changes: this stands in
for the libraries `i18n` and `static` (settings.TEMPLATES). What is left to ask while a page is
drawn is asked in a shorter way (`doors.drawing`).
"""

from __future__ import annotations

from typing import Any, cast

from django import template
from django.template.base import FilterExpression, Node, Parser, Template, TextNode, Token
from django.template.loaders import base, cached
from django.templatetags import i18n, static
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from doorstep.doors.drawing import shorten

register = template.Library()
register.filters = dict(i18n.register.filters)
register.tags = {**i18n.register.tags, **static.register.tags}


class Short(base.Loader):
    """Compiles a page and shortens it, before anybody else is given it."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """A page, compiled."""
        found: Template = super().get_template(template_name, skip)
        if not self.engine.debug:  # then it tells where it failed
            shorten(found.nodelist, self.engine)
        return found


class ByLanguage(cached.Loader, Short):
    """Django's loader that keeps compiled pages, each language's own."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        """What a compiled page is kept by."""
        return f"{get_language()} {super().cache_key(template_name, skip)}"


class Kept(Node):
    """Fixed words under a name (`as sprite`)."""

    def __init__(self, name: str, words: str) -> None:
        self.name, self.words = name, words

    def render(self, context: template.Context) -> SafeString:
        """Nothing is shown here."""
        context[self.name] = self.words
        return SafeString("")


def _fixed(node: Any, name: str | None, *asked: FilterExpression | None) -> Node:
    """The node itself; what it says, where all that is asked stands in the page."""
    words = [one for one in asked if one is not None]
    if any(one.filters or getattr(one.var, "lookups", None) is not None for one in words):
        return cast("Node", node)
    known = template.Context()
    said = node.render(known)
    return Kept(name, known[name]) if name else TextNode(said)


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's; text where it names the words themselves."""
    node = i18n.do_translate(parser, token)
    return _fixed(node, node.asvar, node.filter_expression, node.message_context)


@register.tag("static")
def address(parser: Parser, token: Token) -> Node:
    """Django's; text where it names the file itself."""
    node = static.StaticNode.handle_token(parser, token)
    return _fixed(node, node.varname, node.path)
