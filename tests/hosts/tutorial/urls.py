from django.urls import include, path

from . import views

urlpatterns = [
    path("profile/<pk>/", views.profile, name="profile"),
    path("tweets/", include("django_tweets.urls")),
]
