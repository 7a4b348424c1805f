"""Limits: how often a member, or a visitor's address, may do something. docs/limits.md lists them.

A service counts before it writes, and raises LimitExceeded if that was once too often. Views count
what is no service: searches and feeds.
"""

from __future__ import annotations

import math
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from .. import rates
from ..conf import conf
from ..rates import Rate, parse_rate
from . import limit_stores
from .limit_stores import SECOND, Bucket
from .suspension import acts_as_staff

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..models import AbstractProfile

__all__ = ["LimitExceeded", "count_action", "count_visit", "without_limits"]

_is_off = ContextVar("django_tweets_limits_are_off", default=False)


class LimitExceeded(PermissionDenied):
    """An action was once too often, and has not been done.

    action: a key of DJANGO_TWEETS_LIMITS. rate: what was exceeded. retry_after: the whole seconds
    after which it is allowed again.
    """

    def __init__(self, action: str, rate: Rate, wait: float) -> None:
        self.action, self.rate = action, rate
        self.retry_after = max(math.ceil(wait), 1)
        now = timezone.now()
        # Whole minutes: Django says "0 minutes" for less.
        until = timedelta(minutes=math.ceil(self.retry_after / 60))
        waiting = {"time": timesince(now - until, now, depth=1)}
        super().__init__(_("You are doing this too often. Try again in %(time)s.") % waiting)


@contextmanager
def without_limits() -> Iterator[None]:
    """Limit nothing within this context, for example during an import."""
    token = _is_off.set(True)
    try:
        yield
    finally:
        _is_off.reset(token)


def is_limited(profile: AbstractProfile) -> bool:
    """Whether there are limits for profile here.

    There are none within without_limits() and as_staff(), and none for a profile without a user:
    nobody can log in as it, so the site itself acts.
    """
    return profile.user_id is not None and not (_is_off.get() or acts_as_staff())


def find_rate(action: str, profile: AbstractProfile | None = None) -> Rate | None:
    """Return the rate of action for profile, or for visitors; None if it has no limit.

    A new member gets the lower one of the general rate and that for new members.
    """
    if conf.LIMITS is None:
        return None
    value = {**rates.LIMITS, **conf.LIMITS}[action]
    if value is None:
        return None
    found = [parse_rate(value)]
    if profile is not None and conf.NEW_MEMBER_LIMITS is not None:
        new: dict[str, Any] = {**rates.NEW_MEMBER_LIMITS, **conf.NEW_MEMBER_LIMITS}
        if new.get(action) is not None and _is_new(profile, new):
            found.append(parse_rate(new[action]))
    return min(found, key=lambda rate: rate.tokens / rate.seconds)


def is_new_member(profile: AbstractProfile) -> bool:
    """Whether profile is new, as DJANGO_TWEETS_NEW_MEMBER_LIMITS says; with None nobody is."""
    if conf.NEW_MEMBER_LIMITS is None:
        return False
    return _is_new(profile, {**rates.NEW_MEMBER_LIMITS, **conf.NEW_MEMBER_LIMITS})


def _is_new(profile: AbstractProfile, bounds: Mapping[str, Any]) -> bool:
    is_young = profile.created_at > timezone.now() - timedelta(days=bounds["days"])
    return is_young or profile.tweet_count < bounds["tweets"]


def count_action(profile: AbstractProfile, action: str) -> None:
    """Count an action of profile. Raise LimitExceeded if that is once too often.

    action: a key of DJANGO_TWEETS_LIMITS.
    """
    count_actions(profile, {action: 1})


def count_actions(profile: AbstractProfile, actions: Mapping[str, int]) -> None:
    """Count each of actions so many times, in one step: all of them, or none.

    What is more than a limit allows at once counts as all that it allows.
    """
    if is_limited(profile):
        found = {action: (find_rate(action, profile), times) for action, times in actions.items()}
        _take("profile", profile.pk, found)


def count_visit(address: str, action: str) -> None:
    """Count an action from an address, as client_addresses.py finds it. Raise LimitExceeded.

    Nothing is counted for an empty address, which is an unknown one.
    """
    if address:
        _take("address", address, {action: (find_rate(action), 1)})


def is_repeated(profile: AbstractProfile, value: str, rate: Rate) -> bool:
    """Count that profile writes value, and return whether more profiles have than rate allows.

    A profile counts once in the time of rate.
    """
    period = rate.seconds * SECOND
    own = Bucket(make_key("text", profile.pk, value), period, period)
    all_profiles = Bucket(make_key("texts", "", value), period, _cost(rate, 1))
    refusal = limit_stores.get_store().take([own, all_profiles])
    return refusal is not None and refusal.position == 1


def _take(kind: str, owner: Any, actions: Mapping[str, tuple[Rate | None, int]]) -> None:
    limited = [(action, rate, times) for action, (rate, times) in actions.items() if rate and times]
    if not limited:
        return
    buckets = [
        Bucket(make_key(kind, owner, action), rate.seconds * SECOND, _cost(rate, times))
        for action, rate, times in limited
    ]
    refusal = limit_stores.get_store().take(buckets)
    if refusal is not None:
        action, rate, _times = limited[refusal.position]
        raise LimitExceeded(action, rate, refusal.wait / SECOND)


def _cost(rate: Rate, times: int) -> int:
    return rate.seconds * SECOND * min(times, rate.tokens) // rate.tokens


def make_key(*parts: Any) -> str:
    """Return the key of a bucket: a digest, from which an address can't be found."""
    secret = blake2b(force_bytes(settings.SECRET_KEY)).digest()
    return blake2b("\n".join(map(str, parts)).encode(), digest_size=16, key=secret).hexdigest()
