"""Pages are compiled once a language: what they say in fixed words is text by then.

A page asks `translate` for some forty words and `static` for a dozen addresses that stay while we
run; asking anew took a tenth of its calls. So the two tags answer while a page is compiled, and
compiled pages are kept by language beside their name. In templates nothing changes: this stands in
for the libraries `i18n` and `static` (settings.TEMPLATES).
"""

from __future__ import annotations

from typing import Any

from django import template
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.template.loaders import cached
from django.templatetags import i18n, static
from django.utils.translation import get_language

register = template.Library()
register.filters = dict(i18n.register.filters)
register.tags = {**i18n.register.tags, **static.register.tags}


class ByLanguage(cached.Loader):
    """Django's loader that keeps compiled pages, each language's own."""

    def cache_key(self, template_name: str, skip: Any = None) -> str:
        """What a compiled page is kept by."""
        return f"{get_language()} {super().cache_key(template_name, skip)}"


def _is_fixed(words: FilterExpression) -> bool:
    return not words.filters and getattr(words.var, "lookups", None) is None


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """Django's; text where it names the words themselves."""
    node: Any = i18n.do_translate(parser, token)
    asked = [node.filter_expression, *([node.message_context] if node.message_context else ())]
    fixed = not node.asvar and all(map(_is_fixed, asked))
    return TextNode(node.render(template.Context())) if fixed else node


@register.tag("static")
def address(parser: Parser, token: Token) -> Node:
    """Django's; text where it names the file itself."""
    node: Any = static.StaticNode.handle_token(parser, token)
    fixed = not node.varname and _is_fixed(node.path)
    return TextNode(node.render(template.Context())) if fixed else node
