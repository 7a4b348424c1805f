"""What pages share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic.base import ContextMixin, View
from django.views.generic.edit import FormView

from ..swapping import get_profile_model
from ..timelines import Cursor, InvalidCursor, hydrate
from . import drafts
from .viewers import viewer_of

if TYPE_CHECKING:
    from django.forms import Form
    from django.http import HttpResponse

    from ..models import AbstractProfile, AbstractTweet


@method_decorator(login_not_required, name="dispatch")
class PageMixin(ContextMixin, View):
    """A page that anyone may open, also on a site that asks for a login everywhere else."""

    cursor_class: Any = Cursor

    @cached_property
    def viewer(self) -> AbstractProfile | None:
        """The profile of who looks, None for an anonymous visitor."""
        return viewer_of(self.request)

    def get_cursor(self) -> Any:
        """Where in its list the page starts; 400 if the address names no place."""
        try:
            return self.cursor_class.parse(self.request.GET)
        except InvalidCursor as error:
            raise BadRequest(_("There is no such page.")) from error

    def get_profile(self) -> AbstractProfile:
        """The profile that the address names, if it is there for viewer; 404 if not."""
        profiles = get_profile_model().objects.visible_to(self.viewer)
        return get_object_or_404(profiles, handle=self.kwargs["handle"])

    def get_tweet(self) -> AbstractTweet:
        """The tweet that the address names, if viewer may read it; 404 if not."""
        for tweet in hydrate([self.kwargs["pk"]], self.viewer):
            return tweet
        raise Http404(_("There is no such tweet."))

    def get_next_url(self, default: str) -> str:
        """Where the form says to go from here, if that is on this site; else default."""
        url = self.request.POST.get("next", "")
        is_ours = url_has_allowed_host_and_scheme(
            url, allowed_hosts={self.request.get_host()}, require_https=self.request.is_secure()
        )
        return url if is_ours else default

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = self.request.get_full_path()
        return super().get_context_data(viewer=self.viewer, here=here, **kwargs)


@method_decorator(login_not_required, name="dispatch")  # LoginRequiredMiddleware loses drafts
class MemberMixin(LoginRequiredMixin, PageMixin):
    """A page for members. Others are sent to LOGIN_URL, and come back to what they were doing."""

    @cached_property
    def member(self) -> AbstractProfile:
        """The profile of who looks."""
        return self.request.user.profile  # type: ignore[union-attr]  # logged in

    def get_own_tweet(self) -> AbstractTweet:
        """As get_tweet(); 403 if it is somebody else's."""
        tweet = self.get_tweet()
        if tweet.profile_id != self.member.pk:
            raise PermissionDenied(_("Only its author may change a tweet."))
        return tweet

    def handle_no_permission(self) -> HttpResponseRedirect:
        drafts.keep(self.request)
        return super().handle_no_permission()


class FormPage(MemberMixin, FormView, ABC):
    """A form that members fill in. It keeps what is wrong, and says so at status 422."""

    @abstractmethod
    def save(self, form: Any) -> str:
        """Do what the valid form asks for and return where to go next; or ValidationError."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.success_url = self.save(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        return super().form_valid(form)

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class Verb(MemberMixin, ABC):
    """One thing that a member does to a person or a tweet: a POST, and back to where they were.

    What can't be done (any more) is no error page: they go back, and are told.
    """

    http_method_names = ["post"]
    page_name: str
    """Of the page to return to where the form names none; its address has the same arguments."""

    @abstractmethod
    def act(self) -> str:
        """Do it, and return what to tell the member, if anything."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            done = self.act()
        except (Http404, PermissionDenied, ValidationError) as error:
            messages.error(request, self.get_reason(error), fail_silently=True)
            return HttpResponseRedirect(self.get_next_url(reverse("django_tweets:home")))
        if done:
            messages.success(request, done, fail_silently=True)
        return HttpResponseRedirect(self.get_next_url(self.get_page_url()))

    def get_reason(self, error: Exception) -> str:
        """Why it can't be done, in words for the member."""
        if isinstance(error, Http404):
            return _("That is not there any more.")
        if isinstance(error, ValidationError):
            return " ".join(error.messages)
        return str(error)

    def get_page_url(self) -> str:
        """The page of whom or what it is done to."""
        return reverse(self.page_name, kwargs=self.kwargs)

    def handle_no_permission(self) -> HttpResponseRedirect:
        """To the login, and from there to the page: nobody can come back to a POST."""
        return redirect_to_login(self.get_next_url(self.get_page_url()), self.get_login_url())
