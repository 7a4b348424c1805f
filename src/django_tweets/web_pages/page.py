"""Metadata of a page of another site, and its picture."""

from __future__ import annotations

import json
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from .. import text
from .fetching import Deadline, FetchError, Network, fetch
from .head import MAX_VALUE, Head, read_head

TIME_LIMIT = 5.0
"""Seconds for everything: the page with its redirects, and its picture."""

MAX_TITLE, MAX_DESCRIPTION, MAX_SITE_NAME = 200, 300, 60

HTML = ("text/html", "application/xhtml+xml")
PICTURES = ("image/webp", "image/jpeg", "image/png", "image/gif", "image/jpg")
OEMBED = ("application/json", "application/json+oembed")


class Page(NamedTuple):
    """Metadata of a page: texts are cleaned lines, not longer than the maximums."""

    title: str
    description: str
    site_name: str
    host: str
    """The name of the host that has answered, after redirects. A page can't invent it."""
    picture: bytes
    """The file of its picture as it was sent, never to be trusted; b"" if there is none."""


def read_page(url: str, network: Network) -> Page:
    """Return title, text and picture of the page at url. Raise FetchError if it has none."""
    deadline = Deadline(TIME_LIMIT)
    answer = fetch(url, HTML, deadline, network)
    head = read_head(answer.content, answer.charset)
    base = _join(answer.url, head.base)
    embed: dict[str, Any] = {}
    title = text.summarize(head.first("og:title", "twitter:title"), MAX_TITLE)
    if not title and head.oembed:
        embed = _read_oembed(_join(base, head.oembed), deadline, network)
        title = text.summarize(_value(embed, "title"), MAX_TITLE)
    title = title or text.summarize(head.title, MAX_TITLE)
    if not title:
        raise FetchError("no title")
    site_name = head.first("og:site_name") or _value(embed, "provider_name")
    description = head.first("og:description", "twitter:description", "description")
    return Page(
        title,
        text.summarize(description, MAX_DESCRIPTION),
        text.summarize(site_name, MAX_SITE_NAME),
        str(urlsplit(answer.url).hostname),
        _read_picture(_find_picture(head, embed), base, deadline, network),
    )


def _find_picture(head: Head, embed: dict[str, Any]) -> str:
    names = ("og:image:secure_url", "og:image", "og:image:url", "twitter:image")
    return head.first(*names, "twitter:image:src") or _value(embed, "thumbnail_url")


def _read_picture(address: str, base: str, deadline: Deadline, network: Network) -> bytes:
    """Return the file of a picture; b"" if it can't be fetched: then the preview has none."""
    if not address:
        return b""
    try:
        answer = fetch(_join(base, address), PICTURES, deadline, network)
    except FetchError:
        return b""
    return answer.content if answer.is_complete else b""


def _read_oembed(url: str, deadline: Deadline, network: Network) -> dict[str, Any]:
    """Return the oEmbed response at url; {} if there is none."""
    try:
        found = json.loads(fetch(url, OEMBED, deadline, network).content)
    except (FetchError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _value(embed: dict[str, Any], name: str) -> str:
    value = embed.get(name)
    return value[:MAX_VALUE] if isinstance(value, str) else ""


def _join(base: str, address: str) -> str:
    """Return address as an absolute URL; "" if it is none."""
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""
