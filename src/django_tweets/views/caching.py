"""Headers for caches: a shared cache may store pages for visitors, and none for members."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from django.utils.cache import patch_cache_control, patch_vary_headers

from ..conf import conf

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase


def with_cache_headers(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Decorate a view whose response depends on the viewer.

    A response to a visitor says nothing about caches, so that the site decides; on a closed site,
    it is private too. A view that sets Cache-Control itself keeps its value.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        # Also on a site whose authentication reads no session, which would add it.
        patch_vary_headers(response, ["Cookie"])
        user = getattr(request, "user", None)
        if not conf.PUBLIC or (user is not None and user.is_authenticated):
            set_private(response)
        return response

    return wrapper


def with_private_response(
    view: Callable[..., HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Decorate a view whose responses stay out of shared caches, whoever asks."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        set_private(response)
        return response

    return wrapper


def set_private(response: HttpResponseBase) -> None:
    """Keep response out of shared caches, and let a browser's cache ask again each time.

    max-age: Django's cache middleware ignored no-cache before 5.2.15.
    """
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True, max_age=0)


def set_revalidated(response: HttpResponseBase) -> None:
    """Let every cache store response, if it asks again each time."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, public=True, no_cache=True, max_age=0)
