"""Missing tables: users come and go after `migrate django_tweets zero`, before the app is removed.

Its models are still loaded, so Django would read and write tables that are gone.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.db import DatabaseError, connections, models, transaction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models.deletion import Collector

TABLE = "django_tweets_searchentry"  # a table that a host can't swap
CACHE = "_django_tweets_tables"  # the attribute of a Collector


def is_migrated(using: str) -> bool:
    """Whether the database using has the tables of the app. One query of its catalogue."""
    return TABLE in connections[using].introspection.table_names()


@contextmanager
def ignore_missing_tables(using: str) -> Iterator[None]:
    """Undo the block instead of raising, if it fails because the tables of the app are gone."""
    try:
        with transaction.atomic(using=using):
            yield
    except DatabaseError:
        if is_migrated(using):
            raise


def cascade(
    collector: Collector,
    field: models.ForeignKey[Any, Any],
    sub_objs: models.QuerySet[Any],
    using: str,
) -> None:
    """CASCADE as Django does, but not to a table that is gone. One query for each deletion.

    The admin collects rows to list them before a user is deleted: then it gets the profile, but
    not the 40,000 tweets, which would be a page of 4 MB with the text of each.
    """
    is_listing = hasattr(collector, "add_edge")  # django.contrib.admin.utils.NestedObjects
    if is_listing and not isinstance(field, models.OneToOneField):
        return
    known = vars(collector)
    if CACHE not in known:
        known[CACHE] = {*connections[using].introspection.table_names()}
    tables = known[CACHE]
    if TABLE in tables or field.model._meta.db_table in tables:
        models.CASCADE(collector, field, sub_objs, using)


cascade.lazy_sub_objs = True  # type: ignore[attr-defined]  # Django then leaves the query to cascade()
