"""When the suggested profiles of a member are computed. How: timelines/compute_suggestions.py.

Never for a reader. A worker does it after each change of whom the member follows. On a site without
a worker, where that would make a follow slower, it is done at the login and by a command.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..models.everyone import shown_profiles
from ..swapping import get_profile_model
from ..tasks import enqueue_on_commit, runs_in_background
from . import tasks
from .databases import for_write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ..models import AbstractProfile

_compute: list[Callable[[Any], None]] = []
_has: list[Callable[[AbstractProfile], bool]] = []


def connect(compute: Callable[[Any], None], has: Callable[[AbstractProfile], bool]) -> None:
    """Call compute with the key of a profile whose suggestions are out of date.

    has: whether a profile has suggestions. Services can't import timelines, so receivers.py
    connects the functions here.
    """
    _compute[:], _has[:] = [compute], [has]


def without_suggestions(keys: Iterable[Any]) -> list[Any]:
    """Return the keys of profiles that follow somebody and have no suggestions."""
    members: Any = get_profile_model()._base_manager.filter(shown_profiles(), pk__in=[*keys])
    members = for_write(members.filter(following_count__gt=0, user__isnull=False))
    return [profile.pk for profile in members.order_by("pk") if not _has[0](profile)]


def update_suggestions(profile_id: Any) -> None:
    """Compute the suggestions of the profile with this key."""
    for compute in _compute:
        compute(profile_id)


def refresh_suggestions(profile_id: Any, *, using: str) -> None:
    """Enqueue update_suggestions() after the profile's follows changed, on a site with a worker."""
    if runs_in_background(tasks.update_suggestions):
        enqueue_on_commit(tasks.update_suggestions, profile_id, using=using)
