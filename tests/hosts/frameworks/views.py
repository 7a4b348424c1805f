"""Pages with the stylesheet of a CSS framework: a host's, with or without our template tags, and
ours in its layout.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from django.http import HttpResponse
from django.views.generic import TemplateView
from django.views.generic.base import ContextMixin

from django_tweets import get_profile_model
from django_tweets.views import HomeView, TweetDetailView
from tests.browser import npm

if TYPE_CHECKING:
    from django.http import HttpRequest


class Framework(NamedTuple):
    """A stylesheet, and the template of a page that shows what is in it."""

    package: str | None
    """On npm. Nothing for a stylesheet of our own."""
    path: str
    """In the package, or of a static file."""
    template: str = "frameworks/elements.html"


FRAMEWORKS = {
    "bootstrap": Framework("bootstrap", "dist/css/bootstrap.min.css", "frameworks/bootstrap.html"),
    "bootstrap4": Framework(
        "bootstrap@4", "dist/css/bootstrap.min.css", "frameworks/bootstrap.html"
    ),
    "bulma": Framework("bulma", "css/bulma.min.css", "frameworks/bulma.html"),
    "fomantic": Framework("fomantic-ui-css", "semantic.min.css"),
    "foundation": Framework("foundation-sites", "dist/css/foundation.min.css"),
    "handmade": Framework(None, "frameworks/handmade.css"),
    "materialize": Framework("@materializecss/materialize", "dist/css/materialize.min.css"),
    "pico": Framework("@picocss/pico", "css/pico.min.css", "frameworks/pico.html"),
    "sakura": Framework("sakura.css", "css/sakura.css"),
    "simple": Framework("simpledotcss", "simple.min.css"),
    "skeleton": Framework("skeleton-css", "css/skeleton.css"),
    "tailwind": Framework("tailwindcss", "preflight.css", "frameworks/tailwind.html"),
    "uikit": Framework("uikit", "dist/css/uikit.min.css"),
}


def stylesheet(request: HttpRequest, framework: str) -> HttpResponse:
    """Return the stylesheet of a framework, without the fonts and pictures beside it."""
    package, path, _template = FRAMEWORKS[framework]
    assert package is not None
    css = npm.read(package, path)
    if framework == "tailwind":
        # As a build of Tailwind would: theme properties have their defaults, all in a layer.
        css = re.sub(r"--theme\(\s*--[\w-]+,\s*([^()]+)\)", r"\1", css)
        css = f"@layer base, utilities; @layer base {{ {css} }}"
    css = re.sub(r"@import\s*(url\([^)]*\)|\"[^\"]*\"|'[^']*')[^;]*;|@font-face\s*{[^}]*}", "", css)
    return HttpResponse(css, content_type="text/css")


class FrameworkMixin(ContextMixin):
    """Context of all templates here. With ?dark a page is dark."""

    kwargs: dict[str, Any]
    request: HttpRequest

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        package, path, template = FRAMEWORKS[self.kwargs["framework"]]
        return {
            **super().get_context_data(**kwargs),
            "framework": self.kwargs["framework"],
            "has_framework": package is not None,
            "static_stylesheet": None if package else path,
            "host_template": template,
            "is_dark": "dark" in self.request.GET,
        }


class HostView(FrameworkMixin, TemplateView):
    """A page of a host. With ?tags it ends with our template tags."""

    def get_template_names(self) -> list[str]:
        return [FRAMEWORKS[self.kwargs["framework"]].template]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = get_profile_model().objects
        return super().get_context_data(
            has_tags="tags" in self.request.GET,
            organisation=people.get(handle="ferryyard"),
            person=people.get(handle="linh"),
            **kwargs,
        )


class LayoutMixin(FrameworkMixin):
    """Puts a page of ours into the layout of a host."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(layout="frameworks/layout.html", **kwargs)


class HostHomeView(LayoutMixin, HomeView):
    pass


class HostTweetView(LayoutMixin, TweetDetailView):
    pass
