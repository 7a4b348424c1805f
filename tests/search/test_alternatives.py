"""OR, minimums and languages, with a full text index, with a scan of entries, and with both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_tweet_model, search, services
from django_tweets.search import tweets as tweet_search
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.search.conftest import COMMITTED
from tests.search.test_tweets import backend, get_texts

if TYPE_CHECKING:
    from django_tweets.timelines import Page
    from tests.factories import Profile, Tweet
    from tests.search.conftest import Find

__all__ = ["backend"]  # the fixture: each test runs with every backend

pytestmark = COMMITTED

TEXTS = [
    "coffee is cold",
    "cold tea",
    "hot milk #breakfast",
    "is coffee hot?",
    "東京に行く",
    "京都",
    "the newest",
]


def find_page(typed: str, viewer: Profile | None = None, size: int = 20) -> Page[Any]:
    return search.search_tweets(search.parse_query(typed), viewer, size=size)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("coffee OR tea", [0, 1, 3]),
        ("coffee OR tea OR milk", [0, 1, 2, 3]),
        ("cold coffee OR tea", [0, 1]),
        ("coffee OR tea cold OR hot", [0, 1, 3]),
        ("coffee OR tea -cold", [3]),
        ('"coffee is" OR milk', [0, 2]),
        ('"coffee is" OR "hot milk" -#breakfast', [0]),
        ("coffee OR -cold", [0, 2, 3, 4, 5, 6]),
        ("hot OR cold coffee OR -cold", [0, 2, 3]),
        ('-cold OR -"coffee is"', [1, 2, 3, 4, 5, 6]),
        ("cold -tea OR -cold", [0]),
        ("-coffee OR coffee", [0, 1, 2, 3, 4, 5, 6]),
        ("#breakfast OR has:link", [2]),
        ("東京 OR 京都", [4, 5]),
        ("tea OR from:nobody", [1]),
        ("from:nobody OR to:nobody", []),
        ("tea -from:nobody OR coffee", [1]),
        ("tea OR from:ada milk", [2]),
        ("tea OR OR milk", [1, 2]),
    ],
)
def test_one_of_the_alternatives_is_found(
    ada: Profile, find: Find, typed: str, found: list[int]
) -> None:
    for text in TEXTS:
        make_tweet(ada, text)
    assert get_texts(find(typed)) == [TEXTS[n] for n in found]


def test_retweets_by_one_of_two_people_are_found(ada: Profile, find: Find) -> None:
    coffee, tea = make_tweet(ada, "coffee"), make_tweet(ada, "tea")
    eve, bob = make_profile("eve"), make_profile("bob")
    first, second, third = (
        services.retweet(who, what, **TWEET_EXTRA)
        for who, what in ((eve, coffee), (bob, tea), (make_profile(), tea))
    )
    assert find("is:retweet from:eve OR from:bob") == [first, second]
    assert find("is:retweet from:eve OR -from:bob") == [first, third]
    assert find("is:retweet from:eve OR from:nobody") == [first]
    assert find("is:retweet from:eve OR -from:nobody") == [first, second, third]
    assert find("is:retweet from:bob OR coffee") == [first]


def set_counters(tweet: Tweet, **counters: int) -> None:
    get_tweet_model()._base_manager.filter(pk=tweet.pk).update(**counters)


def test_minimums_are_of_the_counters(ada: Profile, find: Find) -> None:
    tweets = [make_tweet(ada, f"tea {n}") for n in range(4)]
    for number, tweet in enumerate(tweets):
        set_counters(tweet, like_count=number, reply_count=3 - number, retweet_count=2)
    assert find("tea min_faves:2") == find("min_faves:2") == tweets[2:]
    assert find("tea -min_faves:2") == tweets[:2]
    assert find("min_faves:1 min_replies:1") == tweets[1:3]
    assert find("tea min_faves:0 min_retweets:2") == tweets
    assert find(f"tea min_faves:{'9' * 400}") == []
    retweet = services.retweet(make_profile(), tweets[3], **TWEET_EXTRA)
    services.retweet(make_profile(), tweets[0], **TWEET_EXTRA)
    assert find("tea is:retweet min_faves:3") == [retweet]


def test_minimum_is_looked_for_in_a_bounded_number_of_matches(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tweet_search, "MAX_COUNTED", 4)
    tweets = [make_tweet(ada, "tea") for _ in range(6)]
    make_tweet(ada, "the newest")
    set_counters(tweets[0], like_count=5)
    page = find_page("tea min_faves:5", size=2)
    assert page.rows == []
    assert page.older
    query = search.parse_query("tea min_faves:5")
    page = search.search_tweets(query, None, page.older, 2)
    assert (page.rows, page.older) == ([tweets[0]], None)


@pytest.mark.parametrize(
    "typed", ["tea min_faves:5", "tea OR milk", "lang:de OR tea", "min_faves:5"]
)
def test_hidden_matches_change_neither_page_nor_statements(
    ada: Profile, typed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tweet_search, "MAX_COUNTED", 4)
    bob = make_profile("bob")
    shown = make_tweet(ada, "tea", language="de")
    make_tweet(bob, "the newest")
    set_counters(shown, like_count=5)
    with CaptureQueriesContext(connection) as before:
        page = find_page(typed, bob, 2)
    assert (page.rows, page.older) == ([shown], None)
    for number in range(12):
        hidden = make_tweet(ada, "tea", language="de", visibility="followers")
        set_counters(hidden, like_count=number)
    with CaptureQueriesContext(connection) as after:
        page = find_page(typed, bob, 2)
    assert (page.rows, page.newer, page.older) == ([shown], None, None)
    assert len(before) == len(after)


def test_tweets_are_found_by_language(ada: Profile, find: Find) -> None:
    german, brazilian, unknown = (
        make_tweet(ada, "tea", language=language) for language in ("de", "pt-BR", "")
    )
    assert find("lang:de") == find("tea LANG:DE") == [german]
    assert find("lang:pt") == find("lang:pt-br") == find("lang:pt_BR") == [brazilian]
    assert find("lang:pt-pt") == find("lang:en") == []
    assert find("-lang:de tea") == [brazilian, unknown]
    assert find("lang:de OR lang:pt") == [german, brazilian]
    unknown.language = "en_GB"
    unknown.save(update_fields=["language"])
    assert find("lang:en") == find("lang:en-gb") == [unknown]
