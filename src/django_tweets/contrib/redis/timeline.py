"""The timeline backend: it reads homes from Redis, and asks the default backend for the rest."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from django.db import router
from django.utils import timezone

from ...circuit_breaker import ServerUnavailable
from ...models import Follow
from ...reading.pipeline import Scan
from ...redis_client import make_client
from ...snowflake import first_id
from ...swapping import get_profile_model
from ...tasks import enqueue_on_commit
from ...timelines.backends.base import BaseTimeline
from ...timelines.backends.pull import AdaptivePull
from ...timelines.sources import HomeSource
from ...timelines.statements import rows_per_key
from . import sweep, tasks
from .checks import check_options
from .models import note_change
from .server import Server
from .statements import find_candidates
from .store import HomeStore

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from django.core.checks import CheckMessage

    from ...reading.keyset import Cursor
    from ...services.sweep_window import Batches
    from ...timelines.sources import Source
    from .home_list import HomeList
    from .statements import Candidates

RECENT = timedelta(minutes=30)
"""Age of the id of a tweet up to which it counts as published now."""


class RedisTimeline(BaseTimeline):
    """Homes in Redis, which tasks fill when somebody publishes.

    url: of a server, or of a node of the cluster if cluster is true. nodes: addresses of more nodes
    of the cluster, for when that one is away. sentinels and service: instead of url, addresses of
    Sentinels and the name of what they watch. client_options: further ones of redis-py's client.
    timeout: seconds that a command may take. key_prefix: of all keys.

    keep: ids of a home; what is older is read from the database. max_age: seconds until a home is
    read from the database again. max_followers: authors with more of them are pulled. batch_size:
    followers whose homes one task updates. few: as of AdaptivePull.
    """

    def __init__(
        self,
        url: str = "",
        *,
        cluster: bool = False,
        nodes: Sequence[tuple[str, int]] = (),
        sentinels: Sequence[tuple[str, int]] = (),
        service: str = "",
        client_options: Mapping[str, Any] | None = None,
        timeout: float = 0.25,
        key_prefix: str = "django_tweets:home",
        keep: int = 800,
        max_age: int = 86_400,
        max_followers: int = 5_000,
        batch_size: int = 1_000,
        few: int | None = None,
    ) -> None:
        self.url, self.cluster, self.service = url, cluster, service
        self.nodes = nodes
        self.sentinels, self.client_options = sentinels, client_options or {}
        self.timeout, self.key_prefix, self.keep, self.max_age = timeout, key_prefix, keep, max_age
        self.max_followers, self.batch_size = max_followers, batch_size
        self.pull = AdaptivePull(few)

    @cached_property
    def store(self) -> HomeStore:
        """The stored homes."""
        connect = partial(
            make_client,
            url=self.url,
            is_cluster=self.cluster,
            nodes=self.nodes,
            sentinels=self.sentinels,
            service=self.service,
            timeout=self.timeout,
            options=self.client_options,
        )
        return HomeStore(Server(connect), self.key_prefix, self.keep, self.max_age)

    def check(self) -> list[CheckMessage]:
        return check_options(self)

    def update_homes(self, tweet_id: int, using: str, *, is_new: bool) -> None:
        # An imported tweet with an earlier date is older than those that the sweep looks at.
        if not is_new or tweet_id < first_id(timezone.now() - RECENT):
            note_change(tweet_id, using)
        enqueue_on_commit(tasks.add_to_homes, tweet_id, using=using)

    def find_lost_tasks(self, since: datetime, until: datetime) -> Batches:
        return sweep.find_lost_tasks(self.max_age, until)

    def scan(self, source: Source, cursor: Cursor, size: int) -> Scan:
        # Only homes are stored so far. Of another source, such as a list, the members would be
        # needed beside the followers of an author.
        if isinstance(source, HomeSource) and (scan := self._scan_home(source, cursor, size)):
            return scan
        return self.pull.scan(source, cursor, size)

    def _scan_home(self, source: HomeSource, cursor: Cursor, size: int) -> Scan | None:
        """Do as scan() does. Return None if the stored home lacks this page, or may be wrong."""
        member = source.viewer.pk
        try:
            home = self.store.get(member)
            if home is None or not home.is_ready:
                self._store_later(member)
                return None
        except ServerUnavailable:
            return None
        edge = home.edge
        if not _begins_above(cursor, edge):
            return None
        found, ends = self._find(source, home, cursor, edge, size)
        vars(source)["hashtags"] = found.hashtags
        if found.newest_follow > home.newest_follow or found.failures > home.failures:
            with suppress(ServerUnavailable):
                self._store_later(member)
            return None
        rows = sorted({*found.listed, *found.pulled}, reverse=not cursor.is_ascending)
        if len(found.listed) == size:
            ends.append(found.listed[-1][0])
        elif not cursor.is_ascending and edge > (cursor.after or 0):
            ends.append(edge + 1)
        scan = Scan.up_to_horizon(rows, ends, cursor)
        if len(scan.rows) >= size or scan.horizon is None:
            return scan
        rest = self.pull.scan(source, cursor.continue_from(scan.horizon), size - len(scan.rows))
        return Scan([*scan.rows, *rest.rows], rest.horizon)

    def _find(
        self, source: HomeSource, home: HomeList, cursor: Cursor, edge: int, size: int
    ) -> tuple[Candidates, list[int]]:
        authors: list[Any] = []
        if home.pulled:
            # Those of them that the viewer still follows, has not muted and may see.
            as_key: Any = get_profile_model()._meta.pk.to_python
            authors = source.visible_members([as_key(key) for key in home.pulled])
        found = find_candidates(
            source,
            cursor,
            home.after(cursor, edge),
            authors,
            edge=edge,
            size=size,
            per_author=next(rows_per_key(size, len(authors) or 1)),
        )
        return found, list(found.ends)

    def _store_later(self, member: Any) -> None:
        """Have the home of a member stored, by one task at a time. Raise ServerUnavailable."""
        if self.store.claim(member):
            enqueue_on_commit(tasks.store_home, member, using=router.db_for_write(Follow))


def _begins_above(cursor: Cursor, edge: int) -> bool:
    """Whether a page begins with tweets that a home with this edge has."""
    if cursor.is_ascending:
        return edge <= (cursor.after or 0)
    return cursor.before is None or cursor.before > edge + 1
