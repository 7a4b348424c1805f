"""The models. Each file has one model, or the few that belong together."""

from .block import Block
from .follow import Follow, FollowRequest
from .form_key import FormKey
from .hashtag import Hashtag, HashtagFollow, TweetHashtag
from .mention import Mention
from .mute import Mute
from .notification import Notification, NotificationActor
from .notification_preference import NotificationPreference
from .notification_settings import NotificationSettings
from .profile import AbstractProfile, Profile, ProfileQuerySet
from .reaction import Bookmark, Like
from .revision import TweetRevision
from .search_entry import SearchEntry
from .search_name import SearchName
from .sitemap_key import SitemapKey
from .trend import Trend
from .tweet import AbstractTweet, Tweet, TweetQuerySet
from .visibility import Visibility

__all__ = [
    "AbstractProfile",
    "AbstractTweet",
    "Block",
    "Bookmark",
    "Follow",
    "FollowRequest",
    "FormKey",
    "Hashtag",
    "HashtagFollow",
    "Like",
    "Mention",
    "Mute",
    "Notification",
    "NotificationActor",
    "NotificationPreference",
    "NotificationSettings",
    "Profile",
    "ProfileQuerySet",
    "SearchEntry",
    "SearchName",
    "SitemapKey",
    "Trend",
    "Tweet",
    "TweetHashtag",
    "TweetQuerySet",
    "TweetRevision",
    "Visibility",
]
