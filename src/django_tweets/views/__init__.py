"""The pages: class-based views with attributes and get_* methods that a host can override."""

from .analytics import AnalyticsView
from .appeals import AppealCreateView, ModerationNoticesView
from .attachments import AttachmentFileView
from .autocomplete import AutocompleteView
from .blocked_terms import BlockedTermDeleteView, BlockedTermListView
from .data_exports import DataExportFileView, DataExportView
from .embeds import OEmbedView, TweetEmbedView
from .hashtags import HashtagFollowView, HashtagsView, HashtagUnfollowView, HashtagView
from .home import HomeNewView, HomeView
from .link_previews import TweetPreviewView
from .moderation import CaseClaimView, CaseUnclaimView, ModerationCaseListView
from .moderation_appeals import AppealDecideView, AppealListView
from .moderation_case import (
    ModerationActionCreateView,
    ModerationCaseDetailView,
    ReportUnlockView,
    WithheldTweetListView,
)
from .moderation_log import (
    ModerationActionExportView,
    ModerationActionListView,
    ModerationActionReverseView,
)
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
from .profile_card import ProfileCardView
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
    ProfileMediaView,
    ProfileMentionsView,
    ProfileRepliesView,
    ProfileUpdateView,
    UserProfileView,
)
from .reports import ReportCreateView, ReportDoneView, ReportListView
from .search import SearchHashtagsView, SearchPeopleView, SearchView
from .settings import ProfileDeleteView, ProfileRestoreView, SettingsView
from .share import TweetShareView
from .stream import StreamPartsView, StreamView
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
    TweetMenuView,
    TweetQuoteView,
    TweetReplyView,
    TweetUpdateView,
)
from .uploads import MediaUpdateView, MediaUploadView
from .view_counts import TweetViewsView
from .welcome import WelcomeHashtagsView, WelcomePeopleView, WelcomePictureView

__all__ = [
    "AnalyticsView",
    "AppealCreateView",
    "AppealDecideView",
    "AppealListView",
    "AttachmentFileView",
    "AutocompleteView",
    "BlockedTermDeleteView",
    "BlockedTermListView",
    "BlockedView",
    "BookmarksView",
    "CaseClaimView",
    "CaseUnclaimView",
    "DataExportFileView",
    "DataExportView",
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
    "MediaUpdateView",
    "MediaUploadView",
    "ModerationActionCreateView",
    "ModerationActionExportView",
    "ModerationActionListView",
    "ModerationActionReverseView",
    "ModerationCaseDetailView",
    "ModerationCaseListView",
    "ModerationNoticesView",
    "MutedView",
    "NotificationMentionsView",
    "NotificationSettingsView",
    "NotificationsView",
    "OEmbedView",
    "ProfileAcceptView",
    "ProfileActivityView",
    "ProfileBlockView",
    "ProfileCardView",
    "ProfileDeleteView",
    "ProfileDetailView",
    "ProfileFollowView",
    "ProfileLikesView",
    "ProfileMediaView",
    "ProfileMentionsView",
    "ProfileMuteView",
    "ProfileNameView",
    "ProfileRejectView",
    "ProfileRepliesView",
    "ProfileRestoreView",
    "ProfileUnblockView",
    "ProfileUnfollowView",
    "ProfileUnmuteView",
    "ProfileUpdateView",
    "ReportCreateView",
    "ReportDoneView",
    "ReportListView",
    "ReportUnlockView",
    "SearchHashtagsView",
    "SearchPeopleView",
    "SearchView",
    "SettingsView",
    "StreamPartsView",
    "StreamView",
    "SuggestionsView",
    "TweetBookmarkView",
    "TweetCreateView",
    "TweetDeleteView",
    "TweetDetailView",
    "TweetEmbedView",
    "TweetHistoryView",
    "TweetLikeView",
    "TweetLikesView",
    "TweetMenuView",
    "TweetPreviewView",
    "TweetQuoteView",
    "TweetQuotesView",
    "TweetReplyView",
    "TweetRetweetView",
    "TweetRetweetsView",
    "TweetShareView",
    "TweetUnbookmarkView",
    "TweetUnlikeView",
    "TweetUnretweetView",
    "TweetUpdateView",
    "TweetViewsView",
    "UserProfileView",
    "WelcomeHashtagsView",
    "WelcomePeopleView",
    "WelcomePictureView",
    "WithheldTweetListView",
]
