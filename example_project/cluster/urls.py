"""URLs of the example site in the cluster: with health views, and files that members uploaded."""

from config.urls import urlpatterns as site_urlpatterns
from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve

urlpatterns = [
    path("health/", include("django_tweets.health")),
    re_path(r"^media/(?P<path>.*)$", serve, {"document_root": settings.MEDIA_ROOT}),
    *site_urlpatterns,
]

handler500 = "cluster.views.server_error"
