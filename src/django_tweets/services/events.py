"""Telling guests what happened, once it has."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction

if TYPE_CHECKING:
    from django.dispatch import Signal

    from ..models import AbstractTweet


def announce(signal: Signal, tweet: AbstractTweet) -> None:
    """Send signal for tweet when the transaction of its database has been committed."""
    send = partial(signal.send_robust, sender=type(tweet), tweet=tweet)
    transaction.on_commit(send, using=tweet._state.db)
