"""The readers of lists: which tweets, which people, in pages cut by key, ready to render."""

from . import hashtags, people
from .activity import activity
from .figures import Figures, figures
from .home import home, newer_than
from .hydration import hydrate
from .keyset import PAGE_SIZE, Cursor, InvalidCursor, Page
from .lists import (
    bookmarks,
    hashtag,
    likes,
    mentions,
    profile,
    public,
    published,
    quotes,
    revisions,
)
from .notifications import notifications, unread_count
from .suggestions import Reason, suggestions
from .thread import Gap, RepliesCursor, Thread, thread
from .trends import trends

__all__ = [
    "PAGE_SIZE",
    "Cursor",
    "Figures",
    "Gap",
    "InvalidCursor",
    "Page",
    "Reason",
    "RepliesCursor",
    "Thread",
    "activity",
    "bookmarks",
    "figures",
    "hashtag",
    "hashtags",
    "home",
    "hydrate",
    "likes",
    "mentions",
    "newer_than",
    "notifications",
    "people",
    "profile",
    "public",
    "published",
    "quotes",
    "revisions",
    "suggestions",
    "thread",
    "trends",
    "unread_count",
]
