"""Signals, sent on commit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.db import transaction

from ..models.databases import write_database

if TYPE_CHECKING:
    from django.db.models import Model
    from django.dispatch import Signal


def send_on_commit(signal: Signal, row: Model, **arguments: Any) -> None:
    """Send signal, with row's model as sender, when the transaction has been committed."""
    send = partial(signal.send_robust, sender=type(row), **arguments)
    transaction.on_commit(send, using=write_database(row))
