"""The variables that a template reads from its context."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.base import FilterExpression, NodeList, Variable
from django.template.loader import get_template
from django.template.loader_tags import IncludeNode
from django.template.smartif import TokenBase

from django_tweets.templatetags.card import TweetCardNode, TweetPartNode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.template import Node

CARD_NAMES = {"author", "card", "entry", "tweet", "urls"}
BINDING_ATTRIBUTES = ("asvar", "target_var", "variable")  # attributes of nodes that set a variable


def get_free_variables(template: str) -> set[str]:
    """Return the variables that template and its includes read, without those that they set."""
    nodes = get_template(template).template.nodelist  # type: ignore[attr-defined]  # Django's own
    used: set[str] = set()
    bound: set[str] = set()
    free: set[str] = set()
    for node in _nodes(nodes):
        extra = getattr(node, "extra_context", None) or {}
        used |= {name for value in vars(node).values() for name in _variables(value)}
        bound |= {getattr(node, name, None) or "" for name in BINDING_ATTRIBUTES}
        bound |= {*getattr(node, "loopvars", ())}
        if isinstance(node, TweetCardNode):
            free |= {*_variables(node.tweet)}
            bound |= CARD_NAMES
        if isinstance(node, TweetPartNode):
            used |= get_free_variables(node.name)
        if not isinstance(node, IncludeNode):
            bound |= extra.keys()
        # {% with tweet=tweet.shown %} reads the outer variable, and sets a new one.
        free |= {name for name, value in extra.items() if name in _variables(value)}
        if isinstance(node, IncludeNode) and isinstance(included := node.template.var, str):
            used |= get_free_variables(included) - extra.keys()
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
    """Return the operands of a filter expression or condition, or the items of a collection."""
    if isinstance(value, FilterExpression):
        return [value.var, *(argument for _, pairs in value.filters for _, argument in pairs)]
    if isinstance(value, TokenBase):
        return [value.first, value.second, value.value]
    if isinstance(value, dict):
        return list(value.values())
    if isinstance(value, list | tuple) and not isinstance(value, NodeList):
        return list(value)
    return []
