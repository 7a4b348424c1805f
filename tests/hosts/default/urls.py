from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path("accounts/", include("django.contrib.auth.urls")),
    path("tweets/", include("django_tweets.urls")),
    path("tweets/", include("django_tweets.contrib.push.urls")),
]
