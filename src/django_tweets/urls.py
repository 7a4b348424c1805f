"""URL patterns: path("tweets/", include("django_tweets.urls")).

A host that wants only some parts includes their lists: see docs/customising.md. Pages don't link to
a part that is left out.
"""

from django.urls import path

from . import converters, views
from .feed_formats import Rss
from .feeds import HashtagFeed, ProfileFeed, SearchFeed

app_name = "django_tweets"

converters.register()

_PROFILE = "@<tweets_handle:handle>/"
_TWEET = _PROFILE + "<tweets_id:pk>/"
_HASHTAG = "tags/<str:name>/"

# Required by all other parts.
profiles = [
    path("profile/", views.ProfileUpdateView.as_view(), name="profile_edit"),
    path("profile/name/", views.ProfileNameView.as_view(), name="profile_name"),
    path("profile/delete/", views.ProfileDeleteView.as_view(), name="profile_delete"),
    path("profile/restore/", views.ProfileRestoreView.as_view(), name="profile_restore"),
    path("settings/", views.SettingsView.as_view(), name="settings"),
    path("users/<str:pk>/", views.UserProfileView.as_view(), name="user_profile"),
    path(_PROFILE, views.ProfileDetailView.as_view(), name="profile_detail"),
]
tweets = [
    path("compose/", views.TweetCreateView.as_view(), name="tweet_create"),
    path(_TWEET, views.TweetDetailView.as_view(), name="tweet_detail"),
    path(_TWEET + "edit/", views.TweetUpdateView.as_view(), name="tweet_update"),
    path(_TWEET + "delete/", views.TweetDeleteView.as_view(), name="tweet_delete"),
    path(_TWEET + "menu/", views.TweetMenuView.as_view(), name="tweet_menu"),
    path(_TWEET + "history/", views.TweetHistoryView.as_view(), name="tweet_history"),
]

