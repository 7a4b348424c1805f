"""A strict feed reader."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import feedparser
from django.test import Client
from django.urls import reverse

if TYPE_CHECKING:
    from django.http import HttpResponse

ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def get(name: str, handle: str = "ada", **headers: str) -> HttpResponse:
    """Get the feed of a profile or a hashtag."""
    address = reverse(f"django_tweets:{name}", args=[handle])
    return Client().get(address, headers=headers)  # type: ignore[return-value]  # it behaves like an HttpResponse


def read(name: str, handle: str = "ada") -> Any:
    """Return the parsed feed. Fails if it is invalid."""
    response = get(name, handle)
    assert response.status_code == 200
    headers = {key.lower(): value for key, value in response.headers.items()}
    parsed = feedparser.parse(response.content, response_headers=headers)
    assert not parsed.bozo, parsed.bozo_exception
    is_atom = name.endswith("atom")
    assert parsed.version == ("atom10" if is_atom else "rss20")
    if is_atom:
        check_rfc4287(response.content)
    return parsed


def check_rfc4287(content: bytes) -> None:
    """Check what Atom requires: each of these elements once, unique ids, dates with a time zone."""
    root = ElementTree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    for element in [root, *entries]:
        for name in ["id", "title", "updated"]:
            (found,) = element.findall(f"{ATOM}{name}")
            assert found.text or name == "title"
        moment = datetime.fromisoformat(element.findtext(f"{ATOM}updated", ""))
        assert moment.tzinfo is not None
        links = element.findall(f"{ATOM}link")
        assert [link.get("rel") for link in links].count("alternate") == 1
        assert all(link.get("href", "").startswith("http://testserver/") for link in links)
    assert [link.get("rel") for link in root.findall(f"{ATOM}link")].count("self") == 1
    for entry in entries:
        (author,) = entry.findall(f"{ATOM}author")
        assert author.findtext(f"{ATOM}name")
        (content_,) = entry.findall(f"{ATOM}content")
        assert content_.get("type") == "html"
        assert XML_LANG in entry.attrib
    ids = [element.findtext(f"{ATOM}id") for element in [root, *entries]]
    assert len(set(ids)) == len(ids)


def html_of(entry: Any) -> str:
    return str(entry.content[0].value if "content" in entry else entry.description)
