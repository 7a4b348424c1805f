"""What a member's own tweets have drawn."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from .. import timelines, times
from .mixins import MemberMixin


class FiguresView(MemberMixin, TemplateView):
    """Figures of the member's last weeks, which nobody else sees."""

    template_name = "django_tweets/figures.html"

    def get_figures(self) -> timelines.Figures:
        return timelines.figures(self.member, times.today())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(figures=self.get_figures(), **kwargs)
