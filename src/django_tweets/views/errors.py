"""What goes wrong on a page of ours, in words for who looks at it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404
from django.utils.translation import gettext_lazy as _

HANDLED = (BadRequest, PermissionDenied, Http404)

STATUS: dict[type[Exception], int] = {
    BadRequest: 400,
    PermissionDenied: 403,
    Http404: 404,
    ValidationError: 422,
}


class Words(NamedTuple):
    """The heading of the page, and the sentence under it."""

    title: Any
    sentence: Any


WORDS = {
    400: Words(
        _("This address leads nowhere"),
        _("There is a mistake in it. Follow a link on one of the pages instead."),
    ),
    403: Words(_("This is not yours"), _("Only its owner may do that.")),
    404: Words(
        _("There is nothing here"), _("It may have been deleted, or it is not for you to read.")
    ),
    405: Words(
        _("This is not a page"), _("The address takes what a button sends, and shows nothing.")
    ),
}


def status_of(error: Exception) -> int:
    """The HTTP status that says what kind of error it is."""
    return next(status for kind, status in STATUS.items() if isinstance(error, kind))


def words_of(status: int, error: Exception | None = None) -> Words:
    """What to say. Who was refused is told why: of the other errors, the reason is for the log."""
    words = WORDS[status]
    if status == 403 and str(error):
        return words._replace(sentence=str(error))
    return words
