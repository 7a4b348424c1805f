"""Held tweets: what others see of them, and what moderators do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from django_tweets import services, timelines
from django_tweets.models import (
    ModerationAction,
    ModerationCase,
    NotificationSettings,
    Report,
    Visibility,
    WithheldTweet,
)
from django_tweets.services import held_tweets
from tests.factories import make_profile, make_tweet
from tests.moderators import make_moderator
from tests.screening_checks import HOLD, REJECT, is_readable, publish, reload

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def checks(settings: Any) -> None:
    settings.DJANGO_TWEETS_SCREENING = [HOLD, REJECT]


@pytest.fixture
def author() -> Profile:
    return make_profile("ada")


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


class TestHeldTweet:
    def test_only_the_author_sees_a_held_tweet(self, author: Profile) -> None:
        tweet = publish(author)
        assert tweet.visibility == Visibility.WITHHELD
        assert is_readable(tweet, author)
        assert not is_readable(tweet)
        assert not is_readable(tweet, make_profile("bob"))

    def test_held_tweet_is_not_counted_and_notifies_nobody(self, author: Profile) -> None:
        other = make_profile("bob")
        first = make_tweet(other)
        publish(author, "bad #tag @bob", in_reply_to=first)
        assert reload(first).reply_count == 0
        assert reload(author).tweet_count == 0
        assert not other.notifications.exists()

    def test_held_tweet_is_in_the_queue_with_the_reason(self, author: Profile) -> None:
        tweet = publish(author)
        report = Report._base_manager.get()
        assert (report.category, report.comment, report.reporter) == (
            "screening",
            "A bad word",
            None,
        )
        assert [row.tweet_id for row in report.reported_tweets.all()] == [tweet.pk]
        assert WithheldTweet._base_manager.get(pk=tweet.pk).note == "A bad word"
        assert ModerationCase._base_manager.get(pk=author.pk).open_count == 1

    def test_form_that_is_sent_twice_holds_one_tweet(self, author: Profile) -> None:
        first = publish(author, key="k")
        assert publish(author, key="k").pk == first.pk
        assert Report._base_manager.count() == 1

    def test_form_that_is_sent_again_returns_what_was_published(
        self, author: Profile, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_SCREENING = []
        first = publish(author, "worse", key="k")
        settings.DJANGO_TWEETS_SCREENING = [REJECT]
        assert publish(author, "worse", key="k").pk == first.pk

    def test_what_is_too_often_is_not_screened(self, author: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_LIMITS = {"publish": "1/hour"}
        settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None
        publish(author, "good")
        with pytest.raises(services.LimitExceeded):
            publish(author, "worse")

    def test_deleted_one_leaves_the_queue(self, author: Profile, moderator: Any) -> None:
        tweet = publish(author)
        other = publish(author, "bad too")
        services.delete(tweet)
        case = ModerationCase._base_manager.get(pk=author.pk)
        assert (case.open_count, case.is_open) == (1, True)
        services.delete(other)
        case.refresh_from_db()
        assert (case.open_count, case.is_open) == (0, False)

    def test_deleted_tweet_that_was_reported_stays_in_the_queue(
        self, author: Profile, moderator: Any
    ) -> None:
        tweet = publish(author, "good")
        services.report(make_profile("rose"), tweets=[tweet], category="spam")
        services.edit(tweet, "bad")
        services.delete(tweet)
        assert ModerationCase._base_manager.get(pk=author.pk).open_count == 1

    def test_author_may_have_so_many(self, author: Profile) -> None:
        for number in range(held_tweets.MAX_HELD):
            publish(author, f"bad {number}")
        with pytest.raises(ValidationError) as error:
            publish(author, "bad again")
        assert error.value.error_dict["content"][0].code == "held"
        assert publish(author, "good").visibility == Visibility.PUBLIC
        assert Report._base_manager.count() == held_tweets.MAX_HELD

    def test_dismissing_the_report_publishes_a_held_tweet(
        self, author: Profile, moderator: Any
    ) -> None:
        tweet = publish(author, "bad", visibility=Visibility.UNLISTED)
        other = publish(author, "bad too")
        services.moderate(moderator, "dismiss", tweet=tweet)
        assert reload(tweet).visibility == Visibility.UNLISTED
        assert is_readable(tweet)
        assert not is_readable(other)
        services.moderate(moderator, "dismiss", profile=author)
        assert is_readable(other)
        assert not WithheldTweet._base_manager.exists()
        assert not Report._base_manager.filter(is_open=True).exists()

    def test_dismissed_report_of_somebody_else_publishes_nothing(
        self, author: Profile, moderator: Any
    ) -> None:
        tweet = publish(author)
        report = services.report(make_profile("rose"), profile=author, category="spam")
        services.moderate(moderator, "dismiss", report=report)
        assert not is_readable(tweet)

    def test_restoring_publishes_a_held_tweet(self, author: Profile, moderator: Any) -> None:
        tweet = publish(author, "bad @bob")
        bob = make_profile("bob")
        services.moderate(moderator, "restore", tweet=tweet)
        assert is_readable(tweet)
        assert not Report._base_manager.filter(is_open=True).exists()
        assert not bob.notifications.exists()  # there was no such member when it was written

    def test_people_are_told_when_it_is_published(
        self, author: Profile, moderator: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        bob = make_profile("bob")
        with django_capture_on_commit_callbacks(execute=True):
            tweet = publish(author, "bad @bob")
        settings = NotificationSettings.for_profile(bob)
        assert not timelines.notifications(bob, settings).rows
        with django_capture_on_commit_callbacks(execute=True):
            services.moderate(moderator, "restore", tweet=tweet)
        assert len(timelines.notifications(bob, settings).rows) == 1

    def test_hidden_one_can_be_appealed(self, author: Profile, moderator: Any) -> None:
        tweet = publish(author)
        action = services.moderate(moderator, "hide", tweet=tweet)
        assert WithheldTweet._base_manager.get().reason == WithheldTweet.Reason.HIDDEN
        assert not Report._base_manager.filter(is_open=True).exists()
        appeal = services.appeal(author, action, "please")
        services.decide(make_moderator("judge"), appeal, accept=True)
        assert is_readable(tweet)

    @pytest.mark.parametrize("action", ["warn", "limit", "suspend"])
    def test_held_tweet_stays_held_after_a_decision_about_its_author(
        self, author: Profile, moderator: Any, action: str
    ) -> None:
        tweet = publish(author)
        services.report(make_profile("rose"), profile=author, category="spam")
        services.moderate(moderator, action, profile=author)
        assert not is_readable(tweet)
        assert [row.category for row in Report._base_manager.filter(is_open=True)] == ["screening"]
        assert ModerationCase._base_manager.get(pk=author.pk).is_open

    def test_its_link_is_fetched_when_it_is_published(
        self, author: Profile, moderator: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        enqueued: list[Any] = []
        monkeypatch.setattr(
            "django_tweets.services.link_previews.enqueue_on_commit",
            lambda task, *args, **kwargs: enqueued.append(args),
        )
        settings.DJANGO_TWEETS_LINK_PREVIEWS = True
        tweet = publish(author, "bad https://example.com/")
        assert enqueued == []
        services.moderate(moderator, "restore", tweet=tweet)
        assert enqueued == [(tweet.pk,)]

    def test_reason_is_in_the_language_of_the_site(self, author: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_SCREENING = ["django_tweets.screening.NewMembers"]
        content = "https://a.com https://b.com https://c.com"
        with translation.override("de"):
            publish(author, content)
        reason = "Many links, mentions or hashtags by a new member"
        assert Report._base_manager.get().comment == reason

    def test_restoring_the_profile_publishes_nothing(self, author: Profile, moderator: Any) -> None:
        tweet = publish(author)
        services.moderate(moderator, "restore", profile=author)
        assert not is_readable(tweet)
        assert Report._base_manager.filter(is_open=True).exists()

    def test_moderator_may_not_be_the_author(self, moderator: Any) -> None:
        with pytest.raises(PermissionDenied):
            services.moderate(moderator, "restore", tweet=make_tweet(moderator))


def test_log_has_the_decision_about_a_held_tweet(author: Profile, moderator: Any) -> None:
    tweet = publish(author)
    services.moderate(moderator, "dismiss", tweet=tweet, reason="a quote")
    row = ModerationAction._base_manager.get()
    assert (row.action, row.tweet_id, row.reason) == ("dismiss", tweet.pk, "a quote")
