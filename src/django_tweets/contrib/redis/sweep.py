"""Lost tasks of stored homes, for `manage.py sweep`.

A fan-out that has ended leaves a row of FanOut. A tweet without one was lost on its way: before the
queue, in it, or between two batches. Then all of it is done again, which changes nothing in homes
that have the tweet. Nothing of this is in Redis, which may forget it when it needs memory.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import router
from django.utils import timezone

from ...services.batches import key_batches
from ...services.sweep_window import Window, calls, recent_tweets
from ...snowflake import first_id
from ...swapping import get_tweet_model
from . import fan_out, tasks
from .models import FanOut, PulledAuthor

if TYPE_CHECKING:
    from datetime import datetime

    from ...services.sweep_window import Batches


def find_lost_tasks(max_age: int, until: datetime) -> Batches:
    """Find tweets and changes of their audience that homes lack, and homes to be removed.

    max_age: of a stored home. Older tweets are in all homes, which were read since. Younger ones
    are all looked at, however few days the sweep looks back: a home keeps what it lacks as long.
    """
    tweets: Any = get_tweet_model()._base_manager
    fan_outs = FanOut._base_manager.using(router.db_for_write(FanOut))
    oldest = _oldest(max_age)
    for keys in recent_tweets(tweets.all(), Window(oldest, until)):
        done = set(fan_outs.filter(pk__in=keys).values_list("pk", flat=True))
        yield calls(tasks.add_to_homes, [key for key in keys if key not in done])
    for keys in key_batches(fan_outs.filter(change_id__lt=first_id(until))):
        yield calls(tasks.add_to_homes, keys)
    removals = PulledAuthor._base_manager.filter(is_complete=False, created_at__lt=until)
    for keys in key_batches(removals):
        yield calls(tasks.remove_homes, keys)
    if fan_outs.filter(pk__lt=first_id(oldest), change_id=None).exists():
        yield [(tasks.delete_old_fan_outs,)]


def delete_old_fan_outs() -> None:
    """Delete the rows of tweets that are older than all stored homes."""
    timeline = fan_out.get_timeline()
    if timeline is None:
        return
    rows = FanOut._base_manager.using(router.db_for_write(FanOut)).filter(change_id=None)
    for keys in key_batches(rows.filter(pk__lt=first_id(_oldest(timeline.max_age)))):
        rows.filter(pk__in=keys).delete()


def _oldest(max_age: int) -> datetime:
    """The time before which no stored home was read."""
    return timezone.now() - timedelta(seconds=max_age)
