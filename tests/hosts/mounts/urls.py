"""A site that includes our URLs twice. Without a namespace, reverse() leads to the last of them."""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("django.contrib.auth.urls")),
    path("other/", include("django_tweets.urls", namespace="other")),
    path("main/", include("django_tweets.urls", namespace="main")),
]
