"""The URLs of the contenders."""

from django.urls import include, path

from . import floor
from .stream.views import StreamView
from .tutorial.views import home

urlpatterns = [
    path("floor/", floor.home, name="floor"),
    path("tutorial/", home, name="tutorial"),
    path("stream/", StreamView.as_view(), name="stream"),
    path("tweets/", include("django_tweets.urls")),
]
