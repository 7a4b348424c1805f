"""Changes of the block lists in the log of moderation."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from django_tweets import services
from django_tweets.models import ModerationAction
from django_tweets.models.moderation import LOGGED_ONLY, LogError
from django_tweets.timelines.reports import moderation_notices
from tests.factories import make_profile
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Any:
    return make_moderator("mo")


def rows() -> list[tuple[Any, ...]]:
    fields = ("action", "moderator_name", "profile", "before", "after")
    return [*ModerationAction.objects.order_by("pk").values_list(*fields)]


def test_each_change_is_a_row(moderator: Any) -> None:
    term = services.block_term(moderator, "casino")
    held = {"kind": "word", "term": "casino", "verdict": "hold"}
    rejected = {**held, "verdict": "reject"}
    services.block_term(moderator, "casino")  # already so
    services.block_term(moderator, "Casino", verdict="reject")
    services.unblock_term(moderator, term)
    services.unblock_term(moderator, term)  # gone already
    assert rows() == [
        ("block_term", "mo", None, {}, held),
        ("block_term", "mo", None, held, rejected),
        ("unblock_term", "mo", None, rejected, {}),
    ]


def test_refused_change_is_no_row(moderator: Any) -> None:
    with pytest.raises(ValidationError):
        services.block_term(moderator, "…")
    with pytest.raises(PermissionDenied):
        services.block_term(make_profile(), "casino")
    assert rows() == []


def test_row_is_never_changed(moderator: Any) -> None:
    services.block_term(moderator, "casino")
    row = ModerationAction.objects.get()
    with pytest.raises(LogError):
        row.save()
    with pytest.raises(LogError):
        row.delete()


def test_row_is_no_decision_about_the_moderator(moderator: Any) -> None:
    services.block_term(moderator, "casino")
    assert moderation_notices(moderator).rows == []


@pytest.mark.parametrize("action", sorted(LOGGED_ONLY))
def test_what_is_only_logged_is_no_decision(moderator: Any, action: str) -> None:
    with pytest.raises(ValidationError, match="There is no such action"):
        services.moderate(moderator, action, profile=make_profile())


def test_log_shows_the_word(moderator: Any, client: Client) -> None:
    term = services.block_term(moderator, "casino", verdict="reject")
    services.unblock_term(moderator, term)
    client.force_login(moderator.user)
    page = client.get(reverse("django_tweets:moderation_action_list")).text
    assert page.count("<bdi>casino</bdi>") == 2
    assert "Block a word or domain" in page
    assert "about a deleted profile" not in page
    file = client.get(reverse("django_tweets:moderation_action_export")).getvalue().decode()
    assert "kind=word term=casino verdict=reject" in file
