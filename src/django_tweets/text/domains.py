"""Domains: labels, the last of which begins with a top-level domain."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from .characters import ALPHANUMERIC, DIRECTIONAL, INVALID, LATIN, PUNCTUATION, SPACE
from .tlds import TLDS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LABEL_LENGTH = 63  # in Punycode: RFC 1035, 2.3.4

LETTER = f"[^{PUNCTUATION}{SPACE}{INVALID}{DIRECTIONAL}]"  # any other may be in a label
_LATIN_LETTER = rf"[\-{ALPHANUMERIC}{LATIN}]"

_LABEL = regex.compile(rf"{LETTER}++(?:[\-_]++{LETTER}++)*+\.")
_LATIN_LABEL = regex.compile(rf"{_LATIN_LETTER}++\.")
_LATIN_START = regex.compile(rf"(?<!{_LATIN_LETTER})(?<!{_LATIN_LETTER}\.){_LATIN_LETTER}")

_TLD_LENGTHS = sorted({len(tld) for tld in TLDS}, reverse=True)
_TLD_GOES_ON = regex.compile(rf"[{ALPHANUMERIC}@+\-]")
_PUNYCODE_TLD = regex.compile(rf"[Xx][Nn]--[\-{ALPHANUMERIC}]++")
_DOT = regex.compile(r"[\u3002\uFF0E\uFF61]")  # to DNS a dot like any other: RFC 3490, 3.1


def domain_end(text: str, start: int, stop: int) -> int | None:
    """Where the longest domain ends that starts here and ends by stop, if one does."""
    return _domain_end(_LABEL, text, start, stop)


def latin_domains(domain: str) -> Iterator[tuple[int, int]]:
    """Where domain holds domains in Latin letters: in Japanese, no space parts them from words."""
    for match in _LATIN_START.finditer(domain):
        if end := _domain_end(_LATIN_LABEL, domain, match.start(), len(domain)):
            yield match.start(), end


def starts_with_latin_domain(url: str) -> bool:
    return _domain_end(_LATIN_LABEL, url, 0, len(url)) is not None


def _domain_end(label: regex.Pattern[str], text: str, start: int, stop: int) -> int | None:
    # regex looks for the dot that a label needs before it matches one, as far as it may: to stop.
    end = None
    while match := label.match(text, start, stop):
        start = match.end()
        if "_" not in match[0]:  # which only subdomains may hold
            end = _tld_end(text, start, stop) or end
    return end


def _tld_end(text: str, start: int, stop: int) -> int | None:
    """Where the top-level domain ends that starts here; words may follow in another script."""
    if match := _PUNYCODE_TLD.match(text, start, stop):
        return match.end()
    for length in _TLD_LENGTHS:
        tld = text[start : start + length]
        if tld.lower() in TLDS and not _TLD_GOES_ON.match(text, start + len(tld)):
            return start + len(tld)
    return None


def is_resolvable(domain: str) -> bool:
    """Whether DNS could hold each label: in ASCII or Punycode, and not too long."""
    return all(_is_resolvable(label) for label in domain.split("."))


def _is_resolvable(label: str) -> bool:
    if len(label) > MAX_LABEL_LENGTH:  # also because the codec is quadratic
        return False
    if label.isascii():
        return True
    if label[:4].lower() == "xn--":
        return False
    parts = (
        part if part.isascii() else f"xn--{part.encode('punycode').decode()}"
        for part in _DOT.split(label)
    )
    return len(".".join(parts)) <= MAX_LABEL_LENGTH
