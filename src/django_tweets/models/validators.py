"""Validators of model fields."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from .. import text


def validate_not_null(field: Any, value: Any) -> None:
    """Raise ValidationError for None, if the column can't have it.

    clean_fields() doesn't look at a field that is not editable.
    """
    if value is None and not field.null:
        raise ValidationError({field.name: field.error_messages["null"]}, code="null")


def validate_raw_content(content: str) -> None:
    """Raise ValidationError if the typed content is too long to be read at all."""
    if len(content) > text.MAX_RAW_LENGTH:
        raise ValidationError(
            _("This text has %(length)d characters. At most %(max)d can be processed."),
            code="unreadably_long",
            params={"length": len(content), "max": text.MAX_RAW_LENGTH},
        )


def validate_content(content: str) -> None:
    """Raise ValidationError unless content, which is cleaned, is a valid tweet."""
    validate_raw_content(content)
    parsed = text.parse(content)
    if parsed.is_valid:
        return
    if parsed.weighted_length > text.MAX_WEIGHTED_LENGTH:
        raise ValidationError(
            ngettext_lazy(
                "That is %(excess)d character too long: a tweet holds %(max)d.",
                "That is %(excess)d characters too long: a tweet holds %(max)d.",
                "excess",
            ),
            code="too_long",
            params={
                "excess": parsed.weighted_length - text.MAX_WEIGHTED_LENGTH,
                "max": text.MAX_WEIGHTED_LENGTH,
            },
        )
    if parsed.valid_end < len(content):
        raise ValidationError(
            _("Character %(place)d can’t be part of a tweet."),
            code="invalid_character",
            params={"place": parsed.valid_end + 1},
        )
    raise ValidationError(Field.default_error_messages["blank"], code="blank")
