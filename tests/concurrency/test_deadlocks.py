"""Deadlocks: a service whose transaction the database has ended writes the same again."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection, transaction

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Block, Bookmark, Follow, Like, Mention, counters
from django_tweets.services import retries
from tests.concurrency.test_races import PEOPLE, call_in_threads
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]


class World:
    """me, who writes, and other, whose rows another transaction has locked."""

    def __init__(self) -> None:
        # me is locked first: by every service, and by its key, in the order of the database.
        # MariaDB sorts UUIDs by other bytes than Python.
        keys = [make_profile().pk for _ in range(2)]
        people: Any = get_profile_model()._base_manager.filter(pk__in=keys)
        self.me, self.other = people.order_by("pk")
        self.tweet, self.old_tweet = make_tweet(self.other), make_tweet(self.other)
        self.own_tweet, self.own_reply = make_tweet(self.me), make_tweet(self.me)
        services.like(self.me, self.old_tweet)
        services.retweet(self.me, self.old_tweet, **TWEET_EXTRA)


# Services that lock me first and then a row that another transaction has, with a condition that is
# true after they were done.
WRITES: dict[str, tuple[Callable[[World], Any], Callable[[World], bool]]] = {
    "like": (
        lambda world: services.like(world.me, world.tweet),
        lambda world: Like.objects.filter(profile=world.me, tweet=world.tweet).exists(),
    ),
    "bookmark": (
        lambda world: services.bookmark(world.me, world.tweet),
        lambda world: Bookmark.objects.exists(),
    ),
    "retweet": (
        lambda world: services.retweet(world.me, world.tweet, **TWEET_EXTRA),
        lambda world: tweets(retweet_of=world.tweet).exists(),
    ),
    "unretweet": (
        lambda world: services.unretweet(world.me, world.old_tweet),
        lambda world: not tweets(retweet_of=world.old_tweet).exists(),
    ),
    "publish": (
        lambda world: services.publish(world.me, "new", in_reply_to=world.tweet, **TWEET_EXTRA),
        lambda world: tweets(content="new", in_reply_to=world.tweet).count() == 1,
    ),
    "edit": (
        lambda world: services.edit(world.own_tweet, "edited"),
        lambda world: tweets(content="edited").exists(),
    ),
    "delete": (
        lambda world: services.delete(world.own_tweet),
        lambda world: not tweets(pk=world.own_tweet.pk).exists(),
    ),
    "follow": (
        lambda world: services.follow(world.me, world.other),
        lambda world: Follow.objects.exists(),
    ),
    "block": (
        lambda world: services.block(world.me, world.other),
        lambda world: Block.objects.exists(),
    ),
}


def tweets(**fields: Any) -> Any:
    return get_tweet_model()._base_manager.filter(**fields)


@pytest.fixture
def deadlocks(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Deadlocks that services have met."""
    found: list[bool] = []
    is_deadlock = retries.is_deadlock

    def watch(error: OperationalError) -> bool:
        found.append(is_deadlock(error))
        return found[-1]

    monkeypatch.setattr(retries, "is_deadlock", watch)
    return found


def waiting_transactions() -> int:
    """Return how many transactions wait for this connection. Those of other tests don't count."""
    sql = (  # pg_stat_activity stays as it was when a transaction first read it
        "SELECT count(*) FROM pg_locks"
        " WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
        if connection.vendor == "postgresql"
        else "SELECT count(*) FROM sys.innodb_lock_waits WHERE blocking_pid = CONNECTION_ID()"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql)
        (count,) = cursor.fetchone()
    return int(count)


def meet(world: World, service: Callable[[], Any]) -> None:
    """Call service while a transaction has locked the rows of other, and then wants those of me."""
    locked = Event()

    def act() -> None:
        try:
            connection.ensure_connection()
            locked.wait()
            service()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(act)
        using = connection.alias
        with transaction.atomic():
            # It has written, so that InnoDB ends the other one.
            heavy = get_profile_model()._base_manager.filter(pk=world.other.pk)
            for number in range(20):
                heavy.update(bio=f"locked {number}")
            counters.lock(get_tweet_model(), tweet_keys(world), using=using)
            locked.set()
            while not waiting_transactions() and not done.done():
                time.sleep(0.2)  # InnoDB refreshes its table only if nobody has read it for 0.1 s
            counters.lock_profiles([world.me.pk], using=using)
        done.result()


def tweet_keys(world: World) -> list[int]:
    return [tweet.pk for tweet in (world.tweet, world.old_tweet, world.own_tweet)]


@pytest.mark.parametrize("name", WRITES)
def test_writer_is_not_told_of_a_deadlock(name: str, deadlocks: list[bool]) -> None:
    world = World()
    work, is_done = WRITES[name]
    meet(world, lambda: work(world))
    assert deadlocks == [True]
    assert is_done(world)
    assert find_inconsistencies() == []


def test_deadlock_in_a_transaction_of_the_caller_is_raised(deadlocks: list[bool]) -> None:
    """The database has rolled back all of it, so a service can't repeat its own part alone."""
    world = World()

    def write() -> None:
        with transaction.atomic():
            services.update_profile(world.me, bio="written before")
            services.like(world.me, world.tweet)

    with pytest.raises(OperationalError):
        meet(world, write)
    world.me.refresh_from_db()
    assert world.me.bio == ""


@pytest.mark.databases("postgresql")
def test_deleting_a_user_is_repeated_after_a_deadlock(deadlocks: list[bool]) -> None:
    """In the transaction of the deletion: PostgreSQL has kept what came before our part."""
    world = World()
    meet(world, world.me.user.delete)
    assert deadlocks == [True]
    assert not get_profile_model()._base_manager.filter(pk=world.me.pk).exists()
    assert find_inconsistencies() == []


def test_user_deleted_beside_writes_of_all_kinds() -> None:
    for turn in range(2):
        people = [make_profile() for _ in range(PEOPLE)]
        gone = people[turn]
        others = [person for person in people if person != gone]
        told = [make_tweet(person) for person in people]
        for tweet in told:
            services.like(gone, tweet)
        for other in others[:4]:
            services.follow(other, gone)

        def act(number: int, gone: Any = gone, others: Any = others, told: Any = told) -> None:
            if not number:
                gone.user.delete()
                return
            for tweet in told:
                write_about(others[number - 1], gone, tweet)

        call_in_threads(act)
        # Nobody locks a profile that a tweet mentions: recount deletes such rows.
        Mention._base_manager.filter(profile=gone.pk).delete()
        assert find_inconsistencies() == []


def write_about(me: Profile, gone: Profile, tweet: Tweet) -> None:
    """Write rows that the deletion of gone can collide with. Ignore refusals only."""
    fields: dict[str, Any] = {"in_reply_to": tweet, **TWEET_EXTRA}
    same: Any = get_profile_model()
    same = same(pk=gone.pk, handle=gone.handle, user_id=gone.user_id)
    for work in (
        lambda: services.like(me, tweet),
        lambda: services.follow(me, gone),
        lambda: services.retweet(me, tweet, **TWEET_EXTRA),
        lambda: services.publish(me, f"@{gone.handle} #x", quote_of=tweet, **fields),
        lambda: services.like(same, tweet),
        lambda: services.follow(same, me),
        lambda: services.publish(same, "by a profile that is deleted", **fields),
    ):
        with suppress(PermissionDenied):
            work()
