"""Block and mute, and take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.utils.translation import gettext as _

from .. import signals
from ..models import Block, Mute
from .follows import remove_follows_between
from .idempotency import create_once, delete_by_key, lock_profiles
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from ..models import AbstractProfile


def block(blocker: AbstractProfile, blocked: AbstractProfile) -> Block:
    """Hide the two from each other, end what each follows of the other, and return the block.

    That it is so already is no error. ValidationError for oneself; PermissionDenied where one of
    the two has gone.
    """
    if blocker.pk == blocked.pk:
        raise ValidationError(_("You can’t block yourself."), code="oneself")
    using = router.db_for_write(Block)
    with transaction.atomic(using=using):
        # Whoever follows holds these two rows as well, and looks for blocks once they have them.
        lock_profiles(blocker, blocked, using=using)
        pair: dict[str, Any] = {"blocker": blocker, "blocked": blocked}
        row, created = create_once(Block(**pair), *pair, first=lambda using: None)
        remove_follows_between(blocker, blocked)
        if created:
            send_on_commit(signals.blocked, row, block=row)
    return row


def unblock(blocker: AbstractProfile, blocked: AbstractProfile) -> None:
    """Let the two see each other again. That it is so already is no error."""
    for row in Block._base_manager.filter(blocker=blocker.pk, blocked=blocked.pk):
        if delete_by_key(row):
            send_on_commit(signals.unblocked, row, block=row)


def mute(muter: AbstractProfile, muted: AbstractProfile) -> Mute:
    """Keep muted out of muter's lists and return the mute; nobody is told.

    That it is so already is no error. ValidationError for oneself; PermissionDenied where one of
    the two has gone.
    """
    if muter.pk == muted.pk:
        raise ValidationError(_("You can’t mute yourself."), code="oneself")
    pair: dict[str, Any] = {"muter": muter, "muted": muted}

    def check(using: str) -> None:
        lock_profiles(muter, muted, using=using)

    return create_once(Mute(**pair), *pair, first=check)[0]


def unmute(muter: AbstractProfile, muted: AbstractProfile) -> None:
    """Let muted back into muter's lists. That it is so already is no error."""
    for row in Mute._base_manager.filter(muter=muter.pk, muted=muted.pk):
        delete_by_key(row)
