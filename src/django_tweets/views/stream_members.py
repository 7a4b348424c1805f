"""The members of open event streams: whether they are still signed in, for many at once."""

from __future__ import annotations

import copy
import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.contrib import auth
from django.contrib.sessions.backends.cache import SessionStore as CacheStore
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from ..routers import reads_from_write_database
from ..swapping import get_profile_model
from .viewer import get_viewer

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from django.http import HttpRequest

    from ..models import AbstractProfile

logger = logging.getLogger("django_tweets.live")

BATCH = 500
"""Keys of one statement: SQLite takes 999 parameters."""
SIGN_IN = (auth.SESSION_KEY, auth.BACKEND_SESSION_KEY, auth.HASH_SESSION_KEY)
"""Keys of a session that say who is signed in, and with which password."""


def in_thread(function: Callable[..., Any], *args: Any) -> Any:
    """Call function as a request would be handled: without old connections to the database.

    It reads from the database for writing: a replica may not have the tweet yet that is announced.
    """
    close_old_connections()
    try:
        with reads_from_write_database():
            return function(*args)
    finally:
        close_old_connections()


def get_member(request: HttpRequest, *, again: bool = False) -> AbstractProfile | None:
    """Return the profile of the user of request; None for one who may not read as a member.

    again: read the session and the user again, who may have signed out or been deactivated.
    """
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    if again:
        user = read_user(request, user)
        if user is None or not user.is_authenticated or not user.is_active:
            return None
        request.user = user
    return get_viewer(request)


def read_user(request: HttpRequest, user: Any) -> Any:
    """Return the user of the session of request, as it is stored now; None without a session.

    On a site that knows its users by something else than a session, as user is stored now.
    """
    session = getattr(request, "session", None)
    if session is None or auth.SESSION_KEY not in session:
        return user.__class__._base_manager.filter(pk=user.pk).first()
    # A copy: other threads read this request too, and one without a session is known otherwise.
    fresh = copy.copy(request)
    fresh.session = type(session)(session.session_key)
    return auth.get_user(fresh)


def read_members(viewers: Mapping[HttpRequest, AbstractProfile]) -> dict[HttpRequest, Any]:
    """Return the viewer of each request as stored now; None for one who may have no more.

    One statement for the sessions of 500 requests, if they are in the database, and one for the
    profiles and users. A request for which any of it has changed is read again by itself, as
    get_member() does: a stream then ends, as a rule.
    """
    unchanged = _find_unchanged_sessions(viewers)
    profiles: dict[Any, AbstractProfile] = {}
    keys = [*{viewer.pk for viewer in viewers.values()}]
    for start in range(0, len(keys), BATCH):
        rows = get_profile_model()._base_manager.filter(pk__in=keys[start : start + BATCH])
        profiles.update({row.pk: row for row in rows.select_related("user")})
    found: dict[HttpRequest, Any] = {}
    for request, viewer in viewers.items():
        profile = profiles.get(viewer.pk)
        is_same = request in unchanged and profile is not None and _is_same_user(profile, request)
        found[request] = profile if is_same else _read_again(request, viewer)
    return found


def _is_same_user(profile: AbstractProfile, request: HttpRequest) -> bool:
    """Whether profile may read, and has the user of request, with the same password."""
    user: Any = profile.user
    return (
        not (profile.deleted_at or profile.is_suspended)
        and user is not None
        and user.is_active
        and user.pk == request.user.pk
        and getattr(user, "password", None) == getattr(request.user, "password", None)
    )


def _read_again(request: HttpRequest, viewer: AbstractProfile) -> AbstractProfile | None:
    try:
        member = get_member(request, again=True)
    except DatabaseError:
        raise
    except Exception:  # of a session store of the site: the streams of others go on
        logger.exception("The session of an event stream can’t be read.")
        return None
    return member if member is not None and member.pk == viewer.pk else None


def _find_unchanged_sessions(requests: Collection[HttpRequest]) -> set[HttpRequest]:
    """Return those requests whose session says who they are, as it did.

    Those without a session are known by something else, which is read with their users.
    """
    unchanged = set()
    by_store: defaultdict[type[Any], dict[HttpRequest, str]] = defaultdict(dict)
    for request in requests:
        session: Any = getattr(request, "session", None)
        if session is None or auth.SESSION_KEY not in session:
            unchanged.add(request)
        else:
            by_store[type(session)][request] = session.session_key
    for store, keys in by_store.items():
        stored = dict(_read_sessions(store, [*keys.values()]))
        for request, key in keys.items():
            data = stored.get(key, {})
            if [data.get(name) for name in SIGN_IN] == [*map(request.session.get, SIGN_IN)]:
                unchanged.add(request)
    return unchanged


def _read_sessions(store: type[Any], keys: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield the sessions with these keys and their data: one statement, or one call of the cache.

    Sessions of another store, such as signed cookies and those of a host, are left out: each is
    read by itself.
    """
    for start in range(0, len(keys), BATCH):
        some, reader = keys[start : start + BATCH], store()
        if isinstance(reader, DatabaseStore):
            rows = reader.get_model_class()._base_manager.filter(
                session_key__in=some, expire_date__gt=timezone.now()
            )
            for key, data in rows.values_list("session_key", "session_data"):
                yield key, reader.decode(data)
        elif isinstance(reader, CacheStore):
            prefix = reader.cache_key_prefix
            cached: Any = reader._cache  # type: ignore[attr-defined]  # Django has no method to read many
            for key, data in cached.get_many([prefix + key for key in some]).items():
                yield key.removeprefix(prefix), data
