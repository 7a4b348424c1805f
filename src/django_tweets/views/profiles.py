"""Profiles: look at one, change one's own, find one by its user."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import RedirectView, TemplateView

from .. import activity_chart, page_metadata, services, timelines
from ..formatting import times
from ..forms import ProfileForm
from ..swapping import get_profile_model
from ..timelines import Page
from .base import FormPageView, PageMixin

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..models import AbstractProfile


class ProfilePage(PageMixin, TemplateView, ABC):
    """A list that belongs to somebody. The address has one spelling: others lead to it.

    Of somebody protected only followers get to see it, and whom the viewer has blocked is
    only named.
    """

    profile: AbstractProfile

    @abstractmethod
    def get_page(self) -> Page[Any]:
        """The page of the list that the address names."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.profile = self.get_profile()
        if self.profile.handle != kwargs["handle"]:
            query = request.META["QUERY_STRING"]
            url = request.path.replace(f"@{kwargs['handle']}/", f"@{self.profile.handle}/")
            return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)
        return super().get(request, *args, **kwargs)

    def get_profile(self) -> AbstractProfile:
        """As of any page, or somebody whom viewer has blocked."""
        profiles = get_profile_model().objects.visible_or_blocked_by(self.viewer)
        profile: AbstractProfile = get_object_or_404(profiles, handle=self.kwargs["handle"])
        timelines.profiles.relate([profile], self.viewer)
        return profile

    def get_template_names(self) -> list[str]:
        if "blocks" in self.profile.relation:
            return ["django_tweets/profile_blocked.html"]
        return super().get_template_names()

    @property
    def is_shown(self) -> bool:
        """Whether the viewer gets to see more than who it is."""
        return bool(self.profile.is_open) and "blocks" not in self.profile.relation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = self.get_page() if self.is_shown else Page([])
        return super().get_context_data(profile=self.profile, page=page, **kwargs)


class ProfileDetailView(ProfilePage):
    """Who somebody is and what they say."""

    template_name = "django_tweets/profile_detail.html"

    def get_preview(self) -> page_metadata.PageMetadata | None:
        if "blocks" in self.profile.relation:
            return None
        return page_metadata.of_profile(self.profile, self.request)

    def get_page(self) -> Page[Any]:
        return timelines.profile_tweets(self.profile, self.viewer, self.get_cursor())


class ProfileRepliesView(ProfilePage):
    """What somebody says, also to others."""

    template_name = "django_tweets/profile_replies.html"

    def get_page(self) -> Page[Any]:
        return timelines.profile_tweets(self.profile, self.viewer, self.get_cursor(), replies=True)


class ProfileMentionsView(ProfilePage):
    """Who speaks of somebody."""

    template_name = "django_tweets/profile_mentions.html"

    def get_page(self) -> Page[Any]:
        return timelines.mentioning_tweets(self.profile, self.viewer, self.get_cursor())


class ProfileLikesView(ProfilePage):
    """What somebody likes."""

    template_name = "django_tweets/profile_likes.html"

    def get_page(self) -> Page[Any]:
        return timelines.liked_tweets(self.profile, self.viewer, self.get_cursor())


class ProfileActivityView(ProfilePage):
    """On which days of a year somebody has said something, and how much."""

    template_name = "django_tweets/profile_activity.html"

    def get_page(self) -> Page[Any]:
        return Page([])

    def get_year(self) -> activity_chart.ActivityChart:
        today = times.today()
        return activity_chart.ActivityChart(timelines.activity(self.profile, today), today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        year = self.get_year() if self.is_shown else None
        return super().get_context_data(year=year, **kwargs)


class ProfileUpdateView(FormPageView):
    """Change one's own profile."""

    template_name = "django_tweets/profile_form.html"
    form_class = ProfileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # A form writes into its instance even what is not valid: not into the one on the page.
        instance = get_profile_model().objects.get(pk=self.member.pk)
        return {**super().get_form_kwargs(), "instance": instance}

    def save(self, form: ProfileForm) -> str:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        services.update_profile(self.member, **changes)
        self.tell(_("Your profile has been saved."))
        return self.member.get_absolute_url()


class UserProfileView(PageMixin, RedirectView):
    """From a user to their profile: for a host that knows only the user."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        try:
            user = get_object_or_404(get_user_model(), pk=kwargs["pk"])
        except (ValidationError, ValueError) as error:  # such as a word where a UUID belongs
            raise Http404(_("There is no such person.")) from error
        known = get_profile_model().objects.visible_or_blocked_by(self.viewer)
        profile: AbstractProfile = get_object_or_404(known, pk=user.profile.pk)
        return profile.get_absolute_url()
