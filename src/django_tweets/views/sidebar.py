"""The sidebar: trends and suggested profiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import cached_property

from .. import services, timelines

if TYPE_CHECKING:
    from ..models import AbstractProfile, Trend


def current_trends(limit: int) -> list[Trend]:
    """Return the stored trends, and enqueue a new computation if they are out of date."""
    trends = timelines.trends(limit)
    services.refresh_trends(trends)
    return trends


class Sidebar:
    """The data of the sidebar, read when the template asks for it.

    A page without a sidebar pays nothing. Each part costs at most one query, except when the
    cached suggestions have expired.
    """

    def __init__(self, viewer: AbstractProfile | None) -> None:
        self.viewer = viewer

    @cached_property
    def trends(self) -> list[Trend]:
        """The strongest trends."""
        return current_trends(limit=5)

    @cached_property
    def people(self) -> list[AbstractProfile]:
        """Suggested profiles to follow."""
        return timelines.suggestions(self.viewer, limit=3)
