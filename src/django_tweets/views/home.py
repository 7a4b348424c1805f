"""The signed-in home."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from .. import timelines
from ..forms import TweetForm
from .mixins import MemberMixin


class HomeView(MemberMixin, TemplateView):
    """What a member comes back to read, and the place to write."""

    template_name = "django_tweets/home.html"

    def get_page(self) -> timelines.Page:
        return timelines.home(self.member, self.get_cursor())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.get_page(), form=TweetForm(), **kwargs)
