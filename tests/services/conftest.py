from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.dispatch import Signal

from django_tweets import signals

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def heard() -> Iterator[list[tuple[str, Any]]]:
    """The events that a guest hears: of each its name, and the row that it tells of.

    Without `notified`, which says of others what people are told of them: see told.
    """
    events: list[tuple[str, Any]] = []
    receivers = []
    for name, signal in vars(signals).items():
        if isinstance(signal, Signal) and signal is not signals.notified:

            def receiver(sender: Any, name: str = name, **arguments: Any) -> None:
                del arguments["signal"]
                (row,) = arguments.values()
                assert sender is type(row)
                events.append((name, row))

            receivers.append((signal, receiver))
            signal.connect(receiver)
    yield events
    for signal, receiver in receivers:
        signal.disconnect(receiver)
