"""Atom and RSS, with the elements that Django's generators leave out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import regex
from django.utils import feedgenerator

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.xmlutils import SimplerXMLGenerator

__all__ = ["Atom", "Rss"]

# XML 1.0 allows none of these, not even escaped: https://www.w3.org/TR/xml/#charsets
_invalid_xml = regex.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]++")


def strip_invalid_xml(text: str) -> str:
    """Return text without the characters that are invalid in XML."""
    return _invalid_xml.sub("", text)


class BaseFormat(feedgenerator.SyndicationFeed):
    """Base class of both. Besides Django's arguments, a feed takes `updated` and `image`."""

    def latest_post_date(self) -> datetime:
        """Return the time of the newest item. For an empty feed `updated`, not the current time."""
        return super().latest_post_date() if self.items else self.feed["updated"]


class Atom(BaseFormat, feedgenerator.Atom1Feed):
    """Atom, RFC 4287: items have their whole text as content, and its language."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["image"]:
            handler.addQuickElement("icon", self.feed["image"])
            handler.addQuickElement("logo", self.feed["image"])

    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        # Empty where it isn't known: it would else be in that of the feed.
        return {**super().item_attributes(item), "xml:lang": item["language"]}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        # Django's gives the description as a summary: this is all of it.
        super().add_item_elements(handler, {**item, "description": None})
        handler.addQuickElement("content", item["description"], {"type": "html"})


class Rss(BaseFormat, feedgenerator.Rss201rev2Feed):
    """RSS 2.0, for readers that know no other."""

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        if self.feed["image"]:
            handler.startElement("image", {})  # type: ignore[arg-type]  # as Django itself calls it
            handler.addQuickElement("url", self.feed["image"])
            handler.addQuickElement("title", self.feed["title"])
            handler.addQuickElement("link", self.feed["link"])
            handler.endElement("image")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        # It has room for one enclosure only.
        super().add_item_elements(handler, {**item, "enclosures": item["enclosures"][:1]})
