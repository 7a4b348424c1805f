"""Search backends: one for each database, or the one in DJANGO_TWEETS_SEARCH."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.core.signals import setting_changed
from django.db import connections, router
from django.dispatch import receiver
from django.utils.module_loading import import_string

from ...conf import PREFIX, conf
from ...models import SearchEntry
from .base import AnyOf, BaseSearch, IdRange, Matches, TermQuery
from .mysql import FullText
from .postgresql import TextSearch
from .sqlite import FTS5, has_fts5
from .unindexed import UnindexedSearch

if TYPE_CHECKING:
    from typing import Any

__all__ = ["AnyOf", "BaseSearch", "IdRange", "Matches", "TermQuery", "get_backend"]


def get_backend(using: str | None = None) -> BaseSearch:
    """Return the search backend of this site, made once. ImportError if the setting names none.

    using: the database of the backend; by default the one that search entries are read from.
    """
    return _make_backend(using or router.db_for_read(SearchEntry))


@cache
def _make_backend(using: str) -> BaseSearch:
    setting: dict[str, Any] = conf.SEARCH
    options = setting.get("OPTIONS", {})
    backend: BaseSearch
    if "BACKEND" in setting:
        backend = import_string(setting["BACKEND"])(**options)
    else:
        backend = _of_database(using)(**options)
    return backend


@receiver(setting_changed)
def _reset(*, setting: str, **kwargs: Any) -> None:
    """Make a new backend when a test overrides the setting."""
    if setting == f"{PREFIX}SEARCH":
        _make_backend.cache_clear()


def _of_database(using: str) -> type[BaseSearch]:
    vendor = connections[using].vendor
    if vendor == "sqlite" and not has_fts5():
        return UnindexedSearch
    backends = {"mysql": FullText, "postgresql": TextSearch, "sqlite": FTS5}
    return backends.get(vendor, UnindexedSearch)
