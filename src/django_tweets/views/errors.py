"""The texts of error pages."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _

HANDLED = (BadRequest, PermissionDenied, Http404)
"""Exceptions that views turn into an error page."""

STATUSES: dict[type[Exception], int] = {
    BadRequest: 400,
    PermissionDenied: 403,
    Http404: 404,
    ValidationError: 422,
}


class TextKept(Http404):
    """The tweet that a form is about is gone, and what was typed is kept in another form."""


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
    405: ErrorText(
        _("Method not allowed"), _("This address only accepts forms. Go back and use the button.")
    ),
}


def status_for(error: Exception) -> int:
    """Return the HTTP status for error."""
    return next(status for kind, status in STATUSES.items() if isinstance(error, kind))


def text_for(status: int, error: Exception | None = None) -> ErrorText:
    """Return the text of the error page for status.

    A 403 and a TextKept show the message of error. Those of other errors are for the log alone.
    """
    text = TEXTS[status]
    if (status == 403 or isinstance(error, TextKept)) and str(error):
        return text._replace(sentence=str(error))
    return text
