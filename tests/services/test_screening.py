"""The screening of what members write: its chain, edits and profiles."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError

from django_tweets import get_tweet_model, services
from django_tweets.models import (
    Report,
    Visibility,
    WithheldTweet,
)
from django_tweets.services.screening import get_checks
from tests.attachments import make_attachment
from tests.factories import make_profile
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
        path = "tests.screening_checks.Longer"
        settings.DJANGO_TWEETS_SCREENING = [{"BACKEND": path, "OPTIONS": {"most": 5}}]
        assert publish(author, "short").visibility == Visibility.PUBLIC
        assert publish(author, "longer").visibility == Visibility.WITHHELD

    def test_failing_check_lets_the_text_pass(
        self, author: Profile, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.DJANGO_TWEETS_SCREENING = ["tests.screening_checks.fail", HOLD]
        with caplog.at_level(logging.ERROR):
            assert publish(author, "good").visibility == Visibility.PUBLIC
            assert publish(author, "bad").visibility == Visibility.WITHHELD
        assert "The service is away." in caplog.text

    def test_check_without_a_verdict_has_failed(
        self, author: Profile, settings: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.DJANGO_TWEETS_SCREENING = ["tests.screening_checks.forget", HOLD]
        assert publish(author, "bad").visibility == Visibility.WITHHELD
        assert "has failed" in caplog.text

    def test_long_reason_is_cut(self, author: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_SCREENING = ["tests.screening_checks.hold_long"]
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
