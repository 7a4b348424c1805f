"""Lists of tweets and profiles for a viewer, in keyset pages that are ready to render."""

from ..reading.hydration import hydrate
from ..reading.keyset import PAGE_SIZE, Cursor, InvalidCursor, Page
from . import hashtags, moderation_cases, moderation_log, profiles
from .activity import activity
from .analytics import Analytics, analytics
from .home import count_newer, home
from .news import Found, News, NewsReader, Subscription
from .notifications import notifications, unread_count
from .reports import moderation_notices, own_reports
from .shared_news import read_changes
from .suggestions import Reason, suggestions
from .thread import Gap, RepliesCursor, RepliesPage, Thread, thread
from .trends import trends
from .tweets import (
    bookmarked_tweets,
    feed_tweets,
    hashtag_tweets,
    liked_tweets,
    media_tweets,
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
    "Found",
    "Gap",
    "InvalidCursor",
    "News",
    "NewsReader",
    "Page",
    "Reason",
    "RepliesCursor",
    "RepliesPage",
    "Subscription",
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
    "media_tweets",
    "mentioning_tweets",
    "moderation_cases",
    "moderation_log",
    "moderation_notices",
    "notifications",
    "own_reports",
    "profile_tweets",
    "profiles",
    "public_tweets",
    "quoting_tweets",
    "read_changes",
    "revisions",
    "suggestions",
    "thread",
    "trends",
    "unread_count",
]
