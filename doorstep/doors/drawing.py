"""Compiled pages drawn in fewer steps: what Django asks of every value is asked where it matters.

A name takes Django six calls, a text that is shown some twenty, an included page sixty; a page of
a record made three thousand of them. Here a name is looked up in the dicts that hold it, a text is
escaped where it must be, an included page is found once, and texts that follow each other are one.
Whatever is not plain (a call, a date, a number, a record's attribute) goes Django's way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.template import Context, Engine
from django.template.base import (
    FilterExpression,
    Node,
    NodeList,
    Template,
    TextNode,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import CycleNode, IfChangedNode
from django.template.loader_tags import (
    BlockNode,
    ExtendsNode,
    IncludeNode,
    construct_relative_path,
)
from django.template.smartif import TokenBase
from django.utils.safestring import SafeString

from doorstep.kit.markup import esc

#: Values that are shown as they are found: nothing of these is called.
PLAIN = frozenset((str, SafeString, bool, int, float, type(None), dict, list, tuple))
#: Nodes that keep something of the page they stand in: such a page begins anew when included.
KEEPING = (BlockNode, CycleNode, ExtendsNode, IfChangedNode)


def shorten(nodes: NodeList, engine: Engine) -> None:
    """Draw the nodes, and all within them, in fewer steps; what comes out is the same."""
    _within(nodes, engine, set())


def _within(thing: Any, engine: Engine, seen: set[int]) -> None:
    """Everything of a page that can be reached from here, each once."""
    if id(thing) in seen:
        return
    seen.add(id(thing))
    parts: Iterable[Any] = ()
    if isinstance(thing, NodeList):
        thing[:] = _joined(thing)
        parts = thing
    elif isinstance(thing, Node):
        parts = vars(thing).values()
    elif isinstance(thing, TokenBase):  # a condition: sides, or a value
        parts = (getattr(thing, name, None) for name in ("first", "second", "value"))
    elif isinstance(thing, (list, tuple)):
        parts = thing
    elif isinstance(thing, dict):
        parts = thing.values()
    for part in list(parts):
        _within(part, engine, seen)
    if isinstance(thing, ExtendsNode):
        _extended(thing)
    if type(thing) is FilterExpression:
        if getattr(thing.var, "lookups", None) and not thing.filters:
            thing.__class__ = Named
    elif isinstance(thing, Node) and not isinstance(thing, TextNode):
        draw = _of(thing, engine) or thing.render
        thing.render_annotated = draw  # type: ignore[method-assign,assignment]


def _extended(node: Any) -> None:
    """Find the page that this one stands in, and its blocks, once."""
    if not isinstance(node.parent_name, FilterExpression) or node.parent_name.is_var:
        return
    django: Callable[[Context], Template] = node.get_parent
    found: list[Template] = []

    def get_parent(context: Context) -> Template:
        if not found:
            page = django(context)
            nodes: Any = page.nodelist
            blocks, search = nodes.get_nodes_by_type(BlockNode), nodes.get_nodes_by_type
            nodes.get_nodes_by_type = lambda kind: blocks if kind is BlockNode else search(kind)
            found.append(page)
        return found[0]

    node.get_parent = get_parent


def _joined(nodes: NodeList) -> list[Node]:
    """Texts that follow each other as one."""
    made: list[Node] = []
    for node in nodes:
        if type(node) is TextNode and made and type(made[-1]) is TextNode:
            made[-1] = TextNode(made[-1].s + node.s)
        else:
            made.append(node)
    return made


def _of(node: Node, engine: Engine) -> Callable[[Context], str] | None:
    """How a node is drawn; None where Django's way is as short."""
    if type(node) is VariableNode:
        return _shown(node.filter_expression)
    if type(node) is IncludeNode and not node.template.is_var and not node.template.filters:
        return _included(node, engine)
    return None


class Named(FilterExpression):
    """A name without filters: found in the dicts that hold it."""

    __slots__ = ()

    def resolve(self, context: Context, ignore_failures: bool = False) -> Any:
        """Django's, where no more is asked than a plain value of dicts."""
        first, *rest = self.var.lookups
        for known in reversed(context.dicts):
            if first in known:
                value = known[first]
                break
        else:  # the context's own attributes are names too
            there = hasattr(context, first) or not ignore_failures
            return super().resolve(context, ignore_failures) if there else None
        if self.var.translate:  # said by the tag while it draws
            return super().resolve(context, ignore_failures)
        for name in rest:
            if type(value) is not dict or name not in value:
                return super().resolve(context, ignore_failures)
            value = value[name]
        return value if type(value) in PLAIN else super().resolve(context, ignore_failures)


def _shown(expression: FilterExpression) -> Callable[[Context], str]:
    resolve = expression.resolve

    def draw(context: Context) -> str:
        value = resolve(context)
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return esc(value)
        return str(render_value_in_context(value, context))

    return draw


def _included(node: IncludeNode, engine: Engine) -> Callable[[Context], str]:
    """A page whose name stands in the page; found when first drawn, for it may include itself."""
    here: Any = node.origin.template_name
    name = construct_relative_path(here, str(node.template.var))
    given = [(name, value.resolve) for name, value in node.extra_context.items()]
    found: list[tuple[Any, Callable[[Context], str]]] = []

    def draw(context: Context) -> str:
        if not found:
            page = engine.get_template(name)
            anew = any(page.nodelist.get_nodes_by_type(kind) for kind in KEEPING)
            found.append((page, page.render if anew else page.nodelist.render))
        page, render = found[0]
        values = {key: resolve(context) for key, resolve in given}
        if node.isolated_context:
            return str(page.render(context.new(values)))
        with context.push(**values):
            return render(context)

    return draw
