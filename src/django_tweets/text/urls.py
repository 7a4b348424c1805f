"""Find URLs: with http or https, and bare domains as in the published grammar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from .characters import ALPHANUMERIC, AT, CYRILLIC, HASH, INVALID, LATIN
from .domains import LETTER, find_domain_end, find_latin_domains, fits_dns, starts_with_latin_domain
from .entities import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_URL_LENGTH = 4096
MAX_TCO_SLUG_LENGTH = 40

_SCHEME = "[Hh][Tt][Tt][Pp][Ss]?://"
_BLOCKING_CHARACTER = f"[{ALPHANUMERIC}${AT}{HASH}{INVALID}]"  # no URL starts after it

_HAS_SCHEME = regex.compile(_SCHEME)
_ENDS_WITH_SCHEME = regex.compile(rf"(?<!{_BLOCKING_CHARACTER}){_SCHEME}\Z")
_is_blocking = regex.compile(_BLOCKING_CHARACTER)
_FIRST_FREE_LETTER = regex.compile(rf"[{ALPHANUMERIC}{AT}{HASH}]*+{LETTER}")
_RUN = regex.compile(rf"(?:{LETTER}++|[\-._]++)++")

# A path and a query may contain punctuation but not end with it. A path may contain pairs of
# parentheses, two levels deep, and end with them if it could have ended just before them.
_INNER_CHARACTERS = r"!$%&'*,.:;@\[\]|~\u2013"
_END_CHARACTERS = rf"#+\-/=_{ALPHANUMERIC}{LATIN}{CYRILLIC}"
_ANY = f"[{_INNER_CHARACTERS}{_END_CHARACTERS}]"
_PARENTHESES = rf"\((?:{_ANY}++\)|{_ANY}*+\({_ANY}++\){_ANY}*+\))"
_MARKS = rf"[{_INNER_CHARACTERS}]++(?:[{_INNER_CHARACTERS}]++|{_PARENTHESES})*+"
_PATH = rf"/(?:[{_END_CHARACTERS}]++|{_PARENTHESES}|{_MARKS}[{_END_CHARACTERS}]++)*+"
_QUERY = rf"\?(?:[!$%'()*+,.:;?@\[\]|~]*+[#&\-/=_{ALPHANUMERIC}]++)++"

_TAIL = regex.compile(rf"(?::[0-9]++)?+(?P<path>{_PATH})?+(?:{_QUERY})?+")
_TCO = regex.compile(rf"{_SCHEME}[Tt]\.[Cc][Oo]/(?P<slug>[{ALPHANUMERIC}]++)(?:{_QUERY})?+")


def find_urls(text: str) -> Iterator[Entity]:
    """Yield the URLs of text, in text order.

    Linear: a run of host characters is read from one start only. Later starts in it follow a dot, a
    hyphen or an underscore, where no bare domain may start.
    """
    read = taken = 0  # ends: of the text read so far, and of the last URL
    while run := _RUN.search(text, read):
        read = run.end()
        if "." not in run[0]:
            continue
        scheme = _ENDS_WITH_SCHEME.search(text, max(taken, run.start() - 8), run.start())
        start = run.start() if scheme else _find_bare_start(text, run, taken)
        end = find_domain_end(text, start, run.end())
        if end is None:
            continue
        tail = next(_TAIL.finditer(text, end))  # always matches: it may be empty
        read = taken = tail.end()
        first = scheme.start() if scheme else start
        if taken - first > MAX_URL_LENGTH or not fits_dns(text[start:end]):
            continue
        yield from (
            _find_url_with_scheme(text, first, taken)
            if scheme
            else _find_bare_domains(text, start, end, tail)
        )


def _find_bare_start(text: str, run: regex.Match[str], taken: int) -> int:
    """Return the index where a bare domain may start in run; the end of run if nowhere.

    That is the start of run. If run follows a character that blocks URLs, it is the place after the
    first letter of run that may precede a domain.
    """
    start = run.start()
    if start and (start == taken or _is_blocking.match(text, start - 1)):
        letter = _FIRST_FREE_LETTER.match(text, start, run.end())
        return letter.end() if letter else run.end()
    return run.end() if text[start - 1 : start] == "/" else start


def _find_url_with_scheme(text: str, start: int, end: int) -> Iterator[Entity]:
    if shortened := _TCO.match(text, start, end):  # a t.co path is only its slug
        if len(shortened["slug"]) > MAX_TCO_SLUG_LENGTH:
            return
        end = shortened.end()
    yield Entity("url", start, end, text[start:end])


def _find_bare_domains(text: str, start: int, end: int, tail: regex.Match[str]) -> Iterator[Entity]:
    for first, last in find_latin_domains(text[start:end]):
        url_start, url_end = start + first, start + last
        if url_end == end and tail["path"]:  # without a path, no port and no query
            url_end = tail.end()
        yield Entity("url", url_start, url_end, text[url_start:url_end])


def get_href(url: str) -> str | None:
    """Return the link target of url: https:// is added to a bare domain. None for other schemes."""
    if _HAS_SCHEME.match(url):
        return url
    return f"https://{url}" if starts_with_latin_domain(url) else None
