"""Every text that a member types is cleaned by its model field, whichever way it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.forms import modelform_factory

from django_tweets import get_profile_model, get_tweet_model, services, text
from django_tweets.models.text_fields import CleanedField, ContentField, MultilineField
from django_tweets.models.validators import validate_content
from tests.factories import make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

NOT_TYPED = {
    "handle": "HandleField: a to z, digits and underscores alone",
    "attached": "keys of attachments",
    "digest": "hexadecimal digits",
    "visibility": "value of Visibility, copied from a tweet",
    "mentioned": "keys of profiles",
    "category": "a key of the setting",
    "token": "letters and digits, by us",
    "base_url": "address of the site",
    "language": "code of the active language",
    "outcome": "value of Outcome",
    "moderator_name": "a handle",
    "profile_name": "a handle",
    "note": "a text of the screening",
    "failure": "code of an error",
    "url": "normalize_url(): ASCII",
    "kind": "name of a notification kind in the code",
    "key": "hexadecimal digits",
    "word": "letters and digits, made from names",
    "owner": "hexadecimal digits",
    "read_to": "a primary key",
    "placeholder": "hexadecimal digits",
    "words": "letters and digits, made from texts",
    "name": "a hashtag, found in the cleaned text of a tweet",
}

HOSTILE = "\u202eAda\u200f\u0301\0 \r\n\x1b[1mLove" + "\u0302" * 240 + "lace\u3164\ud800"


def text_fields() -> list[Any]:
    own = {
        get_profile_model(),
        get_tweet_model(),
        *apps.get_app_config("django_tweets").models.values(),
    }
    return [
        field
        for model in sorted(own, key=lambda model: model._meta.label)
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.FileField)
        and not field.choices
    ]


def is_cleaned(field: Any) -> bool:
    return isinstance(field, CleanedField) or field.name in NOT_TYPED


def test_text_fields_clean_what_is_typed() -> None:
    assert [str(field) for field in text_fields() if not is_cleaned(field)] == []


def test_field_without_cleaning_is_found() -> None:
    field: Any = models.CharField()
    field.name = "title"
    assert not is_cleaned(field)


TYPED = [field for field in text_fields() if isinstance(field, CleanedField)]
each_field = pytest.mark.parametrize("field", TYPED, ids=str)


@each_field
def test_field_cleans_and_measures_after_that(field: Any) -> None:
    """In clean_fields(), which the services call, in a form, and in save() and update()."""
    cleaned = field.clean_characters(HOSTILE)
    assert cleaned
    assert field.to_python(HOSTILE) == cleaned
    if not field.validators or isinstance(field, ContentField):
        assert field.formfield().clean(HOSTILE) == cleaned
    row = field.model(**{field.name: HOSTILE})
    assert field.pre_save(row, add=True) == cleaned == getattr(row, field.name)
    assert field.get_db_prep_save(HOSTILE, connection=None) == cleaned
    expression = models.Value(HOSTILE)
    assert field.get_db_prep_save(expression, connection=None) is expression
    row = field.model(**{field.name: expression})
    assert field.pre_save(row, add=False) is expression


@each_field
def test_raw_length_is_bounded_before_any_other_work(field: Any) -> None:
    limit = text.raw_limit(field.max_length) if field.max_length else text.MAX_RAW_LENGTH
    assert field.to_python("\u200b" * limit) == ""
    for read in (field.to_python, field.formfield().clean):
        with pytest.raises(ValidationError) as error:
            read("\u200b" * (limit + 1))
        assert str(limit + 1) in str(error.value.messages)


@each_field
def test_lookup_of_a_long_text_is_no_error(field: Any) -> None:
    assert field.get_prep_value("x" * 100_000) == "x" * 100_000
    assert field.get_prep_value(None) is None
    assert field.get_prep_value(7) == "7"


def test_line_breaks_count_once() -> None:
    """A browser sends two characters for a line break."""
    bio = "\r\n".join(["x" * 19] * 10)
    assert len(bio) == 208
    form = modelform_factory(get_profile_model(), fields=["bio"])({"bio": bio})
    assert form.is_valid()
    assert form.cleaned_data["bio"] == bio.replace("\r\n", "\n")


def test_field_of_a_host_cleans_too() -> None:
    field = MultilineField(max_length=10)
    assert field.clean("a\r\nb\u202e", None) == "a\nb"
    assert field.deconstruct()[1] == "django.db.models.CharField"


@pytest.mark.django_db
def test_every_way_of_saving_cleans_the_name(ada: Profile) -> None:
    rows = get_profile_model()._rows.filter(pk=ada.pk)
    assert services.update_profile(ada, display_name=HOSTILE).display_name.startswith("Ada")
    ada.display_name = HOSTILE
    ada.save()
    assert ada.display_name == rows.get().display_name == text.clean_line(HOSTILE)
    rows.update(display_name="\u202eBea\n")
    assert rows.get().display_name == "Bea"
    ada.display_name = "Cleo\u2066"
    rows.bulk_update([ada], ["display_name"])
    assert rows.get().display_name == "Cleo"


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["display_name", "bio", "location"])
def test_invisible_text_is_stored_as_empty(ada: Profile, field: str) -> None:
    assert getattr(services.update_profile(ada, **{field: "\u3164\u2800\u200b"}), field) == ""
    assert ada.shown_name == ada.handle


@pytest.mark.django_db
def test_invisible_content_warning_is_stored_as_empty(ada: Profile) -> None:
    tweet = make_tweet(ada, "hello\u202e", content_warning="\u3164\u2800")
    assert (tweet.content, tweet.content_warning) == ("hello", "")


@pytest.mark.django_db
def test_edit_without_a_change_after_cleaning_is_no_edit(ada: Profile) -> None:
    tweet = make_tweet(ada, "a\nb")
    assert services.edit(tweet, "a\r\nb\u202e").edited_at is None


@pytest.mark.django_db
def test_name_of_a_row_from_raw_sql_is_shown_cleaned(ada: Profile) -> None:
    ada.display_name = "Ada\n\n* Cleo\u202e"
    assert ada.shown_name == "Ada * Cleo"
    ada.display_name = "\u3164"
    assert ada.shown_name == ada.handle


def test_form_of_a_website_adds_https() -> None:
    field: Any = get_profile_model()._meta.get_field("website").formfield()
    assert isinstance(field, forms.URLField)
    assert field.clean(" example.org/\u202ea ") == "https://example.org/a"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("ab\uffff", "invalid_character"),
        ("\u200b\u2800", "blank"),
        ("", "blank"),
        ("x" * 281, "too_long"),
        ("\u200b" * 16_385, "unreadably_long"),
    ],
)
def test_content_that_is_not_cleaned_is_refused(content: str, code: str) -> None:
    """By code of a host that calls the validator alone."""
    with pytest.raises(ValidationError) as error:
        validate_content(content)
    assert error.value.code == code


def test_content_is_valid() -> None:
    validate_content("hello")
