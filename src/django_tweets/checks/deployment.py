"""Checks for `check --deploy`: tasks, mails, media and addresses of a site that many people use."""

from __future__ import annotations

import warnings
from contextlib import suppress
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.filebased import FileBasedCache
from django.core.cache.backends.locmem import LocMemCache
from django.urls import URLResolver, get_resolver
from django.views.static import serve

from ..cache import get_backend
from ..conf import PREFIX, conf, problem_of
from ..services.tasks import update_tweet_notifications
from ..tasks import get_queues, runs_in_background

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.cache.backends.base import BaseCache
    from django.core.checks import CheckMessage

UNSENT = (
    "django.core.mail.backends.console.EmailBackend",
    "django.core.mail.backends.dummy.EmailBackend",
    "django.core.mail.backends.filebased.EmailBackend",
    "django.core.mail.backends.locmem.EmailBackend",
)
"""Backends that send no mail to anybody."""

COUNTLESS: dict[type[BaseCache], str] = {
    LocMemCache: "is a separate one in each process, so views are lost",
    DummyCache: "stores nothing, so no views are counted",
    FileBasedCache: "doesn't count for several processes, so views are lost",
    DatabaseCache: "writes to the database for each view, and loses some",
}
"""Caches that can't count views for all processes, and what happens then."""

ONE_ADDRESS = "django_tweets.client_addresses.get_remote_address"


def check_tasks(**kwargs: Any) -> list[CheckMessage]:
    """I002: tasks run in the request. W021: nobody runs them. Only for deployment."""
    if get_queues() is None:  # E018
        return []
    get_backend = getattr(update_tweet_notifications, "get_backend", lambda: None)
    backend = get_backend()
    if type(backend).__name__ == "DummyBackend":
        return [
            checks.Warning(
                f'TASKS["{conf.TASK_BACKEND}"] is the DummyBackend: nobody is notified of '
                "anything.",
                hint='TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}, '
                "with `manage.py db_worker`; or leave TASKS out, and requests do the work.",
                id="django_tweets.W021",
            )
        ]
    if runs_in_background(update_tweet_notifications):
        return []
    return [
        checks.Info(
            "Background tasks run in the request that causes them.",
            hint='A worker makes writes faster: TASKS = {"default": {"BACKEND": '
            '"django_tasks_db.DatabaseBackend"}}, with `manage.py db_worker`.',
            id="django_tweets.I002",
        )
    ]


def check_view_counts(**kwargs: Any) -> list[CheckMessage]:
    """W023: the cache can't count views for all processes. Only for deployment."""
    if problem_of("VIEW_COUNTS") or not conf.VIEW_COUNTS:
        return []
    for kind, problem in COUNTLESS.items():
        if isinstance(get_backend(), kind):
            return [
                checks.Warning(
                    f'{PREFIX}VIEW_COUNTS is on, but CACHES["default"] {problem}.',
                    hint='CACHES = {"default": {"BACKEND": '
                    '"django.core.cache.backends.redis.RedisCache", '
                    '"LOCATION": "redis://127.0.0.1:6379"}}, or Memcached.',
                    id="django_tweets.W023",
                )
            ]
    return []


def check_mail(**kwargs: Any) -> list[CheckMessage]:
    """W017: the site offers digests, and its mails go nowhere. Only for deployment."""
    if problem_of("DIGESTS") or not conf.DIGESTS:
        return []
    if (backend := _get_mail_backend()) not in UNSENT:
        return []
    return [
        checks.Warning(
            f"{PREFIX}DIGESTS is on, but {backend} sends no mail.",
            hint="Set the e-mail backend of the site, such as "
            "django.core.mail.backends.smtp.EmailBackend.",
            id="django_tweets.W017",
        )
    ]


def _get_mail_backend() -> str:
    """Return the dotted path of the e-mail backend, which Django 6.1 has in MAILERS."""
    if mailers := getattr(settings, "MAILERS", None):
        return str(mailers.get("default", {}).get("BACKEND", ""))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # a site that still has it
        return str(settings.EMAIL_BACKEND)


def check_media_views(**kwargs: Any) -> list[CheckMessage]:
    """W016: Django's view for development serves files. Only for deployment."""
    return [
        checks.Warning(
            f"The URL pattern {route!r} serves files with django.views.static.serve, which is for "
            "development: slow, and without the headers of a web server.",
            hint="Let the web server or the storage serve MEDIA_ROOT, and leave the pattern out.",
            id="django_tweets.W016",
        )
        for route in _find_static_views(get_resolver())
    ]


def _find_static_views(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _find_static_views(entry)
        elif entry.callback is serve:
            yield str(entry.pattern)


def check_proxy(**kwargs: Any) -> list[CheckMessage]:
    """W020: the site is behind a proxy, whose address all visitors have. Only for deployment."""
    header: Any = settings.SECURE_PROXY_SSL_HEADER
    has_proxy = bool(header or settings.USE_X_FORWARDED_HOST)
    if not has_proxy or problem_of("CLIENT_ADDRESS") or conf.CLIENT_ADDRESS != ONE_ADDRESS:
        return []
    if problem_of("LIMITS") or conf.LIMITS is None:
        return []
    return [
        checks.Warning(
            "The site is behind a proxy, whose address all visitors have: either nothing limits "
            "their searches, or one limit is for all of them.",
            hint=f'{PREFIX}CLIENT_ADDRESS = "path.of.a_function", which reads the header of your '
            "proxy: see “Limits” in the documentation.",
            id="django_tweets.W020",
        )
    ]


def check_asgi(**kwargs: Any) -> list[CheckMessage]:
    """W025: there are live updates, and no ASGI application is found. Only for deployment."""
    if problem_of("STREAM") or conf.STREAM is None:  # E007, or no stream
        return []
    names = [settings.ROOT_URLCONF, getattr(settings, "WSGI_APPLICATION", None) or ""]
    if getattr(settings, "ASGI_APPLICATION", None) or any(map(_has_asgi_beside, names)):
        return []
    return [
        checks.Warning(
            f"{PREFIX}STREAM is set, but the project has no module asgi.",
            hint=(
                "Event streams need an ASGI server; under WSGI pages poll. Add asgi.py as in "
                "Django's startproject, or name your application in ASGI_APPLICATION."
            ),
            id="django_tweets.W025",
        )
    ]


def _has_asgi_beside(name: str) -> bool:
    """Whether a package that has the module with this dotted name has a module asgi."""
    parts = name.split(".")
    packages = [".".join(parts[:end]) for end in range(len(parts) - 1, 0, -1)]
    for package in packages:
        with suppress(ImportError):
            if find_spec(f"{package}.asgi"):
                return True
    return False
