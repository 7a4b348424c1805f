"""include("django_tweets.urls") wherever the site wants them."""

from django.urls import path

from . import converters, views

app_name = "django_tweets"

converters.register()

PROFILE = "@<tweets_handle:handle>/"
TWEET = PROFILE + "<tweets_id:pk>/"

urlpatterns = [
    path("", views.HomeView.as_view(), name="home"),
    path("compose/", views.TweetCreateView.as_view(), name="tweet_create"),
    path("profile/", views.ProfileUpdateView.as_view(), name="profile_edit"),
    path("users/<str:pk>/", views.UserProfileView.as_view(), name="user_profile"),
    path(PROFILE, views.ProfileDetailView.as_view(), name="profile_detail"),
    path(TWEET, views.TweetDetailView.as_view(), name="tweet_detail"),
    path(TWEET + "edit/", views.TweetUpdateView.as_view(), name="tweet_update"),
    path(TWEET + "delete/", views.TweetDeleteView.as_view(), name="tweet_delete"),
]
