"""Decisions of moderators that are refused, and what authors can't do with a withheld tweet."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from django_tweets import services
from django_tweets.models import Visibility
from django_tweets.services import withholding
from tests.factories import TWEET_EXTRA, make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


@pytest.mark.parametrize("action", ["unlock", "burn", ""])
def test_unknown_action_is_refused(ada: Profile, moderator: Any, action: str) -> None:
    with pytest.raises(ValidationError, match="no such action"):
        services.moderate(moderator, action, profile=ada)


def test_action_about_a_tweet_needs_a_tweet(ada: Profile, moderator: Any) -> None:
    with pytest.raises(ValidationError, match="Choose a tweet"):
        services.moderate(moderator, "hide", profile=ada)


@pytest.mark.parametrize(
    ("action", "days", "error"),
    [("warn", 1, "has no end"), ("limit", -1, "in the future")],
)
def test_wrong_end_is_refused(
    ada: Profile, moderator: Any, action: str, days: int, error: str
) -> None:
    until = timezone.now() + timedelta(days=days)
    with pytest.raises(ValidationError, match=error):
        services.moderate(moderator, action, profile=ada, until=until)


def test_decision_needs_a_subject(moderator: Any) -> None:
    with pytest.raises(ValidationError, match="Choose a tweet, a profile or a report"):
        services.moderate(moderator, "warn")


def test_deleted_profile_is_not_moderated(ada: Profile, moderator: Any) -> None:
    services.delete_profile(ada)
    with pytest.raises(PermissionDenied, match="no longer exists"):
        services.moderate(moderator, "warn", profile=ada)


def test_tweet_that_is_marked_again_after_a_restore_is_unmarked(
    ada: Profile, moderator: Any
) -> None:
    tweet = make_tweet(ada)
    for _ in range(2):
        services.moderate(moderator, "mark_sensitive", tweet=tweet)
        services.moderate(moderator, "restore", tweet=tweet)
        tweet.refresh_from_db()
        assert not tweet.is_sensitive


def test_author_can_not_answer_a_withheld_tweet(ada: Profile) -> None:
    tweet = make_tweet(ada)
    withholding.withhold(tweet, "hidden")
    for relation in ("in_reply_to", "quote_of"):
        with pytest.raises(PermissionDenied, match="reply to or quote"):
            services.publish(ada, "so", **{relation: tweet}, **TWEET_EXTRA)


def test_author_can_not_choose_the_audience_of_withheld_tweets(ada: Profile) -> None:
    with pytest.raises(ValidationError, match="Choose who may read this"):
        services.publish(ada, "so", visibility=Visibility.WITHHELD, **TWEET_EXTRA)
    tweet = make_tweet(ada)
    with pytest.raises(ValidationError, match="Choose who may read this"):
        services.edit(tweet, "so", visibility=Visibility.WITHHELD)
