"""Which hashtags a tweet has: written with it, rewritten with it, gone with it, and counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from django_tweets import get_tweet_model, services
from django_tweets.models import Hashtag, TweetHashtag, Visibility
from tests.consistency import wrong
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def consistent() -> Any:
    yield
    assert wrong() == []


def counts() -> dict[str, int]:
    return dict(Hashtag.objects.order_by("key").values_list("name", "tweet_count"))


def test_they_are_those_of_the_text_whatever_their_case(ada: Profile) -> None:
    tweet = make_tweet(ada, "#Tea, #TEA and #日本; #1 is none")
    assert counts() == {"Tea": 1, "日本": 1}
    assert tweet.tweet_hashtags.count() == 2
    make_tweet(ada, "more #tea")
    assert counts() == {"Tea": 2, "日本": 1}


def test_accents_matter_on_every_database(ada: Profile) -> None:
    make_tweet(ada, "#año #ano #ANO")
    assert counts() == {"ano": 1, "año": 1}


def test_an_edit_changes_them(ada: Profile) -> None:
    tweet = make_tweet(ada, "#one #two")
    services.edit(tweet, "#two #three")
    assert counts() == {"one": 0, "three": 1, "two": 1}
    services.edit(tweet, "none", visibility=Visibility.FOLLOWERS)
    assert counts() == {"one": 0, "three": 0, "two": 0}
    services.edit(tweet, "#one")
    assert counts() == {"one": 0, "three": 0, "two": 0}


def test_what_is_not_for_everyone_has_them_and_is_not_counted(ada: Profile) -> None:
    make_tweet(ada, "#tea", visibility=Visibility.UNLISTED)
    make_tweet(make_profile(is_protected=True), "#tea")
    assert counts() == {"tea": 0}
    assert TweetHashtag.objects.filter(is_counted=False).count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_protects_what_they_say_is_counted_no_more(ada: Profile, bob: Profile) -> None:
    make_tweet(ada, "#tea #milk")
    make_tweet(ada, "#tea", visibility=Visibility.UNLISTED)
    make_tweet(bob, "#tea")
    services.update_profile(ada, is_protected=True)
    assert counts() == {"milk": 0, "tea": 1}
    services.update_profile(ada, is_protected=False)
    assert counts() == {"milk": 1, "tea": 2}
    before = set(TweetHashtag.objects.values_list("pk", flat=True))
    services.update_profile(ada, is_protected=False, bio="new")
    assert set(TweetHashtag.objects.values_list("pk", flat=True)) == before  # there was no need


@pytest.mark.django_db(transaction=True)
def test_they_go_with_the_tweet(ada: Profile) -> None:
    services.delete(make_tweet(ada, "#tea"))
    make_tweet(ada, "#milk", visibility=Visibility.UNLISTED)
    ada.delete()
    assert counts() == {"milk": 0, "tea": 0}
    assert not TweetHashtag.objects.exists()


def test_many_tweets_at_once(ada: Profile, django_assert_num_queries: Any) -> None:
    tweets: Any = get_tweet_model()
    new = [
        tweets(profile=ada, content=f"#tea {n} #{'odd' if n % 2 else 'even'}", **TWEET_EXTRA)
        for n in range(10)
    ]
    # the savepoint, the tweets; which hashtags there are, the new ones, their ids; their counts,
    # held, and moved twice; the rows; what they are found by
    with django_assert_num_queries(11):
        tweets.objects.bulk_create(new)
    assert counts() == {"even": 5, "odd": 5, "tea": 10}
    call_command("recount")  # the author's count is not bulk_create()'s to move


def test_no_more_than_fifty_lead_anywhere(ada: Profile) -> None:
    make_tweet(ada, " ".join(f"#a{n}" for n in range(56)))
    assert Hashtag.objects.count() == 50


def test_a_tweet_without_costs_nothing(ada: Profile, django_assert_max_num_queries: Any) -> None:
    # The savepoint, the author's count, the row, what it is found by.
    with django_assert_max_num_queries(5):
        make_tweet(ada, "hello")


def test_its_name_in_the_admin(ada: Profile) -> None:
    tweet = make_tweet(ada, "#tea")
    (row,) = tweet.tweet_hashtags.all()
    assert str(row) == f"{tweet.pk}: {row.hashtag_id}"
