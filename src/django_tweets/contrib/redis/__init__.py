"""Homes of members in Redis: an app, and a timeline backend. docs/redis.md describes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .timeline import RedisTimeline

__all__ = ["RedisTimeline"]


def __getattr__(name: str) -> Any:
    """Import the backend when it is used: Django imports this package before any model."""
    if name == "RedisTimeline":
        from .timeline import RedisTimeline  # noqa: PLC0415 - see above

        return RedisTimeline
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
