"""The tables: one noun a file."""

from .profile import AbstractProfile, Profile, ProfileQuerySet
from .tweet import AbstractTweet, Tweet, TweetQuerySet
from .visibility import Visibility

__all__ = [
    "AbstractProfile",
    "AbstractTweet",
    "Profile",
    "ProfileQuerySet",
    "Tweet",
    "TweetQuerySet",
    "Visibility",
]
