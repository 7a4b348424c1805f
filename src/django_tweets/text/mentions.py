"""Find mentions: @handle, and @handle/slug for a list of that member."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import regex

from .characters import ALPHANUMERIC, AT, LATIN, SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_HANDLE_LENGTH = 20

_HANDLE = rf"[{AT}](?P<handle>[{ALPHANUMERIC}_]{{1,{MAX_HANDLE_LENGTH}}}+)"
_SLUG = rf"(?P<slug>/[A-Za-z][{ALPHANUMERIC}_\-]{{0,24}}+)"
_END = rf"(?![{AT}{LATIN}]|://)"

HANDLE = regex.compile(_HANDLE)
LIST = regex.compile(_HANDLE + _SLUG)

_MENTION = regex.compile(
    rf"(?:(?<![{ALPHANUMERIC}_!#$%&*{AT}])|(?<=(?<![{ALPHANUMERIC}_+~.\-{AT}])[Rr][Tt]))"
    rf"{_HANDLE}{_SLUG}?+{_END}"
)
_REPLY = regex.compile(rf"[{SPACE}]*+{_HANDLE}{_END}")


class Mention(NamedTuple):
    """A mention, or a list if slug is not empty. slug includes its slash."""

    handle: str
    slug: str
    start: int
    end: int


def find_mentions_and_lists(content: str) -> Iterator[Mention]:
    """Yield mentions and lists in text order. A longer handle is cut to 20 characters."""
    for match in _MENTION.finditer(content):
        yield Mention(match["handle"], match["slug"] or "", *match.span())


def find_reply_handle(content: str) -> str | None:
    """Return the handle that content begins with, after white space; None if there is none."""
    match = _REPLY.match(content)
    return match["handle"] if match else None
