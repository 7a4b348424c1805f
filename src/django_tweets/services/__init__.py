"""Every operation of the domain, as a function of model instances. Nothing else writes rows.

A service checks whether it is allowed, runs in one transaction, changes nothing if called again,
and returns the object. It sends signals, and enqueues tasks, on commit.
"""

from .blocks import block, mute, unblock, unmute
from .follows import accept_follow, follow, reject_follow, unfollow
from .hashtags import follow_hashtag, unfollow_hashtag
from .notification_rebuild import rebuild_notifications
from .notification_settings import mark_notifications_read, update_notification_settings
from .notifications import notify, unnotify, without_notifications
from .profiles import create_profiles, delete_profile, get_profile, update_profile
from .reactions import bookmark, like, retweet, unbookmark, unlike, unretweet
from .sitemap_keys import compute_sitemap_keys, refresh_sitemap_keys
from .suspension import as_staff
from .trends import compute_trends, refresh_trends
from .tweets import delete, edit, publish

__all__ = [
    "accept_follow",
    "as_staff",
    "block",
    "bookmark",
    "compute_sitemap_keys",
    "compute_trends",
    "create_profiles",
    "delete",
    "delete_profile",
    "edit",
    "follow",
    "follow_hashtag",
    "get_profile",
    "like",
    "mark_notifications_read",
    "mute",
    "notify",
    "publish",
    "rebuild_notifications",
    "refresh_sitemap_keys",
    "refresh_trends",
    "reject_follow",
    "retweet",
    "unblock",
    "unbookmark",
    "unfollow",
    "unfollow_hashtag",
    "unlike",
    "unmute",
    "unnotify",
    "unretweet",
    "update_notification_settings",
    "update_profile",
    "without_notifications",
]
