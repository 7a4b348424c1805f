"""Compare what members did in the story with what the site has."""

from __future__ import annotations

import json
import time
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.core.management import BaseCommand, call_command
from django.db import connections

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.models import Follow, Like, NotificationActor
from django_tweets.routers import reads_from_write_database
from tests import consistency

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

TASK_APP = "django_tasks_database"
"""Label of the app of django-tasks-db."""

SECONDS = 120
"""Seconds until the workers have to be done with the queues."""


class State:
    """The rows that have to exist after some writes."""

    def __init__(self, writes: list[dict[str, Any]], unknown: list[dict[str, Any]]) -> None:
        self.members: set[str] = set()
        self.follows: set[tuple[str, str]] = set()
        self.likes: dict[tuple[str, int], bool] = {}
        self.tweets: dict[int, dict[str, Any]] = {}
        self.deleted: set[int] = set()
        for write in writes:
            self._add(**write)
        for write in unknown:
            self._forget(**write)

    def _add(self, verb: str, member: str, **facts: Any) -> None:
        if verb == "sign up":
            self.members.add(member)
        elif verb == "follow":
            self.follows.add((member, facts["profile"]))
        elif verb in {"like", "unlike"}:
            self.likes[member, facts["tweet"]] = verb == "like"
        elif verb in {"publish", "reply"}:
            self.tweets[facts["tweet"]] = {"member": member, "verb": verb, **facts}
        elif verb == "edit":
            self.tweets[facts["tweet"]]["text"] = facts["text"]
        elif verb == "delete":
            self.deleted.add(facts["tweet"])

    def _forget(self, verb: str, member: str, **facts: Any) -> None:
        """Expect nothing of a write whose answer was an error."""
        if verb in {"like", "unlike"}:
            self.likes.pop((member, facts["tweet"]), None)
        elif verb in {"edit", "delete"}:
            self.tweets.pop(facts["tweet"], None)


def find_lost(state: State) -> list[str]:
    """Return the acknowledged writes that are not there, or that are there twice."""
    profiles = get_profile_model()._base_manager
    rows = {tweet.pk: tweet for tweet in get_tweet_model()._base_manager.select_related("profile")}
    handles = {*profiles.values_list("handle", flat=True)}
    follows = {*Follow._base_manager.values_list("follower__handle", "followed__handle")}
    likes = {*Like._base_manager.values_list("profile__handle", "tweet_id")}
    wrong = [f"no profile {name}" for name in sorted(state.members - handles)]
    wrong += [f"{one} does not follow {other}" for one, other in sorted(state.follows - follows)]
    for pk, facts in state.tweets.items():
        row = rows.get(pk)
        if pk in state.deleted:
            wrong += [f"tweet {pk} is still there"] if row else []
        elif row is None:
            wrong.append(f"tweet {pk} is lost: {facts}")
        elif (row.content, row.profile.handle) != (facts["text"], facts["member"]):
            wrong.append(f"tweet {pk} is {row.content!r}: {facts}")
        elif facts["verb"] == "reply" and row.in_reply_to_id != facts["to"]:
            wrong.append(f"reply {pk} answers {row.in_reply_to_id}: {facts}")
    wrong += [
        f"like {key}: {is_liked} expected"
        for key, is_liked in state.likes.items()
        if key[1] in rows and is_liked != (key in likes)
    ]
    texts = [row.content for row in rows.values()]
    wrong += [f"published twice: {text}" for text in {*texts} if texts.count(text) > 1]
    return wrong


def find_missing_notifications(state: State) -> list[str]:
    """Return the notifications that somebody should have got. Nobody has switched one off."""
    told = {
        (kind, recipient, actor)
        for kind, recipient, actor in NotificationActor._base_manager.values_list(
            "notification__kind", "notification__recipient__handle", "actor__handle"
        )
    }
    existing = {*get_tweet_model()._base_manager.values_list("pk", flat=True)}
    authors = dict(get_tweet_model()._base_manager.values_list("pk", "profile__handle"))
    expected = {("follow", other, one) for one, other in state.follows}
    for (name, pk), is_liked in state.likes.items():
        if is_liked and pk in existing and authors[pk] != name:
            expected.add(("like", authors[pk], name))
    for pk, facts in state.tweets.items():
        if facts["verb"] == "reply" and pk in existing:
            expected.add(("reply", facts["author"], facts["member"]))
    return [f"not notified: {each}" for each in sorted(expected - told)]


def find_wrong_notifications() -> list[str]:
    """Return notifications without a cause, and missing ones.

    Not of replies to a tweet that was deleted since. They stay, as they should, and are compared
    above; consistency.py expects what rebuild_notifications would make, and it makes none of them.
    """
    tweets = get_tweet_model()._base_manager
    answers = tweets.filter(in_reply_to__isnull=False)
    orphans = {*answers.exclude(in_reply_to__in=tweets.values("pk")).values_list("pk", flat=True)}
    return [
        f"wrong: {group}, actor {actor}"
        for group, actor in consistency.find_wrong_notifications()
        if not (group.kind == "reply" and group.subject in orphans)
    ]


def wait_for_workers() -> dict[str, int]:
    """Wait until the queues are empty. Return the number of tasks by status."""
    tasks: Any = apps.get_model(TASK_APP, "DBTaskResult")
    end = time.monotonic() + SECONDS
    while tasks.objects.filter(status__in=["READY"]).exists() and time.monotonic() < end:
        time.sleep(0.2)
    statuses = tasks.objects.values_list("status", flat=True)
    found = [*statuses]
    return {status: found.count(status) for status in sorted({*found})}


def sweep() -> list[str]:
    """Run the command, and return what it prints."""
    output = StringIO()
    call_command("sweep", minutes=0, restart=True, stdout=output)
    return [line for line in output.getvalue().splitlines() if line]


def count_on_replica() -> int:
    """Return the number of tweets on the replica, as soon as it has all."""
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_lsn()")
        (written,) = cursor.fetchone()
    end = time.monotonic() + 30
    with connections["replica"].cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT pg_last_wal_replay_lsn() >= %s::pg_lsn", [written])
            if cursor.fetchone() == (True,):
                break
            time.sleep(0.1)
    return int(get_tweet_model()._base_manager.using("replica").count())


def check(journal: dict[str, Any]) -> dict[str, Any]:
    """Return what is wrong, and what was left to do."""
    state = State(journal["writes"], journal["unknown"])
    tasks = wait_for_workers()
    with reads_from_write_database():
        missing_before = find_missing_notifications(state)
        swept = sweep()
        tasks_after = wait_for_workers()
        on_primary = get_tweet_model()._base_manager.count()
        on_replica = count_on_replica()
        return {
            "tasks": tasks,
            "tasks_after": tasks_after,
            "missing_before_sweep": missing_before,
            "swept": swept,
            "tweets": on_primary,
            "wrong": [
                *find_lost(state),
                *find_missing_notifications(state),
                *map(str, consistency.find_inconsistencies()),
                *find_wrong_notifications(),
                *map(str, consistency.find_wrongly_told()),
                *map(str, consistency.find_wrong_uses()),
                *([] if on_primary == on_replica else [f"the replica has {on_replica} tweets"]),
            ],
        }


class Command(BaseCommand):
    """Print as JSON what is wrong after the story."""

    help = "Compares what members did in the story with what the site has."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="the journal of the story, as JSON")

    def handle(self, *args: Any, file: Path, **options: Any) -> str:
        return json.dumps(check(json.loads(file.read_text(encoding="utf-8"))))
