"""The head of an HTML page: the texts and addresses that a preview is made of.

lxml reads the page as a stream, without making a tree: see docs/design-decisions.md. A page that is
too deep or has too many elements is read up to there.
"""

from __future__ import annotations

import codecs
import re
import time
from typing import NamedTuple

MAX_DEPTH = 100
"""Open elements. A parser looks through them for each end tag."""

MAX_ELEMENTS = 3_000
"""Elements that are read. The head is among the first, but not always well closed."""

MAX_SECONDS = 1.0
MAX_VALUE = 4_000
"""Characters of a value that are kept, before it is cleaned."""

_STEP = 8_192

META_NAMES = {
    "description",
    "og:description",
    "og:image",
    "og:image:secure_url",
    "og:image:url",
    "og:site_name",
    "og:title",
    "twitter:description",
    "twitter:image",
    "twitter:image:src",
    "twitter:title",
}

# Of the encodings of the Web. Python has others, some of them slow, or no encodings of texts.
_ENCODINGS = re.compile(
    r"utf-8|utf-16(-[lb]e)?|cp(1250|1251|1252|1253|1254|1255|1256|1257|1258|866|874|932|949)"
    r"|iso8859-\d{1,2}|koi8-[ru]|mac-roman|gbk|gb2312|gb18030|big5|big5hkscs"
    r"|euc_jp|euc_kr|shift_jis|iso2022_jp|ascii"
)
_find_charset = re.compile(
    rb"""<meta[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})"""
).search
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


class Head(NamedTuple):
    """Metadata in the head of a page, not cleaned."""

    title: str
    meta: dict[str, str]
    """Content of the elements meta in META_NAMES, by their names."""
    base: str
    """The URL that others are relative to, or ""."""
    oembed: str
    """The URL of the oEmbed answer in JSON, or ""."""

    def first(self, *names: str) -> str:
        """Return the first of these elements meta that is there and not blank."""
        return next((self.meta[name] for name in names if self.meta.get(name, "").strip()), "")


class _Enough(Exception):  # noqa: N818 - no error
    """All has been read that is going to be read."""


class _Reader:
    """Receives the elements of a page from the parser of lxml."""

    def __init__(self) -> None:
        self.depth = self.count = 0
        self.title: list[str] = []
        self.title_depth = 0
        self.has_title = False
        self.meta: dict[str, str] = {}
        self.base = self.oembed = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        self.count += 1
        if self.depth > MAX_DEPTH or self.count > MAX_ELEMENTS:
            raise _Enough
        if tag == "meta":
            name = (attributes.get("property") or attributes.get("name") or "").strip().lower()
            if name in META_NAMES:
                self.meta.setdefault(name, attributes.get("content", "")[:MAX_VALUE])
        elif tag == "title" and not self.has_title:  # later ones are of pictures in SVG
            self.has_title = True
            self.title_depth = self.depth
        elif tag == "base" and not self.base:
            self.base = attributes.get("href", "")[:MAX_VALUE]
        elif tag == "link" and not self.oembed:
            rel = attributes.get("rel", "")[:100].lower().split()
            kind = attributes.get("type", "").strip().lower()
            if "alternate" in rel and kind == "application/json+oembed":
                self.oembed = attributes.get("href", "")[:MAX_VALUE]

    def data(self, text: str) -> None:
        if self.title_depth and sum(map(len, self.title)) < MAX_VALUE:
            self.title.append(text[:MAX_VALUE])

    def end(self, tag: str) -> None:
        if self.depth == self.title_depth:
            self.title_depth = 0
        self.depth -= 1

    def close(self) -> None:
        """Called at the end of the page."""


def read_head(html: bytes, charset: str = "") -> Head:
    """Return the metadata in the head of a page.

    charset: of the header Content-Type, which counts more than what the page says of itself.
    """
    from lxml import etree

    reader = _Reader()
    parser = etree.HTMLParser(target=reader, encoding="utf-8")
    content = _decode(html, charset).encode()
    end = time.monotonic() + MAX_SECONDS
    try:
        for start in range(0, len(content), _STEP):
            parser.feed(content[start : start + _STEP])
            if time.monotonic() > end:  # pragma: no cover - no page that we know takes so long
                break
        parser.close()
    except (_Enough, etree.LxmlError):  # the second: there is nothing in it
        pass
    title = "".join(reader.title)[:MAX_VALUE]
    return Head(title, reader.meta, reader.base, reader.oembed)


def _decode(html: bytes, charset: str) -> str:
    for mark, encoding in _MARKS.items():
        if html.startswith(mark):
            return html[len(mark) :].decode(encoding, "replace")
    found = _find_charset(html, 0, 2048)
    for name in (charset, found[1].decode() if found else ""):
        if encoding := _find_encoding(name):
            return html.decode(encoding, "replace").replace("\0", "")
    try:
        return html.decode()
    except UnicodeDecodeError as error:
        is_cut = error.start > len(html) - 4  # in the middle of a character
        return html.decode("utf-8" if is_cut else "cp1252", "replace")


def _find_encoding(name: str) -> str:
    """Return Python's name of an encoding of the Web, or ""."""
    try:
        found = codecs.lookup(name).name if name.isascii() and len(name) < 40 else ""
    except (LookupError, ValueError):
        return ""
    if found in {"iso8859-1", "ascii"}:
        return "cp1252"  # as browsers do
    return found if _ENCODINGS.fullmatch(found) else ""
