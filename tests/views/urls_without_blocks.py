"""A site without the part of blocks."""

from __future__ import annotations

from django.urls import include, path

from django_tweets import urls

urlpatterns = [
    path(
        "tweets/",
        include(([row for row in urls.urlpatterns if row not in urls.blocks], "django_tweets")),
    )
]
