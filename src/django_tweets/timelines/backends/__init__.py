"""Timeline backends. DJANGO_TWEETS_TIMELINE names the one that a site uses."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.core.signals import setting_changed
from django.dispatch import receiver
from django.utils.module_loading import import_string

from ...conf import PREFIX, conf
from ...reading.pipeline import Scan
from ..sources import HomeSource, Source
from .base import BaseTimeline

if TYPE_CHECKING:
    from typing import Any

__all__ = ["BaseTimeline", "HomeSource", "Scan", "Source", "get_backend"]


@cache
def get_backend() -> BaseTimeline:
    """The backend of this site, made once. ImportError if its setting names none."""
    setting: dict[str, Any] = conf.TIMELINE
    backend: BaseTimeline = import_string(setting["BACKEND"])(**setting.get("OPTIONS", {}))
    return backend


@receiver(setting_changed)
def _reset(*, setting: str, **kwargs: Any) -> None:
    """Make a new backend when a test overrides the setting."""
    if setting == f"{PREFIX}TIMELINE":
        get_backend.cache_clear()
