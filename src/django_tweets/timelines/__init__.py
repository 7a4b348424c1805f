"""The readers of lists: which tweets, which people, in pages cut by key, ready to render."""

from . import people
from .home import home, newer_than
from .hydration import hydrate
from .keyset import PAGE_SIZE, Cursor, InvalidCursor, Page
from .lists import bookmarks, likes, profile, public, quotes, revisions
from .thread import Gap, RepliesCursor, Thread, thread

__all__ = [
    "PAGE_SIZE",
    "Cursor",
    "Gap",
    "InvalidCursor",
    "Page",
    "RepliesCursor",
    "Thread",
    "bookmarks",
    "home",
    "hydrate",
    "likes",
    "newer_than",
    "people",
    "profile",
    "public",
    "quotes",
    "revisions",
    "thread",
]
