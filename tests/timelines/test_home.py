"""Home on the default backend: number of queries and batches. test_contract.py has the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from django_tweets import services, timelines
from django_tweets.models import Visibility
from django_tweets.timelines import statements
from django_tweets.timelines.backends import pull
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets
from tests.pace import set_pace

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

ADAPTIVE_PULL = "django_tweets.timelines.backends.pull.AdaptivePull"


@pytest.fixture
def many(settings: Any) -> None:
    """Let any number of followed people count as many."""
    settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 0}}


def follow(reader: Profile, count: int, **fields: Any) -> list[Profile]:
    """Create profiles that reader follows."""
    people = [make_profile(**fields) for _ in range(count)]
    for person in people:
        services.follow(reader, person)
    reader.refresh_from_db()
    assert reader.user  # loaded, as in a request
    return people


@pytest.mark.parametrize("followed", [1, 30])
@pytest.mark.parametrize("tweets", [1, 3])
def test_home_of_few_authors_is_four_queries(
    ada: Profile, followed: int, tweets: int, django_assert_num_queries: Any
) -> None:
    for person in follow(ada, followed):
        make_tweets(person, tweets)
    # followed people and hashtags, newest of each, visible candidates, viewer flags
    with django_assert_num_queries(4):
        page = timelines.home(ada)
    assert len(page.rows) == min(followed * tweets, timelines.PAGE_SIZE)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("followed", [1, 30])
def test_home_of_many_authors_is_four_queries(
    ada: Profile, followed: int, django_assert_num_queries: Any
) -> None:
    for person in follow(ada, followed):
        make_tweet(person)
    # newest of the site, followed hashtags, visible candidates, viewer flags
    with django_assert_num_queries(4):
        page = timelines.home(ada)
    assert len(page.rows) == min(followed, timelines.PAGE_SIZE)


def test_quotes_are_one_query_more(ada: Profile, django_assert_num_queries: Any) -> None:
    tweet = make_tweet(ada)
    for _ in range(3):
        services.publish(ada, "see", quote_of=tweet, **TWEET_EXTRA)
    with django_assert_num_queries(5):
        page = timelines.home(ada)
    assert [each.quoted for each in page.rows] == [tweet, tweet, tweet, None]


def test_home_is_complete_with_a_wrong_following_count(ada: Profile, settings: Any) -> None:
    """The count decides only how candidates are read."""
    settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 2}}
    tweets = [make_tweet(person) for person in follow(ada, 3)]
    ada.following_count = 0
    assert timelines.home(ada).rows == tweets[::-1]


def test_second_batch_has_more_of_each_author(ada: Profile) -> None:
    """The newest tweets of one author are all replies to people whom ada doesn't follow."""
    (chatty,) = follow(ada, 1)
    kept = make_tweet(chatty)
    stranger = make_tweet(make_profile())
    for _ in range(8):
        services.publish(chatty, "no", in_reply_to=stranger, **TWEET_EXTRA)
    page = timelines.home(ada, size=1)
    assert page.rows == [kept]


def test_number_of_batches_for_a_page_is_bounded(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page stays empty and links to an older page."""
    monkeypatch.setattr(statements, "ENTRIES_PER_ATTEMPT", (1, 1))
    (chatty,) = follow(ada, 1)
    kept = make_tweet(chatty)
    stranger = make_tweet(make_profile())
    for _ in range(15):
        services.publish(chatty, "no", in_reply_to=stranger, **TWEET_EXTRA)
    page = timelines.home(ada, size=1)
    assert (page.rows, page.newer) == ([], None)
    seen = [page]
    while page.older:
        page = timelines.home(ada, page.older, size=1)
        seen.append(page)
    assert [row for each in seen for row in each.rows] == [kept]
    assert len(seen) < 15


@pytest.mark.usefixtures("many")
def test_home_of_silent_authors_is_at_most_ten_queries(
    ada: Profile, django_assert_max_num_queries: Any
) -> None:
    """Newer tweets by other people are not in home, and are not read."""
    set_pace(timedelta(0))
    people = follow(ada, 6)
    old = [make_tweet(person) for person in people for _ in range(2)]
    make_tweets(make_profile(), 20)
    with django_assert_max_num_queries(10):
        page = timelines.home(ada, size=4)
    assert page.rows == old[:-5:-1]


@pytest.mark.usefixtures("many")
def test_second_window_fills_the_page(ada: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one goes back two hours, the second one ten."""
    monkeypatch.setattr(pull, "WINDOWS", (2, 8))
    set_pace(timedelta(hours=1))
    (friend,) = follow(ada, 1)
    now = timezone.now() - timedelta(minutes=5)
    tweets = [make_tweet(friend, created_at=now - timedelta(hours=n)) for n in range(12)]
    first = timelines.home(ada, size=4)
    assert first.rows == tweets[:4]
    assert first.older
    assert timelines.home(ada, first.older, size=4).rows == tweets[4:8]
    above = timelines.Cursor(after=tweets[-1].pk)
    assert timelines.home(ada, above, size=4).rows == tweets[7:11]


@pytest.mark.usefixtures("many")
def test_window_stops_where_much_more_was_written(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pull, "WINDOWS", (1, 2))
    set_pace(timedelta(hours=1))
    (friend,) = follow(ada, 1)
    tweets = make_tweets(friend, 30)
    found, cursor = [], timelines.Cursor()
    while True:
        page = timelines.home(ada, cursor, size=6)
        found += page.rows
        if page.older is None:
            break
        cursor = page.older
    assert found == tweets[::-1]


def test_hidden_tweets_are_not_counted_as_new(ada: Profile) -> None:
    (friend,) = follow(ada, 1)
    seen = make_tweet(friend)
    make_tweet(friend, visibility=Visibility.MENTIONED)
    make_tweet(friend)
    assert timelines.count_newer(ada, seen.pk) == 1


def test_home_reads_another_batch_after_replies_to_strangers(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also if the second attempt of the backend finds nothing else."""
    monkeypatch.setattr(statements, "ENTRIES_PER_ATTEMPT", (1, 1))
    (chatty,) = follow(ada, 1)
    kept = make_tweet(chatty)
    stranger = make_tweet(make_profile())
    for _ in range(8):
        services.publish(chatty, "no", in_reply_to=stranger, **TWEET_EXTRA)
    assert timelines.home(ada, size=1).rows == [kept]


def test_repeated_retweets_leave_room_for_other_tweets(ada: Profile) -> None:
    author, *fans = follow(ada, 4)
    oldest, middle, newest = make_tweets(author, 3)
    retweets = [services.retweet(fan, newest) for fan in fans]
    page = timelines.home(ada, size=2)
    assert page.rows == [retweets[-1], middle]
    assert page.older is not None
    assert timelines.home(ada, page.older, size=2).rows == [oldest]
