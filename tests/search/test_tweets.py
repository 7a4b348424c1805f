"""Search results are equal with a full text index, with a scan of entries, and with both."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_tweet_model, search, services
from django_tweets.models import Follow
from django_tweets.search.backends import (
    IdRange,
    Matches,
    TermQuery,
    base,
    unindexed,
)
from django_tweets.timelines import Cursor
from tests.attachment_samples import draw_picture, make_attachments
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most
from tests.search.conftest import COMMITTED

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet
    from tests.search.conftest import Find

PLAIN = {"BACKEND": "django_tweets.search.backends.unindexed.UnindexedSearch"}

pytestmark = COMMITTED


@pytest.fixture(params=["default", "by index", "plain"], autouse=True)
def backend(request: pytest.FixtureRequest, settings: Any) -> str:
    if request.param == "by index":
        request.getfixturevalue("by_index")
    if request.param == "plain":
        settings.DJANGO_TWEETS_SEARCH = PLAIN
    return str(request.param)


@pytest.fixture
def ada(db: None) -> Profile:
    return make_profile("ada")


@pytest.fixture
def bob(db: None) -> Profile:
    return make_profile("bob")


def get_texts(tweets: list[Tweet]) -> list[str]:
    return [tweet.shown.content for tweet in tweets]


TEXTS = [
    "Coffee is cold.",
    "Cold coffee, again? #Ferry",
    "The café's decaf: e-mail me",
    "a b",
    "to be or not to be",
    "東京都に行く",
    "京都に行く",
    "Привет, мир 👍🏽",
    "https://example.org/some-page #été",
    "xwcoffee AND coffeehouse NOT tea*",
    "the newest",
]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("coffee", [0, 1]),
        ("COFFEE cold", [0, 1]),
        ('"coffee is"', [0]),
        ('"cold coffee"', [1]),
        ('coffee -"cold coffee"', [0]),
        ("coffee -again", [0]),
        ("coffee -tea", [0, 1]),
        ("cafe", [2]),
        ("e-mail", [2]),
        ('"me mail"', []),
        ("a", [3]),
        ("to be", [4]),
        ('"be to"', []),
        ('"or not to"', [4]),
        ("東京", [5]),
        ("京都", [5, 6]),
        ("都", [5, 6]),
        ("行く -東京", [6]),
        ("мир", [7]),
        ("👍", [7]),
        ("some-page", [8]),
        ("example.org", [8]),
        ("#ÉTÉ", [8]),
        ("#ete", []),  # accents are significant, as on hashtag pages
        ("ete", [8]),
        ("#ferry", [1]),
        ("#coffee", []),
        ("ferry coffee", [1]),
        ("has:link", [8]),
        ("has:hashtag -has:link", [1]),
        ("xwcoffee", [9]),
        ("and not", [9]),
        ("tea*", [9]),
        ("coffeeh", []),
        ("%", []),
        ("_offee", []),
        ("the", [2, 10]),
        ("newest", [10]),
        ("-coffee -to -the", [3, 5, 6, 7, 8, 9]),
    ],
)
def test_tweets_are_found_by_text(ada: Profile, find: Find, typed: str, found: list[int]) -> None:
    for text in TEXTS:
        make_tweet(ada, text)
    assert get_texts(find(typed)) == [TEXTS[n] for n in found]


def test_tweets_are_found_by_their_attachments(ada: Profile, find: Find) -> None:
    picture, animation, video, sound = (
        make_tweet(ada, word) for word in ("one", "two", "three", "four")
    )
    make_tweet(ada, "a teapot in words")
    make_attachments(picture, {"alt": "A teapot"}, {"alt": "and two cups"})
    make_attachments(animation, {"kind": "gifv", "alt": "steam"})
    make_attachments(video, {"kind": "video", "alt": ""})
    make_attachments(sound, {"kind": "audio", "alt": ""})
    assert find("has:media") == find("filter:media") == [picture, animation, video, sound]
    assert find("has:image") == find("has:images") == find("filter:images") == [picture]
    assert find("has:video") == find("has:videos") == find("filter:videos") == [animation, video]
    assert find("has:audio") == [sound]
    assert find("teapot has:media") == find('"and two cups"') == [picture]
    assert find("has:media -has:video") == [picture, sound]
    assert find('"teapot and"') == []  # no phrase across two descriptions


def test_edited_descriptions_are_found(ada: Profile, find: Find) -> None:
    picture = services.upload(ada, draw_picture(), alt="a teapot")
    tweet = services.publish(ada, "", attachments=[picture], **TWEET_EXTRA)
    assert find("teapot") == [tweet]
    picture.alt = "a kettle"
    services.edit(tweet, "", attachments=[picture])
    assert (find("teapot"), find("kettle")) == ([], [tweet])
    services.edit(tweet, "nothing to see", attachments=[])
    assert (find("kettle"), find("has:media")) == ([], [])


def test_tweets_are_found_by_profile(ada: Profile, bob: Profile, find: Find) -> None:
    said = make_tweet(ada, "@bob and @nobody, hello")
    answer = services.publish(bob, "Hello!", in_reply_to=said, **TWEET_EXTRA)
    quote = services.publish(bob, "Hear", quote_of=said, **TWEET_EXTRA)
    make_tweet(make_profile(), "hello")
    assert find("from:ada") == [said]
    assert find("from:@ADA hello") == [said]
    assert find("from:bob") == [answer, quote]
    assert find("to:ada") == find("filter:replies") == find("hello is:reply from:bob") == [answer]
    assert find("is:quote") == [quote]
    assert find("from:bob -is:quote") == [answer]
    assert find("@bob") == find("@nobody") == find("has:mention") == [said]
    assert find("from:nobody") == find("to:nobody") == find("from:ada from:nobody") == []
    assert find("hello from:ada -from:nobody -from:bob") == [said]
    services.update_profile(bob, handle="robert")
    assert find("@robert") == [said]
    assert find("from:robert -is:quote") == [answer]


def test_content_warning_is_searched(ada: Profile, find: Find) -> None:
    tweet = make_tweet(ada, "it was the butler", content_warning="Spoiler! End")
    make_tweet(ada, "spoiler")
    assert find("spoiler butler") == find("has:warning") == [tweet]
    assert find('"end it"') == find('"butler spoiler"') == []
    tweet.content_warning = "nothing"
    tweet.save(update_fields=["content_warning"])
    assert find("nothing butler") == [tweet]
    assert find("spoiler butler") == []


def test_edited_and_deleted_tweets(ada: Profile, find: Find) -> None:
    tweet = make_tweet(ada, "before")
    make_tweet(ada, "the newest")
    services.edit(tweet, "after")
    assert find("before") == []
    assert find("after") == [tweet]
    type(tweet).objects.filter(pk=tweet.pk).update(like_count=3)
    tweet.refresh_from_db()
    tweet.save(update_fields=["language"])
    tweet.save()
    assert find("after") == [tweet]
    services.delete(tweet)
    assert find("after") == []


def test_tweets_created_in_bulk_are_found(ada: Profile, find: Find) -> None:
    model: Any = get_tweet_model()
    model.objects.bulk_create(
        model(profile=ada, content=f"import {n}", **TWEET_EXTRA) for n in range(3)
    )
    assert get_texts(find("import")) == ["import 0", "import 1", "import 2"]


def test_tweets_are_found_by_day(ada: Profile, find: Find, settings: Any) -> None:
    # In the site's time zone, Lisbon, which is UTC in winter.
    moments = [datetime(2026, 1, day, 12, tzinfo=UTC) for day in (30, 31)]
    if not settings.USE_TZ:
        moments = [moment.replace(tzinfo=None) for moment in moments]
    first, second = (make_tweet(ada, "day", created_at=moment) for moment in moments)
    newest = make_tweet(ada, "day")
    assert find("day since:2026-01-31") == [second, newest]
    assert find("since:2026-01-31 until:2026-02-01") == [second]
    assert find("day until:2026-01-31") == find("-since:2026-01-31") == [first]
    assert find("day since:1970-01-01 until:9999-12-31") == [first, second, newest]
    assert find("day since:9999-12-31") == find("until:0001-01-01") == []


def test_retweets_are_found(ada: Profile, bob: Profile, find: Find) -> None:
    coffee, tea = make_tweet(ada, "coffee"), make_tweet(ada, "tea")
    eve = make_profile("eve")
    by_bob = services.retweet(bob, coffee, **TWEET_EXTRA)
    by_eve = services.retweet(eve, coffee, **TWEET_EXTRA)
    of_tea = services.retweet(eve, tea, **TWEET_EXTRA)
    assert find("coffee") == find("coffee -is:retweet") == [coffee]
    assert find("-is:retweet") == [coffee, tea]
    assert find("coffee is:retweet") == [by_bob, by_eve]
    assert find("is:retweet") == [by_bob, by_eve, of_tea]
    assert find("is:retweet from:eve") == [by_eve, of_tea]
    assert find("is:retweet from:eve from:bob") == find("is:retweet from:nobody") == []
    assert find("is:retweet -from:eve -from:nobody") == [by_bob]
    assert find("coffee is:retweet from:ada") == []
    assert find("is:retweet since:2026-01-01", size=1) == [of_tea]
    page = search.search_tweets(search.parse_query("is:retweet"), None, Cursor(before=of_tea.pk), 1)
    assert page.rows == [by_eve]
    assert search.search_tweets(
        search.parse_query("is:retweet"), None, Cursor(after=by_bob.pk), 1
    ).rows == [by_eve]


def test_pages_continue_at_cursors(ada: Profile) -> None:
    tweets = [make_tweet(ada, "tea" if n % 2 else "coffee") for n in range(10)][::-2]
    query = search.parse_query("tea")
    cursor, seen = Cursor(), []
    while True:
        page = search.search_tweets(query, None, cursor, 2)
        seen.append(page.rows)
        if not page.older:
            break
        cursor = page.older
    assert seen == [tweets[:2], tweets[2:4], tweets[4:]]
    page = search.search_tweets(query, None, Cursor(after=tweets[4].pk), 2)
    assert page.rows == tweets[2:4]
    assert (page.newer, page.older) == (Cursor(after=tweets[2].pk), Cursor(before=tweets[3].pk))
    assert search.search_tweets(query, None, Cursor(after=tweets[2].pk), 2).newer is None
    assert (
        search.search_tweets(query, None, Cursor(after=tweets[4].pk, before=tweets[1].pk)).rows
        == (tweets[2:4])
    )
    since = search.parse_query("tea since:2026-01-01")
    assert search.search_tweets(since, None, size=2).rows == tweets[:2]


def test_results_depend_on_visibility(ada: Profile, bob: Profile, find: Find) -> None:
    shown = make_tweet(ada, "secret")
    hidden = make_tweet(ada, "secret", visibility="followers")
    assert find("secret") == find("secret", bob) == [shown]
    assert find("secret", ada) == [shown, hidden]
    unlisted = make_tweet(ada, "unlisted", visibility="unlisted")
    assert find("unlisted") == find("unlisted", bob) == []
    assert find("unlisted", ada) == [unlisted]
    services.follow(bob, ada)
    assert find("secret", bob) == [shown, hidden]
    assert find("unlisted", bob) == [unlisted]
    services.mute(bob, ada)
    assert find("secret", bob) == find("from:ada", bob) == []
    services.unmute(bob, ada)
    services.block(ada, bob)
    assert find("secret", bob) == find("from:ada", bob) == find("@ada", bob) == []


def test_hidden_matches_do_not_change_the_page(ada: Profile, bob: Profile) -> None:
    """A shorter page, or a next page without rows, would reveal them."""
    first = make_tweet(ada, "secret")
    for _ in range(40):
        make_tweet(ada, "secret", visibility="followers")
    page = search.search_tweets(search.parse_query("secret"), bob, size=1)
    assert (page.rows, page.newer, page.older) == ([first], None, None)
    hidden = search.search_tweets(search.parse_query("secret -first since:2026-01-01"), bob, size=5)
    assert (hidden.rows, hidden.older) == ([first], None)
    page = search.search_tweets(search.parse_query("secret from:ada is:reply"), bob)
    assert (page.rows, page.newer, page.older) == ([], None, None)


def test_any_number_of_hidden_matches_takes_the_same_statements(ada: Profile, bob: Profile) -> None:
    first = make_tweet(ada, "secret")
    make_tweet(bob, "the newest")
    query = search.parse_query("secret")
    with CaptureQueriesContext(connection) as before:
        assert search.search_tweets(query, bob, size=2).rows == [first]
    for _ in range(60):
        make_tweet(ada, "secret", visibility="followers")
    with CaptureQueriesContext(connection) as after:
        page = search.search_tweets(query, bob, size=2)
    assert (page.rows, page.older) == ([first], None)
    assert len(before) == len(after)


class ForeignSearch(unindexed.UnindexedSearch):
    """A backend that knows nothing of visibility, as one of a host."""

    applies_visibility = False

    def find(self, query: TermQuery, id_range: IdRange, size: int) -> Matches:
        assert size == base.MAX_CANDIDATES
        return super().find(replace(query, readable=None), id_range, size)


def test_matches_of_a_backend_without_visibility_are_filtered(
    ada: Profile, bob: Profile, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DJANGO_TWEETS_SEARCH = {"BACKEND": f"{__name__}.ForeignSearch"}
    monkeypatch.setattr(base, "MAX_CANDIDATES", 6)
    query = search.parse_query("secret")
    first = make_tweet(ada, "secret")
    hidden = [make_tweet(ada, "secret", visibility="followers") for _ in range(4)]
    page = search.search_tweets(query, bob, size=2)
    assert (page.rows, page.older) == ([first], None)
    assert search.search_tweets(query, ada, size=2).rows == hidden[:1:-1]
    hidden += [make_tweet(ada, "secret", visibility="followers") for _ in range(2)]
    page = search.search_tweets(query, bob, size=2)
    assert (page.rows, page.older) == ([], Cursor(before=hidden[0].pk))


def test_hidden_profile_is_an_unknown_handle(ada: Profile, bob: Profile) -> None:
    """A search for their tweets asks no index, as for a handle that nobody has."""
    make_tweet(ada, "@bob pin", visibility="public")
    services.update_profile(ada, is_protected=True)
    for typed in ("from:{} pin", "is:retweet from:{}", "@bob from:{} has:mention"):
        statements = []
        for handle in ("ada", "nobody"):
            with CaptureQueriesContext(connection) as captured:
                page = search.search_tweets(search.parse_query(typed.format(handle)), bob)
            assert page.rows == []
            statements.append([re.sub(r"IN \(.*?\)", "", query["sql"]) for query in captured])
        assert statements[0] == statements[1]
    Follow.objects.create(follower=bob, followed=ada)
    assert len(search.search_tweets(search.parse_query("from:ada pin"), bob).rows) == 1


def test_mention_of_a_hidden_profile_is_one_of_nobody(ada: Profile, bob: Profile) -> None:
    """Blocked by one and searching for a suspended one, ada finds the handle as it is written."""
    gone = make_profile("gone")
    texts = {name: f"tea @{name}" for name in ("bob", "gone", "nobody")}
    tweets = {name: services.publish(ada, text, **TWEET_EXTRA) for name, text in texts.items()}
    services.block(bob, ada)
    services.update_profile(gone, is_suspended=True)
    for name in texts:
        for typed in ("@{}", "tea @{}", "tea -@{}", "-@{}", "to:{}", "-to:{} tea"):
            rows = search.search_tweets(search.parse_query(typed.format(name)), ada).rows
            others = [tweets[other] for other in reversed(texts) if other != name]
            everything = [*reversed(tweets.values())]
            expected = {"to:{}": [], "-to:{} tea": everything}.get(
                typed, others if "-" in typed else [tweets[name]]
            )
            assert rows == expected, typed


@pytest.mark.parametrize("count", [1, 25])
def test_query_count_does_not_depend_on_the_number_of_matches(
    ada: Profile, bob: Profile, backend: str, count: int
) -> None:
    for _ in range(count):
        make_tweet(ada, "@bob tea #tag")
    make_tweet(ada, "the newest")
    # The named profiles, the entries, the tweets, the mentioned profiles, and what the reader did.
    # The entries take a statement of FTS5; or the ends of the windows, a window and the index; or
    # the ends and three windows.
    is_fts5 = connection.vendor == "sqlite" and backend != "plain"
    with at_most(6 if is_fts5 else 8 if backend == "plain" else 7):
        page = search.search_tweets(search.parse_query("tea from:ada #tag @bob"), bob)
    assert len(page.rows) == min(count, 20)


def test_retweet_has_no_search_entry(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "tea")
    assert str(tweet.search_entry) == str(tweet.pk)
    assert not hasattr(services.retweet(bob, tweet, **TWEET_EXTRA), "search_entry")
