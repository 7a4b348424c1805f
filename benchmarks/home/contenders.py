"""The requests that are measured: home of each contender and reader, page 1 and page 1,000."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Q
from django.urls import reverse

from django_tweets.models import Follow, Tweet

from . import floor
from .people import READERS, Reader
from .router import use_database

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE_SIZE = 20
PAGES = {"page 1": 0, "page 1,000": 1_000}
CONTENDERS = ["floor", "ours", "tutorial", "stream"]


class Cell(NamedTuple):
    """One measurement and its request."""

    alias: str
    contender: str
    reader: str
    page: str
    path: str
    query: str
    cookie: str


def make_cells(alias: str, contenders: list[str]) -> Iterator[Cell]:
    """Yield all measurements on a database, and create the sessions that they need."""
    with use_database(alias):
        for reader in READERS:
            user = get_user_model().objects.get(pk=reader.key)
            cookie = _create_session(user)
            for page, depth in PAGES.items():
                number, before = _find_deep_page(reader, depth) if depth else (1, None)
                query = f"?before={before}" if before else ""
                floor.prepare(alias, user, query)
                for contender in contenders:
                    is_keyset = contender in ("floor", "ours")
                    path = reverse("django_tweets:home" if contender == "ours" else contender)
                    asked = query if is_keyset else f"?page={number}" if depth else ""
                    yield Cell(alias, contender, reader.name, page, path, asked, cookie)


def _create_session(user: Any) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return f"sessionid={session.session_key}"


def _find_deep_page(reader: Reader, depth: int) -> tuple[int, int]:
    """Return the number of the page at depth, or of the last full page, and the key above it."""
    known = Follow.objects.filter(follower=reader.key).values("followed")
    tweets = Tweet.objects.filter(Q(profile__in=known) | Q(profile=reader.key))
    home = tweets.filter(Q(in_reply_to_profile=None) | Q(in_reply_to_profile__in=known))
    keys = list(home.order_by("-pk").values_list("pk", flat=True)[: (depth + 1) * PAGE_SIZE])
    place = max(len(keys) - 3 * PAGE_SIZE, PAGE_SIZE)  # this reader may not see some of them
    return place // PAGE_SIZE + 1, keys[place]
