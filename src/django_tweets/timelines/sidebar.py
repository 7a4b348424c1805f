"""The data of the navigation and sidebar of a member's page, read by one statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..swapping import get_profile_model
from .notifications import UnreadCount
from .suggestions import arrange, cached_candidates, read_people
from .trends import TrendsAsJSON, cached_trends, keep_trends, parse_trends

if TYPE_CHECKING:
    from ..models import AbstractProfile, Trend


class PageExtras(NamedTuple):
    """Suggested profiles, the number of unread notifications, and the trends."""

    people: list[AbstractProfile]
    unread: int
    trends: list[Trend]


def page_extras(viewer: AbstractProfile, limit: int) -> PageExtras:
    """Up to limit suggestions for viewer, the number of unread notifications, and the trends.

    As suggestions(), unread_count() and trends() say, but one query for all, with an empty cache
    too.
    """
    cached, trends = cached_candidates(viewer), cached_trends()
    extra: dict[str, Any] = {"tweets_unread": UnreadCount(viewer)}
    if trends is None:
        extra["tweets_trends"] = TrendsAsJSON()
    rows = read_people(viewer, cached, **extra)
    key = get_profile_model()._meta.pk.attname
    own: dict[str, Any] = next((row for row in rows if row[key] == viewer.pk), {})
    if trends is None:
        trends = keep_trends(parse_trends(own.get("tweets_trends")))
    people = arrange(rows, viewer, cached, limit)
    return PageExtras(people, own.get("tweets_unread", 0), trends)
