"""URLs that include ours twice. Without a namespace, reverse() returns the last inclusion."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("django.contrib.auth.urls")),
    path("other/", include("django_tweets.urls", namespace="other")),
    path("main/", include("django_tweets.urls", namespace="main")),
]
