"""The analytics of a member's own tweets."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from .. import timelines
from ..formatting import times
from .base import MemberMixin


class AnalyticsView(MemberMixin, TemplateView):
    """Reactions and new followers of the last weeks, for the member alone."""

    template_name = "django_tweets/analytics.html"

    def get_analytics(self) -> timelines.Analytics:
        """Return the numbers until today."""
        return timelines.analytics(self.member, times.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(analytics=self.get_analytics(), **kwargs)
