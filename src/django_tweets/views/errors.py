"""The texts of error pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from ..file_storage import StorageError
from ..services import LimitExceeded

if TYPE_CHECKING:
    from django.http import HttpResponse

HANDLED = (BadRequest, PermissionDenied, Http404)
"""Exceptions that views turn into an error page."""

STATUSES: dict[type[Exception], int] = {
    LimitExceeded: 429,  # before PermissionDenied, which it is
    BadRequest: 400,
    PermissionDenied: 403,
    Http404: 404,
    StorageError: 503,  # before ValidationError, which it is
    ValidationError: 422,
}


class TextKept(Http404):
    """The tweet that a form refers to is gone. The typed text is kept in another form."""


class ErrorText(NamedTuple):
    """The heading of an error page, and the sentence under it."""

    title: Any
    sentence: Any


TEXTS = {
    400: ErrorText(
        _("Bad request"), _("This address is not valid. Go back and follow a link instead.")
    ),
    403: ErrorText(_("Not allowed"), _("You don’t have permission to do this.")),
    404: ErrorText(
        _("Page not found"), _("It may have been deleted, or you may not be allowed to see it.")
    ),
    413: ErrorText(
        _("Too large"),
        _("These files are too large to be sent at once. Go back and choose fewer."),
    ),
    429: ErrorText(_("Too often"), _("You are doing this too often. Try again later.")),
    405: ErrorText(
        _("Method not allowed"), _("This address only accepts forms. Go back and use the button.")
    ),
}


def status_for(error: Exception) -> int:
    """Return the HTTP status for error."""
    return next(status for kind, status in STATUSES.items() if isinstance(error, kind))


def headers_for(error: Exception) -> dict[str, str]:
    """Return the headers of the response to error.

    RateLimit and RateLimit-Policy are those of draft-ietf-httpapi-ratelimit-headers.
    """
    if not isinstance(error, LimitExceeded):
        return {}
    name, seconds = f'"{error.action}"', error.retry_after
    return {
        "Cache-Control": "private, no-store",
        "RateLimit": f"{name};r=0;t={seconds}",
        "RateLimit-Policy": f"{name};q={error.rate.tokens};w={error.rate.seconds}",
        "Retry-After": str(seconds),
    }


def refuse(response: HttpResponse, error: Exception) -> HttpResponse:
    """Give response the status and the headers for error, and return it."""
    response.status_code = status_for(error)
    for name, value in headers_for(error).items():
        response.headers[name] = value
    return response


def text_for(status: int, error: Exception | None = None) -> ErrorText:
    """Return the text of the error page for status.

    A 403, a 429 and a TextKept show the message of error. Those of others are for the log alone.
    """
    text = TEXTS[status]
    if (status in {403, 429} or isinstance(error, TextKept)) and str(error):
        return text._replace(sentence=str(error))
    return text
