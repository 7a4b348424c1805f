"""What the side column has to offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import cached_property

from .. import services, timelines

if TYPE_CHECKING:
    from ..models import AbstractProfile, Trend


def current_trends(limit: int) -> list[Trend]:
    """What trends; who reads it when it is stale has it computed, for those who come after."""
    trends = timelines.trends(limit)
    services.refresh_trends(trends)
    return trends


class Sidebar:
    """Read when the template asks for it: a page whose side is left out, or another, is not slower.

    Each costs one query at most, but for once in some minutes.
    """

    def __init__(self, viewer: AbstractProfile | None) -> None:
        self.viewer = viewer

    @cached_property
    def trends(self) -> list[Trend]:
        """What more people speak of now than have before."""
        return current_trends(limit=5)

    @cached_property
    def people(self) -> list[AbstractProfile]:
        """Whom the viewer may want to follow."""
        return timelines.suggestions(self.viewer, limit=3)
