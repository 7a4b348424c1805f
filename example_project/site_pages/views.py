"""The pages of the site itself, outside the community."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.views.generic import CreateView, TemplateView

from django_tweets import get_tweet_model
from django_tweets.models import Visibility

from . import events, opening_hours
from .forms import SignUpForm

if TYPE_CHECKING:
    from django.forms import ModelForm
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class FrontView(TemplateView):
    template_name = "site_pages/front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.localtime()
        tweets = get_tweet_model().objects.visible_to(None).filter(visibility=Visibility.PUBLIC)
        talk = tweets.filter(in_reply_to=None, retweet_of=None).order_by("-like_count", "-pk")
        return super().get_context_data(
            status=opening_hours.status(now),
            week=opening_hours.WEEK,
            events=events.upcoming(now)[:5],
            talk=talk[:3],  # what most people like
            **kwargs,
        )


class AboutView(TemplateView):
    template_name = "site_pages/about.html"


class EventsView(TemplateView):
    template_name = "site_pages/events.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(weeks=events.by_week(timezone.localtime()), **kwargs)


class SignUpView(RedirectURLMixin, CreateView):
    """Create an account and log it in. Redirect to ``?next=`` if that is on this site."""

    form_class = SignUpForm
    template_name = "registration/sign_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return HttpResponseRedirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=self.get_redirect_url(), **kwargs)

    def get_default_redirect_url(self) -> str:
        """Return the first of the steps of a new member."""
        return resolve_url("django_tweets:profile_name")

    def form_valid(self, form: ModelForm) -> HttpResponse:
        response = super().form_valid(form)
        user = form.instance
        login(self.request, user)
        messages.success(self.request, f"Welcome to the Yard, {user.get_username()}.")
        return response
