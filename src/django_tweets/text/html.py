"""Text as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex
from django.utils.html import escape
from django.utils.safestring import SafeString

from .characters import AT, HASH
from .urls import href

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .entities import Entity

    Link = Callable[[Entity], str | None]

MAX_SHOWN_LENGTH = 40  # of a URL

_SIGNS = {"mention": AT, "hashtag": HASH, "cashtag": "$"}
_UNSHOWN = regex.compile(r"^(?:https?://)?+(?:www\.(?=[^/]+\.))?+", regex.IGNORECASE)


def to_html(content: str, entities: Iterable[Entity], link: Link) -> SafeString:
    """Content with its entities as links.

    link gives the address of a mention or a tag, or None to leave it as text. What is also left as
    text: an entity that isn't what content holds at its place, or that overlaps one before it.
    """
    html = []
    shown = 0
    for entity in entities:
        if not shown <= entity.start < entity.end <= len(content):
            continue
        if (anchor := _anchor(entity, content[entity.start : entity.end], link)) is None:
            continue
        html += [_text(content[shown : entity.start]), anchor]
        shown = entity.end
    return SafeString("".join([*html, _text(content[shown:])]))


def _anchor(entity: Entity, written: str, link: Link) -> str | None:
    if entity.kind == "url":
        return _url_anchor(written) if written == entity.value else None
    if written[0] not in _SIGNS.get(entity.kind, "") or written[1:] != entity.value:
        return None
    if (address := link(entity)) is None:
        return None
    return f'<a class="tw-{entity.kind}" href="{escape(address)}">{_text(written)}</a>'


def _url_anchor(url: str) -> str | None:
    if (address := href(url)) is None:
        return None
    shown = _UNSHOWN.sub("", url)
    title = ""
    if len(shown) > MAX_SHOWN_LENGTH:
        shown = f"{shown[: MAX_SHOWN_LENGTH - 1]}…"
        title = f' title="{escape(address)}"'
    # A URL reads from left to right in any text: RFC 3987, 4.1.
    return (
        f'<a class="tw-url" href="{escape(address)}"{title} rel="nofollow ugc noopener" dir="ltr">'
        f"{_text(shown)}</a>"
    )


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
