"""Pages of notifications: what the viewer may see, and the number of queries."""

from __future__ import annotations

import re
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_tweets import services, timelines
from django_tweets.models import Block, Mute, Notification, NotificationSettings
from django_tweets.models.notification import GroupKey
from django_tweets.reading.keyset import NEWEST, Cursor
from django_tweets.services import notification_groups
from tests.factories import make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


def read(viewer: Profile, cursor: Cursor = NEWEST, **options: Any) -> Any:
    settings = NotificationSettings.for_profile(viewer)
    return timelines.notifications(viewer, settings, cursor, **options)


def rows(viewer: Profile, **options: Any) -> list[tuple[str, list[str], int]]:
    """Return kind, handles of the people named, and number of others of each notification."""
    page = read(viewer, **options)
    return [(row.kind, [person.handle for person in row.people], row.others) for row in page.rows]


def add_actors(recipient: Profile, kind: str, subject: int, *people: Profile) -> None:
    for person in people:
        notification_groups.add_actor(GroupKey(recipient.pk, kind, subject), person.pk)


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada)


@pytest.fixture
def fans(ada: Profile, tweet: Tweet) -> list[Profile]:
    """Four profiles that like tweet, in the order of their likes."""
    fans = [make_profile(f"fan{n}") for n in range(4)]
    add_actors(ada, "like", tweet.pk, *fans)
    return fans


class TestPeople:
    def test_newest_actors_come_first(self, ada: Profile, fans: list[Profile]) -> None:
        assert rows(ada) == [("like", ["fan3", "fan2", "fan1"], 3)]

    @pytest.mark.parametrize("how", ["blocked", "blocks", "muted", "suspended", "protected"])
    def test_hidden_actor_is_neither_named_nor_counted(
        self, ada: Profile, fans: list[Profile], how: str
    ) -> None:
        last = fans[-1]
        if how == "blocked":
            services.block(ada, last)
        elif how == "blocks":
            services.block(last, ada)
        elif how == "muted":
            Mute.objects.create(muter=ada, muted=last)
        else:
            setattr(last, f"is_{how}", True)
            last.save()
        assert rows(ada) == [("like", ["fan2", "fan1", "fan0"], 2)]
        assert timelines.unread_count(ada) == 1

    def test_notification_without_visible_actors_is_not_shown(
        self, ada: Profile, fans: list[Profile]
    ) -> None:
        for fan in fans:
            services.mute(ada, fan)
        assert rows(ada) == []
        assert timelines.unread_count(ada) == 0

    @pytest.mark.parametrize("how", ["blocked", "blocks", "muted", "suspended", "deleted"])
    def test_notification_with_one_hidden_actor_is_not_shown_beside_another(
        self, ada: Profile, bob: Profile, tweet: Tweet, how: str
    ) -> None:
        add_actors(ada, "like", tweet.pk, bob)
        add_actors(ada, "follow", 1, make_profile("eve"))
        if how == "blocked":
            Block.objects.create(blocker=ada, blocked=bob)
        elif how == "blocks":
            Block.objects.create(blocker=bob, blocked=ada)
        elif how == "muted":
            Mute.objects.create(muter=ada, muted=bob)
        elif how == "deleted":
            bob.deleted_at = timezone.now()
            bob.save()
        else:
            bob.is_suspended = True
            bob.save()
        assert rows(ada) == [("follow", ["eve"], 0)]
        assert timelines.unread_count(ada) == 1

    def test_like_by_protected_strangers_alone_is_neither_listed_nor_counted(
        self, ada: Profile, tweet: Tweet
    ) -> None:
        strangers = [make_profile(f"fan{n}", is_protected=True) for n in range(3)]
        add_actors(ada, "like", tweet.pk, *strangers)
        assert rows(ada) == []
        assert timelines.unread_count(ada) == 0

    def test_people_hidden_later_hide_a_notification_from_bell_and_page(
        self, ada: Profile, tweet: Tweet
    ) -> None:
        """Only the newest ten are looked at, so an older actor who may be named changes nothing."""
        fans = [make_profile(f"fan{n}") for n in range(11)]
        add_actors(ada, "like", tweet.pk, *fans)
        for fan in fans[1:]:
            services.update_profile(fan, is_protected=True)
        assert rows(ada) == []
        assert timelines.unread_count(ada) == 0
        add_actors(ada, "like", tweet.pk, make_profile("fan11"))
        assert rows(ada) == [("like", ["fan11"], 2)]
        assert timelines.unread_count(ada) == 1

    def test_protected_actor_is_named_to_followers(self, ada: Profile, fans: list[Profile]) -> None:
        services.follow(ada, fans[0])
        for fan in fans:
            fan.is_protected = True
            fan.save()
        assert rows(ada) == [("like", ["fan0"], 0)]

    def test_protected_follower_is_named(self, ada: Profile, bob: Profile) -> None:
        bob.is_protected = True
        bob.save()
        add_actors(ada, "follow", 1, bob)
        assert rows(ada) == [("follow", ["bob"], 0)]

    def test_only_the_newest_ten_actors_are_checked(self, ada: Profile, tweet: Tweet) -> None:
        fans = [make_profile(f"fan{n}") for n in range(15)]
        add_actors(ada, "like", tweet.pk, *fans)
        services.mute(ada, fans[0])  # among the oldest five: counted
        services.mute(ada, fans[13])  # among the newest ten: not
        assert rows(ada) == [("like", ["fan14", "fan12", "fan11"], 13)]

    def test_actors_are_those_of_their_notification(
        self, ada: Profile, fans: list[Profile]
    ) -> None:
        other = make_tweet(ada)
        many = [make_profile(f"many{n}") for n in range(12)]
        add_actors(ada, "like", other.pk, *many)
        add_actors(ada, "retweet", other.pk, fans[0])
        assert rows(ada) == [
            ("retweet", ["fan0"], 0),
            ("like", ["many11", "many10", "many9"], 11),
            ("like", ["fan3", "fan2", "fan1"], 3),
        ]


