"""Model fields for typed text, which clean it in forms, services, the admin and save() alike.

In migrations each is the plain Django field that it extends. tests/models/test_text_fields.py fails
for a text field of our models that is none of these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EMPTY_VALUES, MaxLengthValidator
from django.db import models

from .. import text
from .fields import PlainInMigrations
from .validators import validate_raw_content

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["LineField", "MultilineField"]


class CleanInput:
    """A mixin for a form field that cleans its value, after a look at its length."""

    def __init__(self, *, clean_typed: Callable[[Any], Any], **kwargs: Any) -> None:
        """clean_typed: returns the cleaned value, or raises ValidationError."""
        super().__init__(**kwargs)
        self.clean_typed = clean_typed

    def to_python(self, value: Any) -> Any:
        return super().to_python(self.clean_typed(value))  # type: ignore[misc]  # a mixin for fields


class CleanCharInput(CleanInput, forms.CharField):
    """A text input."""


class CleanURLInput(CleanInput, forms.URLField):
    """An input of a URL. A browser's check and Django's differ on one without scheme: https."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **kwargs})


class CleanedField(PlainInMigrations):
    """A mixin for a text field: clean the value before it is stored, then check its length."""

    form_class: ClassVar[type[forms.Field]] = CleanCharInput

    max_length: int | None
    empty_values: Sequence[Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # clean_fields() looks at the other values: None too, if the column can't have it.
        is_null = kwargs.get("null", False)
        self.empty_values = [value for value in EMPTY_VALUES if value is not None or is_null]

    def clean_typed(self, value: Any) -> Any:
        """Return value cleaned. Raise ValidationError if it is too long to be read at all."""
        if not isinstance(value, str):
            return value
        self.check_raw_length(value)
        return self.clean_characters(value)

    def clean_characters(self, value: str) -> str:
        """Return value cleaned, however long it is."""
        return text.clean_line(value)

    def check_raw_length(self, value: str) -> None:
        """Raise ValidationError if value is too long to be cleaned and then to fit."""
        if self.max_length is not None and len(value) > text.raw_limit(self.max_length):
            validator = MaxLengthValidator(self.max_length)
            params = {"limit_value": self.max_length, "show_value": len(value), "value": ""}
            raise ValidationError(validator.message, code=validator.code, params=params)

    def to_python(self, value: Any) -> Any:
        return self.clean_typed(super().to_python(value))  # type: ignore[misc]  # a mixin for fields

    def get_prep_value(self, value: Any) -> Any:
        """Return the value for a lookup: no typed text is an error there."""
        value = models.Field.get_prep_value(self, value)  # type: ignore[arg-type]  # a mixin
        return value if value is None else text.make_storable(str(value))

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return the value for save() and bulk_create(), and set it on the instance."""
        value = super().pre_save(model_instance, add)  # type: ignore[misc]  # a mixin for fields
        if isinstance(value, str):
            value = self.clean_characters(value)
            setattr(model_instance, self.attname, value)  # type: ignore[attr-defined]  # of Field
        return value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Return the value for update() and bulk_update()."""
        value = self.clean_characters(value) if isinstance(value, str) else value
        return super().get_db_prep_save(value, connection)  # type: ignore[misc]  # a mixin

    def formfield(self, **kwargs: Any) -> Any:
        own = {"form_class": self.form_class, "clean_typed": self.clean_typed}
        return super().formfield(**({**own, **kwargs}))  # type: ignore[misc]  # a mixin for fields


class LineField(CleanedField, models.CharField):
    """A text of one line, such as a name: cleaned by text.clean_line()."""


class MultilineField(CleanedField, models.CharField):
    """A short text of several lines: cleaned by text.clean_text()."""

    def clean_characters(self, value: str) -> str:
        return text.clean_text(value)


class WebsiteField(CleanedField, models.URLField):
    """An http or https URL: cleaned by text.clean_url()."""

    form_class = CleanURLInput

    def clean_characters(self, value: str) -> str:
        return text.clean_url(value)


class ContentField(CleanedField, models.TextField):
    """The text of a tweet: cleaned by text.clean_text(). validate_content() checks the rest."""

    def clean_characters(self, value: str) -> str:
        return text.clean_text(value)

    def check_raw_length(self, value: str) -> None:
        validate_raw_content(value)
