"""The home of a member: what those say whom they follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .backends import get_backend
from .backends.base import joined
from .hashtags import scan_followed
from .hydration import complete, readable
from .keyset import NEWEST, PAGE_SIZE, Cursor, Page, page_of

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet

ROUNDS = 3  # looks at what the backend has found, as long as nothing of it may be read


def home(viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE) -> Page:
    """What viewer comes back to read: their own tweets, and of those whom they follow.

    And what has a hashtag that they follow, is for everyone and answers nobody.
    Left out are muted people, what viewer may not read, and replies to people whom they don't
    follow. A tweet that several have retweeted is there once. At most ten queries, however many
    they follow; only where none of all that was found may be read, it looks on, twice at most.
    """
    found, horizon = _find(viewer, cursor, size + 1)
    page = page_of([(tweet.pk, tweet) for tweet in found], cursor, size, horizon=horizon)
    complete(page.rows, viewer)
    return page


def count_newer(viewer: AbstractProfile, key: int, limit: int = PAGE_SIZE) -> int:
    """How many tweets of others have come home to viewer since that of key. Cheap to poll.

    Among the first limit. What viewer has said or repeated meanwhile is no news to them.
    """
    found, _ = _find(viewer, Cursor(after=key), limit)
    return sum(tweet.profile_id != viewer.pk for tweet in found)


def _find(
    viewer: AbstractProfile, cursor: Cursor, size: int
) -> tuple[list[AbstractTweet], int | None]:
    """Up to so many tweets, in the direction of cursor, and the horizon of what was looked at."""
    backend = get_backend()
    for _ in range(ROUNDS):
        scan = backend.scan(viewer, cursor, 2 * size)
        scan = joined(scan, scan_followed(viewer, cursor, 2 * size), cursor)
        order = "pk" if cursor.is_upwards else "-pk"
        tweets = readable(viewer).unmuted_for(viewer).filter(pk__in=[pk for pk, _ in scan.rows])
        repeats = len(scan.rows) - len({retweeted or pk for pk, retweeted in scan.rows})
        once: dict[int, AbstractTweet] = {}
        # Only of what may be read: the rest hides nothing. And no more than may be shown, since
        # reading all that was found, four pages of it, took 4 ms longer.
        for tweet in tweets.order_by(order)[: size + repeats]:
            once.setdefault(tweet.shown.pk, tweet)
        if (found := list(once.values())[:size]) or scan.horizon is None:
            break
        cursor = cursor.beyond(scan.horizon)
    return found, scan.horizon
