"""Tags inside of {% cache %}, whose output is stored and shown to other viewers."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.templatetags.cache import CacheNode

from ..views.viewer import get_viewer
from .arguments import get_request

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest
    from django.template import Context

    from ..models import AbstractProfile


class CachedTagWarning(RuntimeWarning):
    """A tag is inside of {% cache %} and shows a member what a visitor sees."""


def viewer_of(context: Context) -> AbstractProfile | None:
    """Return the viewer; None also in a fragment that is stored for other viewers.

    A page for a member is not stored in the cache of the site: its decorator cache_page does not
    know yet that the page depends on the cookie.
    """
    request: Any = get_request(context)
    viewer = get_viewer(request)
    if viewer is None:
        return None
    if node := find_shared_fragment(request):
        warn_of_shared_fragment(node)
        return None
    request._cache_update_cache = False  # as Django's cache middleware does
    return viewer


def current_url(context: Context) -> str:
    """Return the URL of the page, to come back to after a form; "" in a fragment of many pages.

    It may hold a search or a key of the viewer in whose request the fragment is stored.
    """
    request = get_request(context)
    return request.get_full_path() if request and not find_shared_fragment(request) else ""


def refuse_shared_fragment(context: Context) -> None:
    """Raise ImproperlyConfigured if a page of ours for a member is stored for other viewers.

    A layout of the host may have {% cache %} around our part of the page. Unlike a tag, that part
    can't show what a visitor sees: the view has read it for the member.
    """
    request = get_request(context)
    if request and (node := find_shared_fragment(request)):
        name = node.fragment_name
        raise ImproperlyConfigured(
            f"A page of django_tweets is in {{% cache … {name} %}}, in {node.origin}. "
            "That would show it to other viewers: move the block of the page out of it."
        )


def find_shared_fragment(request: HttpRequest) -> CacheNode | None:
    """Return a {% cache %} that is being rendered for more than the session of request, or None.

    A fragment is for one session if the session key is among its arguments. The key of a user is
    not enough: the token of a form is that of one session, and a number may be another object's.
    """
    session_key = getattr(getattr(request, "session", None), "session_key", None)
    for node, context in _fragments():
        if not session_key or session_key not in [key.resolve(context) for key in node.vary_on]:
            return node
    return None


def warn_of_shared_fragment(node: CacheNode) -> None:
    """Warn the host's developer, once in a process for each fragment."""
    name = node.fragment_name
    warnings.warn(
        f"A tag of django_tweets in {{% cache … {name} %}}, in {node.origin}, shows members what a "
        "visitor sees, because the fragment is stored for all of them. Move the tag out of it, or "
        f"write {{% cache … {name} request.session.session_key %}}.",
        CachedTagWarning,
        stacklevel=2,
    )


def _fragments() -> Iterator[tuple[CacheNode, Any]]:
    """Yield each {% cache %} that is being rendered, from the innermost, with its context.

    From the call stack: the tag may be in a template that a fragment includes, or in a block of a
    template that extends one, and Django tells the context nothing about it.
    """
    frame = sys._getframe(1)
    while frame is not None:
        if frame.f_code.co_name == "render":
            node = frame.f_locals.get("self")
            if isinstance(node, CacheNode):
                yield node, frame.f_locals.get("context")
        frame = frame.f_back  # type: ignore[assignment]  # None at the end
