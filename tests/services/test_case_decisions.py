"""Decisions about a case: one action on several tweets or reports, or on all of a profile."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from django_tweets import get_profile_model, services
from django_tweets.models import ModerationAction, Report
from django_tweets.services import moderation
from django_tweets.services.case_decisions import MAX_DECIDED, decide_case
from tests.factories import make_profile, make_tweet
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
    moderation.look(moderator, report)
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
