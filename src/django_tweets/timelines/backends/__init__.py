"""Where a home comes from: the backend that DJANGO_TWEETS_TIMELINE names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

from ...conf import conf
from .base import BaseTimeline, Scan

if TYPE_CHECKING:
    from typing import Any

__all__ = ["BaseTimeline", "Scan", "get_backend"]


def get_backend() -> BaseTimeline:
    """The backend of this site. ImportError if its setting names none."""
    setting: dict[str, Any] = conf.TIMELINE
    backend: BaseTimeline = import_string(setting["BACKEND"])(**setting.get("OPTIONS", {}))
    return backend
