"""The pages of the Yard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import RedirectURLMixin
from django.http import HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone
from django.views.generic import CreateView, TemplateView

from django_tweets import get_profile_model

from . import events, hours
from .forms import SignUpForm

if TYPE_CHECKING:
    from django.forms import ModelForm
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase


class FrontView(TemplateView):
    template_name = "yard/front.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.localtime()
        handle = settings.YARD_HANDLE  # type: ignore[misc]  # mypy reads the tests' settings
        return super().get_context_data(
            status=hours.status(now),
            week=hours.WEEK,
            events=events.upcoming(now)[:5],
            yard_profile=get_profile_model().objects.filter(handle=handle).first(),
            **kwargs,
        )


class AboutView(TemplateView):
    template_name = "yard/about.html"


class EventsView(TemplateView):
    template_name = "yard/events.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(weeks=events.by_week(timezone.localtime()), **kwargs)


class SignUpView(RedirectURLMixin, CreateView):
    """An account, signed in at once; ``?next=`` is followed if it stays on this site."""

    form_class = SignUpForm
    template_name = "registration/sign_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return HttpResponseRedirect(self.get_success_url())
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(next=self.get_redirect_url(), **kwargs)

    def get_default_redirect_url(self) -> str:
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def form_valid(self, form: ModelForm) -> HttpResponse:
        response = super().form_valid(form)
        user = form.instance
        login(self.request, user)
        messages.success(self.request, f"Welcome to the Yard, {user.get_username()}.")
        return response
