"""Undo one action of moderators while others about the same tweet or profile are in force."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import ModerationAction, Visibility, WithheldTweet
from django_tweets.services import moderation
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


@pytest.fixture
def author() -> Profile:
    return make_profile("author")


def flags(author: Profile) -> tuple[bool, bool]:
    row = get_profile_model()._base_manager.get(pk=author.pk)
    return row.is_limited, row.is_suspended


def stored(tweet: Tweet) -> Tweet:
    return get_tweet_model()._base_manager.get(pk=tweet.pk)


def test_end_of_a_limit_leaves_the_suspension(author: Profile, moderator: Any) -> None:
    until = timezone.now() + timedelta(hours=1)
    limit = services.moderate(moderator, "limit", profile=author, until=until)
    services.moderate(moderator, "suspend", profile=author)
    ModerationAction._base_manager.filter(pk=limit.pk).update(until=timezone.now())
    assert moderation.end_actions() == 1
    assert flags(author) == (False, True)
    services.moderate(moderator, "restore", profile=author)
    assert flags(author) == (False, False)


def test_later_suspension_stays(author: Profile, moderator: Any) -> None:
    first = services.moderate(moderator, "suspend", profile=author)
    second = services.moderate(moderator, "suspend", profile=author)
    moderation.reverse(first, moderator)
    assert flags(author) == (False, True)
    moderation.reverse(second, moderator)
    assert flags(author) == (False, False)


def test_warning_is_undone_alone(author: Profile, moderator: Any) -> None:
    tweet = make_tweet(author)
    warning = services.moderate(moderator, "warn", profile=author)
    other = services.moderate(moderator, "warn", tweet=tweet)
    services.moderate(moderator, "suspend", profile=author)
    services.moderate(moderator, "hide", tweet=tweet)
    for action in (warning, other):
        assert moderation.reverse(action, moderator) is not None
        assert moderation.reverse(action, moderator) is None
    assert flags(author) == (False, True)
    assert stored(tweet).visibility == Visibility.WITHHELD


def test_mark_is_undone_alone(author: Profile, moderator: Any) -> None:
    tweet = make_tweet(author)
    mark = services.moderate(moderator, "mark_sensitive", tweet=tweet)
    hide = services.moderate(moderator, "hide", tweet=tweet)
    moderation.reverse(mark, moderator)
    assert (stored(tweet).is_sensitive, stored(tweet).visibility) == (False, "withheld")
    moderation.reverse(hide, moderator)
    assert stored(tweet).visibility == Visibility.PUBLIC


@pytest.mark.parametrize("is_reversed", [True, False])
def test_mark_of_the_author_stays(author: Profile, moderator: Any, is_reversed: bool) -> None:
    tweet = make_tweet(author, is_sensitive=True)
    mark = services.moderate(moderator, "mark_sensitive", tweet=tweet)
    if is_reversed:
        moderation.reverse(mark, moderator)
    else:
        services.moderate(moderator, "restore", tweet=tweet)
    assert stored(tweet).is_sensitive


@pytest.mark.parametrize("relation", ["in_reply_to", "quote_of"])
class TestAudience:
    """The audience of a restored tweet that refers to another one."""

    def test_audience_is_narrowed_to_that_of_the_other_tweet(
        self, author: Profile, moderator: Any, relation: str
    ) -> None:
        other = make_tweet(make_profile())
        tweet = services.publish(author, "so", **{relation: other}, **TWEET_EXTRA)
        services.moderate(moderator, "hide", tweet=tweet)
        services.edit(other, "for few", visibility=Visibility.FOLLOWERS)
        services.moderate(moderator, "restore", tweet=tweet)
        assert stored(tweet).visibility == Visibility.FOLLOWERS

    def test_protection_of_the_other_author_narrows_the_audience(
        self, author: Profile, moderator: Any, relation: str
    ) -> None:
        other = make_tweet(make_profile("other"))
        tweet = services.publish(author, "so", **{relation: other}, **TWEET_EXTRA)
        services.moderate(moderator, "hide", tweet=tweet)
        services.update_profile(other.profile, is_protected=True)
        services.moderate(moderator, "restore", tweet=tweet)
        assert stored(tweet).visibility == Visibility.FOLLOWERS

    def test_withheld_other_tweet_does_not_narrow_the_audience(
        self, author: Profile, moderator: Any, relation: str
    ) -> None:
        other = make_tweet(make_profile())
        tweet = services.publish(author, "so", **{relation: other}, **TWEET_EXTRA)
        for each in (tweet, other):
            services.moderate(moderator, "hide", tweet=each)
        services.moderate(moderator, "restore", tweet=tweet)
        assert stored(tweet).visibility == Visibility.PUBLIC
        services.edit(tweet, "so", visibility=Visibility.UNLISTED)
        assert stored(tweet).visibility == Visibility.UNLISTED


def test_hidden_tweet_that_was_deleted_is_hidden_again(author: Profile, moderator: Any) -> None:
    tweet = make_tweet(author)
    services.moderate(moderator, "hide", tweet=tweet)
    services.moderate(moderator, "restore", tweet=tweet)
    hide = services.moderate(moderator, "hide", tweet=tweet)
    delete = services.moderate(moderator, "delete", tweet=tweet)
    moderation.reverse(delete, moderator)
    row = WithheldTweet._base_manager.get()
    assert (row.reason, row.purge_at) == ("hidden", None)
    moderation.reverse(hide, moderator)
    assert stored(tweet).visibility == Visibility.PUBLIC
    assert not WithheldTweet._base_manager.exists()


def test_restore_undoes_all(author: Profile, moderator: Any) -> None:
    tweet = make_tweet(author)
    for kind in ("mark_sensitive", "hide", "delete"):
        services.moderate(moderator, kind, tweet=tweet)
    services.moderate(moderator, "restore", tweet=tweet)
    assert (stored(tweet).is_sensitive, stored(tweet).visibility) == (False, "public")


def test_profile_that_is_gone(author: Profile, moderator: Any) -> None:
    action = services.moderate(moderator, "suspend", profile=author)
    get_profile_model()._base_manager.filter(pk=author.pk).update(deleted_at=timezone.now())
    assert moderation.reverse(action, moderator) is None
