"""Telling guests what happened, once it has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

if TYPE_CHECKING:
    from django.db.models import Model
    from django.dispatch import Signal


def send_on_commit(signal: Signal, row: Model, **arguments: Any) -> None:
    """Send signal about row when the transaction of its database has been committed."""
    send = partial(signal.send_robust, sender=type(row), **arguments)
    transaction.on_commit(send, using=row._state.db)
