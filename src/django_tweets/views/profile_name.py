"""The choice of a name and handle, the first step of a new member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from .. import services
from ..forms import ProfileNameForm
from ..models import handles
from .base import FormPageView
from .welcome import StepMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..models import AbstractProfile

__all__ = ["ProfileNameView"]

SESSION_KEY = "django_tweets_skips_name"


class ProfileNameView(StepMixin, FormPageView):
    """Choose a name and handle, or skip the question until the end of the session.

    Both lead to the next step: see welcome.py. Home shows the form to a member who has a generated
    handle and no name, and is shown again after it.
    """

    template_name = "django_tweets/profile_name.html"
    form_class = ProfileNameForm
    url_name = "profile_name"

    def get_form_kwargs(self) -> dict[str, Any]:
        # A form writes invalid values into its instance too: not into the one that the page shows.
        instance = type(self.member)._rows.get(pk=self.member.pk)
        return {**super().get_form_kwargs(), "instance": instance}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "skip" in request.POST:
            request.session[SESSION_KEY] = True
            return HttpResponseRedirect(self.get_next_url(self.step.next_url))
        return super().post(request, *args, **kwargs)

    def save(self, form: ProfileNameForm) -> str:
        services.update_profile(self.member, **form.cleaned_data)
        self.add_message(_("Your profile has been saved."))
        return self.get_next_url(self.step.next_url)


def get_name_form(request: HttpRequest, member: AbstractProfile) -> ProfileNameForm | None:
    """Return the form for home; None if member has chosen a name or handle, or skips the question.

    An e-mail address is never published, so members who log in with one start as user_38775972.
    """
    is_chosen = bool(member.display_name) or not handles.is_generated(member.handle)
    if is_chosen or request.session.get(SESSION_KEY):
        return None
    return ProfileNameForm(instance=member)
