"""The pages. Each is a class whose get_* methods a host may override in a URLconf of its own."""

from .home import HomeNewView, HomeView
from .lists import BookmarksView, ExploreView, TweetQuotesView
from .people import (
    BlockedView,
    FollowersView,
    FollowingView,
    FollowRequestsView,
    MutedView,
    TweetLikesView,
    TweetRetweetsView,
)
from .profiles import (
    ProfileDetailView,
    ProfileLikesView,
    ProfileRepliesView,
    ProfileUpdateView,
    UserProfileView,
)
from .reactions import (
    TweetBookmarkView,
    TweetLikeView,
    TweetRetweetView,
    TweetUnbookmarkView,
    TweetUnlikeView,
    TweetUnretweetView,
)
from .relations import (
    ProfileAcceptView,
    ProfileBlockView,
    ProfileFollowView,
    ProfileMuteView,
    ProfileRejectView,
    ProfileUnblockView,
    ProfileUnfollowView,
    ProfileUnmuteView,
)
from .settings import ProfileDeleteView, SettingsView
from .tweets import (
    TweetCreateView,
    TweetDeleteView,
    TweetDetailView,
    TweetHistoryView,
    TweetQuoteView,
    TweetReplyView,
    TweetUpdateView,
)

__all__ = [
    "BlockedView",
    "BookmarksView",
    "ExploreView",
    "FollowRequestsView",
    "FollowersView",
    "FollowingView",
    "HomeNewView",
    "HomeView",
    "MutedView",
    "ProfileAcceptView",
    "ProfileBlockView",
    "ProfileDeleteView",
    "ProfileDetailView",
    "ProfileFollowView",
    "ProfileLikesView",
    "ProfileMuteView",
    "ProfileRejectView",
    "ProfileRepliesView",
    "ProfileUnblockView",
    "ProfileUnfollowView",
    "ProfileUnmuteView",
    "ProfileUpdateView",
    "SettingsView",
    "TweetBookmarkView",
    "TweetCreateView",
    "TweetDeleteView",
    "TweetDetailView",
    "TweetHistoryView",
    "TweetLikeView",
    "TweetLikesView",
    "TweetQuoteView",
    "TweetQuotesView",
    "TweetReplyView",
    "TweetRetweetView",
    "TweetRetweetsView",
    "TweetUnbookmarkView",
    "TweetUnlikeView",
    "TweetUnretweetView",
    "TweetUpdateView",
    "UserProfileView",
]
