"""The same text again by one author, within minutes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services, snowflake
from django_tweets.services import LimitExceeded
from django_tweets.services.suspension import Suspended
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def only_duplicates(settings: Any) -> None:
    settings.DJANGO_TWEETS_LIMITS = {"publish": None, "reply": None, "duplicate": "1/5 minutes"}


def publish(author: Profile, content: str, **options: Any) -> Any:
    return services.publish(author, content, **{**TWEET_EXTRA, **options})


def is_refused(author: Profile, content: str, **options: Any) -> bool:
    """Whether the tweet is refused as a duplicate. Then nothing is written."""
    before = get_tweet_model()._base_manager.count()
    messages: list[str] = []
    try:
        publish(author, content, **options)
    except ValidationError as error:
        messages = [f"{each.code}: {each.message}" for each in error.error_dict["content"]]
    if messages:
        assert messages == ["duplicate: You have published the same text a few minutes ago."]
        assert get_tweet_model()._base_manager.count() == before
    return bool(messages)


def test_same_text_is_refused(ada: Profile, bob: Profile) -> None:
    publish(ada, "Café au lait\n")
    for text in ("Café au lait", " Café au lait ", "Cafe\u0301 au lait"):
        assert is_refused(ada, text)
    assert not is_refused(ada, "Café au lait!")
    assert not is_refused(bob, "Café au lait")
    ada.refresh_from_db()
    assert ada.tweet_count == 2


def test_answers_and_quotes_of_other_tweets_are_not_the_same(ada: Profile, bob: Profile) -> None:
    one, other = make_tweet(bob), make_tweet(bob)
    publish(ada, "thank you")
    for reference in ("in_reply_to", "quote_of"):
        for tweet in (one, other):
            assert not is_refused(ada, "thank you", **{reference: tweet})
            assert is_refused(ada, "thank you", **{reference: tweet})


def test_other_warning_and_other_fields_are_not_the_same(ada: Profile) -> None:
    publish(ada, "soup", content_warning="food")
    assert is_refused(ada, "soup", content_warning="food", visibility="followers")
    assert not is_refused(ada, "soup")
    own = {name: value + 1 for name, value in TWEET_EXTRA.items()}
    assert is_refused(ada, "soup", **own) == (not TWEET_EXTRA)


@pytest.mark.usefixtures("media")
def test_attachments_are_never_the_same(ada: Profile) -> None:
    publish(ada, "look", attachments=[make_attachment(ada)])
    assert not is_refused(ada, "look", attachments=[make_attachment(ada)])
    assert not is_refused(ada, "look")
    assert is_refused(ada, "look")


def test_text_of_an_earlier_tweet(ada: Profile) -> None:
    before = timezone.now() - timedelta(minutes=6)
    make_tweet(ada, "good morning", created_at=before)
    assert not is_refused(ada, "good morning")
    make_tweet(ada, "good evening", created_at=timezone.now() - timedelta(minutes=4))
    assert is_refused(ada, "good evening")


def test_deleted_tweet_may_be_published_again(ada: Profile) -> None:
    services.delete(publish(ada, "typo"))
    assert not is_refused(ada, "typo")


def test_form_that_is_sent_twice_is_one_tweet_without_an_error(ada: Profile) -> None:
    first = publish(ada, "hello", key="1")
    assert publish(ada, "hello", key="1") == first
    assert is_refused(ada, "hello", key="2")


def test_form_that_is_sent_again_over_the_limit_is_no_error(ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_LIMITS = {"publish": "1/hour"}
    settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None
    first = publish(ada, "hello", key="1")
    assert publish(ada, "hello", key="1") == first
    with pytest.raises(LimitExceeded):
        publish(ada, "hello", key="2")


def test_suspended_member_is_refused_as_such(ada: Profile) -> None:
    get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=True)
    with pytest.raises(Suspended):
        publish(ada, "hello")


def test_time_is_a_setting(ada: Profile, settings: Any) -> None:
    publish(ada, "hello")
    settings.DJANGO_TWEETS_LIMITS = {"duplicate": None}
    assert not is_refused(ada, "hello")
    settings.DJANGO_TWEETS_LIMITS = None
    assert not is_refused(ada, "hello")
    settings.DJANGO_TWEETS_LIMITS = {"duplicate": "1/day"}
    assert is_refused(ada, "hello")
    with services.without_limits():
        assert not is_refused(ada, "hello")
    with services.as_staff():
        assert not is_refused(ada, "hello")


def test_check_for_duplicates_takes_no_statement(ada: Profile) -> None:
    publish(ada, "hello")
    with at_most(3):
        publish(ada, "good morning")


def test_only_the_first_tweets_in_time_are_read(ada: Profile) -> None:
    """The index (profile, -id) finds them: an old tweet with the same text is not looked at."""
    old = make_tweet(ada, "hello", created_at=timezone.now() - timedelta(days=9))
    assert old.pk < snowflake.first_id(timezone.now() - timedelta(minutes=5))
    assert not is_refused(ada, "hello")
