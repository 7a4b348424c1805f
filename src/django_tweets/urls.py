"""include("django_tweets.urls") wherever the site wants them."""

from django.urls import path

from . import converters, views

app_name = "django_tweets"

converters.register()

PROFILE = "@<tweets_handle:handle>/"
TWEET = PROFILE + "<tweets_id:pk>/"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("new/", views.HomeNewView.as_view(), name="home_new"),
    path("explore/", views.ExploreView.as_view(), name="explore"),
    path("bookmarks/", views.BookmarksView.as_view(), name="bookmarks"),
    path("requests/", views.FollowRequestsView.as_view(), name="follow_requests"),
    path("blocked/", views.BlockedView.as_view(), name="blocked"),
    path("muted/", views.MutedView.as_view(), name="muted"),
    path("settings/", views.SettingsView.as_view(), name="settings"),
    path("compose/", views.TweetCreateView.as_view(), name="tweet_create"),
    path("profile/", views.ProfileUpdateView.as_view(), name="profile_edit"),
    path("profile/delete/", views.ProfileDeleteView.as_view(), name="profile_delete"),
    path("users/<str:pk>/", views.UserProfileView.as_view(), name="user_profile"),
    path(PROFILE, views.ProfileDetailView.as_view(), name="profile_detail"),
    path(PROFILE + "with-replies/", views.ProfileRepliesView.as_view(), name="profile_replies"),
    path(PROFILE + "likes/", views.ProfileLikesView.as_view(), name="profile_likes"),
    path(PROFILE + "followers/", views.FollowersView.as_view(), name="followers"),
    path(PROFILE + "following/", views.FollowingView.as_view(), name="following"),
    path(PROFILE + "follow/", views.ProfileFollowView.as_view(), name="profile_follow"),
    path(PROFILE + "unfollow/", views.ProfileUnfollowView.as_view(), name="profile_unfollow"),
    path(PROFILE + "accept/", views.ProfileAcceptView.as_view(), name="profile_accept"),
    path(PROFILE + "reject/", views.ProfileRejectView.as_view(), name="profile_reject"),
    path(PROFILE + "block/", views.ProfileBlockView.as_view(), name="profile_block"),
    path(PROFILE + "unblock/", views.ProfileUnblockView.as_view(), name="profile_unblock"),
    path(PROFILE + "mute/", views.ProfileMuteView.as_view(), name="profile_mute"),
    path(PROFILE + "unmute/", views.ProfileUnmuteView.as_view(), name="profile_unmute"),
    path(TWEET, views.TweetDetailView.as_view(), name="tweet_detail"),
    path(TWEET + "edit/", views.TweetUpdateView.as_view(), name="tweet_update"),
    path(TWEET + "delete/", views.TweetDeleteView.as_view(), name="tweet_delete"),
    path(TWEET + "history/", views.TweetHistoryView.as_view(), name="tweet_history"),
    path(TWEET + "reply/", views.TweetReplyView.as_view(), name="tweet_reply"),
    path(TWEET + "quote/", views.TweetQuoteView.as_view(), name="tweet_quote"),
    path(TWEET + "likes/", views.TweetLikesView.as_view(), name="tweet_likes"),
    path(TWEET + "retweets/", views.TweetRetweetsView.as_view(), name="tweet_retweets"),
    path(TWEET + "quotes/", views.TweetQuotesView.as_view(), name="tweet_quotes"),
    path(TWEET + "like/", views.TweetLikeView.as_view(), name="tweet_like"),
    path(TWEET + "unlike/", views.TweetUnlikeView.as_view(), name="tweet_unlike"),
    path(TWEET + "retweet/", views.TweetRetweetView.as_view(), name="tweet_retweet"),
    path(TWEET + "unretweet/", views.TweetUnretweetView.as_view(), name="tweet_unretweet"),
    path(TWEET + "bookmark/", views.TweetBookmarkView.as_view(), name="tweet_bookmark"),
    path(TWEET + "unbookmark/", views.TweetUnbookmarkView.as_view(), name="tweet_unbookmark"),
]
