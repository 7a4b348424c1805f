"""Follow, unfollow; ask, accept, reject."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import router, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from .. import signals
from ..models import Follow, FollowRequest, counters
from ..models.notification import NotificationKind
from ..swapping import get_profile_model
from ..tasks import enqueue_on_commit, task
from .idempotency import create_once, delete_by_key, delete_once, lock_profiles
from .notifications import tell_of_follow
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from ..models import AbstractProfile

BATCH = 500  # requests that are accepted at a time


def follow(follower: AbstractProfile, followed: AbstractProfile) -> Follow | FollowRequest:
    """Let follower follow followed, or ask to, where followed is protected; return which.

    That it is so already is no error. ValidationError for oneself; PermissionDenied where one
    of the two has blocked the other, or followed is not there for follower.
    """
    if follower.pk == followed.pk:
        raise ValidationError(_("You can’t follow yourself."), code="oneself")

    is_protected = followed.is_protected
    while True:
        try:
            return _ask(follower, followed) if is_protected else _follow(follower, followed)
        except _Changed:
            is_protected = not is_protected


class _Changed(Exception):  # noqa: N818 - no error: what was done is taken back, and done anew
    """Followed has begun, or ceased, to decide who follows, since it was read."""


def _follow(follower: AbstractProfile, followed: AbstractProfile) -> Follow:
    def count(using: str) -> None:
        if counters.add_follow(follower.pk, followed.pk, using=using) < 2:
            raise PermissionDenied(_("You can’t follow this person."))  # one of them has gone
        # Asked now that nobody else can change it: see block() and update_profile().
        if _must_ask(follower, followed, using):
            raise _Changed

    pair: dict[str, Any] = {"follower": follower, "followed": followed}
    follow, created = create_once(Follow(**pair), *pair, first=count)
    if created:
        send_on_commit(signals.followed, follow, follow=follow)
        tell_of_follow(NotificationKind.FOLLOW, follow)
    return follow


def _ask(follower: AbstractProfile, followed: AbstractProfile) -> FollowRequest:
    def check(using: str) -> None:
        lock_profiles(follower, followed, using=using)
        if not _must_ask(follower, followed, using):
            raise _Changed

    pair: dict[str, Any] = {"follower": follower, "followed": followed}
    request, created = create_once(FollowRequest(**pair), *pair, first=check)
    if created:
        send_on_commit(signals.follow_requested, request, follow_request=request)
        tell_of_follow(NotificationKind.REQUEST, request)
    return request


def _must_ask(follower: AbstractProfile, followed: AbstractProfile, using: str) -> bool:
    """Whether followed decides if follower may follow; PermissionDenied if they can't even ask.

    Who has followed since before followed was protected need not ask.
    """
    there = get_profile_model().objects.using(using).visible_to(follower)
    follows = Exists(Follow._base_manager.filter(follower=follower.pk, followed=OuterRef("pk")))
    for is_protected, is_so in there.filter(pk=followed.pk).values_list("is_protected", follows):
        return bool(is_protected and not is_so)
    raise PermissionDenied(_("You can’t follow this person."))


def unfollow(follower: AbstractProfile, followed: AbstractProfile) -> None:
    """Let follower follow followed no more, and no more ask to. That it is so is no error."""
    pair = {"follower": follower.pk, "followed": followed.pk}
    for request in FollowRequest._base_manager.filter(**pair):
        if delete_by_key(request):
            tell_of_follow(NotificationKind.REQUEST, request)
    for existing in Follow._base_manager.filter(**pair):
        _end(existing)


def _end(follow: Follow) -> None:
    keys = (follow.follower_id, follow.followed_id)
    if delete_once(follow, first=lambda using: counters.add_follow(*keys, by=-1, using=using)):
        send_on_commit(signals.unfollowed, follow, follow=follow)
        tell_of_follow(NotificationKind.FOLLOW, follow)
        tell_of_follow(NotificationKind.ACCEPTED, follow)


def remove_follows_between(one: AbstractProfile, other: AbstractProfile) -> None:
    """Let neither follow the other, nor ask to."""
    unfollow(one, other)
    unfollow(other, one)


def accept_follow(request: FollowRequest) -> Follow | None:
    """Turn request into a follow and return that; None if it has been withdrawn meanwhile."""
    pair: dict[str, Any] = {"follower_id": request.follower_id, "followed_id": request.followed_id}
    using = router.db_for_write(Follow)
    with transaction.atomic(using=using):
        counters.lock(get_profile_model(), pair.values(), using=using)
        if not delete_by_key(request):
            return None
        tell_of_follow(NotificationKind.REQUEST, request)
        move = partial(counters.add_follow, *pair.values())
        follow, created = create_once(Follow(**pair), *pair, first=lambda using: move(using=using))
        if created:
            send_on_commit(signals.followed, follow, follow=follow)
            tell_of_follow(NotificationKind.ACCEPTED, follow)
    return follow


def reject_follow(request: FollowRequest) -> FollowRequest:
    """Turn request down and return it as it was. That it has gone already is no error."""
    if delete_by_key(request):
        send_on_commit(signals.follow_rejected, request, follow_request=request)
        tell_of_follow(NotificationKind.REQUEST, request)
    return request


def accept_all(profile: AbstractProfile) -> None:
    """Accept whoever waits to follow profile, in a task."""
    enqueue_on_commit(_accept_all, profile.pk)


@task
def _accept_all(profile: Any) -> None:
    waiting = FollowRequest._base_manager.filter(followed=profile, followed__is_protected=False)
    while requests := list(waiting.order_by("pk")[:BATCH]):
        for request in requests:
            accept_follow(request)
