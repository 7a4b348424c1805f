from config.urls import urlpatterns as site
from django.urls import include, path

urlpatterns = [
    path("hosts/", include("tests.hosts.frameworks.urls")),
    path("community/", include("django_tweets.contrib.push.urls")),
    *site,
]