# Optional parts.
data_exports = [
    path("settings/data/", views.DataExportView.as_view(), name="data_export"),
    path(
        "settings/data/<int:number>/",
        views.DataExportFileView.as_view(),
        name="data_export_file",
    ),
]
profile_cards = [
    path(_PROFILE + "card/", views.ProfileCardView.as_view(), name="profile_card"),
]
home = [
    path("", views.HomeView.as_view(), name="home"),
    path("new/", views.HomeNewView.as_view(), name="home_new"),
]
stream = [
    path("stream/", views.StreamView.as_view(), name="stream"),
    path("stream/parts/", views.StreamPartsView.as_view(), name="stream_parts"),
]
explore = [
    path("explore/", views.ExploreView.as_view(), name="explore"),
]
attachments = [
    path("media/", views.MediaUploadView.as_view(), name="media_upload"),
    path("media/<tweets_id:pk>/", views.MediaUpdateView.as_view(), name="media_update"),
    path(
        "media/<tweets_id:pk>/<str:name>",
        views.AttachmentFileView.as_view(),
        name="attachment_file",
    ),
]
profile_media = [
    path(_PROFILE + "media/", views.ProfileMediaView.as_view(), name="profile_media"),
]
replies = [
    path(_PROFILE + "with-replies/", views.ProfileRepliesView.as_view(), name="profile_replies"),
    path(_TWEET + "reply/", views.TweetReplyView.as_view(), name="tweet_reply"),
]
quotes = [
    path(_TWEET + "quote/", views.TweetQuoteView.as_view(), name="tweet_quote"),
    path(_TWEET + "quotes/", views.TweetQuotesView.as_view(), name="tweet_quotes"),
]
retweets = [
    path(_TWEET + "retweet/", views.TweetRetweetView.as_view(), name="tweet_retweet"),
    path(_TWEET + "unretweet/", views.TweetUnretweetView.as_view(), name="tweet_unretweet"),
    path(_TWEET + "retweets/", views.TweetRetweetsView.as_view(), name="tweet_retweets"),
]
likes = [
    path(_PROFILE + "likes/", views.ProfileLikesView.as_view(), name="profile_likes"),
    path(_TWEET + "like/", views.TweetLikeView.as_view(), name="tweet_like"),
    path(_TWEET + "unlike/", views.TweetUnlikeView.as_view(), name="tweet_unlike"),
    path(_TWEET + "likes/", views.TweetLikesView.as_view(), name="tweet_likes"),
]
bookmarks = [
    path("bookmarks/", views.BookmarksView.as_view(), name="bookmarks"),
    path(_TWEET + "bookmark/", views.TweetBookmarkView.as_view(), name="tweet_bookmark"),
    path(_TWEET + "unbookmark/", views.TweetUnbookmarkView.as_view(), name="tweet_unbookmark"),
]
follows = [
    path("requests/", views.FollowRequestsView.as_view(), name="follow_requests"),
    path(_PROFILE + "followers/", views.FollowersView.as_view(), name="followers"),
    path(_PROFILE + "following/", views.FollowingView.as_view(), name="following"),
    path(_PROFILE + "follow/", views.ProfileFollowView.as_view(), name="profile_follow"),
    path(_PROFILE + "unfollow/", views.ProfileUnfollowView.as_view(), name="profile_unfollow"),
    path(_PROFILE + "accept/", views.ProfileAcceptView.as_view(), name="profile_accept"),
    path(_PROFILE + "reject/", views.ProfileRejectView.as_view(), name="profile_reject"),
]
blocks = [
    path("blocked/", views.BlockedView.as_view(), name="blocked"),
    path("muted/", views.MutedView.as_view(), name="muted"),
    path(_PROFILE + "block/", views.ProfileBlockView.as_view(), name="profile_block"),
    path(_PROFILE + "unblock/", views.ProfileUnblockView.as_view(), name="profile_unblock"),
    path(_PROFILE + "mute/", views.ProfileMuteView.as_view(), name="profile_mute"),
    path(_PROFILE + "unmute/", views.ProfileUnmuteView.as_view(), name="profile_unmute"),
]
mentions = [
    path(_PROFILE + "mentions/", views.ProfileMentionsView.as_view(), name="profile_mentions"),
]
hashtags = [
    path("tags/", views.HashtagsView.as_view(), name="hashtags"),
    path(_HASHTAG, views.HashtagView.as_view(), name="hashtag"),
    path(_HASHTAG + "follow/", views.HashtagFollowView.as_view(), name="hashtag_follow"),
    path(_HASHTAG + "unfollow/", views.HashtagUnfollowView.as_view(), name="hashtag_unfollow"),
]
notifications = [
    path("notifications/", views.NotificationsView.as_view(), name="notifications"),
    path(
        "notifications/mentions/",
        views.NotificationMentionsView.as_view(),
        name="notification_mentions",
    ),
    path(
        "notifications/settings/",
        views.NotificationSettingsView.as_view(),
        name="notification_settings",
    ),
    path(
        "notifications/unsubscribe/<str:token>/",
        views.DigestUnsubscribeView.as_view(),
        name="digest_unsubscribe",
    ),
]
suggestions = [
    path("suggestions/", views.SuggestionsView.as_view(), name="suggestions"),
]
welcome = [
    path("welcome/picture/", views.WelcomePictureView.as_view(), name="welcome_picture"),
    path("welcome/people/", views.WelcomePeopleView.as_view(), name="welcome_people"),
    path("welcome/hashtags/", views.WelcomeHashtagsView.as_view(), name="welcome_hashtags"),
]
activity = [
    path(_PROFILE + "activity/", views.ProfileActivityView.as_view(), name="profile_activity"),
]
analytics = [
    path("analytics/", views.AnalyticsView.as_view(), name="analytics"),
]
# For programs and other sites. Pages link to them in their head.
feeds = [
    path(_PROFILE + "feed.atom", ProfileFeed.as_view(), name="profile_atom"),
    path(_PROFILE + "feed.rss", ProfileFeed.as_view(format=Rss), name="profile_rss"),
    path(_HASHTAG + "feed.atom", HashtagFeed.as_view(), name="hashtag_atom"),
    path(_HASHTAG + "feed.rss", HashtagFeed.as_view(format=Rss), name="hashtag_rss"),
    path("search/feed.atom", SearchFeed.as_view(), name="search_atom"),
    path("search/feed.rss", SearchFeed.as_view(format=Rss), name="search_rss"),
]
embeds = [
    path(_TWEET + "embed/", views.TweetEmbedView.as_view(), name="tweet_embed"),
    path("oembed/", views.OEmbedView.as_view(), name="oembed"),
]
link_previews = [
    path(_TWEET + "preview/", views.TweetPreviewView.as_view(), name="tweet_preview"),
]
view_counts = [
    path("views/", views.TweetViewsView.as_view(), name="tweet_views"),
]
share = [
    path(_TWEET + "share/", views.TweetShareView.as_view(), name="tweet_share"),
]
reports = [
    path(_PROFILE + "report/", views.ReportCreateView.as_view(), name="report_create"),
    path(_TWEET + "report/", views.ReportCreateView.as_view(), name="report_create"),
    path("reports/", views.ReportListView.as_view(), name="report_list"),
    path("reports/done/", views.ReportDoneView.as_view(), name="report_done"),
    path("decisions/", views.ModerationNoticesView.as_view(), name="moderation_notices"),
    path(
        "decisions/<tweets_id:pk>/appeal/",
        views.AppealCreateView.as_view(),
        name="appeal_create",
    ),
]

