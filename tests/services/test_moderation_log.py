"""Rows of the moderation log: who decided what about whom, and the state before and after."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from django_tweets import services
from django_tweets.models import ModerationAction
from django_tweets.services import moderation
from tests.factories import make_profile, make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

OPEN_PROFILE = {"is_limited": False, "is_suspended": False}


@pytest.fixture
def moderator() -> Any:
    return make_moderator("max")


def reload(row: ModerationAction | None) -> ModerationAction:
    assert row is not None
    return ModerationAction._base_manager.get(pk=row.pk)


def subjects(row: ModerationAction) -> list[Any]:
    """Return the keys of what a row is about: profile, tweet, report, reversed action."""
    return [row.profile_id, row.tweet_id, row.report_id, row.reverses_id]


def names(row: ModerationAction) -> tuple[str, str]:
    return row.moderator_name, row.profile_name


def texts(row: ModerationAction) -> tuple[str, str]:
    return row.reason, row.message


class TestModerate:
    def test_decision_about_a_tweet_is_logged(self, ada: Profile, moderator: Any) -> None:
        tweet = make_tweet(ada, "hello", content_warning="tea")
        report = services.report(make_profile(), tweets=[tweet], category="spam")
        row = reload(
            services.moderate(
                moderator, "hide", tweet=tweet, report=report, reason="Spam.", message="Stop it."
            )
        )
        assert (row.action, row.moderator_id, row.until) == ("hide", moderator.pk, None)
        assert subjects(row) == [ada.pk, tweet.pk, report.pk, None]
        assert names(row) == ("max", "ada")
        assert texts(row) == ("Spam.", "Stop it.")
        state = {"content": "hello", "content_warning": "tea", "is_sensitive": False}
        assert row.before == {**state, "visibility": "public"}
        assert row.after == {**state, "visibility": "withheld"}

    def test_sensitive_mark_is_logged_in_the_state_after(
        self, ada: Profile, moderator: Any
    ) -> None:
        tweet = make_tweet(ada)
        for action, before, after in (
            ("mark_sensitive", False, True),
            ("warn", True, True),
            ("restore", True, False),
        ):
            row = reload(services.moderate(moderator, action, tweet=tweet))
            assert (row.before["is_sensitive"], row.after["is_sensitive"]) == (before, after)

    def test_decision_about_a_profile_is_logged(self, ada: Profile, moderator: Any) -> None:
        until = timezone.now() + timedelta(days=1)
        row = reload(services.moderate(moderator, "limit", profile=ada, until=until))
        assert subjects(row) == [ada.pk, None, None, None]
        assert row.until == until
        assert row.before == OPEN_PROFILE
        assert row.after == {**OPEN_PROFILE, "is_limited": True}


class TestReverse:
    def test_undo_is_logged_with_its_moderator_and_message(
        self, ada: Profile, moderator: Any
    ) -> None:
        tweet = make_tweet(ada)
        hidden = services.moderate(moderator, "hide", tweet=tweet)
        zoe = make_moderator("zoe")
        row = reload(moderation.reverse(hidden, zoe, message="Sorry."))
        assert (row.action, row.moderator_id) == ("restore", zoe.pk)
        assert subjects(row) == [ada.pk, tweet.pk, None, hidden.pk]
        assert names(row) == ("zoe", "ada")
        assert texts(row) == ("", "Sorry.")
        assert row.before["visibility"] == "withheld"
        assert row.after["visibility"] == "public"

    def test_suspension_for_a_tweet_is_undone_for_the_profile(
        self, ada: Profile, moderator: Any
    ) -> None:
        suspended = services.moderate(moderator, "suspend", tweet=make_tweet(ada))
        row = reload(moderation.reverse(suspended, moderator))
        assert subjects(row) == [ada.pk, None, None, suspended.pk]
        assert row.before == {**OPEN_PROFILE, "is_suspended": True}
        assert row.after == OPEN_PROFILE

    def test_end_by_time_has_no_moderator(self, ada: Profile, moderator: Any) -> None:
        until = timezone.now() + timedelta(hours=1)
        limit = services.moderate(moderator, "limit", profile=ada, until=until)
        ModerationAction._base_manager.filter(pk=limit.pk).update(until=timezone.now())
        assert moderation.end_actions() == 1
        row = ModerationAction._base_manager.get(reverses=limit)
        assert row.moderator_id is None
        assert names(row) == ("", "ada")


class TestPrivateTweetsOfAReport:
    def test_look_of_a_moderator_is_logged(self, ada: Profile, moderator: Any) -> None:
        report = services.report(make_profile(), profile=ada, category="spam")
        row = reload(moderation.unlock_report(moderator, report))
        assert (row.action, row.moderator_id) == ("unlock", moderator.pk)
        assert subjects(row) == [ada.pk, None, report.pk, None]
        assert names(row) == ("max", "ada")

    def test_look_of_a_member_is_refused(self, ada: Profile, bob: Profile) -> None:
        report = services.report(bob, profile=ada, category="spam")
        with pytest.raises(PermissionDenied):
            moderation.unlock_report(bob, report)
        assert not ModerationAction._base_manager.exists()


class TestDeletedProfile:
    def test_names_and_texts_of_the_person_are_removed(
        self, ada: Profile, bob: Profile, moderator: Any, run_with_tasks: Callable[..., Any]
    ) -> None:
        for profile in (ada, bob):
            services.moderate(
                moderator, "limit", profile=profile, reason="Spam.", message="Stop it."
            )
        run_with_tasks(services.delete_profile, ada)
        row, other = ModerationAction._base_manager.order_by("pk")
        assert names(row) == ("max", "")
        assert texts(row) == ("Spam.", "")
        assert (row.before, row.after) == ({}, {})
        assert row.profile_id == ada.pk
        assert names(other) == ("max", "bob")
        assert texts(other) == ("Spam.", "Stop it.")
        assert other.after == {**OPEN_PROFILE, "is_limited": True}

    def test_name_of_the_moderator_is_removed(
        self, ada: Profile, moderator: Any, run_with_tasks: Callable[..., Any]
    ) -> None:
        services.moderate(moderator, "warn", profile=ada, message="Stop it.")
        run_with_tasks(services.delete_profile, moderator)
        row = ModerationAction._base_manager.get()
        assert names(row) == ("", "ada")
        assert texts(row) == ("", "Stop it.")
