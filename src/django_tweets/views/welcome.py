"""The first minute of a new member: picture, people and hashtags, after name and handle.

Each page is a step that can be skipped. The first step is ProfileNameView.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import services, timelines
from ..file_storage import missing_settings
from ..forms import ProfilePictureForm
from ..page_urls import first_url, reverse_or_none
from ..swapping import get_profile_model
from ..timelines import Page
from .base import FormPageView, MemberMixin, PageMixin
from .lists import ListMixin
from .sidebar import Sidebar

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..models import AbstractProfile, Hashtag

__all__ = ["WelcomeHashtagsView", "WelcomePeopleView", "WelcomePictureView"]

# The URL name of each step, with the other pages that it needs: a name and arguments.
STEPS: dict[str, list[tuple[str, ...]]] = {
    "profile_name": [],
    "welcome_picture": [],
    "welcome_people": [("profile_follow", "a"), ("suggestions",)],
    "welcome_hashtags": [("hashtag_follow", "a")],
}


@dataclass(frozen=True)
class Step:
    """A place in the steps of the site."""

    number: int
    count: int
    next_url: str
    """Of the next step; after the last one, of home."""


def get_step(name: str) -> Step:
    """Return the step whose page has that URL name.

    A host that leaves out the part `welcome` has the first step only.
    """
    names = [each for each in STEPS if each == name or _is_offered(each)]
    number = names.index(name) + 1
    following = names[number : number + 1]
    return Step(number, len(names), first_url(*following, "home", "explore"))


def _is_offered(name: str) -> bool:
    """Whether the site has that step."""
    return reverse_or_none(name) is not None and _is_possible(name)


def _is_possible(name: str) -> bool:
    """Whether the site has all that the step is for."""
    if name == "welcome_picture":
        return not missing_settings(get_profile_model()._meta.get_field("avatar"))
    return all(reverse_or_none(*page) for page in STEPS[name])


class StepMixin(PageMixin):
    """A page that is a step. It redirects to the next step if the site can't show this one."""

    url_name: str

    @cached_property
    def step(self) -> Step:
        """The place of this page in the steps."""
        return get_step(self.url_name)

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not _is_possible(self.url_name):
            return HttpResponseRedirect(self.step.next_url)
        return super()._dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(step=self.step, **kwargs)


class WelcomePictureView(StepMixin, FormPageView):
    """Choose a picture."""

    template_name = "django_tweets/welcome_picture.html"
    form_class = ProfilePictureForm
    url_name = "welcome_picture"

    def get_form_kwargs(self) -> dict[str, Any]:
        # A form writes values into its instance: not into the one that the page shows.
        instance = get_profile_model()._rows.get(pk=self.member.pk)
        return {**super().get_form_kwargs(), "instance": instance}

    def save(self, form: ProfilePictureForm) -> str:
        changes = {name: form.cleaned_data[name] for name in form.changed_data}
        if changes:
            services.update_profile(self.member, **changes)
            self.add_message(_("Your profile has been saved."))
        return self.step.next_url


class WelcomePeopleView(StepMixin, MemberMixin, ListMixin, TemplateView):
    """Follow some people, who are suggested with the reason. It has one page."""

    template_name = "django_tweets/welcome_people.html"
    url_name = "welcome_people"
    page_size = 8

    def get_page(self) -> Page[AbstractProfile]:
        return Page(timelines.suggestions(self.viewer, limit=self.page_size))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sidebar = Sidebar(self.viewer)
        sidebar.people = []  # the page itself has the suggestions
        return super().get_context_data(sidebar=sidebar, **kwargs)


class WelcomeHashtagsView(StepMixin, MemberMixin, ListMixin, TemplateView):
    """Follow some hashtags: those that many people use now. It has one page."""

    template_name = "django_tweets/welcome_hashtags.html"
    url_name = "welcome_hashtags"
    page_size = 10

    def get_page(self) -> Page[tuple[Hashtag, bool]]:
        """Return hashtags, each with whether the member follows it."""
        hashtags = [trend.hashtag for trend in timelines.trends(limit=self.page_size)]
        followed = timelines.hashtags.followed_among(hashtags, self.member)
        return Page([(hashtag, hashtag.pk in followed) for hashtag in hashtags])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sidebar = Sidebar(self.viewer)
        sidebar.trends = []  # the page itself has them
        return super().get_context_data(sidebar=sidebar, **kwargs)
