"""Decisions about a case: one action on several tweets or reports, or on all of a profile."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from django_tweets import get_profile_model, services
from django_tweets.models import ModerationAction, Report, Visibility
from django_tweets.services import moderation
from django_tweets.services.case_decisions import MAX_DECIDED, decide_case
from tests.factories import make_profile, make_tweet, make_tweets
from tests.views.scenarios import allow

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Any:
    profile = make_profile("mo")
    allow(profile, "moderate")
    return get_profile_model()._base_manager.get(pk=profile.pk)


def test_members_may_not_decide(ada: Any) -> None:
    with pytest.raises(PermissionDenied):
        decide_case(make_profile(), "warn", profile=ada)


def test_tweets_of_others_are_refused(moderator: Any, ada: Any, bob: Any) -> None:
    with pytest.raises(ValidationError):
        decide_case(moderator, "hide", profile=ada, tweets=[make_tweet(bob)])


def test_number_of_tweets_is_bounded(moderator: Any, ada: Any) -> None:
    tweets = [make_tweet(ada)] * (MAX_DECIDED + 1)
    with pytest.raises(ValidationError):
        decide_case(moderator, "hide", profile=ada, tweets=tweets)
    assert not ModerationAction._base_manager.exists()


def test_number_of_tweets_of_reports_is_bounded(moderator: Any, ada: Any) -> None:
    """Else the last ones would stay as they are, and their reports would be closed."""
    tweets = make_tweets(ada, MAX_DECIDED + 1)
    reports = [
        services.report(make_profile(), tweets=tweets[start : start + 20], category="spam")
        for start in range(0, len(tweets), 20)
    ]
    with pytest.raises(ValidationError, match="at most 50"):
        decide_case(moderator, "hide", profile=ada, reports=reports)
    assert not ModerationAction._base_manager.exists()
    rows = decide_case(moderator, "hide", profile=ada, tweets=tweets[:10], reports=reports[:2])
    assert len(rows) == 40


def test_number_of_reports_is_bounded(moderator: Any, ada: Any, bob: Any) -> None:
    reports = [services.report(bob, profile=ada, category="spam")] * (MAX_DECIDED + 1)
    with pytest.raises(ValidationError):
        decide_case(moderator, "dismiss", profile=ada, reports=reports)
    assert decide_case(moderator, "dismiss", profile=ada, reports=reports[:1])


def test_reports_about_others_are_refused(moderator: Any, ada: Any, bob: Any) -> None:
    report = services.report(make_profile(), profile=bob, category="spam")
    with pytest.raises(ValidationError):
        decide_case(moderator, "dismiss", profile=ada, reports=[report])


def test_tweets_of_chosen_reports_are_decided_too(moderator: Any, ada: Any) -> None:
    one, two, other = [make_tweet(ada) for _ in range(3)]
    report = services.report(make_profile(), tweets=[one, two], category="spam")
    services.report(make_profile(), tweets=[other], category="spam")
    options: dict[str, Any] = {"reason": "Spam.", "message": "Stop it."}
    rows = decide_case(moderator, "hide", profile=ada, tweets=[two], reports=[report], **options)
    assert [row.tweet_id for row in rows] == [one.pk, two.pk]  # in the order of their keys
    assert [row.is_announced for row in rows] == [True, False]
    assert {(row.reason, row.message) for row in rows} == {("Spam.", "Stop it.")}
    other.refresh_from_db()
    assert other.visibility == Visibility.PUBLIC


def test_nothing_is_done_if_one_part_fails(moderator: Any, ada: Any) -> None:
    tweet, gone = make_tweet(ada), make_tweet(ada)
    type(gone)._base_manager.filter(pk=gone.pk).delete()
    with pytest.raises(PermissionDenied):
        decide_case(moderator, "hide", profile=ada, tweets=[tweet, gone])
    assert not ModerationAction._base_manager.exists()


def test_warning_closes_all_reports(moderator: Any, ada: Any) -> None:
    tweets = [make_tweet(ada), make_tweet(ada)]
    for tweet in tweets:
        services.report(make_profile(), tweets=[tweet], category="spam")
    rows = decide_case(moderator, "warn", profile=ada, tweets=tweets)
    assert [row.tweet_id for row in rows] == [None]
    assert not Report._base_manager.filter(is_open=True).exists()


def test_look_is_no_newer_decision(moderator: Any, ada: Any) -> None:
    report = services.report(make_profile(), profile=ada, category="spam")
    moderation.unlock_report(moderator, report)
    assert decide_case(moderator, "dismiss", profile=ada, last_action=0)
    with pytest.raises(ValidationError):
        decide_case(moderator, "dismiss", profile=ada, last_action=0)


def test_restore_is_about_the_chosen_tweets(moderator: Any, ada: Any) -> None:
    tweets = [make_tweet(ada), make_tweet(ada)]
    decide_case(moderator, "hide", profile=ada, tweets=tweets)
    decide_case(moderator, "limit", profile=ada)
    decide_case(moderator, "restore", profile=ada, tweets=tweets[:1])
    ada.refresh_from_db()
    assert ada.is_limited
    decide_case(moderator, "restore", profile=ada)
    ada.refresh_from_db()
    assert not ada.is_limited


def test_action_against_a_deleted_profile_cannot_be_undone(moderator: Any, ada: Any) -> None:
    action = services.moderate(moderator, "limit", profile=ada)
    services.delete_profile(ada)
    assert moderation.reverse(action, moderator) is None
