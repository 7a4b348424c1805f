"""What a member decides about their profile as a whole: who may read it, and whether it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .. import services
from ..current_app import reverse
from ..forms import PrivacyForm, ProfileDeleteForm
from ..page_urls import first_url
from .base import FormPageView

if TYPE_CHECKING:
    from ..models import AbstractProfile


class SettingsView(FormPageView):
    """Who may read one's tweets, and the way to all else that one can decide."""

    template_name = "django_tweets/settings.html"
    form_class = PrivacyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.member}

    def save(self, form: PrivacyForm) -> str:
        services.update_profile(self.member, **form.cleaned_data)
        self.tell(_("Your settings have been saved."))
        return reverse("django_tweets:settings")


class ProfileDeleteView(FormPageView):
    """Delete one's own profile, having been asked twice.

    Who is signed in has a profile: on the page after this it is a new one.
    """

    template_name = "django_tweets/profile_confirm_delete.html"
    form_class = ProfileDeleteForm

    @cached_property
    def member(self) -> AbstractProfile:
        """403 for somebody who is suspended: the new one would not be."""
        profile: AbstractProfile = super().member
        if profile.is_suspended:
            raise PermissionDenied(_("A suspended profile can’t be deleted."))
        return profile

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.member}

    def save(self, form: ProfileDeleteForm) -> str:
        services.delete_profile(self.member)
        told = _("Your profile and all that was of it are gone. You have a new, empty one.")
        self.tell(told)
        return first_url("explore")
