"""The pages. Each is a class whose get_* methods a host may override in a URLconf of its own."""

from .home import HomeView
from .profiles import ProfileDetailView, ProfileUpdateView, UserProfileView
from .tweets import TweetCreateView, TweetDeleteView, TweetDetailView, TweetUpdateView

__all__ = [
    "HomeView",
    "ProfileDetailView",
    "ProfileUpdateView",
    "TweetCreateView",
    "TweetDeleteView",
    "TweetDetailView",
    "TweetUpdateView",
    "UserProfileView",
]
