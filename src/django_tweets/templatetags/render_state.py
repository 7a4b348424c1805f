"""State that the templates of one page share: parts printed already, and results of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import get_language

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from django.template import Context
    from django.template.base import FilterExpression, Parser, Token
    from django.utils.safestring import SafeString


def get_state(context: Context) -> dict[Any, Any]:
    """Return a dictionary that all templates share until the page is rendered.

    An inclusion tag has a context of its own, and {% include %} a scope of its own in
    render_context. All of them have the first dictionary of render_context, which has no names but
    True, False and None.
    """
    shared: Any = context.render_context.dicts[0]
    state: dict[Any, Any] = shared.setdefault("django_tweets", {})
    return state


def call_once(context: Context, function: Callable[..., Any], *arguments: Hashable) -> Any:
    """Return function(*arguments), from its first call on this page if there was one."""
    state, key = get_state(context), (function, arguments)
    if key not in state:
        state[key] = function(*arguments)
    return state[key]


def count(context: Context, name: str) -> int:
    """Return 1 for the first call with name on this page, then 2 and so on."""
    state = get_state(context)
    state[name] = state.get(name, 0) + 1
    number: int = state[name]
    return number


class RepeatedNode(template.Node):
    """A part of a template that is rendered once on a page for its arguments, then repeated."""

    def __init__(self, nodelist: template.NodeList, arguments: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.arguments = arguments

    def render(self, context: Context) -> SafeString:
        state = get_state(context)
        language = state.get("language") or get_language()  # the first is that of a card
        key = (self, language, *[argument.resolve(context) for argument in self.arguments])
        html: SafeString | None = state.get(key)
        if html is None:
            html = state[key] = self.nodelist.render(context)
        return html


class OnceNode(template.Node):
    """A part of a template that is rendered once on a page for each value of its arguments."""

    def __init__(self, nodelist: template.NodeList, arguments: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.arguments = arguments

    def render(self, context: Context) -> SafeString | str:
        printed: set[str] = get_state(context).setdefault("once", set())
        key = "-".join([str(argument.resolve(context)) for argument in self.arguments])
        if key in printed:
            return ""
        printed.add(key)
        return self.nodelist.render(context)


def tweets_once(parser: Parser, token: Token) -> OnceNode:
    """{% tweets_once "icons" %} … {% endtweets_once %}: rendered once on a page, for its arguments.

    For an id of an element, and for what a page needs once.
    """
    arguments = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(["endtweets_once"])
    parser.delete_first_token()
    return OnceNode(nodelist, arguments)


def tweets_repeated(parser: Parser, token: Token) -> RepeatedNode:
    """{% tweets_repeated card.handle %} … {% endtweets_repeated %}: rendered once, then repeated.

    For what is the same in many cards, such as icons, labels and the link to an author. It must
    read no variable that does not follow from its arguments.
    """
    arguments = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(["endtweets_repeated"])
    parser.delete_first_token()
    return RepeatedNode(nodelist, arguments)
