"""Validate a whole text as one mention, list, hashtag or URL."""

from __future__ import annotations

import regex

from .characters import ALPHANUMERIC, CYRILLIC
from .mentions import HANDLE, LIST
from .tags import HASHTAG

# RFC 3986 with Cyrillic letters and "|" in a path, after twitter-text 3.1, js/src/isValidUrl.js.
# It accepts more than find_urls(): user information, IP addresses, any top-level domain.
_CHARACTER = rf"[{ALPHANUMERIC}{CYRILLIC}\-._~!$&'()*+,;=:@|]|%[0-9A-Fa-f]{{2}}"
_USER = rf"(?:[{ALPHANUMERIC}{CYRILLIC}\-._~!$&'()*+,;=:]|%[0-9A-Fa-f]{{2}})*+@"
_OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = rf"{_OCTET}(?:\.{_OCTET}){{3}}"
_IPV6 = r"\[[0-9A-Fa-f:.]++\]"
_LETTER = rf"[{ALPHANUMERIC}\x80-\U0010FFFF]"
_SUBDOMAIN = rf"{_LETTER}++(?:[\-_]++{_LETTER}++)*+\."
_LABEL = rf"{_LETTER}++(?:-++{_LETTER}++)*+"
_DOMAIN = rf"(?:{_SUBDOMAIN})*{_LABEL}\.(?![0-9]){_LABEL}"

_URL_WITHOUT_PROTOCOL = (
    rf"(?:{_USER})?+(?:{_IPV4}|{_IPV6}|{_DOMAIN})(?::[0-9]{{1,5}}+)?+"
    rf"(?:/(?:{_CHARACTER})*+)*+(?:\?(?:{_CHARACTER}|[/?])*+)?+(?:#(?:{_CHARACTER}|[/?])*+)?+"
)
_PROTOCOL = "[Hh][Tt][Tt][Pp][Ss]?://"
_URL = regex.compile(rf"{_PROTOCOL}{_URL_WITHOUT_PROTOCOL}")
_URL_OR_DOMAIN = regex.compile(rf"(?:{_PROTOCOL})?+{_URL_WITHOUT_PROTOCOL}")


def is_valid_handle(text: str) -> bool:
    """Whether text is a mention: @ and a handle."""
    return HANDLE.fullmatch(text) is not None


def is_valid_list(text: str) -> bool:
    """Whether text names a list: @handle/slug."""
    return LIST.fullmatch(text) is not None


def is_valid_hashtag(text: str) -> bool:
    """Whether text is a hashtag, # included."""
    return HASHTAG.fullmatch(text) is not None


def is_valid_url(text: str, *, require_protocol: bool = True) -> bool:
    """Whether text is a URL with http or https.

    Without require_protocol, it may also start with the host."""
    return (_URL if require_protocol else _URL_OR_DOMAIN).fullmatch(text) is not None
