from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import snowflake, timelines
from tests.factories import make_profile, make_tweets

if TYPE_CHECKING:
    from tests.factories import Profile
pytestmark = pytest.mark.django_db


def numbers(page: timelines.Page) -> list[int]:
    return [int(tweet.content.removeprefix("number ")) for tweet in page.tweets]


@pytest.mark.parametrize(
    "value", ["", "x", "-1", "1.0", "１２", "0x1", " 1", str(2**63), "9" * 19, "9" * 500]
)
@pytest.mark.parametrize("name", ["before", "after"])
def test_invalid_cursor_is_rejected(name: str, value: str) -> None:
    with pytest.raises(timelines.InvalidCursor):
        timelines.Cursor.parse({name: value})


def test_every_id_is_a_valid_cursor() -> None:
    assert timelines.Cursor.parse({}) == timelines.Cursor()
    parsed = timelines.Cursor.parse({"before": str(snowflake.MAX_ID), "after": "0"})
    assert parsed == timelines.Cursor(before=snowflake.MAX_ID, after=0)


@pytest.mark.parametrize(
    ("cursor", "query_string"),
    [
        (timelines.Cursor(), "?"),
        (timelines.Cursor(before=0), "?before=0"),
        (timelines.Cursor(before=7, after=3), "?before=7&after=3"),
        (timelines.RepliesCursor(known=7), "?known=7"),
        (timelines.RepliesCursor(after=0), "?after=0"),
    ],
)
def test_query_string_leads_back_to_the_cursor(cursor: timelines.Cursor, query_string: str) -> None:
    assert cursor.query_string == query_string
    assert type(cursor).parse({k: str(v) for k, v in cursor.params.items()}) == cursor


def test_pages_go_down_the_list_and_up_again(ada: Profile) -> None:
    make_tweets(ada, 7)
    page: Any = timelines.profile_tweets(ada, None, size=3)
    assert (numbers(page), page.newer) == ([7, 6, 5], None)
    page = timelines.profile_tweets(ada, None, page.older, size=3)
    assert numbers(page) == [4, 3, 2]
    page = timelines.profile_tweets(ada, None, page.older, size=3)
    assert (numbers(page), page.older) == ([1], None)
    page = timelines.profile_tweets(ada, None, page.newer, size=3)
    assert numbers(page) == [4, 3, 2]
    page = timelines.profile_tweets(ada, None, page.newer, size=3)
    assert (numbers(page), page.newer) == ([7, 6, 5], None)
    assert page.older


def test_new_tweets_do_not_move_an_older_page(ada: Profile) -> None:
    make_tweets(ada, 4)
    older: Any = timelines.profile_tweets(ada, None, size=2).older
    make_tweets(ada, 3)
    assert numbers(timelines.profile_tweets(ada, None, older, size=2)) == [2, 1]


def test_full_last_page_has_no_neighbours(ada: Profile) -> None:
    make_tweets(ada, 2)
    page = timelines.profile_tweets(ada, None, size=2)
    assert (numbers(page), page.older, page.newer) == ([2, 1], None, None)


def test_page_between_two_ids(ada: Profile) -> None:
    tweets = make_tweets(ada, 5)
    between = timelines.Cursor(before=tweets[4].pk, after=tweets[0].pk)
    page = timelines.profile_tweets(ada, None, between, size=2)
    assert numbers(page) == [4, 3]
    assert (page.older, page.newer) != (None, None)


def test_empty_list_has_no_neighbours(ada: Profile) -> None:
    page = timelines.profile_tweets(ada, None)
    assert (page.tweets, page.older, page.newer) == ([], None, None)


@pytest.mark.parametrize(
    "cursor", [timelines.Cursor(before=1), timelines.Cursor(after=snowflake.MAX_ID)]
)
def test_page_beyond_the_end_leads_to_the_first(ada: Profile, cursor: timelines.Cursor) -> None:
    make_tweets(ada, 1)
    page = timelines.profile_tweets(ada, None, cursor)
    assert (page.tweets, page.older, page.newer) == ([], None, timelines.Cursor())


def test_page_has_twenty_rows(ada: Profile) -> None:
    make_tweets(ada, 21)
    assert len(timelines.profile_tweets(ada, None).tweets) == timelines.PAGE_SIZE == 20


def test_hydration_keeps_order_and_drops_hidden_tweets(ada: Profile) -> None:
    one, two = make_tweets(ada, 2)
    (hidden,) = make_tweets(make_profile(is_protected=True), 1)
    tweets = timelines.hydrate([one.pk, 404, hidden.pk, two.pk], ada)
    assert tweets == [one, two]
    assert {tweet.hydrated_for for tweet in tweets} == {ada.pk}


def test_home_without_follows_is_own_tweets(ada: Profile, bob: Profile) -> None:
    make_tweets(ada, 2)
    make_tweets(bob, 1)
    assert numbers(timelines.home(ada)) == [2, 1]
