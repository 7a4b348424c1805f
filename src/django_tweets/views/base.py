"""What pages share."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers
from django.views.generic.base import ContextMixin, View
from django.views.generic.edit import FormView

from ..current_app import reverse, use_app_of_request, with_app_of_request
from ..page_urls import first_url, get_tweet_urls
from ..swapping import get_profile_model
from ..timelines import Cursor, InvalidCursor, hydrate
from . import errors, unsent_text
from .sidebar import Sidebar
from .viewer import get_viewer

if TYPE_CHECKING:
    from django.forms import Form

    from ..models import AbstractProfile, AbstractTweet
    from ..page_metadata import PageMetadata

FRAGMENT = "X-Tweets-Fragment"


class PageResponse(TemplateResponse):
    """A TemplateResponse in the URL namespace of its request: it is rendered after the view."""

    @property
    def rendered_content(self) -> str:
        with use_app_of_request(self._request):
            return super().rendered_content


@method_decorator(
    [with_app_of_request, login_not_required, vary_on_headers(FRAGMENT)], name="dispatch"
)
class PageMixin(ContextMixin, View):
    """A page that anyone may open, also on a site that asks for a login everywhere else.

    To our script, which says so in a header, it answers with what is its own: without the layout,
    and with what there is to tell in it, instead of a message on the next page. What goes wrong has
    a page too, at the right status.
    """

    response_class = PageResponse
    cursor_class: Any = Cursor
    is_listed = False
    """Whether search engines may show it: as get_preview() says, asked by get_context_data()."""
    told = ""
    """What the script is to tell, set by tell()."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except errors.HANDLED as error:
            status = errors.status_of(error)
            return HttpResponse(self.get_error(status, error), status=status)
        if response.status_code == 200 and not self.is_listed:
            # In a header: a host's layout may have no place in its head for what we say.
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().http_method_not_allowed(request, *args, **kwargs)
        response.content = self.get_error(response.status_code)
        return response

    @cached_property
    def is_fragment(self) -> bool:
        """Whether our script asks, and not the browser for a page."""
        return FRAGMENT in self.request.headers

    @cached_property
    def viewer(self) -> AbstractProfile | None:
        """The profile of who looks, None for an anonymous visitor."""
        return get_viewer(self.request)

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

    def get_preview(self) -> PageMetadata | None:
        """What the page says of itself to search engines and chats; None keeps it from both."""
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared: dict[str, Any] = {
            "viewer": self.viewer,
            "here": self.request.get_full_path(),
            "side": Sidebar(self.viewer),
        }
        if self.is_fragment:
            shared["layout"] = "django_tweets/layouts/bare.html"
        else:
            shared["preview"] = preview = self.get_preview()
            self.is_listed = preview is not None and preview.is_listed
        return super().get_context_data(**{**shared, **kwargs})

    def tell(self, text: str, level: int = messages.SUCCESS) -> None:
        """Let the member know: on the next page, or in the answer to the script."""
        if self.is_fragment:
            self.told = text
        elif text:
            messages.add_message(self.request, level, text, fail_silently=True)

    def answer(self, fragment: str = "", **kwargs: Any) -> HttpResponse:
        """For the script: fragment, and what there is to tell. kwargs are HttpResponse's."""
        if self.told:
            fragment += render_to_string("django_tweets/_message.html", {"say": self.told})
        return HttpResponse(fragment, **kwargs)

    def render(self, name: str, here: str, **context: Any) -> str:
        """A fragment as it is on the page that the form stands on; here, if that isn't said."""
        here = self.get_next_url(here).partition("#")[0]
        shared = {"viewer": self.viewer, "here": here}
        return render_to_string(f"django_tweets/{name}", {**shared, **context}, self.request)

    def render_actions(self, tweet: AbstractTweet) -> str:
        """What there is to do with tweet, as on its card."""
        names = {"tweet": tweet, "row": tweet, "urls": get_tweet_urls(tweet, self.request)}
        return self.render("_tweet_actions.html", tweet.get_absolute_url(), **names)

    def get_error(self, status: int, error: Exception | None = None) -> str:
        """The page that says what went wrong and what to do next; for the script, the words."""
        words = errors.words_of(status, error)
        if self.is_fragment:
            return render_to_string("django_tweets/_message.html", {"say": words.sentence})
        here = self.request.get_full_path()
        context = {
            "viewer": self.viewer,
            "here": here,
            "words": words,
            "sign_in": "" if self.viewer else redirect_to_login(here).url,
        }
        return render_to_string("django_tweets/error.html", context, self.request)


# LoginRequiredMiddleware loses drafts.
@method_decorator(
    [with_app_of_request, login_not_required, vary_on_headers(FRAGMENT)], name="dispatch"
)
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

    def handle_no_permission(self) -> HttpResponse:  # type: ignore[override]  # also to the script
        if self.is_fragment:
            return HttpResponse(status=401)  # it then sends the form as a browser does
        unsent_text.keep(self.request)
        return self.ask_to_log_in()

    def ask_to_log_in(self) -> HttpResponse:
        """To LOGIN_URL, or 403 for somebody who is logged in and still may not."""
        return super().handle_no_permission()


class FormPageView(MemberMixin, FormView, ABC):
    """A form that members fill in. It keeps what is wrong, and says so at status 422.

    The script is told at 201 where to go next, and gets what was made.
    """

    @abstractmethod
    def save(self, form: Any) -> str:
        """Do what the valid form asks for and return where to go next; or ValidationError."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.success_url = self.save(form)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        if self.is_fragment:
            headers = {"Location": self.success_url}
            return self.answer(self.get_fragment(), status=201, headers=headers)
        return super().form_valid(form)

    def get_fragment(self) -> str:
        """What was made or has changed, for the script."""
        return ""

    def form_invalid(self, form: Form) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ActionView(MemberMixin, ABC):
    """One thing that a member does to a person or a tweet: a POST, and back to where they were.

    What can't be done (any more) is no error page: they go back, and are told. The script gets
    what has changed, or the words at the status of an error.
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
            self.tell(self.get_reason(error), messages.ERROR)
            if self.is_fragment:
                return self.answer(status=errors.status_of(error))
            return HttpResponseRedirect(self.get_next_url(first_url("home")))
        self.tell(done)
        if self.is_fragment:
            return self.answer(self.get_fragment())
        return HttpResponseRedirect(self.get_next_url(self.get_page_url()))

    @abstractmethod
    def get_fragment(self) -> str:
        """What has changed on the page, as it is now."""

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

    def ask_to_log_in(self) -> HttpResponse:
        """To the login, and from there to the page: nobody can come back to a POST."""
        return redirect_to_login(self.get_next_url(self.get_page_url()), self.get_login_url())
