"""A site that has the app, and has left its URLs out."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("django.contrib.auth.urls")),
    path("tweets/", include("django_tweets.urls")),
]
