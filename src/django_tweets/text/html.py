"""Render a text as HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex
from django.utils.html import escape
from django.utils.safestring import SafeString

from .characters import AT, HASH
from .urls import get_href

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .entities import Entity

    Link = Callable[[Entity], str | None]

MAX_URL_TEXT_LENGTH = 40  # characters of a URL that are shown

_SIGNS = {"mention": AT, "hashtag": HASH, "cashtag": "$"}
_HIDDEN_PREFIX = regex.compile(r"^(?:https?://)?+(?:www\.(?=[^/]+\.))?+", regex.IGNORECASE)


def to_html(content: str, entities: Iterable[Entity], link: Link) -> SafeString:
    """Return content as HTML, with its entities as links.

    link returns the URL of a mention or a tag, or None to leave it as text. An entity also stays
    text if content has something else at its place, or if it overlaps the one before.
    """
    html = []
    shown = 0
    for entity in entities:
        if not shown <= entity.start < entity.end <= len(content):
            continue
        if (anchor := _render_link(entity, content[entity.start : entity.end], link)) is None:
            continue
        html += [_render_text(content[shown : entity.start]), anchor]
        shown = entity.end
    return SafeString("".join([*html, _render_text(content[shown:])]))


def _render_link(entity: Entity, written: str, link: Link) -> str | None:
    if entity.kind == "url":
        return _render_url(written) if written == entity.value else None
    if written[0] not in _SIGNS.get(entity.kind, "") or written[1:] != entity.value:
        return None
    if (address := link(entity)) is None:
        return None
    # Isolated from the text around it: in Arabic, "@ada" would be shown as "ada@".
    direction = "auto" if entity.kind == "hashtag" else "ltr"
    return (
        f'<a class="tw-{entity.kind}" dir="{direction}" href="{escape(address)}">'
        f"{_render_text(written)}</a>"
    )


def _render_url(url: str) -> str | None:
    if (address := get_href(url)) is None:
        return None
    shown = _HIDDEN_PREFIX.sub("", url)
    title = ""
    if len(shown) > MAX_URL_TEXT_LENGTH:
        shown = f"{shown[: MAX_URL_TEXT_LENGTH - 1]}…"
        title = f' title="{escape(address)}"'
    # URLs are displayed from left to right in any text: RFC 3987, 4.1.
    return (
        f'<a class="tw-url" href="{escape(address)}"{title} rel="nofollow ugc noopener" dir="ltr">'
        f"{_render_text(shown)}</a>"
    )


def _render_text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
