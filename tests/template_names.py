"""Which names a template takes from its context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.base import FilterExpression, NodeList, Variable
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.template.smartif import TokenBase

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.template import Node

BINDING = ("asvar", "target_var", "variable")  # attributes of nodes that bind a name


def names_of(template: str) -> set[str]:
    """The names that template, with what it includes, reads and doesn't bind itself."""
    nodes = get_template(template).template.nodelist  # type: ignore[attr-defined]  # Django's own
    used: set[str] = set()
    bound: set[str] = set()
    free: set[str] = set()
    for node in _nodes(nodes):
        extra = getattr(node, "extra_context", None) or {}
        used |= {name for value in vars(node).values() for name in _variables(value)}
        bound |= {getattr(node, name, None) or "" for name in BINDING}
        bound |= {*getattr(node, "loopvars", ())}
        if not isinstance(node, IncludeNode):
            bound |= extra.keys()
        # {% with tweet=tweet.shown %} reads the one that was there, and binds another.
        free |= {name for name, value in extra.items() if name in _variables(value)}
        if isinstance(node, IncludeNode) and isinstance(included := node.template.var, str):
            used |= names_of(included) - extra.keys()
    return (used - bound | free) - {"True", "False", "None"}


def _nodes(nodes: Any) -> Iterator[Node]:
    for node in nodes:
        yield node
        for value in vars(node).values():
            if isinstance(value, NodeList):
                yield from _nodes(value)
        for _, branch in getattr(node, "conditions_nodelists", ()):
            yield from _nodes(branch)


def _variables(value: Any) -> Iterator[str]:
    if isinstance(value, Variable):
        if value.lookups and not value.translate:
            yield value.lookups[0]
        return
    for part in _parts(value):
        yield from _variables(part)


def _parts(value: Any) -> list[Any]:
    """What a filter, a condition or a collection is made of."""
    if isinstance(value, FilterExpression):
        return [value.var, *(argument for _, pairs in value.filters for _, argument in pairs)]
    if isinstance(value, TokenBase):
        return [value.first, value.second, value.value]
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple) and not isinstance(value, NodeList):
        return list(value)
    return []
