"""The settings of a member, and the deletion of their profile."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.forms import Form
from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from .. import services
from ..conf import conf
from ..current_app import reverse
from ..forms import PrivacyForm, ProfileDeleteForm
from ..page_urls import first_url
from ..services import moderators
from .base import FormPageView

if TYPE_CHECKING:
    from ..models import ProfileDeletion


class SettingsView(FormPageView):
    """The privacy settings, with links to all other settings."""

    template_name = "django_tweets/settings.html"
    form_class = PrivacyForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.member}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell staff of the pages for moderators: see moderation_link.py."""
        user: Any = self.request.user
        is_staff = getattr(user, "is_staff", False)
        may_moderate = is_staff and moderators.may_view_reports(self.member)
        return super().get_context_data(may_moderate=may_moderate, **kwargs)

    def save(self, form: PrivacyForm) -> str:
        services.update_profile(self.member, **form.cleaned_data)
        self.add_message(_("Your settings have been saved."))
        return reverse("django_tweets:settings")


class ProfileDeleteView(FormPageView):
    """Delete one's own profile, after a confirmation.

    A logged-in user always has a profile: the next page makes a new, empty one. That of a suspended
    member is suspended, too.
    """

    template_name = "django_tweets/profile_confirm_delete.html"
    form_class = ProfileDeleteForm
    is_for_suspended = True

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": self.member}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grace_days = math.ceil(conf.DELETION_GRACE / timedelta(days=1))
        return super().get_context_data(grace_days=grace_days, **kwargs)

    def save(self, form: ProfileDeleteForm) -> str:
        services.delete_profile(self.member)
        if conf.DELETION_GRACE:
            return reverse("django_tweets:profile_restore")
        self.add_message(_("Your profile has been deleted. You have a new, empty one."))
        return first_url("explore")


class ProfileRestoreView(FormPageView):
    """Take back the deletion of one's own profile, within the grace period.

    Members with such a profile are sent here from all other pages. 404 for everybody else.
    """

    template_name = "django_tweets/profile_restore.html"
    form_class = Form
    is_for_deleted = is_for_suspended = True

    @cached_property
    def deletion(self) -> ProfileDeletion:
        """The deletion that can be taken back."""
        if (found := services.get_deletion(self.member)) is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(deletion=self.deletion, **kwargs)

    def save(self, form: Form) -> str:
        services.restore_profile(self.member)
        self.add_message(_("Your profile is back."))
        return first_url("home", "explore")
