"""Find domains: labels with dots between them. The last begins with a top-level domain."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import normalize

import regex

from .characters import ALPHANUMERIC, DIRECTIONAL, INVALID, LATIN, PUNCTUATION, SPACE
from .tlds import TLDS

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_LABEL_LENGTH = 63  # in Punycode: RFC 1035, 2.3.4

LETTER = f"[^{PUNCTUATION}{SPACE}{INVALID}{DIRECTIONAL}]"  # all others may be in a label
_LATIN_LETTER = rf"[\-{ALPHANUMERIC}{LATIN}]"

_LABEL = regex.compile(rf"{LETTER}++(?:[\-_]++{LETTER}++)*+\.")
_LATIN_LABEL = regex.compile(rf"{_LATIN_LETTER}++\.")
_LATIN_START = regex.compile(rf"(?<!{_LATIN_LETTER})(?<!{_LATIN_LETTER}\.){_LATIN_LETTER}")

_TLD_LENGTHS = sorted({len(tld) for tld in TLDS}, reverse=True)
_TLD_CONTINUES = regex.compile(rf"[{ALPHANUMERIC}@+\-]")
_PUNYCODE_TLD = regex.compile(rf"[Xx][Nn]--[\-{ALPHANUMERIC}]++")
# As browsers read an address: a name may stand before the host, and \\ is the same as /.
_HOST = regex.compile(
    r"(?:[A-Za-z]++://)?+(?:[^/?#\s\\]*@)?+(?P<host>[^/?#:\s\\]*+)(?:[/?#:\\].*+)?+", regex.DOTALL
)
# Left out of domains: UTS 46, 4. Joiners stay, for Persian and scripts of India.
_IGNORED = regex.compile(r"[\p{Default_Ignorable_Code_Point}--[\u200C\u200D]]++", regex.VERSION1)
_DOT = regex.compile(r"[\u3002\uFF0E\uFF61]")  # DNS treats these as dots: RFC 3490, 3.1


def find_domain_end(text: str, start: int, stop: int) -> int | None:
    """Return the end of the longest domain from start, at most stop; None if there is none."""
    return _find_domain_end(_LABEL, text, start, stop)


def find_latin_domains(domain: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of the domains in Latin letters in domain.

    Japanese text has no spaces between them and other words."""
    for match in _LATIN_START.finditer(domain):
        if end := _find_domain_end(_LATIN_LABEL, domain, match.start(), len(domain)):
            yield match.start(), end


def starts_with_latin_domain(url: str) -> bool:
    """Whether url starts with a domain in Latin letters."""
    return _find_domain_end(_LATIN_LABEL, url, 0, len(url)) is not None


def _find_domain_end(label: regex.Pattern[str], text: str, start: int, stop: int) -> int | None:
    # Linear: regex looks for the dot at the end of a label first, and only up to stop.
    end = None
    while match := label.match(text, start, stop):
        start = match.end()
        if "_" not in match[0]:  # only subdomains may have it
            end = _find_tld_end(text, start, stop) or end
    return end


def _find_tld_end(text: str, start: int, stop: int) -> int | None:
    """Return the end of the top-level domain at start; None if there is none.

    Text in another script may follow."""
    if match := _PUNYCODE_TLD.match(text, start, stop):
        return match.end()
    for length in _TLD_LENGTHS:
        tld = text[start : start + length]
        if tld.lower() in TLDS and not _TLD_CONTINUES.match(text, start + len(tld)):
            return start + len(tld)
    return None


def fits_dns(domain: str) -> bool:
    """Whether each label of domain fits DNS: in ASCII or Punycode, at most 63 characters."""
    return all(_label_fits_dns(label) for label in domain.split("."))


def _label_fits_dns(label: str) -> bool:
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


def domain_of(url: str) -> str | None:
    """Return the domain of a URL, with or without scheme, in lower case and ASCII.

    A top-level domain is one, too. None if url has no domain. Check the length of url before.
    """
    if (found := _HOST.fullmatch(url)) is None:
        return None
    host = _IGNORED.sub("", found["host"]).lower().removesuffix(".")
    is_whole = host in TLDS or (bool(host) and find_domain_end(host, 0, len(host)) == len(host))
    return to_ascii(host) if is_whole and fits_dns(host) else None


def to_ascii(domain: str) -> str:
    """Return domain in ASCII, with xn-- labels (Punycode), as headers and DNS have it.

    As in IDNA 2008: ß stays a letter of its own, unlike in Python's idna codec.
    """
    if domain.isascii():
        return domain
    labels = _DOT.sub(".", normalize("NFKC", domain).lower()).split(".")
    return ".".join(
        label if label.isascii() else f"xn--{label.encode('punycode').decode()}" for label in labels
    )
