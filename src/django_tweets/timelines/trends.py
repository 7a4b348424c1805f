"""The trends that services.compute_trends() has stored."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, cast

from django.conf import settings
from django.db import connections, router
from django.db.models import F, Subquery, TextField
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from ..cache import cache
from ..models import Hashtag, Trend
from ..models.hashtag import is_public

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

CACHE_SECONDS = 60
LIMIT = 10


def trends(limit: int = LIMIT) -> list[Trend]:
    """Up to limit trends, the strongest first, each with its hashtag: one query, or none.

    Not those whose authors have all been hidden since: for at most CACHE_SECONDS.
    """
    found = cached_trends()
    if found is None:
        found = keep_trends(list(_shown_trends().select_related("hashtag")))
    return found[:limit]


def cached_trends() -> list[Trend] | None:
    """The trends in the cache, if it has them."""
    found: list[Trend] | None = cache.get(Trend.CACHE_KEY)
    return found


def keep_trends(found: list[Trend]) -> list[Trend]:
    """Put trends into the cache, in their order, and return them."""
    found.sort(key=lambda trend: trend.place)
    cache.set(Trend.CACHE_KEY, found, CACHE_SECONDS)
    return found


def _shown_trends() -> QuerySet[Trend]:
    return Trend._base_manager.filter(is_public("hashtag__"))


class TrendsAsJSON(Subquery):
    """Expression: the rows of trends() as JSON, to be read along with something else."""

    output_field = TextField()
    template = (
        "(SELECT %(all)s(%(one)s(t.place, t.people, t.tag, t.folded, t.spelled, t.tweets,"
        " t.began, t.made))"
        " FROM (%(subquery)s) t)"
    )

    def __init__(self) -> None:
        columns: dict[str, Any] = {
            "people": F("people_count"),
            "tag": F("hashtag_id"),
            "folded": F("hashtag__key"),
            "spelled": F("hashtag__name"),
            "tweets": F("hashtag__tweet_count"),
            "began": F("since"),
            "made": F("computed_at"),
        }
        super().__init__(_shown_trends().annotate(**columns).values("place", *columns))

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        return self.as_sql(compiler, connection, all="json_group_array", one="json_array")

    def as_postgresql(  # pragma: no cover - where it is tested too
        self, compiler: Any, connection: Any
    ) -> Any:
        return self.as_sql(compiler, connection, all="json_agg", one="json_build_array")

    def as_mysql(  # pragma: no cover - MariaDB's and MySQL's, tested there
        self, compiler: Any, connection: Any
    ) -> Any:
        return self.as_sql(compiler, connection, all="json_arrayagg", one="json_array")


def parse_trends(value: Any) -> list[Trend]:
    """The trends in a value of TrendsAsJSON, the strongest first."""
    using = router.db_for_read(Trend)
    rows = json.loads(value) if isinstance(value, str) else value
    found = []
    for place, people, key, folded, name, tweets, since, computed_at in sorted(rows or ()):
        fields = {
            "place": place,
            "hashtag_id": key,
            "people_count": people,
            "since": _parse_time(since, using),
            "computed_at": _parse_time(computed_at, using),
        }
        trend = Trend.from_db(using, list(fields), list(fields.values()))
        # With the count, which the page of hashtags for new members shows.
        columns, values = ["id", "key", "name", "tweet_count"], [key, folded, name, tweets]
        trend.hashtag = Hashtag.from_db(using, columns, values)
        found.append(trend)
    return found


def _parse_time(value: str, using: str) -> datetime:
    moment = cast("datetime", parse_datetime(value))
    zone: Any = connections[using].timezone  # of a database without time zones
    if timezone.is_aware(moment):  # pragma: no cover - on PostgreSQL, tested there
        # In the zone of TIME_ZONE where USE_TZ is False.
        return moment if settings.USE_TZ else moment.replace(tzinfo=None)
    return timezone.make_aware(moment, zone) if zone else moment
