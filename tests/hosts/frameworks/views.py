"""Pages of hosts that have the stylesheet of a CSS framework, with our tags on them or without."""

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

# Their stylesheets have pictures in them.
POLICY = {**settings.SECURE_CSP, "img-src": ["'self'", "data:"]}


def stylesheet(request: HttpRequest, framework: str) -> HttpResponse:
    """The framework's stylesheet, as a site serves it."""
    css = npm.read(*STYLESHEETS[framework])
    if framework == "tailwind":
        # What a build makes of it: each property of a theme has its default, all in a layer.
        css = re.sub(r"--theme\(\s*--[\w-]+,\s*([^()]+)\)", r"\1", css)
        css = f"@layer base, utilities; @layer base {{ {css} }}"
    return HttpResponse(css, content_type="text/css")


@method_decorator(csp_override(POLICY), name="dispatch")
class HostView(TemplateView):
    """A host's page; ?tags puts our tags at its end, ?dark is a host's own switch."""

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
