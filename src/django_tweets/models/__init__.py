"""The models. Each file has one model, or the few that belong together."""

from .attachment import Attachment
from .block import Block
from .blocked_term import BlockedTerm
from .data_export import DataExport
from .follow import Follow, FollowRequest
from .form_key import FormKey
from .former_handle import FormerHandle
from .hashtag import Hashtag, HashtagFollow, TweetHashtag
from .link_preview import LinkPreview, TweetLinkPreview
from .lookalike_handle import LookalikeHandle
from .mention import Mention
from .moderation import ActionKind, Appeal, ModerationAction, WithheldTweet
from .mute import Mute
from .notification import Notification, NotificationActor
from .notification_preference import NotificationPreference
from .notification_settings import NotificationSettings
from .profile import AbstractProfile, Profile, ProfileQuerySet
from .profile_deletion import ProfileDeletion
from .rate_limit import RateLimit
from .reaction import Bookmark, Like
from .removed_notification import RemovedNotification
from .report import ModerationCase, Outcome, Report, ReportedTweet
from .revision import TweetRevision
from .search_entry import SearchEntry
from .search_name import SearchName
from .sitemap_key import SitemapKey
from .time_key import TimeKeyModel
from .trend import Trend
from .tweet import AbstractTweet, Tweet, TweetQuerySet
from .view_count import TweetViewCount, ViewCountFlush
from .visibility import Visibility

__all__ = [
    "AbstractProfile",
    "AbstractTweet",
    "ActionKind",
    "Appeal",
    "Attachment",
    "Block",
    "BlockedTerm",
    "Bookmark",
    "DataExport",
    "Follow",
    "FollowRequest",
    "FormKey",
    "FormerHandle",
    "Hashtag",
    "HashtagFollow",
    "Like",
    "LinkPreview",
    "LookalikeHandle",
    "Mention",
    "ModerationAction",
    "ModerationCase",
    "Mute",
    "Notification",
    "NotificationActor",
    "NotificationPreference",
    "NotificationSettings",
    "Outcome",
    "Profile",
    "ProfileDeletion",
    "ProfileQuerySet",
    "RateLimit",
    "RemovedNotification",
    "Report",
    "ReportedTweet",
    "SearchEntry",
    "SearchName",
    "SitemapKey",
    "TimeKeyModel",
    "Trend",
    "Tweet",
    "TweetHashtag",
    "TweetLinkPreview",
    "TweetQuerySet",
    "TweetRevision",
    "TweetViewCount",
    "ViewCountFlush",
    "Visibility",
    "WithheldTweet",
]
