"""URLs of the site's own pages, and of Django's views for accounts."""

from django.contrib.auth import views as auth
from django.urls import path

from . import views

urlpatterns = [
    path("", views.FrontView.as_view(), name="front"),
    path("about/", views.AboutView.as_view(), name="about"),
    path("whats-on/", views.EventsView.as_view(), name="events"),
    path("sign-up/", views.SignUpView.as_view(), name="sign_up"),
    path("log-in/", auth.LoginView.as_view(redirect_authenticated_user=True), name="login"),
    path("log-out/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", auth.PasswordChangeDoneView.as_view(), name="password_change_done"),
]
