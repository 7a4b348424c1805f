"""Checks of what the app needs from the site: packages, templates and other apps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import checks
from django.template import TemplateDoesNotExist, engines
from django.template.backends.django import DjangoTemplates

from .. import layouts

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

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
    """W020: the site's layouts/base.html lacks a block that our pages fill."""
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
            id="django_tweets.W020",
        )
        for name in missing
    ]
