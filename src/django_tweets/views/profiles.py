"""Profiles: show one, edit one's own, redirect from a user to its profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import RedirectView, TemplateView

from .. import activity_chart, page_metadata, services, timelines
from ..formatting import times
from ..forms import ProfileForm
from ..models.visibility import user_flag
from ..reading.relations import relate
from ..swapping import get_profile_model
from ..timelines import Page
from .base import FormPageView, PageMixin
from .lists import ListMixin
from .profile_text import render_bio

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..models import AbstractProfile


class ProfilePageView(PageMixin, TemplateView):
    """Base of the pages of a profile.

    Other spellings of the handle redirect to the stored one. A profile that the viewer has blocked
    is shown by its name and an unblock button alone.
    """

    profile: AbstractProfile

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.profile = self.get_profile()
        if self.profile.handle != kwargs["handle"]:
            query = request.META["QUERY_STRING"]
            url = request.path.replace(f"@{kwargs['handle']}/", f"@{self.profile.handle}/")
            return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)
        return super().get(request, *args, **kwargs)

    def get_profile(self) -> AbstractProfile:
        """Return the profile in the URL, also one that the viewer has blocked. Else 404."""
        profiles = get_profile_model()._rows.visible_or_blocked_by(self.viewer)
        profile: AbstractProfile = get_object_or_404(profiles, handle=self.kwargs["handle"])
        relate([profile], self.viewer)
        return profile

    def get_template_names(self) -> list[str]:
        if "blocks" in self.profile.relation:
            return ["django_tweets/profile_blocked.html"]
        return super().get_template_names()

    @property
    def is_content_visible(self) -> bool:
        """Whether the viewer may see the lists: not of a protected or blocked profile."""
        return bool(self.profile.is_open) and "blocks" not in self.profile.relation

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        bio = render_bio(self.profile, self.viewer)
        return super().get_context_data(profile=self.profile, bio=bio, **kwargs)


class ProfileListView(ProfilePageView, ListMixin):
    """Base of the lists of a profile. The list is empty where the viewer may not see it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not self.is_content_visible:
            kwargs["page"] = Page([])
        return super().get_context_data(**kwargs)


class ProfileDetailView(ProfileListView):
    """A profile and its tweets."""

    template_name = "django_tweets/profile_detail.html"

    def get_page_metadata(self) -> page_metadata.PageMetadata | None:
        if "blocks" in self.profile.relation:
            return None
        return page_metadata.of_profile(self.profile, self.request)

    def get_page(self) -> Page[Any]:
        cursor = self.get_cursor()
        return timelines.profile_tweets(self.profile, self.viewer, cursor, self.page_size)


class ProfileRepliesView(ProfileListView):
    """The tweets of a profile with its replies to others."""

    template_name = "django_tweets/profile_replies.html"

    def get_page(self) -> Page[Any]:
        return timelines.profile_tweets(
            self.profile, self.viewer, self.get_cursor(), self.page_size, replies=True
        )


class ProfileMediaView(ProfileListView):
    """Pictures, videos and sounds of a profile: a tile for each tweet."""

    template_name = "django_tweets/profile_media.html"

    def get_page(self) -> Page[Any]:
        cursor = self.get_cursor()
        return timelines.media_tweets(self.profile, self.viewer, cursor, self.page_size)


class ProfileMentionsView(ProfileListView):
    """The tweets that mention a profile."""

    template_name = "django_tweets/profile_mentions.html"

    def get_page(self) -> Page[Any]:
        cursor = self.get_cursor()
        return timelines.mentioning_tweets(self.profile, self.viewer, cursor, self.page_size)


class ProfileLikesView(ProfileListView):
    """The tweets that a profile likes."""

    template_name = "django_tweets/profile_likes.html"

    def get_page(self) -> Page[Any]:
        cursor = self.get_cursor()
        return timelines.liked_tweets(self.profile, self.viewer, cursor, self.page_size)


class ProfileActivityView(ProfilePageView):
    """A chart of how many tweets a profile wrote on each day of the last year."""

    template_name = "django_tweets/profile_activity.html"

    def get_chart(self) -> activity_chart.ActivityChart:
        """Return the chart, for a viewer who may see it."""
        today = times.today()
        return activity_chart.ActivityChart(timelines.activity(self.profile, today), today)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chart = self.get_chart() if self.is_content_visible else None
        return super().get_context_data(chart=chart, **kwargs)


class ProfileUpdateView(FormPageView):
    """Edit one's own profile."""

    template_name = "django_tweets/profile_form.html"
    form_class = ProfileForm

    def get_form_kwargs(self) -> dict[str, Any]:
        # A form writes invalid values into its instance too: not into the one that the page shows.
        instance = get_profile_model()._rows.get(pk=self.member.pk)
        return {**super().get_form_kwargs(), "instance": instance}

    def save(self, form: ProfileForm) -> str:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        services.update_profile(self.member, **changes)
        self.add_message(_("Your profile has been saved."))
        return self.member.get_absolute_url()


class UserProfileView(PageMixin, RedirectView):
    """Redirect from the primary key of a user to the profile."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        known = get_profile_model()._rows.visible_or_blocked_by(self.viewer)
        profiles = get_profile_model()._base_manager.filter(user=OuterRef("pk"))
        try:
            users = get_user_model()._base_manager.filter(pk=kwargs["pk"])
            found = known.filter(user__in=users).first()
            if found is None:
                # The same statement for nobody as for a person whom the viewer may not see.
                active = {} if user_flag() is None else {"is_active": True}
                user = get_object_or_404(users.filter(~Exists(profiles), **active))
                found = get_object_or_404(known, pk=services.get_profile(user).pk)
        except (ValidationError, ValueError) as error:  # such as a word where a UUID belongs
            raise Http404(_("There is no such person.")) from error
        profile: AbstractProfile = found
        return profile.get_absolute_url()
