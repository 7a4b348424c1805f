from django.urls import path

from . import views

urlpatterns = [
    path("<slug:framework>/", views.HostView.as_view(), name="host"),
    path("<slug:framework>/framework.css", views.stylesheet, name="host_stylesheet"),
]
