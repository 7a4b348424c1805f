"""What a timeline backend does: say which tweets may belong on a page of somebody's home."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.core.checks import CheckMessage

    from ...models import AbstractProfile
    from ..keyset import Cursor


@dataclass(frozen=True, slots=True)
class Scan:
    """What a backend has found: rows of (id, id of what it retweets or None), in order.

    They are complete down to `horizon` (upwards, up to it); None: to the end of the list.
    """

    rows: list[tuple[int, int | None]]
    horizon: int | None


def joined(one: Scan, other: Scan, cursor: Cursor) -> Scan:
    """What both have found in the direction of cursor, as far as both are complete."""
    horizons = [scan.horizon for scan in (one, other) if scan.horizon is not None]
    nearest = min if cursor.is_upwards else max
    horizon = nearest(horizons, default=None)
    rows = [
        (pk, retweeted)
        for pk, retweeted in sorted({**dict(other.rows), **dict(one.rows)}.items())
        if horizon is None or (pk <= horizon if cursor.is_upwards else pk >= horizon)
    ]
    return Scan(rows if cursor.is_upwards else rows[::-1], horizon)


class BaseTimeline(ABC):
    """A backend. Keyword arguments of __init__ are the OPTIONS of the setting."""

    @abstractmethod
    def scan(self, viewer: AbstractProfile, cursor: Cursor, size: int) -> Scan:
        """Candidates for the page of viewer's home that starts at cursor, in its direction.

        Those are the tweets and retweets of viewer and of those whom viewer follows and has not
        muted, without replies to people whom viewer doesn't follow (viewer's own stay). At
        least size, or else whatever there is down to the horizon, which must lie behind the
        cursor. Whether viewer may read a candidate is asked of each later, at the one door.
        """

    def check(self) -> list[CheckMessage]:
        """What `manage.py check` has to say about this backend and its options."""
        return []
