"""The contract of timeline backends as tests, for the default one and for those of hosts.

    class OurBackendTests(TimelineContract, TestCase):
        tweet_fields = {"mood": 3}  # fields that your tweet model requires

It tests the backend that DJANGO_TWEETS_TIMELINE names.
"""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import connections, router
from django.test.utils import CaptureQueriesContext

from .. import services, timelines
from ..models import Follow, Mute, Visibility
from ..snowflake import MAX_ID
from ..swapping import get_profile_model, get_tweet_model
from .factories import make_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.test import TestCase

    from .factories import Profile, Tweet

    Base = TestCase
else:
    Base = object

MAX_QUERIES = 10  # the limit of timelines.home()


class TimelineContract(Base):
    """Mix this into a django.test.TestCase."""

    tweet_fields: ClassVar[dict[str, Any]] = {}
    """Fields that the host's own tweet model requires."""

    def setUp(self) -> None:
        super().setUp()
        self.enterContext(services.without_limits())  # a test publishes the same text many times
        self.reader, self.friend, self.other = (make_profile() for _ in range(3))
        services.follow(self.reader, self.friend)

    def publish(self, author: Profile, content: str = "hello", **options: Any) -> Tweet:
        """Publish a tweet by author."""
        return services.publish(author, content, **options, **self.tweet_fields)

    def home(self, viewer: Profile | None = None, **options: Any) -> timelines.Page:
        """Return a page of the home of viewer (default: the reader). Reads the profile again."""
        viewer = viewer or self.reader
        return timelines.home(get_profile_model()._rows.get(pk=viewer.pk), **options)

    def assert_home(self, *tweets: Tweet) -> None:
        """Assert that home has exactly these tweets. They are given oldest first."""
        self.assertEqual(self.home().rows, [*reversed(tweets)])

    # Authors

    def test_empty_home_has_no_neighbours(self) -> None:
        page = self.home()
        self.assertEqual((page.rows, page.newer, page.older), ([], None, None))

    def test_home_has_own_tweets_and_those_of_followed_people(self) -> None:
        mine = self.publish(self.reader)
        theirs = self.publish(self.friend)
        self.publish(self.other)
        self.assert_home(mine, theirs)

    def test_reader_without_follows_has_own_tweets(self) -> None:
        mine = self.publish(self.other)
        self.publish(self.friend)
        self.assertEqual(self.home(self.other).rows, [mine])

    def test_follow_and_unfollow_take_effect_at_once(self) -> None:
        tweets = [self.publish(self.other), self.publish(self.friend)]
        services.follow(self.reader, self.other)
        self.assert_home(*tweets)
        services.unfollow(self.reader, self.friend)
        self.assert_home(tweets[0])

    def test_muted_authors_are_left_out(self) -> None:
        services.follow(self.reader, self.other)
        tweet = self.publish(self.other)
        services.retweet(self.friend, tweet)
        self.publish(self.friend, in_reply_to=tweet)
        kept = self.publish(self.friend)
        services.mute(self.reader, self.other)
        self.assert_home(kept)

    def test_blocking_and_blocked_authors_are_left_out(self) -> None:
        for pair in ((self.reader, self.other), (self.other, self.reader)):
            tweet = self.publish(self.other)
            services.retweet(self.friend, tweet)
            services.block(*pair)
            self.assert_home()
            services.unblock(*pair)

    def test_suspended_authors_are_left_out(self) -> None:
        kept = self.publish(self.friend)
        services.follow(self.reader, self.other)
        services.retweet(self.friend, self.publish(self.other))
        services.retweet(self.other, kept)
        self._update_profile(self.other, is_suspended=True)
        self.assert_home(kept)

    def test_protected_authors_are_shown_to_followers(self) -> None:
        tweet = self.publish(self.friend)
        services.update_profile(self.friend, is_protected=True)
        self.assert_home(tweet, self.publish(self.friend))

    def test_retweet_of_an_author_protected_since_is_left_out(self) -> None:
        services.retweet(self.friend, self.publish(self.other))
        services.update_profile(self.other, is_protected=True)
        self.assert_home()

    # Tweets

    def test_retweets_are_in_home(self) -> None:
        first = services.retweet(self.friend, self.publish(self.other))
        second = services.retweet(self.reader, self.publish(self.other))
        self.assert_home(first, second)

    def test_tweet_that_several_people_retweet_is_listed_once(self) -> None:
        tweet = self.publish(self.friend)
        services.retweet(self.friend, tweet)
        services.follow(self.reader, self.other)
        last = services.retweet(self.other, tweet)
        self.assert_home(last)

    def test_hidden_retweet_does_not_hide_the_tweet(self) -> None:
        tweet = self.publish(self.friend)
        services.follow(self.reader, self.other)
        services.retweet(self.other, tweet, visibility=Visibility.MENTIONED)
        self.assert_home(tweet)

    def test_replies_to_followed_people_are_in_home(self) -> None:
        services.follow(self.reader, self.other)
        root = self.publish(self.friend)
        reply = self.publish(self.other, in_reply_to=root)
        thread = self.publish(self.friend, in_reply_to=root)
        self.assert_home(root, reply, thread)

    def test_replies_to_other_people_are_left_out(self) -> None:
        self.publish(self.friend, in_reply_to=self.publish(self.other))
        self.assert_home()

    def test_replies_to_and_by_the_reader_are_in_home(self) -> None:
        root = self.publish(self.reader)
        reply = self.publish(self.friend, in_reply_to=root)
        mine = self.publish(self.reader, in_reply_to=self.publish(self.other))
        self.publish(self.other, in_reply_to=root)
        self.assert_home(root, reply, mine)

    def test_tweets_for_other_people_are_left_out(self) -> None:
        self.publish(self.friend, visibility=Visibility.MENTIONED)
        followers = self.publish(self.friend, visibility=Visibility.FOLLOWERS)
        unlisted = self.publish(self.friend, visibility=Visibility.UNLISTED)
        named = self.publish(self.friend, f"@{self.reader.handle}", visibility=Visibility.MENTIONED)
        self.assert_home(followers, unlisted, named)

    def test_deleted_tweets_are_left_out(self) -> None:
        tweet, kept = self.publish(self.other), self.publish(self.friend)
        services.retweet(self.friend, tweet)
        services.delete(self.publish(self.friend))
        services.delete(tweet)
        self.assert_home(kept)

    # Pages

    def test_pages_go_down_and_up(self) -> None:
        for n in range(11):
            self.publish(self.friend if n % 3 else self.reader)
        pages = self.assert_every_page(self.reader, size=4)
        self.assertEqual([len(page.rows) for page in pages], [4, 4, 3])

    def test_full_last_page_has_no_neighbours(self) -> None:
        for _ in range(4):
            self.publish(self.friend)
        page = self.home(size=4)
        self.assertEqual((len(page.rows), page.newer, page.older), (4, None, None))

    def test_new_tweets_do_not_move_an_older_page(self) -> None:
        tweets = [self.publish(self.friend) for _ in range(4)]
        older = self.home(size=2).older
        for _ in range(3):
            self.publish(self.friend)
        self.assertEqual(self.home(cursor=older, size=2).rows, [tweets[1], tweets[0]])

    def test_newer_tweets_of_others_are_counted(self) -> None:
        seen = self.publish(self.friend)
        self.publish(self.other)
        tweet = self.publish(self.friend)
        self.publish(self.friend)
        services.retweet(self.reader, tweet)
        self.publish(self.reader)  # own tweets are not counted
        reader = get_profile_model()._rows.get(pk=self.reader.pk)
        self.assertEqual(timelines.count_newer(reader, seen.pk), 2)
        self.assertEqual(timelines.count_newer(reader, seen.pk, limit=1), 1)
        self.assertEqual(timelines.count_newer(reader, self.home().rows[0].pk), 0)

    # Cost

    def test_number_of_queries_is_bounded(self) -> None:
        """Neither more followed people nor more tweets need more queries."""
        for _ in range(3):
            for author in (self.friend, self.reader):
                tweet = self.publish(author)
                self.publish(author, quote_of=tweet)
                self.publish(author, in_reply_to=tweet)
            self.assert_cost()
            for _ in range(4):
                friend = make_profile()
                services.follow(self.reader, friend)
                services.retweet(friend, self.publish(friend))

    def assert_cost(self) -> None:
        """Assert that a page and a poll take at most MAX_QUERIES queries."""
        reader = get_profile_model()._rows.get(pk=self.reader.pk)
        connection = connections[router.db_for_read(get_tweet_model())]
        reads: list[Callable[[], Any]] = [
            lambda: timelines.home(reader),
            lambda: timelines.home(reader, size=1),
            lambda: timelines.count_newer(reader, 0),
        ]
        for read in reads:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                read()
            self.assertLessEqual(len(queries), MAX_QUERIES)

    # Everything together

    def test_random_community_has_the_expected_homes(self) -> None:
        """Each page equals expected_home(), which is computed from all tweets."""
        for seed in range(2):
            with self.subTest(seed=seed):
                people = self._make_community(random.Random(seed))
                for reader in people[:2]:
                    for size in (3, 20):
                        self.assert_every_page(reader, size)

    def assert_every_page(self, reader: Profile, size: int) -> list[timelines.Page]:
        """Read reader's home down and up; assert that each page has the tweets of its range.

        No page has other tweets, or one tweet twice, and none is skipped between two pages.
        """
        reader = get_profile_model()._rows.get(pk=reader.pk)
        home = expected_home(reader)
        pages, top, cursor = [], MAX_ID + 1, timelines.Cursor()
        while True:
            page = timelines.home(reader, cursor, size)
            bottom = page.older.before or 0 if page.older else 0
            there = [t for t in home if bottom <= t.pk < top]
            self.assert_page(page, _distinct(there), size)
            pages.append(page)
            if not page.older:
                break
            self.assertLess(bottom, top, "the page doesn't move")
            top, cursor = bottom, timelines.Cursor(before=bottom)
        edge = bottom = pages[-1].rows[-1].pk - 1 if pages[-1].rows else 0
        while True:
            page = timelines.home(reader, timelines.Cursor(after=bottom), size)
            after = page.newer.after if page.newer else None
            there = [t for t in home if t.pk > bottom and (after is None or t.pk <= after)]
            self.assert_page(page, _distinct(reversed(there))[::-1], size)
            if after is None:
                break
            self.assertGreater(after, bottom, "the page doesn't move")
            bottom = after
        newer = _distinct([t for t in home if t.pk > edge][::-1])
        others = [t for t in newer if t.profile_id != reader.pk]
        self.assertEqual(timelines.count_newer(reader, edge, limit=1000), len(others))
        return pages

    def assert_page(self, page: timelines.Page, expected: list[Tweet], size: int) -> None:
        """Assert that page has the rows of expected, and at most size."""
        self.assertEqual([t.pk for t in page.rows], [t.pk for t in expected])
        self.assertLessEqual(len(page.rows), size)

    def _make_community(self, chance: random.Random) -> list[Profile]:
        people = [make_profile() for _ in range(12)]
        for person in people:
            for other in chance.sample(people, chance.randrange(1, 8)):
                if other != person:
                    services.follow(person, other)
        tweets: list[Tweet] = []
        for _ in range(90):
            author, tweet = chance.choice(people), chance.choice([None, None, *tweets[-20:]])
            with suppress(PermissionDenied):  # of a tweet that the author can't see
                if tweet is not None and chance.random() < 0.5:
                    services.retweet(author, tweet)
                else:
                    audience = chance.choice(["public", "public", "followers", "mentioned"])
                    tweets.append(self.publish(author, in_reply_to=tweet, visibility=audience))
        for person in people[:3]:
            services.mute(person, chance.choice([p for p in people if p != person]))
            services.block(person, chance.choice([p for p in people if p != person]))
        for person in people[-2:]:
            services.update_profile(person, is_protected=True)
        self._update_profile(people[-3], is_suspended=True)
        return people

    def _update_profile(self, profile: Profile, **fields: Any) -> None:
        get_profile_model()._base_manager.filter(pk=profile.pk).update(**fields)


def expected_home(reader: Profile) -> list[Tweet]:
    """Compute the whole home of reader from all tweets, newest first."""
    muted = set(Mute._base_manager.filter(muter=reader.pk).values_list("muted_id", flat=True))
    follows = Follow._base_manager.filter(follower=reader.pk)
    people = {*follows.values_list("followed_id", flat=True), reader.pk} - muted
    readable = get_tweet_model()._rows.visible_to(reader).select_related("retweet_of")
    return [
        tweet
        for tweet in readable.order_by("-pk")
        if tweet.profile_id in people
        and tweet.shown.profile_id not in muted
        and (
            tweet.in_reply_to_profile_id is None
            or tweet.in_reply_to_profile_id in people
            or tweet.profile_id == reader.pk
        )
    ]


def _distinct(tweets: Iterable[Tweet]) -> list[Tweet]:
    """Return tweets without later ones that show the same tweet."""
    first: dict[int, Tweet] = {}
    for tweet in tweets:
        first.setdefault(tweet.shown.pk, tweet)
    return list(first.values())
