"""Errors of media files, with their messages for members."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..file_errors import raise_unless_broken

if TYPE_CHECKING:
    from collections.abc import Iterator

MESSAGES = {
    "not_media": _(
        "This file is not a video or sound that can be read. "
        "Use an MP4, MOV, WebM, MP3, M4A, OGG, FLAC or WAV file."
    ),
    "media_too_large": _("This video has too many pixels. Make it smaller and try again."),
    "media_too_long": _("This file is longer than %(seconds)s seconds."),
    "no_video": _("This site takes no videos or sounds."),
}


class MediaError(ValueError):
    """A file is refused. code: a key of MESSAGES."""

    def __init__(self, code: str, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


class StoppedError(Exception):
    """The caller does not want the result any more."""


@contextmanager
def as_form_errors() -> Iterator[None]:
    """Raise ValidationError for whatever is wrong with a file.

    It is a StorageError if the temporary folder is full. Errors of a worker, like its time limit,
    stay what they are.
    """
    code, params = "", {}
    try:
        yield
    except (ValidationError, StoppedError):
        raise
    except MediaError as error:
        code, params = error.code, error.params
    except Exception as error:
        raise_unless_broken(error)
        code = "not_media"
    if code:
        raise ValidationError(MESSAGES[code], code=code, params=params)
