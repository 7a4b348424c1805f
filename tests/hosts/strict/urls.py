from django.urls import include, path

urlpatterns = [
    path("accounts/", include("django.contrib.auth.urls")),
    path("tweets/", include("django_tweets.urls")),
    path("tweets/", include("django_tweets.contrib.push.urls")),
]
