"""URLs of a host that overrides some views of the app."""

from django.urls import include, path

from django_tweets import views

from .forms import ShortTweetForm
from .views import LibraryComposeView, OldestBookmarksView, QuietFollowView

urlpatterns = [
    path("tweets/explore/", views.ExploreView.as_view(page_size=2)),
    path("tweets/bookmarks/", OldestBookmarksView.as_view()),
    path("tweets/compose/", LibraryComposeView.as_view()),
    path("tweets/@<handle>/follow/", QuietFollowView.as_view()),
    path(
        "tweets/@<handle>/<int:pk>/quote/", views.TweetQuoteView.as_view(form_class=ShortTweetForm)
    ),
    path("tweets/", include("django_tweets.urls")),
]
