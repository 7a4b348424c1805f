"""The response of our pages."""

from __future__ import annotations

from typing import Any

from django.template.response import TemplateResponse

from ..current_app import use_app_of_request
from ..template_context import bundle


class PageResponse(TemplateResponse):
    """A TemplateResponse of a page of ours.

    It is rendered after the view, but in the URL namespace of its request. The host's base template
    sees our variables as `django_tweets` only: see template_context.py.
    """

    def resolve_context(self, context: Any) -> dict[str, Any]:
        return bundle(context or {})

    @property
    def rendered_content(self) -> str:
        with use_app_of_request(self._request):
            return super().rendered_content
