"""The sidebar: trends and suggested profiles; with the number of unread notifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import cached_property

from .. import timelines
from ..conf import conf
from ..timelines.sidebar import PageExtras, page_extras

if TYPE_CHECKING:
    from ..models import AbstractProfile, Trend

PEOPLE_SHOWN = 3
TRENDS_SHOWN = 5


class Sidebar:
    """The data of the sidebar, read when the template asks for it.

    A page without a sidebar pays nothing. For a member, one query reads all of it, and the unread
    notifications of the navigation. For a visitor, each part is at most one query.
    """

    def __init__(self, viewer: AbstractProfile | None) -> None:
        self.viewer = viewer

    @cached_property
    def trends(self) -> list[Trend]:
        """The strongest trends."""
        if self._extras is not None:
            return self._extras.trends[:TRENDS_SHOWN]
        if not (conf.PUBLIC or self.viewer):
            return []
        return timelines.trends(TRENDS_SHOWN)

    @cached_property
    def people(self) -> list[AbstractProfile]:
        """Suggested profiles to follow."""
        if self._extras is not None:
            return self._extras.people
        return timelines.suggestions(self.viewer, limit=PEOPLE_SHOWN)

    @cached_property
    def unread(self) -> int:
        """Number of unread notifications of the viewer: 100 for more than 99."""
        if self._extras is not None:
            return self._extras.unread
        return timelines.unread_count(self.viewer) if self.viewer else 0

    @cached_property
    def _extras(self) -> PageExtras | None:
        """All of it for a member; None where the page has no suggestions in its sidebar."""
        if self.viewer is None or "people" in vars(self):
            return None
        return page_extras(self.viewer, PEOPLE_SHOWN)
