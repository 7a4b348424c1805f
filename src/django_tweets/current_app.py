"""The current URL namespace, for a site that includes our URLs more than once.

reverse() leads to one of them, always the same, unless it is told the namespace. A model's
get_absolute_url() and a template filter have no request to take it from, so views set it here while
they run, as Django does with the language and the URLconf. Elsewhere (admin, tasks, digests,
sitemaps, a host's own views) there is none, and reverse() decides.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.urls import reverse as django_reverse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

_current_app: ContextVar[str | None] = ContextVar("django_tweets_current_app", default=None)


def get_current_app() -> str | None:
    """Return the namespace that reverse() prefers; None outside of our views."""
    return _current_app.get()


def get_app_of_request(request: HttpRequest | None) -> str | None:
    """Return the namespace of request, from the same attributes as `{% url %}` does."""
    match = getattr(request, "resolver_match", None)
    app: str | None = getattr(request, "current_app", match and match.namespace)
    return app


@contextmanager
def use_app_of_request(request: HttpRequest | None) -> Iterator[None]:
    """Make the namespace of request the current one."""
    token = _current_app.set(get_app_of_request(request))
    try:
        yield
    finally:
        _current_app.reset(token)


def reverse(
    viewname: str, args: Sequence[Any] | None = None, kwargs: dict[str, Any] | None = None
) -> str:
    """Return the URL as Django's reverse() does, in the current namespace."""
    return django_reverse(viewname, args=args, kwargs=kwargs, current_app=get_current_app())


def with_app_of_request(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view to run in the namespace of its request."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with use_app_of_request(request):
            return view(request, *args, **kwargs)

    return wrapper
