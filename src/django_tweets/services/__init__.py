"""Every operation of the domain, as a function of model instances. Nothing else writes rows.

A service checks whether it is allowed, runs in one transaction, changes nothing if called again,
and returns the object. It sends signals, and enqueues tasks, on commit.
"""

from .appeals import appeal, decide
from .attachment_texts import discard_attachment, update_attachment
from .attachments import upload
from .blocked_terms import block_term, unblock_term
from .blocks import block, mute, unblock, unmute
from .data_exports import (
    delete_expired_exports,
    get_data_export,
    make_exports,
    request_export,
    write_export,
)
from .follows import accept_follow, follow, reject_follow, unfollow
from .hashtags import follow_hashtag, unfollow_hashtag
from .limits import LimitExceeded, without_limits
from .media_processing import process_attachments
from .moderation import moderate
from .notification_rebuild import rebuild_notifications
from .notification_settings import mark_notifications_read, update_notification_settings
from .notifications import notify, unnotify, without_notifications
from .profile_deletion import get_deletion, purge_due_profiles, restore_profile
from .profiles import (
    create_profiles,
    delete_profile,
    get_profile,
    recount_profile,
    update_profile,
)
from .reactions import bookmark, like, retweet, unbookmark, unlike, unretweet
from .reports import report
from .sitemap_keys import compute_sitemap_keys, refresh_sitemap_keys
from .suspension import as_staff
from .trends import compute_trends, refresh_trends
from .tweets import attach, delete, edit, publish
from .view_counts import count_views, flush_view_counts

__all__ = [
    "LimitExceeded",
    "accept_follow",
    "appeal",
    "as_staff",
    "attach",
    "block",
    "block_term",
    "bookmark",
    "compute_sitemap_keys",
    "compute_trends",
    "count_views",
    "create_profiles",
    "decide",
    "delete",
    "delete_expired_exports",
    "delete_profile",
    "discard_attachment",
    "edit",
    "flush_view_counts",
    "follow",
    "follow_hashtag",
    "get_data_export",
    "get_deletion",
    "get_profile",
    "like",
    "make_exports",
    "mark_notifications_read",
    "moderate",
    "mute",
    "notify",
    "process_attachments",
    "publish",
    "purge_due_profiles",
    "rebuild_notifications",
    "recount_profile",
    "refresh_sitemap_keys",
    "refresh_trends",
    "reject_follow",
    "report",
    "request_export",
    "restore_profile",
    "retweet",
    "unblock",
    "unblock_term",
    "unbookmark",
    "unfollow",
    "unfollow_hashtag",
    "unlike",
    "unmute",
    "unnotify",
    "unretweet",
    "update_attachment",
    "update_notification_settings",
    "update_profile",
    "upload",
    "without_limits",
    "without_notifications",
    "write_export",
]
