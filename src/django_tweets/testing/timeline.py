"""What any timeline backend must do for a home: one contract, for ours and for a host's own.

    class OurBackendTests(TimelineContract, TestCase):
        tweet_fields = {"mood": 3}  # what your tweet model requires beside ours

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

MAX_QUERIES = 10  # as timelines.home() promises


class TimelineContract(Base):
    """Mix this into a django.test.TestCase."""

    tweet_fields: ClassVar[dict[str, Any]] = {}
    """Fields that the host's own tweet model requires."""

    def setUp(self) -> None:
        super().setUp()
        self.reader, self.friend, self.other = (make_profile() for _ in range(3))
        services.follow(self.reader, self.friend)

    def publish(self, author: Profile, content: str = "hello", **options: Any) -> Tweet:
        """A new tweet by author."""
        return services.publish(author, content, **options, **self.tweet_fields)

    def home(self, viewer: Profile | None = None, **options: Any) -> timelines.Page:
        """A page of the home of viewer (the reader), as the database has them now."""
        viewer = viewer or self.reader
        return timelines.home(get_profile_model().objects.get(pk=viewer.pk), **options)

    def assert_home(self, *tweets: Tweet) -> None:
        """Home is tweets, the oldest of them first here, as they were written."""
        self.assertEqual(self.home().rows, [*reversed(tweets)])

    # Who

    def test_an_empty_home(self) -> None:
        page = self.home()
        self.assertEqual((page.rows, page.newer, page.older), ([], None, None))

    def test_what_one_says_and_what_those_say_whom_one_follows(self) -> None:
        mine = self.publish(self.reader)
        theirs = self.publish(self.friend)
        self.publish(self.other)
        self.assert_home(mine, theirs)

    def test_who_follows_nobody_reads_themselves(self) -> None:
        mine = self.publish(self.other)
        self.publish(self.friend)
        self.assertEqual(self.home(self.other).rows, [mine])

    def test_a_follow_and_its_end_take_effect_at_once(self) -> None:
        tweets = [self.publish(self.other), self.publish(self.friend)]
        services.follow(self.reader, self.other)
        self.assert_home(*tweets)
        services.unfollow(self.reader, self.friend)
        self.assert_home(tweets[0])

    def test_who_is_muted_is_left_out(self) -> None:
        services.follow(self.reader, self.other)
        tweet = self.publish(self.other)
        services.retweet(self.friend, tweet)
        self.publish(self.friend, in_reply_to=tweet)
        kept = self.publish(self.friend)
        services.mute(self.reader, self.other)
        self.assert_home(kept)

    def test_who_blocks_or_is_blocked_is_left_out(self) -> None:
        for pair in ((self.reader, self.other), (self.other, self.reader)):
            tweet = self.publish(self.other)
            services.retweet(self.friend, tweet)
            services.block(*pair)
            self.assert_home()
            services.unblock(*pair)

    def test_who_is_suspended_is_left_out(self) -> None:
        kept = self.publish(self.friend)
        services.follow(self.reader, self.other)
        services.retweet(self.friend, self.publish(self.other))
        services.retweet(self.other, kept)
        self._set(self.other, is_suspended=True)
        self.assert_home(kept)

    def test_whom_one_follows_may_be_protected(self) -> None:
        tweet = self.publish(self.friend)
        services.update_profile(self.friend, is_protected=True)
        self.assert_home(tweet, self.publish(self.friend))

    def test_a_retweet_of_somebody_who_is_protected_since_is_left_out(self) -> None:
        services.retweet(self.friend, self.publish(self.other))
        services.update_profile(self.other, is_protected=True)
        self.assert_home()

    # What

    def test_retweets(self) -> None:
        first = services.retweet(self.friend, self.publish(self.other))
        second = services.retweet(self.reader, self.publish(self.other))
        self.assert_home(first, second)

    def test_a_tweet_that_several_repeat_is_there_once(self) -> None:
        tweet = self.publish(self.friend)
        services.retweet(self.friend, tweet)
        services.follow(self.reader, self.other)
        last = services.retweet(self.other, tweet)
        self.assert_home(last)

    def test_a_retweet_that_may_not_be_read_hides_nothing(self) -> None:
        tweet = self.publish(self.friend)
        services.follow(self.reader, self.other)
        services.retweet(self.other, tweet, visibility=Visibility.MENTIONED)
        self.assert_home(tweet)

    def test_replies_to_those_whom_one_follows(self) -> None:
        services.follow(self.reader, self.other)
        root = self.publish(self.friend)
        reply = self.publish(self.other, in_reply_to=root)
        thread = self.publish(self.friend, in_reply_to=root)
        self.assert_home(root, reply, thread)

    def test_replies_to_others_are_left_out(self) -> None:
        self.publish(self.friend, in_reply_to=self.publish(self.other))
        self.assert_home()

    def test_replies_to_the_reader_and_by_the_reader(self) -> None:
        root = self.publish(self.reader)
        reply = self.publish(self.friend, in_reply_to=root)
        mine = self.publish(self.reader, in_reply_to=self.publish(self.other))
        self.publish(self.other, in_reply_to=root)
        self.assert_home(root, reply, mine)

    def test_what_is_not_for_the_reader_is_left_out(self) -> None:
        self.publish(self.friend, visibility=Visibility.MENTIONED)
        followers = self.publish(self.friend, visibility=Visibility.FOLLOWERS)
        unlisted = self.publish(self.friend, visibility=Visibility.UNLISTED)
        named = self.publish(self.friend, f"@{self.reader.handle}", visibility=Visibility.MENTIONED)
        self.assert_home(followers, unlisted, named)

    def test_what_has_been_deleted_is_left_out(self) -> None:
        tweet, kept = self.publish(self.other), self.publish(self.friend)
        services.retweet(self.friend, tweet)
        services.delete(self.publish(self.friend))
        services.delete(tweet)
        self.assert_home(kept)

    # Pages

    def test_pages_down_and_up(self) -> None:
        for n in range(11):
            self.publish(self.friend if n % 3 else self.reader)
        pages = self.assert_walk(self.reader, size=4)
        self.assertEqual([len(page.rows) for page in pages], [4, 4, 3])

    def test_a_page_that_ends_where_the_list_ends(self) -> None:
        for _ in range(4):
            self.publish(self.friend)
        page = self.home(size=4)
        self.assertEqual((len(page.rows), page.newer, page.older), (4, None, None))

    def test_new_tweets_do_not_move_the_page_that_is_read(self) -> None:
        tweets = [self.publish(self.friend) for _ in range(4)]
        older = self.home(size=2).older
        for _ in range(3):
            self.publish(self.friend)
        self.assertEqual(self.home(cursor=older, size=2).rows, [tweets[1], tweets[0]])

    def test_what_is_newer_is_counted(self) -> None:
        seen = self.publish(self.friend)
        self.publish(self.other)
        tweet = self.publish(self.friend)
        self.publish(self.friend)
        services.retweet(self.reader, tweet)
        self.publish(self.reader)  # which is no news to the reader
        reader = get_profile_model().objects.get(pk=self.reader.pk)
        self.assertEqual(timelines.count_newer(reader, seen.pk), 2)
        self.assertEqual(timelines.count_newer(reader, seen.pk, limit=1), 1)
        self.assertEqual(timelines.count_newer(reader, self.home().rows[0].pk), 0)

    # Cost

    def test_a_page_of_many_costs_no_more_than_a_promise(self) -> None:
        """Whether they are one or many, whom one follows, and what they have said."""
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
        """A page and a poll keep to what they promise."""
        reader = get_profile_model().objects.get(pk=self.reader.pk)
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

    # All of it at once

    def test_a_community(self) -> None:
        """What a home is, computed from every tweet there is: compared page by page."""
        for seed in range(2):
            with self.subTest(seed=seed):
                people = self._community(random.Random(seed))
                for reader in people[:2]:
                    for size in (3, 20):
                        self.assert_walk(reader, size)

    def assert_walk(self, reader: Profile, size: int) -> list[timelines.Page]:
        """Down to the end of reader's home, and up again: each page holds what lies in its range.

        Nothing but that, nothing twice on a page, and nothing is skipped between two.
        """
        reader = get_profile_model().objects.get(pk=reader.pk)
        home = expected_home(reader)
        pages, top, cursor = [], MAX_ID + 1, timelines.Cursor()
        while True:
            page = timelines.home(reader, cursor, size)
            bottom = page.older.before or 0 if page.older else 0
            there = [t for t in home if bottom <= t.pk < top]
            self.assert_page(page, _once(there), size)
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
            self.assert_page(page, _once(reversed(there))[::-1], size)
            if after is None:
                break
            self.assertGreater(after, bottom, "the page doesn't move")
            bottom = after
        newer = _once([t for t in home if t.pk > edge][::-1])
        others = [t for t in newer if t.profile_id != reader.pk]
        self.assertEqual(timelines.count_newer(reader, edge, limit=1000), len(others))
        return pages

    def assert_page(self, page: timelines.Page, there: list[Tweet], size: int) -> None:
        """page has these rows, at most so many."""
        self.assertEqual([t.pk for t in page.rows], [t.pk for t in there])
        self.assertLessEqual(len(page.rows), size)

    def _community(self, chance: random.Random) -> list[Profile]:
        people = [make_profile() for _ in range(12)]
        for person in people:
            for other in chance.sample(people, chance.randrange(1, 8)):
                if other != person:
                    services.follow(person, other)
        tweets: list[Tweet] = []
        for _ in range(90):
            author, tweet = chance.choice(people), chance.choice([None, None, *tweets[-20:]])
            with suppress(PermissionDenied):  # chance may choose what author can't read
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
        self._set(people[-3], is_suspended=True)
        return people

    def _set(self, profile: Profile, **fields: Any) -> None:
        get_profile_model()._base_manager.filter(pk=profile.pk).update(**fields)


def expected_home(reader: Profile) -> list[Tweet]:
    """All that belongs in the home of reader, newest first, by looking at every tweet there is."""
    muted = set(Mute._base_manager.filter(muter=reader.pk).values_list("muted_id", flat=True))
    follows = Follow._base_manager.filter(follower=reader.pk)
    people = {*follows.values_list("followed_id", flat=True), reader.pk} - muted
    readable = get_tweet_model().objects.visible_to(reader).select_related("retweet_of")
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


def _once(tweets: Iterable[Tweet]) -> list[Tweet]:
    """Of those that show the same, the first."""
    first: dict[int, Tweet] = {}
    for tweet in tweets:
        first.setdefault(tweet.shown.pk, tweet)
    return list(first.values())
