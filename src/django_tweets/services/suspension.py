"""Suspended members: they may undo, hide and delete, but add and change nothing.

A member is suspended if the profile is suspended or deleted, or its user is inactive. Each service
that adds or changes something calls one of these functions. They read the flags behind the lock of
the profile's row, or with it, so a suspension that is committed while a service waits is seen.
docs/security.md has the list of services. The pages let them read only what visitors read: see
views/viewer.py.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Exists, Q, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import counters
from ..models.databases import write_database
from ..models.everyone import shown_profiles
from ..swapping import get_profile_model
from .retries import retry_deadlocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ..models import AbstractTweet

NOTICE = gettext_lazy("You are suspended: you can only read what is public.")

_is_staff = ContextVar("django_tweets_acts_as_staff", default=False)


class Suspended(PermissionDenied):
    """The member is suspended, or the profile has been deleted."""


@contextmanager
def as_staff() -> Iterator[None]:
    """Let services change the profiles and tweets of suspended members within this context.

    For code that acts for staff: the admin, and moderation of a host.
    """
    token = _is_staff.set(True)
    try:
        yield
    finally:
        _is_staff.reset(token)


def acts_as_staff() -> bool:
    """Whether as_staff() is in effect."""
    return _is_staff.get()


def may_act() -> Q:
    """Condition for the profiles that may add and change something."""
    return Q(deleted_at=None) if acts_as_staff() else shown_profiles()


def may_act_flag() -> Case:
    """Expression for a profile: whether it may add and change something."""
    return Case(When(may_act(), then=True), default=False)


def is_active_member(key: Any, *, using: str) -> Exists:
    """Expression: whether the profile with this key may act. The caller has locked its row."""
    return Exists(get_profile_model()._base_manager.using(using).filter(may_act(), pk=key))


def lock_members(*keys: Any, using: str) -> None:
    """Lock the rows of the profiles with these keys until the transaction ends.

    Raise Suspended if one of them may not act. It takes one statement.
    """
    if counters.lock_profiles(keys, may_act(), using=using) < len(set(keys)):
        raise refusal(keys, using=using)


def check_member(key: Any, *, using: str) -> None:
    """Raise Suspended if the profile with this key may not act, without a lock.

    For work before the one that decides, which calls lock_members().
    """
    if not get_profile_model()._base_manager.using(using).filter(may_act(), pk=key).exists():
        raise refusal([key], using=using)


def lock_member_if(condition: Exists, key: Any, *, using: str) -> bool:
    """Do as lock_members() for one profile, and return whether condition is true.

    Both in one statement. The condition doesn't depend on the profile's row.
    """
    if counters.lock_profiles([key], may_act(), condition, using=using):
        return True
    lock_members(key, using=using)
    return False


def save_new(tweet: AbstractTweet, *conditions: Q) -> None:
    """Insert tweet. Raise Suspended if its author may not act. It takes no statement more.

    conditions: others for the author. The same is raised if they are not met.
    """
    tweet._author_condition = Q(may_act(), *conditions)
    key = tweet.pk

    def save() -> None:
        # The values before an attempt that was rolled back.
        tweet.pk, tweet._state.adding = key, True
        tweet.save()

    try:
        retry_deadlocks(save, using=write_database(tweet))
    except get_profile_model().DoesNotExist:
        raise refusal([tweet.profile_id]) from None


def refusal(keys: Iterable[Any], *, using: str | None = None) -> Suspended:
    """Return the exception for the profiles with these keys, one of which may not act."""
    profiles = get_profile_model()._base_manager.using(using)
    keys = set(keys)
    if profiles.filter(pk__in=keys, deleted_at=None).count() < len(keys):
        return Suspended(_("This profile no longer exists."))
    return Suspended(str(NOTICE))
