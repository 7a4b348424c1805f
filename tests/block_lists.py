"""The block lists that a process keeps in memory."""

from __future__ import annotations

import time

from django_tweets.models import BlockedTerm
from django_tweets.services import blocked_terms


def set_empty() -> None:
    """Let the process know that nothing is blocked, as on a running site."""
    kinds = [*BlockedTerm.Kind.values, blocked_terms.ACCENTED]
    empty: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    blocked_terms._memory[:] = [blocked_terms._Stored(time.monotonic(), empty)]
