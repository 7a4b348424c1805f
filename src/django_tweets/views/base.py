"""Bases of the views: pages, pages for members, forms and actions."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import (
    BadRequest,
    DisallowedRedirect,
    PermissionDenied,
    ValidationError,
)
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, resolve_url
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.utils.encoding import iri_to_uri
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.vary import vary_on_headers
from django.views.generic.base import ContextMixin, View
from django.views.generic.edit import FormView

from .. import routers
from ..client_addresses import with_client_address
from ..conf import conf
from ..current_app import reverse, with_app_of_request
from ..page_urls import first_url
from ..services import LimitExceeded
from ..services.suspension import Suspended
from ..site_links import get_login_url
from ..swapping import get_profile_model, get_tweet_model
from ..template_context import EMPTY, bundle
from ..timelines import Cursor, InvalidCursor, hydrate
from ..tweet_card import CardPage
from . import errors, unsent_text
from .caching import with_cache_headers
from .former_handles import get_new_url
from .page_response import PageResponse
from .requests import get_next_url, with_readable_request
from .sidebar import Sidebar
from .viewer import InGracePeriodError, check_access, get_page_viewer, get_session_facts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager

    from django.forms import Form

    from ..models import AbstractProfile, AbstractTweet
    from ..page_metadata import PageMetadata

FRAGMENT_HEADER = "X-Tweets-Fragment"
"""Request header of the script: the response is a fragment to insert into the open page."""

MAX_MESSAGES = 20
"""Messages that wait for the next page: a session stores them, also if no page is opened."""


SHARED_DECORATORS: list[Any] = [
    with_readable_request,
    with_app_of_request,
    with_client_address,
    login_not_required,
    vary_on_headers(FRAGMENT_HEADER),
    with_cache_headers,
]


@method_decorator(SHARED_DECORATORS, name="dispatch")
class PageMixin(ContextMixin, View):
    """A page that everybody may open; on a closed site (DJANGO_TWEETS_PUBLIC), every member.

    A request with FRAGMENT_HEADER gets the content of the page without the layout, and messages
    inside of it instead of on the next page. Errors are pages too, with the right status. Shared
    caches may store what visitors get, and nothing that a member gets: see caching.py.
    """

    response_class: Any = PageResponse
    cursor_class: Any = Cursor
    message = ""
    """The message for the script, set by add_message()."""
    message_links: Mapping[str, str] = {}
    """The links in the message for the script, set by add_message()."""
    is_open_to_visitors = False
    """Whether visitors may open it on a closed site too: by a secret link, for example."""
    is_for_deleted = False
    """Whether a member whose profile is in its grace period may open it: others lead to restore."""
    is_for_suspended = False
    """Whether suspended members may open it as members. They open others as visitors do."""
    is_for_members = False
    _shows_form = False  # a form with old values would write them back
    _is_indexable = False  # by search engines: set from get_page_metadata()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            return self._dispatch_with_errors(request, *args, **kwargs)
        except InGracePeriodError:
            if self.is_fragment:
                return HttpResponse(status=401)  # the script then submits the form
            return HttpResponseRedirect(first_url("profile_restore"))

    def _dispatch_with_errors(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            with self._choose_database():
                response = check_access(self) or self._dispatch(request, *args, **kwargs)
        except errors.HANDLED as error:
            status = errors.status_for(error)
            headers = errors.headers_for(error)
            return HttpResponse(self.render_error(status, error), status=status, headers=headers)
        if response.status_code == 200 and not self._is_indexable:
            # As a header, because a host's layout may have no block in its head.
            response.headers["X-Robots-Tag"] = "noindex"
        return response

    def _dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Dispatch as Django does. A former handle redirects to the profile that has had it.

        What a replica doesn't have yet is read where it was written, so that members can follow
        the redirect to a tweet that they have just published.
        """
        try:
            return super().dispatch(request, *args, **kwargs)
        except Http404:
            if request.method not in {"GET", "HEAD"}:
                raise
            profiles = get_profile_model()._rows.visible_to(self.viewer)
            if url := get_new_url(request, profiles):
                return HttpResponseRedirect(url)
            if request.method != "GET" or not routers.has_replica(get_tweet_model()):
                raise
            with routers.reads_from_write_database():
                return super().dispatch(request, *args, **kwargs)

    def _choose_database(self) -> AbstractContextManager[None]:
        """Return the context in which the request is handled: a form's reads decide a write."""
        is_read = self.request.method in {"GET", "HEAD", "OPTIONS"} and not self._shows_form
        return nullcontext() if is_read else routers.reads_from_write_database()

    def http_method_not_allowed(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        response = super().http_method_not_allowed(request, *args, **kwargs)
        response.content = self.render_error(response.status_code)
        return response

    @cached_property
    def is_fragment(self) -> bool:
        """Whether the script asks for a fragment."""
        return FRAGMENT_HEADER in self.request.headers

    @cached_property
    def viewer(self) -> AbstractProfile | None:
        """The profile of the logged-in user; None for an anonymous visitor."""
        return get_page_viewer(self)

    def get_cursor(self) -> Any:
        """Return the start of the page, from the query string. 400 if it is invalid."""
        try:
            return self.cursor_class.parse(self.request.GET)
        except InvalidCursor as error:
            raise BadRequest(_("There is no such page.")) from error

    def get_profile(self) -> AbstractProfile:
        """Return the profile in the URL. 404 if the viewer may not see it."""
        profiles = get_profile_model()._rows.visible_to(self.viewer)
        return get_object_or_404(profiles, handle=self.kwargs["handle"])

    def get_tweet(self) -> AbstractTweet:
        """Return the tweet in the URL. 404 if the viewer may not see it."""
        for tweet in hydrate([self.kwargs["pk"]], self.viewer):
            return tweet
        raise Http404(_("There is no such tweet."))

    def get_next_url(self, default: str) -> str:
        """Return the form field `next` if it is a URL of this site, else default."""
        return get_next_url(self.request) or default

    def get_page_metadata(self) -> PageMetadata | None:
        """Return the metadata for search engines and link previews; None for neither."""
        return None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shared: dict[str, Any] = {
            "viewer": self.viewer,
            "current_url": self.request.get_full_path(),
            "page_name": getattr(self.request.resolver_match, "url_name", ""),
            "sidebar": Sidebar(self.viewer),
            **get_session_facts(self.request),
        }
        # Django's generic views add the arguments of the URL, such as `name`.
        own = {name: value for name, value in kwargs.items() if name not in self.kwargs}
        context = super().get_context_data(**{**shared, **own})
        if self.is_fragment:
            context["layout"] = "django_tweets/layouts/bare.html"
        else:
            # Neither search engines nor other sites can read a closed site.
            metadata = self.get_page_metadata() if conf.PUBLIC else None
            context["page_metadata"] = metadata
            self._is_indexable = metadata is not None and metadata.is_listed
        return context

    def add_message(self, text: str, level: int = messages.SUCCESS, **links: str) -> None:
        """Show text to the member: on the next page, or in the response to the script.

        links: `view_url` of what the message is about; for the script also `undo_url`, which takes
        a POST.
        """
        if self.is_fragment:
            self.message, self.message_links = text, links
        elif text and len(messages.get_messages(self.request)) < MAX_MESSAGES:
            if view_url := links.get("view_url"):
                text = format_html('{} <a href="{}">{}</a>', text, view_url, _("View"))
            messages.add_message(self.request, level, text, fail_silently=True)

    def answer(self, fragment: str = "", **kwargs: Any) -> HttpResponse:
        """Return the response to the script: fragment and the message. kwargs: of HttpResponse."""
        if self.message:
            context = {**EMPTY, "message": self.message, **self.message_links}
            fragment += render_to_string("django_tweets/_message.html", context)
        return HttpResponse(fragment, **kwargs)

    def render_fragment(self, name: str, default_url: str, **context: Any) -> str:
        """Render the template of that name for the page that the form was sent from.

        default_url: the URL of that page if the form does not name it in `next`.
        """
        current_url = self.get_next_url(default_url).partition("#")[0]
        shared = {**EMPTY, "viewer": self.viewer, "current_url": current_url}
        return render_to_string(f"django_tweets/{name}", {**shared, **context}, self.request)

    def render_tweet_actions(self, tweet: AbstractTweet) -> str:
        """Render the action bar of the card of tweet, and the counts on its own page."""
        context = CardPage(self.viewer, "", self.request).get_context(tweet)
        names = ["_tweet_actions.html", "_tweet_counts.html"]
        url = tweet.get_absolute_url()
        return "".join(self.render_fragment(name, url, **context) for name in names)

    def render_error(self, status: int, error: Exception | None = None) -> str:
        """Render the error page; for the script, its sentence alone."""
        text = errors.text_for(status, error)
        if self.is_fragment:
            context = {**EMPTY, "message": text.sentence}
            return render_to_string("django_tweets/_message.html", context)
        context = {
            "viewer": self.viewer,
            "current_url": self.request.get_full_path(),
            "error": text,
            **get_session_facts(self.request),
            "login_url": "" if self.viewer else get_login_url(self.request),
        }
        return render_to_string("django_tweets/error.html", bundle(context), self.request)


# login_not_required: LoginRequiredMiddleware would lose unsent text.
@method_decorator(SHARED_DECORATORS, name="dispatch")
class MemberMixin(LoginRequiredMixin, PageMixin):
    """A page for members. Visitors are sent to LOGIN_URL, and come back after it."""

    is_for_members = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        with self._choose_database():  # before the user is read
            return super().dispatch(request, *args, **kwargs)

    @cached_property
    def member(self) -> AbstractProfile:
        """The profile of the logged-in user."""
        return self.viewer  # type: ignore[return-value]  # logged in

    def render_own_counts(self) -> str:
        """Render the counts of the member, as they are after an action."""
        rows: Any = get_profile_model()._rows.visible_or_blocked_by(self.member)
        member = rows.filter(pk=self.member.pk).first() or self.member
        url = member.get_absolute_url()
        return self.render_fragment("_profile_counts.html", url, profile=member)

    def get_own_tweet(self) -> AbstractTweet:
        """Return the tweet in the URL. 404 as get_tweet(), 403 if it is another member's."""
        tweet = self.get_tweet()
        if tweet.profile_id != self.member.pk:
            raise PermissionDenied(_("Only the author can change a tweet."))
        return tweet

    def handle_no_permission(self) -> HttpResponse:  # type: ignore[override]  # also to the script
        if self.is_fragment:
            return HttpResponse(status=401)  # the script then submits the form without a fragment
        unsent_text.save(self.request)
        return self.get_login_response()

    def get_login_response(self) -> HttpResponse:
        """Redirect to LOGIN_URL; 403 for a user who is logged in and has no permission."""
        try:
            return super().handle_no_permission()
        except DisallowedRedirect:  # the way back is too long: see site_links.py
            return HttpResponseRedirect(resolve_url(self.get_login_url()))


class FormPageView(MemberMixin, FormView, ABC):
    """A page with a form for members. An invalid form is shown again, with status 422.

    So is that of a suspended member (403), one too many (429), or with a file not stored (503).

    The script gets 201 with the next URL as Location, and get_fragment() as the body.
    """

    _shows_form = True

    @abstractmethod
    def save(self, form: Any) -> str:
        """Save the valid form and return the next URL. ValidationError shows the form again."""

    def form_valid(self, form: Form) -> HttpResponse:
        try:
            self.success_url = self.save(form)
        except ValidationError as error:
            form.add_error(None, error)
            return errors.refuse(self.form_invalid(form), error)
        except (Suspended, LimitExceeded) as error:
            form.add_error(None, str(error))
            return errors.refuse(self.form_invalid(form), error)
        if self.is_fragment:
            headers = {"Location": iri_to_uri(self.success_url)}
            return self.answer(self.get_fragment(), status=201, headers=headers)
        return super().form_valid(form)

    def get_fragment(self) -> str:
        """Return the HTML of the saved object, for the script."""
        return ""

    def form_invalid(self, form: Form) -> HttpResponse:
        for name, field in form.fields.items():
            if name in form.errors and not form[name].is_hidden:
                field.widget.attrs["autofocus"] = True  # the browser moves the focus there
                break
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ActionView(MemberMixin, ABC):
    """An action of a member on a profile, a tweet or a hashtag: a POST, then a redirect back.

    An action that fails redirects back too, with an error message. One that is done too often is a
    page with status 429. The script gets the changed HTML, or the error message with the status of
    the error.
    """

    http_method_names = ["post"]
    default_url_name: str
    """Name of the page to go back to if the form has no `next`. It takes the same arguments."""

    @abstractmethod
    def perform(self) -> str:
        """Perform the action and return the message for the member, or an empty string."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            message = self.perform()
        except (Http404, PermissionDenied, ValidationError) as error:
            if isinstance(error, LimitExceeded) and not self.is_fragment:
                raise
            self.add_message(self.get_error_message(error), messages.ERROR)
            if self.is_fragment:
                headers = errors.headers_for(error)
                return self.answer(status=errors.status_for(error), headers=headers)
            return HttpResponseRedirect(self.get_next_url(first_url("home")))
        self.add_message(message, undo_url=self.get_undo_url())
        if self.is_fragment:
            return self.answer(self.get_fragment())
        return HttpResponseRedirect(self.get_next_url(self.get_default_url()))

    @abstractmethod
    def get_fragment(self) -> str:
        """Return the HTML of the part of the page that has changed."""

    def get_undo_url(self) -> str:
        """Return the URL that takes the action back by a POST, for the message; or ""."""
        return ""

    def get_error_message(self, error: Exception) -> str:
        """Return the message for the member when the action fails with error."""
        if isinstance(error, Http404):
            return _("This no longer exists.")
        if isinstance(error, ValidationError):
            return " ".join(error.messages)
        return str(error)

    def get_default_url(self) -> str:
        """Return the URL to go back to if the form has no `next`."""
        return reverse(self.default_url_name, kwargs=self.kwargs)

    def get_login_response(self) -> HttpResponse:
        """Redirect to the login, and from there to the page: nobody can come back to a POST."""
        return redirect_to_login(self.get_next_url(self.get_default_url()), self.get_login_url())
