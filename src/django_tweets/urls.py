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

PROFILE = "@<tweets_handle:handle>/"
TWEET = PROFILE + "<tweets_id:pk>/"
HASHTAG = "tags/<str:name>/"

# Required by all other parts.
profiles = [
    path("profile/", views.ProfileUpdateView.as_view(), name="profile_edit"),
    path("profile/delete/", views.ProfileDeleteView.as_view(), name="profile_delete"),
    path("settings/", views.SettingsView.as_view(), name="settings"),
    path("users/<str:pk>/", views.UserProfileView.as_view(), name="user_profile"),
    path(PROFILE, views.ProfileDetailView.as_view(), name="profile_detail"),
]
tweets = [
    path("compose/", views.TweetCreateView.as_view(), name="tweet_create"),
    path(TWEET, views.TweetDetailView.as_view(), name="tweet_detail"),
    path(TWEET + "edit/", views.TweetUpdateView.as_view(), name="tweet_update"),
    path(TWEET + "delete/", views.TweetDeleteView.as_view(), name="tweet_delete"),
    path(TWEET + "history/", views.TweetHistoryView.as_view(), name="tweet_history"),
]

# Optional parts.
home = [
    path("", views.HomeView.as_view(), name="home"),
    path("new/", views.HomeNewView.as_view(), name="home_new"),
]
explore = [
    path("explore/", views.ExploreView.as_view(), name="explore"),
]
replies = [
    path(PROFILE + "with-replies/", views.ProfileRepliesView.as_view(), name="profile_replies"),
    path(TWEET + "reply/", views.TweetReplyView.as_view(), name="tweet_reply"),
]
quotes = [
    path(TWEET + "quote/", views.TweetQuoteView.as_view(), name="tweet_quote"),
    path(TWEET + "quotes/", views.TweetQuotesView.as_view(), name="tweet_quotes"),
]
retweets = [
    path(TWEET + "retweet/", views.TweetRetweetView.as_view(), name="tweet_retweet"),
    path(TWEET + "unretweet/", views.TweetUnretweetView.as_view(), name="tweet_unretweet"),
    path(TWEET + "retweets/", views.TweetRetweetsView.as_view(), name="tweet_retweets"),
]
likes = [
    path(PROFILE + "likes/", views.ProfileLikesView.as_view(), name="profile_likes"),
    path(TWEET + "like/", views.TweetLikeView.as_view(), name="tweet_like"),
    path(TWEET + "unlike/", views.TweetUnlikeView.as_view(), name="tweet_unlike"),
    path(TWEET + "likes/", views.TweetLikesView.as_view(), name="tweet_likes"),
]
bookmarks = [
    path("bookmarks/", views.BookmarksView.as_view(), name="bookmarks"),
    path(TWEET + "bookmark/", views.TweetBookmarkView.as_view(), name="tweet_bookmark"),
    path(TWEET + "unbookmark/", views.TweetUnbookmarkView.as_view(), name="tweet_unbookmark"),
]
follows = [
    path("requests/", views.FollowRequestsView.as_view(), name="follow_requests"),
    path(PROFILE + "followers/", views.FollowersView.as_view(), name="followers"),
    path(PROFILE + "following/", views.FollowingView.as_view(), name="following"),
    path(PROFILE + "follow/", views.ProfileFollowView.as_view(), name="profile_follow"),
    path(PROFILE + "unfollow/", views.ProfileUnfollowView.as_view(), name="profile_unfollow"),
    path(PROFILE + "accept/", views.ProfileAcceptView.as_view(), name="profile_accept"),
    path(PROFILE + "reject/", views.ProfileRejectView.as_view(), name="profile_reject"),
]
blocks = [
    path("blocked/", views.BlockedView.as_view(), name="blocked"),
    path("muted/", views.MutedView.as_view(), name="muted"),
    path(PROFILE + "block/", views.ProfileBlockView.as_view(), name="profile_block"),
    path(PROFILE + "unblock/", views.ProfileUnblockView.as_view(), name="profile_unblock"),
    path(PROFILE + "mute/", views.ProfileMuteView.as_view(), name="profile_mute"),
    path(PROFILE + "unmute/", views.ProfileUnmuteView.as_view(), name="profile_unmute"),
]
mentions = [
    path(PROFILE + "mentions/", views.ProfileMentionsView.as_view(), name="profile_mentions"),
]
hashtags = [
    path("tags/", views.HashtagsView.as_view(), name="hashtags"),
    path(HASHTAG, views.HashtagView.as_view(), name="hashtag"),
    path(HASHTAG + "follow/", views.HashtagFollowView.as_view(), name="hashtag_follow"),
    path(HASHTAG + "unfollow/", views.HashtagUnfollowView.as_view(), name="hashtag_unfollow"),
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
activity = [
    path(PROFILE + "activity/", views.ProfileActivityView.as_view(), name="profile_activity"),
]
analytics = [
    path("analytics/", views.AnalyticsView.as_view(), name="analytics"),
]
# For programs and other sites. Pages link to them in their head.
feeds = [
    path(PROFILE + "feed.atom", ProfileFeed.as_view(), name="profile_atom"),
    path(PROFILE + "feed.rss", ProfileFeed.as_view(format=Rss), name="profile_rss"),
    path(HASHTAG + "feed.atom", HashtagFeed.as_view(), name="hashtag_atom"),
    path(HASHTAG + "feed.rss", HashtagFeed.as_view(format=Rss), name="hashtag_rss"),
    path("search/feed.atom", SearchFeed.as_view(), name="search_atom"),
    path("search/feed.rss", SearchFeed.as_view(format=Rss), name="search_rss"),
]
embeds = [
    path(TWEET + "embed/", views.TweetEmbedView.as_view(), name="tweet_embed"),
    path("oembed/", views.OEmbedView.as_view(), name="oembed"),
]

autocomplete = [
    path("autocomplete/", views.AutocompleteView.as_view(), name="autocomplete"),
]

search = [
    path("search/", views.SearchView.as_view(), name="search"),
    path("search/people/", views.SearchPeopleView.as_view(), name="search_people"),
    path("search/tags/", views.SearchHashtagsView.as_view(), name="search_hashtags"),
]

urlpatterns = [
    *home,
    *explore,
    *profiles,
    *tweets,
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
    *notifications,
    *suggestions,
    *activity,
    *analytics,
]
