"""Relations between a viewer and profiles that are shown: follows, blocks, mutes and requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Value

from ..models import Block, Follow, FollowRequest, Mute

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import AbstractProfile


def relate(profiles: Iterable[AbstractProfile], viewer: AbstractProfile | None) -> None:
    """Set on each of profiles its `relation` to viewer: one query for all.

    That is a set of "follows", "asks", "blocks" and "mutes" for what viewer does, and
    "follows_back" if they follow viewer.
    """
    people = {profile.pk: profile for profile in profiles}
    for profile in people.values():
        profile.relation = set()
        profile.is_hidden = False
        profile.related_to = viewer and viewer.pk
    if viewer is None or not people:
        return
    for name, key in _find_relations(viewer, people):
        people[key].relation.add(name)


def _find_relations(viewer: AbstractProfile, people: Iterable[Any]) -> Any:
    """Pairs of a name and a profile's key."""
    me, them = viewer.pk, list(people)
    kinds: list[tuple[str, Any, str, str]] = [
        ("asks", FollowRequest, "follower", "followed"),
        ("blocks", Block, "blocker", "blocked"),
        ("mutes", Mute, "muter", "muted"),
        ("follows_back", Follow, "followed", "follower"),
    ]
    first = Follow._base_manager.filter(follower=me, followed__in=them)
    return first.values_list(Value("follows"), "followed_id").union(
        *(
            model._base_manager.filter(**{mine: me, f"{theirs}__in": them}).values_list(
                Value(name), f"{theirs}_id"
            )
            for name, model, mine, theirs in kinds
        ),
        all=True,
    )
