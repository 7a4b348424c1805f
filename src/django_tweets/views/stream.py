"""Live updates: a stream of events for the open pages of a member, and the parts that change.

An event has ids alone. What the page then shows comes from StreamPartsView and HomeNewView, by the
same rules as on any page.
"""

from __future__ import annotations

import logging
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.core.handlers.asgi import ASGIRequest
from django.db import transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.utils.decorators import method_decorator
from django.views.generic import View

from .. import text
from ..live.hub import get_hub
from ..live.publisher import get_publisher
from ..page_urls import reverse_or_none
from ..reading.keyset import PAGE_SIZE, parse_id
from ..timelines import Subscription, hydrate
from ..timelines.tweets import newest_replies, newest_with_hashtag
from .base import MemberMixin
from .event_stream import EventStream, read_news
from .requests import check_request
from .stream_members import get_member, in_thread

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

logger = logging.getLogger("django_tweets.live")

MAX_TWEETS = 100
MAX_LISTS = 5
"""Hashtags, and conversations, of one stream. The script has no more tabs take part."""
HEADERS = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx would keep events back until it has 4 KB
    "Content-Encoding": "identity",  # GZipMiddleware leaves such a response alone
}


@method_decorator(login_not_required, name="dispatch")
class StreamView(View):
    """Server-sent events for a member: news of the lists in the query string.

    `home`, `hashtag` (by its key) and `thread` name lists, each with the newest tweet that the page
    shows; `tweet` the tweets on screen. 404 without DJANGO_TWEETS_STREAM, 501 under WSGI, 401 for
    visitors, 429 with too many streams. While nothing happens, a stream has no thread and no
    database connection.
    """

    http_method_names = ["get"]

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Callable[..., Any]:
        view: Any = super().as_view(**initkwargs)
        for alias in settings.DATABASES:  # ATOMIC_REQUESTS forbids asynchronous views
            view = transaction.non_atomic_requests(using=alias)(view)
        return view  # type: ignore[no-any-return]  # the decorator has no type

    async def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_request(request)
        publisher = get_publisher()
        if publisher is None:
            return refuse(404)
        if not isinstance(request, ASGIRequest):
            note_wsgi()
            return refuse(501)  # a worker would serve nobody else meanwhile
        hub = get_hub(publisher, read_news)
        subscription = parse_subscription(request)
        viewer = await hub.run(in_thread, get_member, request)
        if viewer is None:
            return refuse(401)
        if not hub.has_room(viewer.pk):
            return refuse(429, {"Retry-After": "60"})
        events = EventStream(request, hub, viewer, subscription).run()
        return StreamingHttpResponse(events, content_type="text/event-stream", headers=HEADERS)


@cache
def note_wsgi() -> None:
    """Write a line to the log, once in a process."""
    logger.warning("Live updates need an ASGI server. Under WSGI, pages poll.")


def parse_subscription(request: HttpRequest) -> Subscription:
    """Return the subscription in the query string. Raise BadRequest if it is invalid."""
    query = request.GET
    try:
        home = [get_id(each) for each in query.getlist("home")[:1]]
        pairs = [each.rpartition(":") for each in query.getlist("hashtag")[:MAX_LISTS]]
        hashtags = {get_hashtag(name): get_id(key) for name, _, key in pairs}
        pairs = [each.partition(":") for each in query.getlist("thread")[:MAX_LISTS]]
        threads = {get_id(tweet): get_id(key) for tweet, _, key in pairs}
        tweets = {get_id(each) for each in query.getlist("tweet")[:MAX_TWEETS]}
    except ValueError as error:
        raise BadRequest("There is no such id.") from error
    return Subscription(home[0] if home else None, hashtags, threads, frozenset(tweets))


def get_id(value: str) -> int:
    """Return value as an id, which may be 0. Raise InvalidCursor if value is no id."""
    return parse_id(value) or 0


def get_hashtag(key: str) -> str:
    """Return key if a hashtag has it. Raise ValueError if none has."""
    if text.hashtag_key(text.unfold_key(key)) != key:
        raise ValueError(key)
    return key


def refuse(status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    """Return a short answer for the script, which polls then."""
    content_type = "text/plain; charset=utf-8"
    response = HttpResponse(HTTPStatus(status).phrase, content_type, status, headers=headers)
    patch_cache_control(response, private=True, no_store=True)
    return response


class StreamPartsView(MemberMixin):
    """Parts of a page that the script fetches and replaces after an event.

    The bell, the action bars of the tweets in `tweet`, and the number of new tweets of the hashtag
    or the conversation in `hashtag` or `thread`, of which the page shows those up to the id there.
    """

    page_size = PAGE_SIZE

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        subscription = parse_subscription(request)
        parts = [self.render_fragment("_bell.html", request.path).strip()]
        parts += map(self.render_tweet_actions, hydrate(subscription.tweets, self.member))
        for key, newest in [*subscription.hashtags.items()][:1]:
            keys = newest_with_hashtag(key, self.member, self.page_size)
            url = reverse_or_none("hashtag", text.unfold_key(key))
            parts.append(self.render_new_tweets(keys, newest, url))
        for tweet, newest in [*subscription.threads.items()][:1]:
            for shown in hydrate([tweet], self.member):
                keys = newest_replies(tweet, self.member, self.page_size)
                thread_url = shown.get_absolute_url()
                parts.append(self.render_new_tweets(keys, newest, thread_url, is_thread=True))
        return HttpResponse("".join(parts))

    def render_new_tweets(
        self, keys: list[int], newest: int, url: str | None, *, is_thread: bool = False
    ) -> str:
        """Render the link to the tweets of keys that are newer than newest; "" if none is."""
        count = sum(key > newest for key in keys)
        if not count or not url:
            return ""
        is_full = is_thread or count >= self.page_size
        context = {"count": count, "after": str(newest), "is_full": is_full, "url": url}
        name = "_new_replies.html" if is_thread else "_new_tweets.html"
        return self.render_fragment(name, self.request.path, **context)

    def get_login_response(self) -> HttpResponse:
        """Return 401: there is no page to come back to."""
        return HttpResponse(status=401)
