"""Atom and RSS, as readers of feeds expect them: what Django's generators leave out is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import regex
from django.utils import feedgenerator

if TYPE_CHECKING:
    from datetime import datetime

    from django.utils.xmlutils import SimplerXMLGenerator

# XML 1.0 has no place for these, however they are written: https://www.w3.org/TR/xml/#charsets
_illegal = regex.compile(r"[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\U00010000-\U0010FFFF]++")


def legal(text: str) -> str:
    """Text without the characters that no XML document can hold."""
    return _illegal.sub("", text)


class Generator(feedgenerator.SyndicationFeed):
    """What both formats share. Beside Django's arguments, a feed takes `updated` and `image`."""

    def latest_post_date(self) -> datetime:
        """When the newest was said or changed: of an empty feed `updated`, and never now."""
        return super().latest_post_date() if self.items else self.feed["updated"]


class Atom(Generator, feedgenerator.Atom1Feed):
    """Atom, RFC 4287: whole texts as content, and of each the language it is in."""

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


class Rss(Generator, feedgenerator.Rss201rev2Feed):
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
