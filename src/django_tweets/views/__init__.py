"""The pages: class-based views with attributes and get_* methods that a host can override."""

from .analytics import AnalyticsView
from .autocomplete import AutocompleteView
from .embeds import OEmbedView, TweetEmbedView
from .hashtags import HashtagFollowView, HashtagsView, HashtagUnfollowView, HashtagView
from .home import HomeNewView, HomeView
from .notifications import (
    DigestUnsubscribeView,
    NotificationMentionsView,
    NotificationSettingsView,
    NotificationsView,
)
from .profile_actions import (
    ProfileAcceptView,
    ProfileBlockView,
    ProfileFollowView,
    ProfileMuteView,
    ProfileRejectView,
    ProfileUnblockView,
    ProfileUnfollowView,
    ProfileUnmuteView,
)
from .profile_lists import (
    BlockedView,
    FollowersView,
    FollowingView,
    FollowRequestsView,
    MutedView,
    SuggestionsView,
    TweetLikesView,
    TweetRetweetsView,
)
from .profile_name import ProfileNameView
from .profiles import (
    ProfileActivityView,
    ProfileDetailView,
    ProfileLikesView,
    ProfileMentionsView,
    ProfileRepliesView,
    ProfileUpdateView,
    UserProfileView,
)
from .search import SearchHashtagsView, SearchPeopleView, SearchView
from .settings import ProfileDeleteView, SettingsView
from .tweet_actions import (
    TweetBookmarkView,
    TweetLikeView,
    TweetRetweetView,
    TweetUnbookmarkView,
    TweetUnlikeView,
    TweetUnretweetView,
)
from .tweet_lists import BookmarksView, ExploreView, TweetQuotesView
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
    "AnalyticsView",
    "AutocompleteView",
    "BlockedView",
    "BookmarksView",
    "DigestUnsubscribeView",
    "ExploreView",
    "FollowRequestsView",
    "FollowersView",
    "FollowingView",
    "HashtagFollowView",
    "HashtagUnfollowView",
    "HashtagView",
    "HashtagsView",
    "HomeNewView",
    "HomeView",
    "MutedView",
    "NotificationMentionsView",
    "NotificationSettingsView",
    "NotificationsView",
    "OEmbedView",
    "ProfileAcceptView",
    "ProfileActivityView",
    "ProfileBlockView",
    "ProfileDeleteView",
    "ProfileDetailView",
    "ProfileFollowView",
    "ProfileLikesView",
    "ProfileMentionsView",
    "ProfileMuteView",
    "ProfileNameView",
    "ProfileRejectView",
    "ProfileRepliesView",
    "ProfileUnblockView",
    "ProfileUnfollowView",
    "ProfileUnmuteView",
    "ProfileUpdateView",
    "SearchHashtagsView",
    "SearchPeopleView",
    "SearchView",
    "SettingsView",
    "SuggestionsView",
    "TweetBookmarkView",
    "TweetCreateView",
    "TweetDeleteView",
    "TweetDetailView",
    "TweetEmbedView",
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
