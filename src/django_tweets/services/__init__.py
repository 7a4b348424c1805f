"""The verbs of the domain, each a function of model instances, and the only writers.

Each checks the rule it owns, runs in one transaction, is idempotent, and returns the object.
"""

from .blocking import block, mute, unblock, unmute
from .following import accept_follow, follow, reject_follow, unfollow
from .hashtags import follow_hashtag, unfollow_hashtag
from .notification_settings import mark_notifications_read, update_notification_settings
from .notifying import quietly
from .profiles import create_profiles, delete_profile, update_profile
from .publishing import delete, edit, publish
from .reacting import bookmark, like, retweet, unbookmark, unlike, unretweet
from .rebuilding import rebuild_notifications
from .trending import compute_trends, refresh_trends

__all__ = [
    "accept_follow",
    "block",
    "bookmark",
    "compute_trends",
    "create_profiles",
    "delete",
    "delete_profile",
    "edit",
    "follow",
    "follow_hashtag",
    "like",
    "mark_notifications_read",
    "mute",
    "publish",
    "quietly",
    "rebuild_notifications",
    "refresh_trends",
    "reject_follow",
    "retweet",
    "unblock",
    "unbookmark",
    "unfollow",
    "unfollow_hashtag",
    "unlike",
    "unmute",
    "unretweet",
    "update_notification_settings",
    "update_profile",
]
