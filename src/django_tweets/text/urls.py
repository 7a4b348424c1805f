"""URLs: http, https, and the bare domains that the published grammar takes for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from .characters import ALPHANUMERIC, AT, CYRILLIC, HASH, INVALID, LATIN
from .domains import LETTER, domain_end, is_resolvable, latin_domains, starts_with_latin_domain
from .entities import Entity

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_URL_LENGTH = 4096
MAX_TCO_SLUG_LENGTH = 40

_SCHEME = "[Hh][Tt][Tt][Pp][Ss]?://"
_GLUE = f"[{ALPHANUMERIC}${AT}{HASH}{INVALID}]"  # no URL starts right after one of these

_HAS_SCHEME = regex.compile(_SCHEME)
_ENDS_WITH_SCHEME = regex.compile(rf"(?<!{_GLUE}){_SCHEME}\Z")
_GLUED = regex.compile(_GLUE)
_FIRST_FREE_LETTER = regex.compile(rf"[{ALPHANUMERIC}{AT}{HASH}]*+{LETTER}")
_RUN = regex.compile(rf"(?:{LETTER}++|[\-._]++)++")

# A path and a query can hold marks but not end with one. A path can hold parentheses in pairs, two
# deep, and end with them where it could have ended just before them.
_MARK = r"!$%&'*,.:;@\[\]|~\u2013"
_LAST = rf"#+\-/=_{ALPHANUMERIC}{LATIN}{CYRILLIC}"
_ANY = f"[{_MARK}{_LAST}]"
_PARENTHESES = rf"\((?:{_ANY}++\)|{_ANY}*+\({_ANY}++\){_ANY}*+\))"
_MARKS = rf"[{_MARK}]++(?:[{_MARK}]++|{_PARENTHESES})*+"
_PATH = rf"/(?:[{_LAST}]++|{_PARENTHESES}|{_MARKS}[{_LAST}]++)*+"
_QUERY = rf"\?(?:[!$%'()*+,.:;?@\[\]|~]*+[#&\-/=_{ALPHANUMERIC}]++)++"

_TAIL = regex.compile(rf"(?::[0-9]++)?+(?P<path>{_PATH})?+(?:{_QUERY})?+")
_TCO = regex.compile(rf"{_SCHEME}[Tt]\.[Cc][Oo]/(?P<slug>[{ALPHANUMERIC}]++)(?:{_QUERY})?+")


def find_urls(text: str) -> Iterator[Entity]:
    """Every URL in text, in order of place.

    Linear, for a run of host characters is read from one place only. That is enough: a bare domain
    that starts further on in it follows a dot, a hyphen or an underscore, and so is none.
    """
    read = taken = 0  # how far text is looked at, and how far it belongs to a URL
    while run := _RUN.search(text, read):
        read = run.end()
        if "." not in run[0]:
            continue
        scheme = _ENDS_WITH_SCHEME.search(text, max(taken, run.start() - 8), run.start())
        start = run.start() if scheme else _bare_start(text, run, taken)
        end = domain_end(text, start, run.end())
        if end is None:
            continue
        tail = next(_TAIL.finditer(text, end))  # there is one, if only an empty one
        read = taken = tail.end()
        first = scheme.start() if scheme else start
        if taken - first > MAX_URL_LENGTH or not is_resolvable(text[start:end]):
            continue
        yield from _with_scheme(text, first, taken) if scheme else _bare(text, start, end, tail)


def _bare_start(text: str, run: regex.Match[str], taken: int) -> int:
    """Where in run a bare domain can start; its end stands for nowhere.

    That is where run starts, or past its first free letter if it is glued to what comes before.
    """
    start = run.start()
    if start and (start == taken or _GLUED.match(text, start - 1)):
        letter = _FIRST_FREE_LETTER.match(text, start, run.end())
        return letter.end() if letter else run.end()
    return run.end() if text[start - 1 : start] == "/" else start


def _with_scheme(text: str, start: int, end: int) -> Iterator[Entity]:
    if shortened := _TCO.match(text, start, end):  # t.co takes no more path than its slug
        if len(shortened["slug"]) > MAX_TCO_SLUG_LENGTH:
            return
        end = shortened.end()
    yield Entity("url", start, end, text[start:end])


def _bare(text: str, start: int, end: int, tail: regex.Match[str]) -> Iterator[Entity]:
    for first, last in latin_domains(text[start:end]):
        url_start, url_end = start + first, start + last
        if url_end == end and tail["path"]:  # without one, a port or a query is left out, too
            url_end = tail.end()
        yield Entity("url", url_start, url_end, text[url_start:url_end])


def href(url: str) -> str | None:
    """Where url leads: itself with http or https, a bare domain through https, no other at all."""
    if _HAS_SCHEME.match(url):
        return url
    return f"https://{url}" if starts_with_latin_domain(url) else None
