"""A step of the sweep: homes that the timeline backend stores, if it stores some."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .sweep_window import Step, Window

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from .sweep_window import Batches

_searches: list[Callable[[datetime, datetime], Batches]] = []


def connect(find: Callable[[datetime, datetime], Batches]) -> None:
    """Ask find for the lost tasks of the timeline backend.

    Services can't import timelines, so receivers.py connects the backend here.
    """
    _searches[:] = [find]


def find_homes(window: Window) -> Batches:
    """Find updates of stored homes that were lost."""
    for find in _searches:
        yield from find(*window)


STEPS = (Step("stored homes", find_homes, ()),)
