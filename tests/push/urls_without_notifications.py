"""A site that has left out the pages of notifications."""

from django.urls import include, path

from django_tweets import urls

urlpatterns = [
    path(
        "tweets/",
        include(
            ([row for row in urls.urlpatterns if row not in urls.notifications], "django_tweets")
        ),
    )
]
