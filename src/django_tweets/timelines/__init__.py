"""The readers of lists: which tweets, which people, in pages cut by key, ready to render."""

from . import hashtags, profiles
from .activity import activity
from .analytics import Analytics, analytics
from .home import count_newer, home
from .hydration import hydrate
from .keyset import PAGE_SIZE, Cursor, InvalidCursor, Page
from .notifications import notifications, unread_count
from .suggestions import Reason, suggestions
from .thread import Gap, RepliesCursor, Thread, thread
from .trends import trends
from .tweets import (
    bookmarked_tweets,
    feed_tweets,
    hashtag_tweets,
    liked_tweets,
    mentioning_tweets,
    profile_tweets,
    public_tweets,
    quoting_tweets,
    revisions,
)

__all__ = [
    "PAGE_SIZE",
    "Analytics",
    "Cursor",
    "Gap",
    "InvalidCursor",
    "Page",
    "Reason",
    "RepliesCursor",
    "Thread",
    "activity",
    "analytics",
    "bookmarked_tweets",
    "count_newer",
    "feed_tweets",
    "hashtag_tweets",
    "hashtags",
    "home",
    "hydrate",
    "liked_tweets",
    "mentioning_tweets",
    "notifications",
    "profile_tweets",
    "profiles",
    "public_tweets",
    "quoting_tweets",
    "revisions",
    "suggestions",
    "thread",
    "trends",
    "unread_count",
]
