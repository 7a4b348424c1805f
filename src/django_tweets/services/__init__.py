"""The verbs of the domain, each a function of model instances, and the only writers.

Each checks the rule it owns, runs in one transaction, is idempotent, and returns the object.
"""

from .blocking import block, mute, unblock, unmute
from .following import accept_follow, follow, reject_follow, unfollow
from .profiles import create_profiles, delete_profile, update_profile
from .publishing import delete, edit, publish
from .reacting import bookmark, like, retweet, unbookmark, unlike, unretweet

__all__ = [
    "accept_follow",
    "block",
    "bookmark",
    "create_profiles",
    "delete",
    "delete_profile",
    "edit",
    "follow",
    "like",
    "mute",
    "publish",
    "reject_follow",
    "retweet",
    "unblock",
    "unbookmark",
    "unfollow",
    "unlike",
    "unmute",
    "unretweet",
    "update_profile",
]