class TestTweets:
    def test_tweet_is_hydrated(self, ada: Profile, tweet: Tweet, fans: list[Profile]) -> None:
        (row,) = read(ada).rows
        assert row.shown_tweet == tweet
        assert row.shown_tweet.hydrated_for == ada.pk

    def test_notification_of_an_unreadable_tweet_is_not_shown(
        self, ada: Profile, bob: Profile
    ) -> None:
        said = make_tweet(bob, "@ada hello", visibility="mentioned")
        add_actors(ada, "mention", said.pk, bob)
        assert rows(ada) == [("mention", ["bob"], 0)]
        said.mentions.all().delete()
        assert rows(ada) == []
        assert timelines.unread_count(ada) == 0

    def test_notification_of_a_deleted_tweet_is_not_shown(
        self, ada: Profile, tweet: Tweet, fans: list[Profile]
    ) -> None:
        tweet.delete()
        assert rows(ada) == []
        assert timelines.unread_count(ada) == 0


class TestPages:
    @pytest.fixture
    def days(self, ada: Profile, bob: Profile) -> list[int]:
        """Positions of seven notifications of follows by bob, newest first."""
        for day in range(1, 8):
            add_actors(ada, "follow", day, bob)
        found = Notification.objects.filter(recipient=ada).order_by("-newest")
        return list(found.values_list("newest", flat=True))

    def test_pages_lead_to_each_other(self, ada: Profile, days: list[int]) -> None:
        first = read(ada, size=3)
        assert [row.newest for row in first.rows] == days[:3]
        assert (first.newer, first.older) == (None, Cursor(before=days[2]))
        second = read(ada, Cursor(before=days[2]), size=3)
        assert [row.newest for row in second.rows] == days[3:6]
        last = read(ada, Cursor(before=days[5]), size=3)
        assert [row.newest for row in last.rows] == days[6:]
        assert last.older is None
        back = read(ada, Cursor(after=days[3]), size=2)
        assert [row.newest for row in back.rows] == days[1:3]

    def test_mentions_only_leaves_out_follows(
        self, ada: Profile, bob: Profile, days: list[int]
    ) -> None:
        said = make_tweet(bob)
        add_actors(ada, "mention", said.pk, bob)
        assert rows(ada, mentions_only=True) == [("mention", ["bob"], 0)]

    def test_unwanted_kind_is_neither_shown_nor_counted(
        self, ada: Profile, bob: Profile, days: list[int]
    ) -> None:
        said = make_tweet(bob)
        add_actors(ada, "mention", said.pk, bob)
        assert timelines.unread_count(ada) == 8
        services.update_notification_settings(ada, {"follow": False})
        assert rows(ada) == [("mention", ["bob"], 0)]
        assert timelines.unread_count(ada) == 1

    def test_page_stops_at_the_end_of_its_window(
        self, ada: Profile, bob: Profile, days: list[int], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        module = import_module("django_tweets.timelines.notifications")
        monkeypatch.setattr(module, "WINDOW", 4)
        services.mute(ada, bob)
        eve = make_profile("eve")
        add_actors(ada, "follow", 1, eve)  # the oldest, and now the newest
        first = read(ada, size=2)
        assert [row.people for row in first.rows] == [[eve]]
        assert first.older == Cursor(before=days[3])
        empty = read(ada, Cursor(before=days[0]), size=2)
        assert (empty.rows, empty.older) == ([], Cursor(before=days[5]))
        assert read(ada, Cursor(before=days[5]), size=2).older is None
        up = read(ada, Cursor(after=days[5]), size=2)
        assert (up.rows, up.newer) == ([], Cursor(after=days[0]))


class TestUnread:
    def test_read_marker_never_moves_back(self, ada: Profile, bob: Profile) -> None:
        for day in (1, 2):
            add_actors(ada, "follow", day, bob)
        old, new = Notification.objects.order_by("newest").values_list("newest", flat=True)
        assert timelines.unread_count(ada) == 2
        for until, unread in ((old, 1), (new, 0), (old, 0)):
            services.mark_notifications_read(ada, until)
            assert timelines.unread_count(ada) == unread
            assert sum(row.is_unread for row in read(ada).rows) == unread
        add_actors(ada, "follow", 1, make_profile())
        assert timelines.unread_count(ada) == 1

    def test_count_is_of_the_viewer_only(self, ada: Profile, bob: Profile) -> None:
        add_actors(bob, "follow", 1, ada)
        services.mark_notifications_read(bob, 1)
        assert timelines.unread_count(ada) == 0
        assert timelines.unread_count(bob) == 1

    def test_count_stops_at_a_hundred(self, ada: Profile, bob: Profile) -> None:
        for day in range(102):
            add_actors(ada, "follow", day, bob)
        assert timelines.unread_count(ada) == 100


@pytest.mark.parametrize("count", [1, 20])
def test_query_count_does_not_depend_on_the_number_of_notifications(
    ada: Profile, count: int
) -> None:
    for number in range(count):
        tweet = make_tweet(ada, quote_of=make_tweet(make_profile()))
        people = [make_profile() for _ in range(1 + number % 4)]
        add_actors(ada, "like", tweet.pk, *people)
    settings = NotificationSettings.for_profile(ada)
    ada.user  # noqa: B018 - which a request has
    # the page, people, tweets, quotes, and what the viewer has done with them
    with at_most(5):
        page = timelines.notifications(ada, settings)
    assert len(page.rows) == count
    with at_most(1):
        timelines.unread_count(ada)


@pytest.mark.databases("postgresql")
def test_count_reads_the_index(ada: Profile, bob: Profile) -> None:
    """Notifications that are read are not read from the table again."""
    model = Notification
    made = [
        model(**GroupKey(ada.pk, "follow", day).get_fields(), count=1, newest=day)
        for day in range(1, 3000)
    ]
    model.objects.bulk_create(made)
    services.mark_notifications_read(ada, 2990)
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        cursor.execute("ANALYZE django_tweets_notification")
        assert timelines.unread_count(ada) == 0  # nobody is in them
        cursor.execute(f"EXPLAIN {asked[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan on django_tweets_notification " not in plan, plan
    assert re.search(r"Index Cond: .*newest > ", plan), plan
