"""The background tasks of stored homes. They are like those in services/tasks.py: see there."""

from __future__ import annotations

from ...tasks import task
from . import fan_out, sweep

_Key = int | str


# Tasks for one batch have that bound of their own, and need none of tasks.py.
@task("fanout", bound="never")
def add_to_homes(tweet_id: int, after_id: _Key | None = None, change_id: int | None = None) -> None:
    """Add a tweet to the stored homes of the next followers of its author.

    after_id: the key of the last follower of the batch before. change_id: of FanOut, as the first
    batch has found it.
    """
    fan_out.add_to_homes(tweet_id, after_id, change_id)


@task("fanout", bound="never")
def remove_homes(profile_id: _Key, after_id: _Key | None = None) -> None:
    """Remove the stored homes of the next followers of an author who is pulled from now on."""
    fan_out.remove_homes(profile_id, after_id)


@task(bound="never")
def store_home(profile_id: _Key) -> None:
    """Read the newest tweets of a home from the database, and store them in Redis."""
    fan_out.store_home(profile_id)


@task("fanout")
def delete_old_fan_outs() -> None:
    """Delete the notes of fan-outs that no sweep needs any more."""
    sweep.delete_old_fan_outs()
