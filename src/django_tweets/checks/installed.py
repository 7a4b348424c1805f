"""Checks of what the app needs from the site: packages, templates and other apps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.staticfiles import finders
from django.core import checks
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from django.core.exceptions import ImproperlyConfigured
from django.template import TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates
from django.utils.module_loading import import_string

from .. import layouts, web_pages
from ..cache import get_backend
from ..conf import PREFIX, conf, problem_of
from ..file_storage import missing_settings
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

STYLESHEET = "django_tweets/tweets.css"
PICTURES = {"avatar", "banner"}
MEDIA_LINES = {"MEDIA_ROOT": 'MEDIA_ROOT = BASE_DIR / "media"', "MEDIA_URL": 'MEDIA_URL = "media/"'}

LOST_WITHOUT_BLOCK = {
    "title": "all pages have the same title",
    "extra_head": "canonical links, feeds and link previews are missing",
    "content": "pages are empty",
}


def check_pillow(**kwargs: Any) -> list[CheckMessage]:
    """E003: Pillow is missing, or can't write WebP."""
    try:
        from PIL import features  # noqa: PLC0415 - the check is whether this import works
    except ImportError:
        supported = False
    else:
        supported = bool(features.check("webp"))
    if supported:
        return []
    return [
        checks.Error(
            "Pillow with WebP support is not installed.",
            hint="python -m pip install --force-reinstall pillow",
            id="django_tweets.E003",
        )
    ]


def check_templates(**kwargs: Any) -> list[CheckMessage]:
    """E004: no template engine finds our templates."""
    for engine in engines.all():
        if isinstance(engine, DjangoTemplates):
            try:
                engine.get_template("django_tweets/layouts/base.html")
            except TemplateDoesNotExist:
                continue
            return []
    return [
        checks.Error(
            "No template engine finds the templates of django_tweets.",
            hint=(
                "Add a DjangoTemplates engine to TEMPLATES with APP_DIRS = True, or with "
                "'django.template.loaders.app_directories.Loader' among its loaders."
            ),
            id="django_tweets.E004",
        )
    ]


def check_layout(**kwargs: Any) -> list[CheckMessage]:
    """W011: the site's layouts/base.html lacks a block that our pages fill."""
    try:
        missing = layouts.missing_blocks(layouts.find_engine())
    except layouts.LayoutError:  # E004
        return []
    return [
        checks.Warning(
            f"{layouts.LAYOUT} has no block {name}: {LOST_WITHOUT_BLOCK[name]}.",
            hint=(
                "Let it extend your site's base template, with this block in a block of that one. "
                "manage.py tweets_layout --dry-run shows how."
            ),
            id="django_tweets.W011",
        )
        for name in missing
    ]


def check_media(**kwargs: Any) -> list[CheckMessage]:
    """W007: the site has not said where uploaded files go."""
    try:
        profile_model = get_profile_model()
    except ImproperlyConfigured:  # E001 or E007
        return []
    fields = [field for field in profile_model._meta.fields if field.name in PICTURES]
    missing = {name for field in fields for name in missing_settings(field)}
    if not missing:
        return []
    names = sorted(missing)
    verb = "is" if len(names) == 1 else "are"
    return [
        checks.Warning(
            f"{' and '.join(names)} {verb} not set: members can't upload an avatar or banner.",
            hint="; ".join(MEDIA_LINES[name] for name in names),
            id="django_tweets.W007",
        )
    ]


def check_link_previews(**kwargs: Any) -> list[CheckMessage]:
    """E012: the site shows link previews, and has no parser of HTML."""
    if problem_of("LINK_PREVIEWS") or not conf.LINK_PREVIEWS or web_pages.has_parser():
        return []
    return [
        checks.Error(
            f"{PREFIX}LINK_PREVIEWS is on, but lxml is not installed.",
            hint='python -m pip install "django-tweets[previews]"',
            id="django_tweets.E012",
        )
    ]


def check_messages(**kwargs: Any) -> list[CheckMessage]:
    """W008: the site has no messages."""
    hints = []
    if not apps.is_installed("django.contrib.messages"):
        hints.append('INSTALLED_APPS += ["django.contrib.messages"]')
    if not any(_is_subclass(path, MessageMiddleware) for path in settings.MIDDLEWARE):
        # After the session, which it stores them in.
        hints.append('MIDDLEWARE += ["django.contrib.messages.middleware.MessageMiddleware"]')
    if not hints:
        return []
    return [
        checks.Warning(
            "Without messages, members whose browser runs no scripts are not told whether "
            "an action worked or failed.",
            hint="; ".join(hints),
            id="django_tweets.W008",
        )
    ]


def _is_subclass(path: str, base: type) -> bool:
    try:
        middleware = import_string(path)
    except ImportError:  # Django reports it
        return False
    return isinstance(middleware, type) and issubclass(middleware, base)


def check_static_files(**kwargs: Any) -> list[CheckMessage]:
    """W009: the stylesheet and the scripts are not found."""
    if not apps.is_installed("django.contrib.staticfiles"):
        hint = 'INSTALLED_APPS += ["django.contrib.staticfiles"]'
    elif not settings.STATIC_URL:
        hint = 'STATIC_URL = "static/"'
    elif finders.find(STYLESHEET) is None:
        finder = "django.contrib.staticfiles.finders.AppDirectoriesFinder"
        hint = f'STATICFILES_FINDERS = [..., "{finder}"]'
    else:
        return []
    return [
        checks.Warning(
            "The stylesheet and the scripts of django_tweets are not found: pages have no style.",
            hint=hint,
            id="django_tweets.W009",
        )
    ]


def check_cache(**kwargs: Any) -> list[CheckMessage]:
    """W010: the cache belongs to one process, or stores nothing. Only with `check --deploy`."""
    cache = get_backend()
    if isinstance(cache, LocMemCache):
        problem = "is a separate one in each process"
    elif isinstance(cache, DummyCache):
        problem = "stores nothing"
    else:
        return []
    return [
        checks.Warning(
            f'CACHES["default"] {problem}, so activity charts are counted again, and most members '
            "are suggested popular profiles only.",
            hint=(
                'CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", '
                '"LOCATION": "redis://127.0.0.1:6379"}}, or another cache that processes share.'
            ),
            id="django_tweets.W010",
        )
    ]


def check_cache_timeout(**kwargs: Any) -> list[CheckMessage]:
    """W013: requests wait long for a Redis that hangs. Only with `check --deploy`."""
    if not isinstance(get_backend(), RedisCache):
        return []
    options: Any = settings.CACHES["default"].get("OPTIONS", {})
    if "socket_timeout" in options:
        return []
    return [
        checks.Warning(
            'CACHES["default"] has no timeout, so a request waits for a Redis that hangs: five '
            "seconds, and without end with redis-py before version 8.",
            hint='"OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5}',
            id="django_tweets.W013",
        )
    ]
