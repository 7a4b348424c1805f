"""Hashtags of a tweet: stored, updated, deleted and counted with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from django_tweets import get_tweet_model, services
from django_tweets.models import Hashtag, TweetHashtag, Visibility
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def consistent() -> Any:
    yield
    assert find_inconsistencies() == []


def counts() -> dict[str, int]:
    return dict(Hashtag.objects.order_by("key").values_list("name", "tweet_count"))


def test_hashtags_of_a_tweet_are_stored_in_any_case(ada: Profile) -> None:
    tweet = make_tweet(ada, "#Tea, #TEA and #日本; #1 is none")
    assert counts() == {"Tea": 1, "日本": 1}
    assert tweet.tweet_hashtags.count() == 2
    make_tweet(ada, "more #tea")
    assert counts() == {"Tea": 2, "日本": 1}


def test_hashtags_that_differ_in_accents_are_different(ada: Profile) -> None:
    make_tweet(ada, "#año #ano #ANO")
    assert counts() == {"ano": 1, "año": 1}


def test_edit_changes_the_hashtags(ada: Profile) -> None:
    tweet = make_tweet(ada, "#one #two")
    services.edit(tweet, "#two #three")
    assert counts() == {"three": 1, "two": 1}
    services.edit(tweet, "none", visibility=Visibility.FOLLOWERS)
    assert counts() == {}
    services.edit(tweet, "#one")
    assert counts() == {"one": 0}


def test_nonpublic_tweet_has_hashtags_but_is_not_counted(ada: Profile) -> None:
    make_tweet(ada, "#tea", visibility=Visibility.UNLISTED)
    make_tweet(make_profile(is_protected=True), "#tea")
    assert counts() == {"tea": 0}
    assert TweetHashtag.objects.filter(is_counted=False).count() == 2


@pytest.mark.django_db(transaction=True)
def test_protecting_a_profile_uncounts_its_hashtags(ada: Profile, bob: Profile) -> None:
    make_tweet(ada, "#tea #milk")
    make_tweet(ada, "#tea", visibility=Visibility.UNLISTED)
    make_tweet(bob, "#tea")
    services.update_profile(ada, is_protected=True)
    assert counts() == {"milk": 0, "tea": 1}
    services.update_profile(ada, is_protected=False)
    assert counts() == {"milk": 1, "tea": 2}
    before = set(TweetHashtag.objects.values_list("pk", flat=True))
    services.update_profile(ada, is_protected=False, bio="new")
    # An update that keeps is_protected does not write the rows again.
    assert set(TweetHashtag.objects.values_list("pk", flat=True)) == before


def test_author_who_was_protected_meanwhile_is_not_counted(ada: Profile) -> None:
    services.update_profile(type(ada).objects.get(pk=ada.pk), is_protected=True)
    make_tweet(ada, "#tea")
    assert find_inconsistencies() == []
    assert not TweetHashtag.objects.get().is_counted


@pytest.mark.django_db(transaction=True)
def test_deleting_a_tweet_deletes_its_hashtags(ada: Profile) -> None:
    services.delete(make_tweet(ada, "#tea"))
    make_tweet(ada, "#milk", visibility=Visibility.UNLISTED)
    assert counts() == {"milk": 0}
    ada.delete()
    assert counts() == {}
    assert not TweetHashtag.objects.exists()


def test_bulk_create_writes_hashtags(ada: Profile, django_assert_num_queries: Any) -> None:
    tweets: Any = get_tweet_model()
    new = [
        tweets(profile=ada, content=f"#tea {n} #{'odd' if n % 2 else 'even'}", **TWEET_EXTRA)
        for n in range(10)
    ]
    # savepoint, tweets; existing hashtags, new ones, their ids; protected authors; lock on the
    # counts, two updates; rows; search entries
    with django_assert_num_queries(12):
        tweets.objects.bulk_create(new)
    assert counts() == {"even": 5, "odd": 5, "tea": 10}
    call_command("recount")  # bulk_create() does not change the author's count


def test_at_most_fifty_hashtags_are_stored(ada: Profile) -> None:
    make_tweet(ada, " ".join(f"#a{n}" for n in range(56)))
    assert Hashtag.objects.count() == 50


def test_tweet_without_hashtags_needs_no_query_for_them(
    ada: Profile, django_assert_max_num_queries: Any
) -> None:
    # savepoint, the author's count, row, search entry, release
    with django_assert_max_num_queries(5):
        make_tweet(ada, "hello")


def test_hashtag_as_text_is_its_name(ada: Profile) -> None:
    tweet = make_tweet(ada, "#tea")
    (row,) = tweet.tweet_hashtags.all()
    assert str(row) == f"{tweet.pk}: {row.hashtag_id}"