autocomplete = [
    path("autocomplete/", views.AutocompleteView.as_view(), name="autocomplete"),
]

# For users with the permissions view_reports and moderate.
moderation = [
    path("moderation/", views.ModerationCaseListView.as_view(), name="moderation_case_list"),
    path(
        "moderation/log/",
        views.ModerationActionListView.as_view(),
        name="moderation_action_list",
    ),
    path(
        "moderation/log/export/",
        views.ModerationActionExportView.as_view(),
        name="moderation_action_export",
    ),
    path(
        "moderation/log/<tweets_id:pk>/undo/",
        views.ModerationActionReverseView.as_view(),
        name="moderation_action_reverse",
    ),
    path("moderation/words/", views.BlockedTermListView.as_view(), name="blocked_term_list"),
    path(
        "moderation/words/<tweets_id:pk>/remove/",
        views.BlockedTermDeleteView.as_view(),
        name="blocked_term_delete",
    ),
    path("moderation/appeals/", views.AppealListView.as_view(), name="appeal_list"),
    path(
        "moderation/appeals/<tweets_id:pk>/", views.AppealDecideView.as_view(), name="appeal_decide"
    ),
    path(
        "moderation/reports/<tweets_id:pk>/unlock/",
        views.ReportUnlockView.as_view(),
        name="report_unlock",
    ),
    path(
        "moderation/" + _PROFILE,
        views.ModerationCaseDetailView.as_view(),
        name="moderation_case_detail",
    ),
    path(
        "moderation/" + _PROFILE + "act/",
        views.ModerationActionCreateView.as_view(),
        name="moderation_action_create",
    ),
    path(
        "moderation/" + _PROFILE + "withheld/",
        views.WithheldTweetListView.as_view(),
        name="withheld_tweet_list",
    ),
    path("moderation/" + _PROFILE + "claim/", views.CaseClaimView.as_view(), name="case_claim"),
    path(
        "moderation/" + _PROFILE + "unclaim/", views.CaseUnclaimView.as_view(), name="case_unclaim"
    ),
]

search = [
    path("search/", views.SearchView.as_view(), name="search"),
    path("search/people/", views.SearchPeopleView.as_view(), name="search_people"),
    path("search/tags/", views.SearchHashtagsView.as_view(), name="search_hashtags"),
]

urlpatterns = [
    *home,
    *stream,
    *explore,
    *profiles,
    *tweets,
    *data_exports,
    *attachments,
    *profile_media,
    *profile_cards,
    *replies,
    *quotes,
    *retweets,
    *likes,
    *bookmarks,
    *follows,
    *blocks,
    *mentions,
    *hashtags,
    *autocomplete,
    *search,
    *feeds,
    *embeds,
    *link_previews,
    *view_counts,
    *share,
    *reports,
    *notifications,
    *suggestions,
    *welcome,
    *activity,
    *analytics,
    *moderation,
]
