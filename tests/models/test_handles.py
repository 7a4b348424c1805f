from __future__ import annotations

import itertools
import re
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from django_tweets import get_profile_model, search, text
from django_tweets.models import SearchName, handles
from tests.factories import make_profile


@given(st.text())
def test_slug_is_a_valid_handle_or_empty(name: str) -> None:
    slug = handles.slug(name)
    if slug:
        handles.validate(slug)


@given(st.text(alphabet="abc_0", min_size=1, max_size=20))
def test_variants_are_valid_handles_and_differ(base: str) -> None:
    found = list(itertools.islice(handles.variants(base), 50))
    for handle in found:
        handles.validate(handle)
    assert len(set(found)) > 40
    assert all(len(handle) <= text.MAX_HANDLE_LENGTH for handle in found)


def test_first_variant_is_the_name_itself() -> None:
    assert next(handles.variants("ada")) == "ada"


def test_variants_of_a_name_that_is_no_handle_are_handles() -> None:
    assert next(handles.variants("Ada Lovelace")) == "ada_lovelace"
    assert next(handles.variants("محمد")).startswith("user_")


@pytest.mark.django_db
@pytest.mark.parametrize("has_user", [True, False])
def test_profile_without_handle_gets_one_and_is_found_by_it(has_user: bool) -> None:
    """As in the migration of a host, which gives handles to the profiles that it had before."""
    make_profile("lovelace")
    profile = make_profile(display_name="Lovelace")
    without = {"handle": "", **({} if has_user else {"user": None})}
    get_profile_model()._base_manager.filter(pk=profile.pk).update(**without)
    SearchName._base_manager.filter(profile=profile.pk).delete()
    handles.give_handles(apps, SimpleNamespace(connection=connection))
    profile.refresh_from_db()
    assert re.fullmatch("(user|person[0-9]+|lovelace)(_[0-9]+)?", profile.handle)
    assert profile.handle.startswith("lovelace_") is not has_user
    assert profile in search.search_profiles(profile.handle, None).rows
    assert get_profile_model()._base_manager.filter(handle="lovelace").exists()


def test_first_variant_of_user_has_digits() -> None:
    assert next(handles.variants("user")).startswith("user_")


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Ada", "ada"),
        ("ada.lovelace", "ada_lovelace"),
        ("Zoë Brontë", "zoe_bronte"),
        ("محمد", ""),
        ("-- x --", "x"),
        ("a" * 19 + " bee", "a" * 19),
    ],
)
def test_slug_of_a_name(name: str, slug: str) -> None:
    assert handles.slug(name) == slug


def test_suggestion_has_nothing_from_an_email_address() -> None:
    model = get_user_model()
    user = model(**{model.USERNAME_FIELD: "ada.lovelace@example.org"})
    assert handles.suggest(user) == "user"


@pytest.mark.parametrize(("name", "handle"), [("Ada.L", "ada_l"), ("محمد", "user")])
def test_suggestion_is_made_from_a_username(name: str, handle: str) -> None:
    model = get_user_model()
    user = model(**{model.USERNAME_FIELD: name})
    expected = "user" if model.USERNAME_FIELD == "email" else handle
    assert handles.suggest(user) == expected
