"""Screening of new profiles, whose texts come from their users, and of text fields of a host."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import models

from django_tweets import get_profile_model, services
from django_tweets.models import AbstractTweet, FormerHandle
from django_tweets.models.handles import is_generated
from django_tweets.services import screening
from tests.factories import make_user
from tests.moderators import make_moderator
from tests.screening_checks import HOLD, REJECT, reload

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[HOLD, REJECT])
def word(request: Any, settings: Any) -> str:
    """A word that the check of this site holds, or rejects."""
    settings.DJANGO_TWEETS_SCREENING = [request.param]
    return "bad" if request.param == HOLD else "worse"


def suggest(monkeypatch: pytest.MonkeyPatch, handle: str, **fields: str) -> None:
    """Let new profiles have this handle, and these texts."""
    model = get_profile_model()
    defaults = model.defaults_for
    # As the model of a host does, which overrides these.
    monkeypatch.setattr(model, "suggest_handle", classmethod(lambda cls, user: handle))
    own = classmethod(lambda cls, user: {**defaults(user), **fields})
    monkeypatch.setattr(model, "defaults_for", own)


def test_name_of_a_new_profile_is_generated(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    suggest(monkeypatch, f"{word}_ada")
    profile = services.get_profile(make_user())
    assert is_generated(profile.handle)
    assert reload(profile).handle == profile.handle
    assert services.get_profile(profile.user).pk == profile.pk  # type: ignore[arg-type]  # has a user
    found = FormerHandle.objects.values_list("profile", flat=True)
    assert [*found] in ([], [profile.pk])


def test_texts_of_a_new_profile_are_left_out(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    suggest(monkeypatch, "ada", display_name=f"A {word} name", bio="Likes tea")
    profile = reload(services.get_profile(make_user()))
    assert (profile.handle, profile.display_name, profile.bio) == ("ada", "", "Likes tea")


def test_usual_names_stay(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    suggest(monkeypatch, "ada", display_name="Ada")
    profile = services.get_profile(make_user())
    assert (profile.handle, profile.display_name) == ("ada", "Ada")


def test_imported_profiles_keep_their_names(word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    suggest(monkeypatch, f"{word}_ada")
    with services.without_limits():
        assert services.get_profile(make_user()).handle == f"{word}_ada"


def test_moderators_write_what_they_like(word: str) -> None:
    assert services.update_profile(make_moderator(), bio=word).bio == word


class Article(AbstractTweet):
    """A tweet model of a host, with fields of several kinds."""

    headline = models.CharField(max_length=100)
    mood = models.CharField(max_length=1, choices=[("g", "good")])
    rating = models.IntegerField(default=0)
    notes = models.TextField()

    class Meta(AbstractTweet.Meta):
        abstract = True


def test_text_fields_of_a_host_are_found() -> None:
    names = screening._own_text_fields(Article)
    assert names == ["headline", "notes"]
