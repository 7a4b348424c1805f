"""The screening of what members write: its chain, held tweets, and what moderators do with them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation

from django_tweets import get_tweet_model, screening, services, timelines
from django_tweets.models import (
    ModerationAction,
    ModerationCase,
    NotificationSettings,
    Report,
    Visibility,
    WithheldTweet,
)
from django_tweets.services import held_tweets
from django_tweets.services.screening import get_checks
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

HOLD = "tests.services.test_screening.hold_bad"
REJECT = "tests.services.test_screening.reject_worse"


def hold_bad(draft: screening.Draft) -> screening.Verdict:
    return screening.hold("A bad word") if "bad" in draft.text else screening.ALLOW


def reject_worse(draft: screening.Draft) -> screening.Verdict:
    return screening.reject("Not here.") if "worse" in draft.text else screening.ALLOW


def fail(draft: screening.Draft) -> screening.Verdict:
    raise RuntimeError("The service is away.")


def forget(draft: screening.Draft) -> None:
    """Return no verdict."""


def hold_long(draft: screening.Draft) -> screening.Verdict:
    return screening.hold("long" * 500)


class Longer:
    """A check with an option."""

    def __init__(self, *, most: int) -> None:
        self.most = most

    def __call__(self, draft: screening.Draft) -> screening.Verdict:
        return screening.hold("Long") if len(draft.text) > self.most else screening.ALLOW


@pytest.fixture(autouse=True)
def checks(settings: Any) -> None:
    settings.DJANGO_TWEETS_SCREENING = [HOLD, REJECT]


@pytest.fixture
def author() -> Profile:
    return make_profile("ada")


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


def publish(author: Profile, content: str = "bad", **kwargs: Any) -> Tweet:
    return services.publish(author, content, **{**TWEET_EXTRA, **kwargs})


def is_readable(tweet: Any, viewer: Any = None) -> bool:
    found: bool = get_tweet_model()._rows.visible_to(viewer).filter(pk=tweet.pk).exists()
    return found


def reload(row: Any) -> Any:
    return type(row)._base_manager.get(pk=row.pk)


class TestChain:
    def test_allowed_tweet_is_published(self, author: Profile) -> None:
        tweet = publish(author, "good")
        assert tweet.visibility == Visibility.PUBLIC
        assert is_readable(tweet)
        assert not Report._base_manager.exists()

    def test_rejected_tweet_is_an_error_of_its_text(self, author: Profile) -> None:
        with pytest.raises(ValidationError) as error:
            publish(author, "worse")
        assert error.value.message_dict == {"content": ["Not here."]}
        assert error.value.error_dict["content"][0].code == "rejected"
        assert not get_tweet_model()._base_manager.exists()

    def test_strictest_verdict_wins(self, author: Profile) -> None:
        with pytest.raises(ValidationError):
            publish(author, "bad and worse")

    def test_options_of_a_check(self, author: Profile, settings: Any) -> None:
        path = "tests.services.test_screening.Longer"
        settings.DJANGO_TWEETS_SCREENING = [{"BACKEND": path, "OPTIONS": {"most": 5}}]
        assert publish(author, "short").visibility == Visibility.PUBLIC
        assert publish(author, "longer").visibility == Visibility.WITHHELD

    def test_failing_check_lets_the_text_pass(
        self, author: Profile, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.DJANGO_TWEETS_SCREENING = ["tests.services.test_screening.fail", HOLD]
        with caplog.at_level(logging.ERROR):
            assert publish(author, "good").visibility == Visibility.PUBLIC
            assert publish(author, "bad").visibility == Visibility.WITHHELD
        assert "The service is away." in caplog.text

    def test_check_without_a_verdict_has_failed(
        self, author: Profile, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.DJANGO_TWEETS_SCREENING = ["tests.services.test_screening.forget", HOLD]
        assert publish(author, "bad").visibility == Visibility.WITHHELD
        assert "has failed" in caplog.text

    def test_long_reason_is_cut(self, author: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_SCREENING = ["tests.services.test_screening.hold_long"]
        assert publish(author).visibility == Visibility.WITHHELD
        assert Report._base_manager.get().comment == "long" * 250

    def test_without_checks_nothing_is_screened(self, author: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_SCREENING = []
        assert get_checks() == ()
        assert publish(author).visibility == Visibility.PUBLIC
        assert services.edit(publish(author, "x"), "bad").visibility == Visibility.PUBLIC

    def test_tweets_of_moderators_are_not_held(self, moderator: Any) -> None:
        assert publish(moderator).visibility == Visibility.PUBLIC
        assert publish(moderator, "worse").visibility == Visibility.PUBLIC

    def test_imports_are_not_held(self, author: Profile) -> None:
        with services.without_limits():
            assert publish(author).visibility == Visibility.PUBLIC
        with services.as_staff():
            assert publish(author, "bad again").visibility == Visibility.PUBLIC

    @pytest.mark.parametrize("field", ["content_warning", "content"])
    def test_each_text_is_screened(self, author: Profile, field: str) -> None:
        texts = {"content": "good", field: "bad"}
        assert publish(author, **texts).visibility == Visibility.WITHHELD


class TestHeldTweet:
    def test_only_its_author_sees_it(self, author: Profile) -> None:
        tweet = publish(author)
        assert tweet.visibility == Visibility.WITHHELD
        assert is_readable(tweet, author)
        assert not is_readable(tweet)
        assert not is_readable(tweet, make_profile("bob"))

    def test_nothing_else_shows_it(self, author: Profile) -> None:
        other = make_profile("bob")
        first = make_tweet(other)
        publish(author, "bad #tag @bob", in_reply_to=first)
        assert reload(first).reply_count == 0
        assert reload(author).tweet_count == 0
        assert not other.notifications.exists()

    def test_it_is_in_the_queue_with_the_reason(self, author: Profile) -> None:
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

    def test_form_that_is_sent_twice_holds_one(self, author: Profile) -> None:
        first = publish(author, key="k")
        assert publish(author, key="k").pk == first.pk
        assert Report._base_manager.count() == 1

    def test_author_may_have_so_many(self, author: Profile) -> None:
        for number in range(held_tweets.MAX_HELD):
            publish(author, f"bad {number}")
        with pytest.raises(ValidationError) as error:
            publish(author, "bad again")
        assert error.value.error_dict["content"][0].code == "held"
        assert publish(author, "good").visibility == Visibility.PUBLIC
        assert Report._base_manager.count() == held_tweets.MAX_HELD

    def test_dismissed_report_publishes_it(self, author: Profile, moderator: Any) -> None:
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

    def test_restoring_publishes_it(self, author: Profile, moderator: Any) -> None:
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
    def test_it_waits_on_after_a_decision_about_its_author(
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


class TestEdit:
    def test_edited_tweet_is_held(self, author: Profile) -> None:
        tweet = publish(author, "good")
        services.edit(tweet, "bad")
        assert tweet.visibility == Visibility.WITHHELD
        assert not is_readable(tweet)
        assert Report._base_manager.get().reported_tweets.get().tweet_id == tweet.pk

    def test_instance_that_has_the_text_already(self, author: Profile) -> None:
        tweet = publish(author, "good")
        tweet.content = "bad"
        assert services.edit(tweet, "bad").visibility == Visibility.WITHHELD

    def test_rejected_edit_changes_nothing(self, author: Profile) -> None:
        tweet = publish(author, "good")
        with pytest.raises(ValidationError):
            services.edit(tweet, "worse")
        assert (tweet.content, reload(tweet).content) == ("good", "good")

    def test_unchanged_text_is_not_screened_again(self, author: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_SCREENING = []
        tweet = publish(author, "bad")
        settings.DJANGO_TWEETS_SCREENING = [HOLD]
        services.edit(tweet, "bad", visibility=Visibility.UNLISTED)
        assert tweet.visibility == Visibility.UNLISTED

    def test_unchanged_description_is_not_screened_again(
        self, author: Profile, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_SCREENING = []
        file = make_attachment(author, alt="bad")
        tweet = publish(author, "good", attachments=[file])
        settings.DJANGO_TWEETS_SCREENING = [HOLD]
        services.edit(tweet, "better", attachments=[file])
        assert tweet.visibility == Visibility.PUBLIC
        file.alt = "bad picture"
        services.attach(tweet, [file])
        assert tweet.visibility == Visibility.WITHHELD

    def test_description_is_cleaned_before(self, author: Profile) -> None:
        tweet = publish(author, "good")
        file = make_attachment(author, alt="b\N{BYTE ORDER MARK}ad")
        services.attach(tweet, [file])
        assert tweet.visibility == Visibility.WITHHELD

    def test_held_tweet_stays_held_and_is_reported_once(self, author: Profile) -> None:
        tweet = publish(author)
        services.edit(tweet, "bad again")
        services.edit(tweet, "good")
        assert reload(tweet).visibility == Visibility.WITHHELD
        assert Report._base_manager.count() == 1

    def test_hidden_tweet_stays_hidden(self, author: Profile, moderator: Any) -> None:
        tweet = publish(author, "good")
        services.moderate(moderator, "hide", tweet=tweet)
        services.edit(reload(tweet), "bad")
        withheld = WithheldTweet._base_manager.get()
        assert (withheld.reason, withheld.note) == (WithheldTweet.Reason.HIDDEN, "A bad word")
        services.moderate(moderator, "dismiss", tweet=tweet)
        assert not is_readable(tweet)

    def test_moderators_find_the_earlier_text(self, author: Profile, moderator: Any) -> None:
        tweet = publish(author, "good")
        services.edit(tweet, "bad")
        services.moderate(moderator, "dismiss", tweet=tweet)
        assert reload(tweet).content == "bad"
        assert is_readable(tweet)


class TestProfile:
    @pytest.mark.parametrize("name", ["display_name", "bio", "location"])
    @pytest.mark.parametrize("value", ["bad", "worse"])
    def test_refused_text_is_an_error_of_its_field(
        self, author: Profile, name: str, value: str
    ) -> None:
        with pytest.raises(ValidationError) as error:
            services.update_profile(author, **{name: value})
        assert error.value.error_dict[name][0].code == "rejected"
        assert getattr(reload(author), name) != value

    def test_instance_that_has_the_text_already(self, author: Profile) -> None:
        author.bio = "bad"
        with pytest.raises(ValidationError):
            services.update_profile(author, bio="bad")

    def test_handle_is_screened(self, author: Profile) -> None:
        with pytest.raises(ValidationError):
            services.update_profile(author, handle="badone")

    def test_what_is_invalid_anyway_has_its_own_error(self, author: Profile) -> None:
        with pytest.raises(ValidationError) as error:
            services.update_profile(author, bio="bad" * 400)
        assert error.value.error_dict["bio"][0].code == "max_length"

    def test_unchanged_text_may_stay(self, author: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_SCREENING = []
        services.update_profile(author, bio="bad")
        settings.DJANGO_TWEETS_SCREENING = [HOLD]
        services.update_profile(author, bio="bad", display_name="Ada")
        assert reload(author).display_name == "Ada"

    def test_staff_may_write_anything(self, author: Profile) -> None:
        with services.as_staff():
            services.update_profile(author, bio="bad")
        assert reload(author).bio == "bad"


def test_log_has_the_decision_about_a_held_tweet(author: Profile, moderator: Any) -> None:
    tweet = publish(author)
    services.moderate(moderator, "dismiss", tweet=tweet, reason="a quote")
    row = ModerationAction._base_manager.get()
    assert (row.action, row.tweet_id, row.reason) == ("dismiss", tweet.pk, "a quote")
