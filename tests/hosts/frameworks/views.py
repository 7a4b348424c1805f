"""Pages with the stylesheet of a CSS framework, with or without our template tags."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.decorators.csp import csp_override
from django.views.generic import TemplateView

from django_tweets import get_profile_model
from tests.browser import npm

if TYPE_CHECKING:
    from django.http import HttpRequest

STYLESHEETS = {
    "bootstrap": ("bootstrap", "dist/css/bootstrap.min.css"),
    "bulma": ("bulma", "css/bulma.min.css"),
    "pico": ("@picocss/pico", "css/pico.min.css"),
    "tailwind": ("tailwindcss", "preflight.css"),
}

# The frameworks' stylesheets contain pictures as data: URLs.
POLICY = {**settings.SECURE_CSP, "img-src": ["'self'", "data:"]}


def stylesheet(request: HttpRequest, framework: str) -> HttpResponse:
    """Return the stylesheet of a framework."""
    css = npm.read(*STYLESHEETS[framework])
    if framework == "tailwind":
        # As a build of Tailwind would: theme properties have their defaults, all in a layer.
        css = re.sub(r"--theme\(\s*--[\w-]+,\s*([^()]+)\)", r"\1", css)
        css = f"@layer base, utilities; @layer base {{ {css} }}"
    return HttpResponse(css, content_type="text/css")


@method_decorator(csp_override(POLICY), name="dispatch")
class HostView(TemplateView):
    """A page of a host. With ?tags it ends with our template tags, with ?dark it is dark."""

    def get_template_names(self) -> list[str]:
        return [f"frameworks/{self.kwargs['framework']}.html"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = get_profile_model().objects
        return super().get_context_data(
            has_tags="tags" in self.request.GET,
            is_dark="dark" in self.request.GET,
            organisation=people.get(handle="ferryyard"),
            person=people.get(handle="linh"),
            **kwargs,
        )
