from django.conf import settings
from django.urls import path
from django.views.decorators.csp import csp_override

from . import views

# The frameworks' stylesheets contain pictures as data: URLs.
allow_pictures = csp_override({**settings.SECURE_CSP, "img-src": ["'self'", "data:"]})

urlpatterns = [
    path("<slug:framework>/framework.css", views.stylesheet, name="host_stylesheet"),
    path("<slug:framework>/", allow_pictures(views.HostView.as_view()), name="host"),
    path("<slug:framework>/home/", allow_pictures(views.HostHomeView.as_view()), name="host_home"),
    path(
        "<slug:framework>/<str:handle>/<int:pk>/",
        allow_pictures(views.HostTweetView.as_view()),
        name="host_tweet",
    ),
]
