from config.urls import urlpatterns as site
from django.urls import include, path

urlpatterns = [path("hosts/", include("tests.hosts.frameworks.urls")), *site]
