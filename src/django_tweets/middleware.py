"""Middleware: on a site that reads from replicas, members see their own writes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.core.handlers.base import BaseHandler

from . import replicas
from .conf import conf
from .routers import reads_from_write_database, reads_of_request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from .routers import RequestReads

__all__ = ["ReadYourWritesMiddleware"]

COOKIE = "tweets_wrote"
SALT = "django_tweets.middleware"
WRITES_NOTHING = "_django_tweets_writes_nothing"
"""Attribute of a response to a POST that has written nothing that its browser may read."""

SAFE_METHODS = {"GET", "HEAD", "OPTIONS", "TRACE"}


class ReadYourWritesMiddleware:
    """Read where it is written: each request that may write, and the browser's next pages.

    For DJANGO_TWEETS_READ_YOUR_WRITES after the write. A signed cookie with its time says so: any
    web server can read it without a query, and nobody can make one that lasts longer.

    It also reads a page again, where it is written, if a replica fails in the middle of it.
    """

    sync_capable = True
    async_capable = True

    def __init__(
        self, get_response: Callable[[HttpRequest], HttpResponseBase | Awaitable[HttpResponseBase]]
    ) -> None:
        self.get_response: Any = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._call_async(request)
        with reads_of_request(is_pinned=_is_pinned(request)) as reads:
            response = self.get_response(request)
        return _mark(request, response, reads)

    async def _call_async(self, request: HttpRequest) -> HttpResponseBase:
        with reads_of_request(is_pinned=_is_pinned(request)) as reads:
            response = await self.get_response(request)
        return _mark(request, response, reads)

    def process_exception(
        self, request: HttpRequest, exception: Exception
    ) -> HttpResponseBase | None:
        """Read the page again if a replica has failed. An async view of the site is not read again.

        A replica also cancels a statement if it has to apply a change to what that reads.
        """
        if request.method not in SAFE_METHODS or not isinstance(exception, replicas.FAILURES):
            return None
        match = request.resolver_match
        if not replicas.leave_failed() or match is None or iscoroutinefunction(match.func):
            return None
        view: Any = BaseHandler().make_view_atomic(match.func)
        with reads_from_write_database():
            response: Any = view(request, *match.args, **match.kwargs)
            if hasattr(response, "render"):  # TemplateResponse, whose template may read
                response.render()
        return response  # type: ignore[no-any-return]  # a view has returned it


def _is_pinned(request: HttpRequest) -> bool:
    if request.method not in SAFE_METHODS:
        return True
    # The signature has whole seconds, and so a write looks up to a second older than it is.
    seconds = int(conf.READ_YOUR_WRITES.total_seconds()) + 1
    mark = request.get_signed_cookie(COOKIE, default=None, salt=SALT, max_age=seconds)
    return mark is not None


def _mark(
    request: HttpRequest, response: HttpResponseBase, reads: RequestReads
) -> HttpResponseBase:
    """Set the cookie if the request has written. A request that was refused has not."""
    seconds = conf.READ_YOUR_WRITES.total_seconds()
    may_have_written = request.method not in SAFE_METHODS and response.status_code < 400
    may_have_written &= not hasattr(response, WRITES_NOTHING)
    if seconds and (may_have_written or reads.has_written):
        response.set_signed_cookie(
            COOKIE,
            "1",
            salt=SALT,
            max_age=int(seconds) + 1,
            path=settings.SESSION_COOKIE_PATH,
            domain=settings.SESSION_COOKIE_DOMAIN,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response
