"""URLs that begin with the language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = i18n_patterns(
    path("accounts/", include("django.contrib.auth.urls")),
    path("tweets/", include("django_tweets.urls")),
    prefix_default_language=False,
)
