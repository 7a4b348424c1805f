"""Follow and unfollow; request, accept and reject."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import router, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from .. import signals
from ..models import Follow, FollowRequest, counters
from ..models.everyone import shown_profiles
from ..notification_kinds import ACCEPTED, FOLLOW, REQUEST
from ..swapping import get_profile_model
from .announcements import announce_relations
from .batches import row_batches
from .databases import for_write
from .idempotency import create_once, delete_by_key, delete_once, lock_profiles
from .limits import count_action
from .notifications import notify_of_end, notify_of_follow
from .signal_sending import send_on_commit
from .suggestions import refresh_suggestions
from .suspension import Suspended, is_active_member, lock_members, may_act, refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import AbstractProfile

ACCEPTED_AT_A_TIME = 25
"""Requests of one batch. Each takes a dozen statements."""


def follow(follower: AbstractProfile, followed: AbstractProfile) -> Follow | FollowRequest:
    """Follow a profile, or ask to follow a protected one; return the Follow or FollowRequest.

    Send signals.followed or signals.follow_requested. Do nothing if the row exists. Raise
    ValidationError for oneself, and PermissionDenied if one has blocked the other, or if one is
    suspended or deleted, and LimitExceeded for too many follows.
    """
    if follower.pk == followed.pk:
        raise ValidationError(_("You can’t follow yourself."), code="oneself")
    count_action(follower, "follow")
    is_protected = followed.is_protected
    while True:
        try:
            if is_protected:
                return _request_follow(follower, followed)
            return _create_follow(follower, followed)
        except _ProtectionChanged:
            is_protected = not is_protected


class _ProtectionChanged(Exception):  # noqa: N818 - no error: follow() tries the other way
    """The profile became protected, or public, after the caller had read it."""


def _create_follow(follower: AbstractProfile, followed: AbstractProfile) -> Follow:
    pair: dict[str, Any] = {"follower": follower, "followed": followed}

    def count(using: str) -> None:
        if counters.add_follow(follower.pk, followed.pk, using=using) < 2:
            raise PermissionDenied(_("You can’t follow this person."))  # one has been deleted
        # The counters' rows are locked now, so block() and update_profile() can't change this.
        needed = _read_need(follower, followed, using)
        if needed.is_request:
            raise _ProtectionChanged
        if needed.has_asked:  # while it was protected, and the task that accepts is late or lost
            _delete_requests(FollowRequest._base_manager.filter(**pair))

    follow, created = create_once(Follow(**pair), *pair, before=count)
    if created:
        send_on_commit(signals.followed, follow, follow=follow)
        announce_relations(follow.follower_id, router.db_for_write(Follow))
        notify_of_follow(FOLLOW, follow)
        _suggest_others(follow)
    return follow


def _suggest_others(follow: Follow) -> None:
    refresh_suggestions(follow.follower_id, using=router.db_for_write(Follow))


def _request_follow(follower: AbstractProfile, followed: AbstractProfile) -> FollowRequest:
    def check(using: str) -> None:
        lock_profiles(follower, followed, using=using)
        if not _read_need(follower, followed, using).is_request:
            raise _ProtectionChanged

    pair: dict[str, Any] = {"follower": follower, "followed": followed}
    request, created = create_once(FollowRequest(**pair), *pair, before=check)
    if created:
        send_on_commit(signals.follow_requested, request, follow_request=request)
        notify_of_follow(REQUEST, request)
    return request


class _Need(NamedTuple):
    """Whether a profile must ask to follow another one, and whether it has asked."""

    is_request: bool
    has_asked: bool


def _read_need(follower: AbstractProfile, followed: AbstractProfile, using: str) -> _Need:
    """Return whether follower must ask first; raise PermissionDenied if even that is forbidden.

    Whoever already followed before the profile became protected need not ask. One statement.
    """
    visible = get_profile_model()._rows.using(using).visible_to(follower)
    pair: dict[str, Any] = {"follower": follower.pk, "followed": OuterRef("pk")}
    follows = Exists(Follow._base_manager.filter(**pair))
    has_asked = Exists(FollowRequest._base_manager.filter(**pair))
    may_follow = is_active_member(follower.pk, using=using)
    rows = visible.filter(pk=followed.pk)
    for is_protected, exists, asked, is_active in rows.values_list(
        "is_protected", follows, has_asked, may_follow
    ):
        if not is_active:
            raise refusal([follower.pk], using=using)
        return _Need(bool(is_protected and not exists), asked)
    raise PermissionDenied(_("You can’t follow this person."))


def unfollow(follower: AbstractProfile, followed: AbstractProfile) -> None:
    """Delete the follow and the follow request, if there are any. Send signals.unfollowed."""
    pair = {"follower": follower.pk, "followed": followed.pk}
    _delete_requests(FollowRequest._base_manager.filter(**pair))
    for existing in for_write(Follow._base_manager.filter(**pair)):
        _delete_follow(existing)


def _delete_requests(requests: QuerySet[FollowRequest]) -> None:
    for request in for_write(requests):
        if delete_by_key(request):
            notify_of_end(request)


def _delete_follow(follow: Follow) -> None:
    keys = (follow.follower_id, follow.followed_id)
    if delete_once(follow, before=lambda using: counters.add_follow(*keys, by=-1, using=using)):
        send_on_commit(signals.unfollowed, follow, follow=follow)
        announce_relations(follow.follower_id, router.db_for_write(Follow))
        notify_of_end(follow)
        _suggest_others(follow)


def remove_follows_between(one: AbstractProfile, other: AbstractProfile) -> None:
    """Delete the follows and follow requests between two profiles, in both directions."""
    unfollow(one, other)
    unfollow(other, one)


class _RequestGone(Exception):  # noqa: N818 - no error: accept_follow() returns
    """Another transaction has deleted the request."""


def accept_follow(request: FollowRequest) -> Follow | None:
    """Turn a request into a Follow and return that; return None if the request is gone.

    Send signals.followed. Return None too, and leave the request, if the follower is suspended or
    deleted: whoever accepts is told nothing about that. Raise PermissionDenied if the followed
    profile is.
    """
    return _accept(request)


def _accept(request: FollowRequest, *, only_if_open: bool = False) -> Follow | None:
    """Do as accept_follow(). only_if_open: raise _ProtectionChanged if the profile is protected."""
    pair: dict[str, Any] = {"follower_id": request.follower_id, "followed_id": request.followed_id}
    keys = pair.values()

    def count(using: str) -> None:
        # block() deletes the request behind the same locks: the other order would be a deadlock.
        if counters.add_follow(*keys, conditions=[may_act()], using=using) < 2:
            raise refusal(keys, using=using)
        if only_if_open and _is_protected(request.followed_id, using):
            raise _ProtectionChanged
        if not delete_by_key(request):
            raise _RequestGone

    try:
        follow, created = create_once(Follow(**pair), *pair, before=count)
    except _RequestGone:
        return None
    except Suspended:
        using = router.db_for_write(Follow)
        with transaction.atomic(using=using):
            lock_members(request.followed_id, using=using)  # raises it again for this one
        return None
    if created:
        send_on_commit(signals.followed, follow, follow=follow)
        announce_relations(follow.follower_id, router.db_for_write(Follow))
        notify_of_follow(ACCEPTED, follow)
        _suggest_others(follow)
    else:  # they follow already: the request has been kept
        _delete_request(request)
    return follow


def _delete_request(request: FollowRequest) -> None:
    using = router.db_for_write(Follow)
    keys = (request.follower_id, request.followed_id)
    with transaction.atomic(using=using):
        counters.lock_profiles(keys, using=using)  # as block() does first
        if delete_by_key(request):
            notify_of_end(request)


def reject_follow(request: FollowRequest) -> FollowRequest:
    """Delete a request and return it as it was. Send signals.follow_rejected, once."""
    if delete_by_key(request):
        send_on_commit(signals.follow_rejected, request, follow_request=request)
        notify_of_end(request)
    return request


def is_acceptable() -> Q:
    """Condition for the requests that are accepted because the profile is no longer protected."""
    are_shown = Q(shown_profiles("followed__"), shown_profiles("follower__"))
    return Q(are_shown, followed__is_protected=False)


def accept_follow_requests(profile_id: Any) -> None:
    """Accept all requests to follow a profile, as long as it is not protected or suspended.

    Those of suspended members stay. So do all that are left when it is protected again meanwhile.
    """
    requests = FollowRequest._base_manager.filter(is_acceptable(), followed=profile_id)
    for batch in row_batches(requests, size=ACCEPTED_AT_A_TIME):
        for request in batch:
            try:
                with suppress(Suspended):
                    _accept(request, only_if_open=True)
            except _ProtectionChanged:
                return


def _is_protected(key: Any, using: str) -> bool:
    """Whether the profile with this key is protected. The caller has locked its row."""
    rows = get_profile_model()._base_manager.using(using)
    return rows.filter(pk=key, is_protected=True).exists()
