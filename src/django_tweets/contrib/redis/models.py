"""Facts about stored homes that must outlast Redis: stale homes, pulled authors, done fan-outs."""

from __future__ import annotations

from contextlib import suppress
from typing import ClassVar

from django.db import IntegrityError, models, router, transaction
from django.db.models import F
from django.utils import timezone

from ... import swapping
from ...models.fields import CascadeOneToOneField
from ...models.writes import upsert
from ...snowflake import make_id


class Failure(models.Model):
    """The number of times that homes could not be updated in Redis: one row, or none.

    A stored home has the number of the time when it was read from the database. With a smaller
    number than this one, it may lack a tweet.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    total = models.PositiveBigIntegerField()

    ONLY: ClassVar[int] = 1
    """The key of the row."""

    def __str__(self) -> str:
        return str(self.total)


class PulledAuthor(models.Model):
    """An author with so many followers that tweets are not written into each of their homes."""

    profile = CascadeOneToOneField(
        swapping.profile_label(), primary_key=True, related_name="pulled_author"
    )
    is_complete = models.BooleanField(default=False)
    """Whether the homes that were stored before have been removed: they don't pull this author."""
    created_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return str(self.pk)


class FanOut(models.Model):
    """A tweet that all homes have, or one with a change that they don't have yet.

    The last task of a fan-out writes it. So a new tweet without a row is one whose tasks were lost.
    No foreign key: rows of deleted tweets go when they are old, as all others.
    """

    tweet_id = models.BigIntegerField(primary_key=True)
    change_id = models.BigIntegerField(null=True, db_index=True)
    """Snowflake of the newest change of its audience; null once all homes have the tweet."""

    def __str__(self) -> str:
        return str(self.pk)


def note_change(tweet_id: int, using: str) -> None:
    """Note, in the transaction that widens the audience of a tweet, that a fan-out is needed."""
    row = FanOut(tweet_id=tweet_id, change_id=make_id(timezone.now()))
    upsert([row], unique="tweet_id", update=["change_id"], using=using)


def mark_done(tweet_id: int, change_id: int | None) -> None:
    """Note that all homes have a tweet.

    change_id: the change that the fan-out found when it began. With a later one, the row stays as
    it is, because that has a fan-out of its own.
    """
    using = router.db_for_write(FanOut)
    rows = FanOut._base_manager.using(using)
    if change_id is None:
        rows.bulk_create([FanOut(tweet_id=tweet_id)], ignore_conflicts=True)
    else:
        rows.filter(pk=tweet_id, change_id=change_id).update(change_id=None)


def count_failure() -> None:
    """Make all homes stale that are stored now, or that are being stored."""
    using = router.db_for_write(Failure)
    rows = Failure._base_manager.using(using).filter(pk=Failure.ONLY)
    if not rows.update(total=F("total") + 1):
        with suppress(IntegrityError), transaction.atomic(using=using):
            Failure._base_manager.using(using).create(pk=Failure.ONLY, total=1)
            return
        rows.update(total=F("total") + 1)  # another process has created it
