"""Pictures, videos and sounds of a tweet as HTML.

A page may have forty pictures with a hundred files. A template that wrote their elements took as
long again as the card of a tweet: see docs/benchmarks.md.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, TypedDict

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .models import Attachment
from .page_urls import reverse_or_none

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .models import AbstractTweet

SINGLE_SIZES = "min(34em,90vw)"
TILE_SIZES = "min(17em,45vw)"
"""Widths of a picture on a page, alone and beside others: for browsers, which choose a file."""

TILE_MAX_WIDTH = 960
"""Pixels of the largest file for a tile: 17em on a screen with three pixels for each of CSS."""

STEPS = 10
"""Steps of a focal point: the stylesheet has a class for each."""

_DIGITS = "0123456789abcdef"
_MEANS = {
    a + b: _DIGITS[(x + y) // 2] for x, a in enumerate(_DIGITS) for y, b in enumerate(_DIGITS)
}
"""The mean of two hexadecimal digits."""


class ShownAttachments(TypedDict):
    """Facts for the template of attachments. A dictionary, since templates read it faster."""

    count: int
    html: SafeString
    """All tiles."""
    attachments: Sequence[Attachment]
    """For a template of a host that writes its own."""


def show_attachments(attachments: Sequence[Attachment]) -> ShownAttachments | None:
    """Return attachments of one tweet as HTML. None if the host has left out their files."""
    if not attachments or reverse_or_none("attachment_file", 1, "name") is None:
        return None
    badge = escape(_("ALT"))
    is_tile = len(attachments) > 1
    tiles = []
    for attachment in attachments:
        if alt := attachment.alt and escape(attachment.alt):
            tiles.append(
                f"<div>{_draw(attachment, alt, is_tile=is_tile)}"
                f"<details><summary>{badge}</summary>{alt}</details></div>"
            )
        else:
            label = escape(attachment.label)
            tiles.append(f"<div>{_draw(attachment, label, is_tile=is_tile)}</div>")
    html = SafeString("".join(tiles))
    return {"count": len(attachments), "html": html, "attachments": attachments}


def show_thumbnail(tweet: AbstractTweet) -> SafeString:
    """Return the first attachment of a hydrated tweet as a small picture; its colors if covered."""
    if not tweet.shown_attachments or reverse_or_none("attachment_file", 1, "name") is None:
        return SafeString(escape(tweet.plain_excerpt))
    first, count = tweet.shown_attachments[0], len(tweet.shown_attachments)
    colors = _draw_placeholder(first.placeholder)
    more = f"<b>{count}</b>" if count > 1 else ""
    if tweet.content_warning or tweet.is_sensitive:
        text = escape(tweet.content_warning or _("Sensitive content"))
        return SafeString(f'{colors}<span dir="auto">{text}</span>{more}')
    label, focus = escape(first.label), _get_focus_class(first)
    if first.kind == Attachment.Kind.IMAGE:
        url, mark = first.get_url(first.sources[0][1]), ""
    elif url := first.still_url:
        mark = "<i></i>"
    else:
        return SafeString(f'{colors}<span dir="auto">{label}</span>{more}')
    picture = f'<img src="{escape(url)}"{focus} loading="lazy" alt="{label}">'
    return SafeString(colors + picture + mark + more)


def _draw(attachment: Attachment, label: str, *, is_tile: bool) -> str:
    """Return a picture with its link, or a player. label: escaped text for screen readers."""
    if attachment.kind == "image":
        return _draw_image(attachment, label, is_tile=is_tile)
    url, still = escape(attachment.url), escape(attachment.still_url)
    size = _get_size(attachment) + _get_focus_class(attachment)
    colors = _draw_placeholder(attachment.placeholder)
    if attachment.kind == Attachment.Kind.AUDIO:
        return f'<audio controls preload="none" src="{url}" aria-label="{label}"></audio>'
    if attachment.kind == Attachment.Kind.VIDEO:
        load = 'preload="metadata"'
    elif url.partition("?")[0].endswith(".mp4"):
        load = 'preload="none" loop muted data-module="lightbox"'
    else:
        # The second one is shown, and so loaded, while the link is pointed at.
        return (
            f'<a class="tw-motion" href="{url}">{colors}<img src="{still or url}"{size}'
            f' loading="lazy" alt="{label}"><img src="{url}" loading="lazy" alt=""></a>'
        )
    poster = f' poster="{still}"' if still else ""
    return (
        f'{colors}<video controls playsinline {load} src="{url}"{poster}{size}'
        f' aria-label="{label}"></video>'
    )


def _draw_image(attachment: Attachment, label: str, *, is_tile: bool) -> str:
    sources = attachment.sources
    names = [name for _width, name in sources]
    if is_tile:
        enough = sum([width < TILE_MAX_WIDTH for width, _name in sources]) + 1
        sources, sizes, size = sources[:enough], TILE_SIZES, ""
    else:
        sizes, size = SINGLE_SIZES, _get_size(attachment)
    urls = escape("\n".join(attachment.get_urls(names))).split("\n")
    if len(sources) > 1:
        pairs = zip(urls, sources, strict=False)
        srcset = ",".join([f"{url} {width}w" for url, (width, _name) in pairs])
        files = f'src="{urls[0]}" srcset="{srcset}" sizes="{sizes}"'
    else:
        files = f'src="{urls[0]}"'
    return (
        f'<a href="{urls[-1]}">{_draw_placeholder(attachment.placeholder)}<img {files}{size}'
        f'{_get_focus_class(attachment)} loading="lazy" alt="{label}"></a>'
    )


def _get_size(attachment: Attachment) -> str:
    if not attachment.width:
        return ""
    return f' width="{attachment.width}" height="{attachment.height}"'


def _get_focus_class(attachment: Attachment) -> str:
    """Return the attribute `class` for the focal point; "" for the middle."""
    if attachment.focus_x == attachment.focus_y == 0.5:
        return ""
    x, y = round(attachment.focus_x * STEPS), round(attachment.focus_y * STEPS)
    names = [f"tw-{axis}{at}" for axis, at in (("x", x), ("y", y)) if at * 2 != STEPS]
    return f' class="{" ".join(names)}"' if names else ""


def _draw_placeholder(colors: str) -> str:
    """Return a drawing of three colors, which the stylesheet lays out and blurs.

    Above those of the two quarters, below the mean of the other two: a third less to send.
    """
    if len(colors) != 12:
        return ""
    below = "".join([_MEANS[colors[at] + colors[at + 3]] for at in (6, 7, 8)])
    above = f'<rect fill="#{colors[:3]}"/><rect fill="#{colors[3:6]}"/>'
    return f'<svg color="#{below}">{above}</svg>'
