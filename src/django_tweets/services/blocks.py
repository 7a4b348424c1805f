"""Block and unblock, mute and unmute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.utils.translation import gettext as _

from .. import signals
from ..models import Block, Mute
from .announcements import announce_relations
from .databases import for_write
from .follows import remove_follows_between
from .idempotency import create_once, delete_by_key, lock_profiles
from .notifications import update_told_later
from .retries import retry_deadlocks
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from ..models import AbstractProfile


def block(blocker: AbstractProfile, blocked: AbstractProfile) -> Block:
    """Hide two profiles from each other, end their follows and requests, and return the Block.

    Send signals.blocked. Do nothing if the block exists. Raise ValidationError for oneself, and
    PermissionDenied if one of the profiles has been deleted.
    """
    if blocker.pk == blocked.pk:
        raise ValidationError(_("You can’t block yourself."), code="oneself")
    using = router.db_for_write(Block)
    return retry_deadlocks(lambda: _block(blocker, blocked, using), using=using)


def _block(blocker: AbstractProfile, blocked: AbstractProfile, using: str) -> Block:
    with transaction.atomic(using=using):
        # follow() locks these two rows as well, and looks for blocks behind its lock.
        lock_profiles(blocker, blocked, using=using)
        pair: dict[str, Any] = {"blocker": blocker, "blocked": blocked}
        row, created = create_once(Block(**pair), *pair, before=lambda using: None)
        remove_follows_between(blocker, blocked)
        if created:
            send_on_commit(signals.blocked, row, block=row)
            _update_notifications(row, using)
    return row


def unblock(blocker: AbstractProfile, blocked: AbstractProfile) -> None:
    """Delete the block, if there is one. Send signals.unblocked.

    A block in the other direction stays, and ended follows don't come back.
    """
    for row in for_write(Block._base_manager.filter(blocker=blocker.pk, blocked=blocked.pk)):
        if delete_by_key(row):
            send_on_commit(signals.unblocked, row, block=row)
            announce_relations(row.blocker_id, router.db_for_write(Block))
            _update_notifications(row, router.db_for_write(Block))


def _update_notifications(block: Block, using: str) -> None:
    """Hide the two from each other in their notifications, or show them again, in tasks."""
    update_told_later(block.blocked_id, block.blocker_id, using=using)
    update_told_later(block.blocker_id, block.blocked_id, using=using)


def mute(muter: AbstractProfile, muted: AbstractProfile) -> Mute:
    """Keep the tweets of muted out of muter's lists, and return the Mute. It sends no signal.

    Do nothing if the mute exists. Raise ValidationError for oneself, and PermissionDenied if one of
    the profiles has been deleted.
    """
    if muter.pk == muted.pk:
        raise ValidationError(_("You can’t mute yourself."), code="oneself")
    pair: dict[str, Any] = {"muter": muter, "muted": muted}

    def check(using: str) -> None:
        lock_profiles(muter, muted, using=using)

    row, created = create_once(Mute(**pair), *pair, before=check)
    if created:
        announce_relations(muter.pk, router.db_for_write(Mute))
        update_told_later(muter.pk, muted.pk, using=router.db_for_write(Mute))
    return row


def unmute(muter: AbstractProfile, muted: AbstractProfile) -> None:
    """Delete the mute, if there is one."""
    for row in for_write(Mute._base_manager.filter(muter=muter.pk, muted=muted.pk)):
        if delete_by_key(row):
            announce_relations(muter.pk, router.db_for_write(Mute))
            update_told_later(muter.pk, muted.pk, using=router.db_for_write(Mute))
