"""Read a request before a view writes anything, so that nothing in it can fail afterwards."""

from __future__ import annotations

import codecs
import unicodedata
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.utils.encoding import iri_to_uri
from django.utils.http import url_has_allowed_host_and_scheme

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

MAX_URL_LENGTH = 2048
"""Length of a URL to go back to, as it is sent. Django takes a longer one for unsafe."""


def with_readable_request(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view: a request that can't be read is a 400 before the view is called."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_request(request)
        return view(request, *args, **kwargs)

    return wrapper


def check_request(request: HttpRequest) -> None:
    """Read host, query string and form. Raise BadRequest, or what Django answers with a 400.

    A form in another encoding than ours may contain what no encoding has, such as half of a
    surrogate pair, and some of Python's codecs decode no text at all.
    """
    if request.encoding is not None:
        known = {codecs.lookup(name).name for name in ("utf-8", settings.DEFAULT_CHARSET)}
        if codecs.lookup(request.encoding).name not in known:
            raise BadRequest("This encoding is not accepted.")
    request.get_host()
    for query in (request.GET, request.POST):
        query.get("")


def get_next_url(request: HttpRequest) -> str:
    """Return the form field `next`, encoded for a header, if it is a URL of this site; else ''."""
    is_post = request.method == "POST"
    fields = request.POST if is_post else request.GET  # GET: the form of a visitor
    url = fields.get("next", "")
    return iri_to_uri(url) if is_safe(url, request) else ""


def is_safe(url: str, request: HttpRequest) -> bool:
    """Return whether url leads to this site, and can be sent in a header."""
    return (
        len(url) <= MAX_URL_LENGTH
        and not any(unicodedata.category(character) in {"Cc", "Cs"} for character in url)
        and len(iri_to_uri(url)) <= MAX_URL_LENGTH
        and url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )
    )
