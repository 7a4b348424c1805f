"""The floor: the page of the app's view, rendered from objects that are read beforehand.

It has the costs that no timeline can avoid: Django's handler, the session, the user and their
profile, and the template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from django_tweets import services

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_contexts: dict[tuple[str, str], dict[str, Any]] = {}


def prepare(database: str, user: Any, query: str) -> None:
    """Store the context of the app's home page for user."""
    path = reverse("django_tweets:home")
    request = RequestFactory().get(f"{path}{query}")
    request.user = user
    response: Any = resolve(path).func(request)
    response.render()
    _contexts[f"{database} {user.pk}", query] = response.context_data


@login_required
def home(request: HttpRequest) -> HttpResponse:
    user: Any = request.user
    query = request.META["QUERY_STRING"]
    ready = _contexts[f"{user._state.db} {user.pk}", f"?{query}" if query else ""]
    context = {**ready, "viewer": services.get_profile(user), "form": type(ready["form"])()}
    return TemplateResponse(request, "django_tweets/home.html", context)
