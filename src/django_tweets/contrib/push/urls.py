"""URL patterns: path("tweets/", include("django_tweets.contrib.push.urls"))."""

from django.urls import path

from . import views

app_name = "django_tweets_push"

urlpatterns = [
    path("push/", views.PushSettingsView.as_view(), name="settings"),
    path("push/subscribe/", views.SubscribeView.as_view(), name="subscribe"),
    path("push/<int:pk>/remove/", views.UnsubscribeView.as_view(), name="unsubscribe"),
    path("push/worker.js", views.WorkerView.as_view(), name="worker"),
]
