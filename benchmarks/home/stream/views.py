"""A page of user_stream() without a count, which is the cheapest way."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.views.generic import TemplateView


class StreamView(LoginRequiredMixin, TemplateView):
    """Actions of the people whom the user follows."""

    template_name = "stream/home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        from actstream.models import user_stream  # noqa: PLC0415 - without the package, the other contenders still run

        number = int(self.request.GET.get("page", 1))
        actions = user_stream(self.request.user)[20 * number - 20 : 20 * number]
        return super().get_context_data(actions=actions, number=number, **kwargs)
