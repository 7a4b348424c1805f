"""Find the addresses in a plain text that a mail program would turn into links."""

from __future__ import annotations

import regex

from .tlds import TLDS
from .urls import find_urls

_WORD = regex.compile(r'[^\s\p{Cf}“”«»"<>]++')
_MARK = regex.compile(r"://|www\.|mailto:|tel:|\.xn--", regex.IGNORECASE)
# A label after a dot. Text in another script may follow the domain.
_LABEL = regex.compile(
    r"(?<=[\p{L}\p{N}][.\u3002\uFF0E\uFF61])(?:[A-Za-z]{2,18}+|[\p{L}\p{M}]{2,18}+)"
)


def has_link(text: str) -> bool:
    """Whether a mail program would make a link of a part of text."""
    return any(_is_link(word[0]) for word in _WORD.finditer(text))


def hide_links(text: str, replacement: str) -> str:
    """Return text with replacement in the place of each URL, and of each word that has one."""
    pieces, start = [], 0
    for url in find_urls(text):
        pieces += [text[start : url.start], replacement]
        start = url.end
    text = "".join([*pieces, text[start:]])
    return _WORD.sub(lambda word: replacement if _is_link(word[0]) else word[0], text)


def _is_link(word: str) -> bool:
    if _MARK.search(word):
        return True
    return any(label[0].lower() in TLDS for label in _LABEL.finditer(word))
