"""Health views for load balancers and monitoring: path("health/", include("django_tweets.health")).

`live/` says that the process answers, and `ready/` that it can serve pages: 200 or 503, as JSON.
"""

from django.urls import path

from .views import LivenessView, ReadinessView

__all__ = ["LivenessView", "ReadinessView", "app_name", "urlpatterns"]

app_name = "django_tweets_health"

urlpatterns = [
    path("live/", LivenessView.as_view(), name="live"),
    path("ready/", ReadinessView.as_view(), name="ready"),
]
