"""The hook of timeline backends that store homes: a tweet belongs in more of them than before."""

from __future__ import annotations

from typing import Protocol


class Update(Protocol):
    """BaseTimeline.update_homes()."""

    def __call__(self, key: int, /, using: str, *, is_new: bool) -> None: ...


_updates: list[Update] = []


def connect(update: Update) -> None:
    """Call update for each tweet that is new or has a new audience.

    It is called in the transaction that writes the tweet. A module of models can't import
    timelines, so receivers.py connects the backend here.
    """
    _updates[:] = [update]


def update_homes(key: int, *, using: str, is_new: bool) -> None:
    """Tell the timeline backend of a tweet that is new or may have more readers than before."""
    for update in _updates:
        update(key, using, is_new=is_new)
