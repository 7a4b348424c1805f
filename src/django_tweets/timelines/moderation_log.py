"""The log of moderation and the appeals, for moderators: a page at a time, and whole as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Q, Subquery

from ..models import Appeal, ModerationAction
from ..models.moderation import with_state
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page
from ..reading.pipeline import QuerySetListing, fill_page
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..models import AbstractProfile

BATCH_SIZE = 500  # rows of an export that are read at once


def actions(
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
    *,
    action: str = "",
    moderator: str = "",
    profile: str = "",
    reader: AbstractProfile,
) -> Page[ModerationAction]:
    """The log, the newest row first, each with `is_in_force`: whether it can be undone.

    action: its name. moderator, profile: present handles. reader: the moderator who reads, and gets
    no row about themselves. One statement.
    """
    rows = with_state(_filter(action, moderator, profile, reader))
    return fill_page(QuerySetListing(rows.select_related("reverses")), cursor, size)


def actions_about(profile: AbstractProfile, limit: int = PAGE_SIZE) -> list[ModerationAction]:
    """The newest rows of the log about profile, as actions() returns them."""
    rows = with_state(ModerationAction._base_manager.filter(profile=profile.pk))
    return list(rows.select_related("reverses").order_by("-pk")[:limit])


def all_actions(
    *,
    action: str = "",
    moderator: str = "",
    profile: str = "",
    reader: AbstractProfile,
) -> Iterator[ModerationAction]:
    """The log as actions() filters it, whole, with BATCH_SIZE rows in memory."""
    rows = _filter(action, moderator, profile, reader).order_by("-pk")
    batch = list(rows[:BATCH_SIZE])
    while batch:
        yield from batch
        batch = list(rows.filter(pk__lt=batch[-1].pk)[:BATCH_SIZE])


def _filter(action: str, moderator: str, profile: str, reader: AbstractProfile) -> Any:
    rows: Any = ModerationAction._base_manager.filter(~Q(profile=reader.pk) | Q(profile=None))
    if action:
        rows = rows.filter(action=action)
    if moderator:
        rows = rows.filter(moderator=_key_of(moderator))
    if profile:
        rows = rows.filter(profile=_key_of(profile))
    return rows


def _key_of(handle: str) -> Subquery:
    found: Any = get_profile_model()._base_manager.filter(handle=handle)
    return Subquery(found.values("pk")[:1])


def appeals(
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
    *,
    is_decided: bool = False,
    reader: AbstractProfile,
) -> Page[Appeal]:
    """Appeals with their actions and profiles, the newest first: those that wait, or the others.

    reader: the moderator, who gets no appeal of their own.
    """
    rows = Appeal._base_manager.filter(decided_at__isnull=not is_decided, profile__deleted_at=None)
    rows = rows.exclude(profile=reader.pk)
    rows = rows.select_related("action", "profile", "decided_by")
    return fill_page(QuerySetListing(rows.annotate(key=F("id")), "key"), cursor, size)
