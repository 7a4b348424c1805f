"""The tables: one noun a file."""

from .block import Block
from .follow import Follow, FollowRequest
from .mention import Mention
from .mute import Mute
from .profile import AbstractProfile, Profile, ProfileQuerySet
from .reaction import Bookmark, Like
from .revision import TweetRevision
from .tweet import AbstractTweet, Tweet, TweetQuerySet
from .visibility import Visibility

__all__ = [
    "AbstractProfile",
    "AbstractTweet",
    "Block",
    "Bookmark",
    "Follow",
    "FollowRequest",
    "Like",
    "Mention",
    "Mute",
    "Profile",
    "ProfileQuerySet",
    "Tweet",
    "TweetQuerySet",
    "TweetRevision",
    "Visibility",
]
