"""The home timeline of a member."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page
from ..reading.pipeline import CandidateListing, Scan, fill_page, find_rows
from .backends import get_backend
from .hashtags import scan_followed_hashtags
from .sources import HomeSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import AbstractProfile, AbstractTweet

MAX_BATCHES = 3  # of one page: the next is read only if no candidate so far may be shown


def home(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractTweet]:
    """A page of viewer's home: their own tweets, and those of the people whom they follow.

    Also public tweets with a hashtag that viewer follows, if they are no replies. Left out are
    muted people, tweets that viewer may not see, and replies to people whom viewer doesn't follow.
    A tweet that several people have retweeted is listed once.

    At most eight queries, however many people viewer follows, and as many whatever viewer may not
    see. It takes more only if no candidate may be shown: then it reads another batch, twice at
    most.
    """
    return fill_page(HomeListing(viewer), cursor, size)


def count_newer(viewer: AbstractProfile, key: int, limit: int = PAGE_SIZE) -> int:
    """The number of tweets by others in viewer's home that are newer than key. Cheap to poll.

    Of the first limit, without the viewer's own tweets and retweets.
    """
    rows, _ = find_rows(HomeListing(viewer), Cursor(after=key), limit)
    return sum(tweet.profile_id != viewer.pk for _, tweet in rows)


def newest_keys(viewer: AbstractProfile, limit: int = PAGE_SIZE) -> list[int]:
    """Keys of the newest tweets by others in viewer's home, of its first limit rows."""
    rows, _ = find_rows(HomeListing(viewer), NEWEST, limit)
    return [key for key, tweet in rows if tweet.profile_id != viewer.pk]


class HomeListing(CandidateListing):
    """The home of a member, for the page pipeline."""

    viewer: AbstractProfile
    is_filled: ClassVar[bool] = False
    is_distinct: ClassVar[bool] = True

    def batch_sizes(self, limit: int) -> Sequence[int]:
        return [2 * limit] * MAX_BATCHES

    def scan(self, cursor: Cursor, candidates: int) -> Scan:
        source = HomeSource(self.viewer)
        followed = get_backend().scan(source, cursor, candidates)
        tagged = scan_followed_hashtags(source.hashtags, source, cursor, candidates)
        return merge_scans(followed, tagged, cursor)


def merge_scans(one: Scan, other: Scan, cursor: Cursor) -> Scan:
    """Merge two scans in the direction of cursor, up to where both are complete."""
    rows = sorted({**dict(other.rows), **dict(one.rows)}.items(), reverse=not cursor.is_ascending)
    ends = [scan.horizon for scan in (one, other) if scan.horizon is not None]
    return Scan.up_to_horizon(rows, ends, cursor)
