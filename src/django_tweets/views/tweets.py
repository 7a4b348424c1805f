"""Tweets: show one in its conversation, write one, edit or delete one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.crypto import get_random_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from .. import page_metadata, services, timelines
from ..forms import TweetEditForm
from ..models import Visibility
from ..models.visibility import audience
from ..page_urls import reverse_or_none
from ..reading.relations import relate
from ..services.suspension import Suspended
from ..services.withholding import get_later_audience
from ..swapping import get_tweet_model
from ..timelines import hydrate
from . import errors, unsent_text
from .base import FormPageView, MemberMixin, PageMixin
from .composer import ComposerMixin
from .errors import TextKept
from .lists import ListMixin
from .requests import is_safe
from .upload_bounds import UploadMixin

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..forms import TweetForm
    from ..models import AbstractTweet, TweetRevision


class TweetDetailView(ComposerMixin, ListMixin, TemplateView):
    """A tweet in its conversation, with pages of its replies and the composer for another.

    A URL with another handle redirects to the right one; the URL of a retweet redirects to the
    tweet that it repeats.
    """

    template_name = "django_tweets/tweet_detail.html"
    cursor_class = timelines.RepliesCursor

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.thread = self.get_thread()
        shown = self.thread.tweet.shown
        if shown.pk != kwargs["pk"] or shown.profile.handle != kwargs["handle"]:
            # Not permanent: a handle can change, and belong to somebody else next year.
            return HttpResponseRedirect(shown.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_thread(self) -> timelines.Thread:
        """Return the conversation of the tweet in the URL. 404 if the viewer may not see it."""
        cursor = self.get_cursor()
        thread = timelines.thread(self.kwargs["pk"], self.viewer, cursor, self.page_size)
        if thread is None:
            raise Http404(_("There is no such tweet."))
        return thread

    def get_page(self) -> timelines.Page[AbstractTweet]:
        """Return the page of replies."""
        return self.thread.replies

    def get_page_metadata(self) -> page_metadata.PageMetadata | None:
        return page_metadata.of_tweet(self.thread.tweet, self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        widest = audience(self.thread.tweet)
        return {**super().get_form_kwargs(), "widest": widest, "text_label": _("Your reply")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.thread.tweet, thread=self.thread, **kwargs)


class TweetHistoryView(PageMixin, TemplateView):
    """The earlier versions of a tweet, for everybody who may see the tweet."""

    template_name = "django_tweets/tweet_history.html"

    def get_revisions(self, tweet: AbstractTweet) -> list[TweetRevision]:
        """Return the earlier versions, newest first."""
        return timelines.revisions(tweet, self.viewer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tweet = self.get_tweet()
        revisions = self.get_revisions(tweet)
        return super().get_context_data(tweet=tweet, revisions=revisions, **kwargs)


class TweetMenuView(PageMixin, TemplateView):
    """The actions on a tweet that its card has no room for. The script shows them as a menu."""

    template_name = "django_tweets/tweet_menu.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tweet = self.get_tweet().shown
        relate([tweet.profile], self.viewer)
        return super().get_context_data(
            tweet=tweet, current_url=self.get_return_url(tweet), **kwargs
        )

    def get_return_url(self, tweet: AbstractTweet) -> str:
        """Return the page that the member came from, to go back to after an action.

        A visitor's menu is the same for all, as caches may store it.
        """
        came_from = self.request.headers.get("Referer", "") if self.viewer else ""
        is_page = came_from != self.request.build_absolute_uri()
        is_usable = is_page and is_safe(came_from, self.request)
        return came_from if is_usable else tweet.get_absolute_url()


class TweetFormView(UploadMixin, FormPageView):
    """Base of the pages with the form for a tweet. The script gets the card of the tweet."""

    template_name = "django_tweets/tweet_form.html"
    waiting_message = gettext_lazy("Your tweet waits for review. Until then, only you see it.")
    tweet: AbstractTweet

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.is_fragment:  # the page may contain the same form already
            kwargs["auto_id"] = f"id_{get_random_string(6)}_%s"
        return kwargs

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Handle the form. Keep the text if the tweet in the URL is gone, with status 404."""
        try:
            return super().post(request, *args, **kwargs)
        except Http404 as error:
            if self.keep_text():
                message = _("There is no such tweet. Your text is in the form for a new tweet.")
                raise TextKept(message) from error
            raise

    def keep_text(self) -> bool:
        """Keep the sent text for the form for a new tweet. Return whether it is kept."""
        composer = reverse_or_none("tweet_create")
        is_sent = self.request.method == "POST" and not self.is_fragment
        return bool(is_sent and composer and unsent_text.save(self.request, composer))

    def get_form(self, form_class: Any = None) -> Any:
        form = super().get_form(form_class)
        form.has_refused_files = self.has_refused_files
        return form

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        error = getattr(form, "refusal", None)
        return response if error is None else errors.refuse(response, error)

    def form_valid(self, form: Any) -> HttpResponse:
        """Save the form, unless pictures lack descriptions: then ask for them first, once.

        Files that come with a form are always shown before they are published: then a form that is
        sent twice has the same ones twice. With the script, publishing again is enough to do
        without descriptions: what it sends has nothing of a button.
        """
        is_ready = "undescribed" in self.request.POST
        if form.has_new_files or (form.lacks_descriptions and not is_ready):
            form.ask_for_descriptions(once=self.is_fragment)
            return self.render_to_response(self.get_context_data(form=form))
        return super().form_valid(form)

    def get_fragment(self) -> str:
        return "".join(
            self.render_fragment("_tweet.html", tweet.get_absolute_url(), tweet=tweet)
            for tweet in hydrate([self.tweet.pk], self.member)
        )


class TweetCreateView(ComposerMixin, TweetFormView):
    """Write a tweet."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **unsent_text.pop(self.request, self.member)}

    def get_references(self) -> dict[str, Any]:
        """Return in_reply_to or quote_of as keyword arguments for services.publish()."""
        return {}

    def save(self, form: TweetForm) -> str:
        try:
            self.tweet = services.publish(self.member, **form.cleaned_data, **self.get_references())
        except (Suspended, services.LimitExceeded):
            raise
        except PermissionDenied as error:
            message = _("The tweet that you reply to or quote no longer exists.")
            raise ValidationError(message) from error
        url = self.tweet.get_absolute_url()
        next_url = self.get_next_url(default=url)
        # The page of the tweet needs no link to it.
        view_url = url if self.is_fragment or url != next_url else ""
        text = _("Your tweet has been published.")
        if self.tweet.visibility == Visibility.WITHHELD:
            text = str(self.waiting_message)
        self.add_message(text, view_url=view_url)
        return next_url

    def get_fragment(self) -> str:
        """Return the card, and the member's own counts."""
        return super().get_fragment() + self.render_own_counts()


class TweetReferenceView(TweetCreateView):
    """Base of reply and quote. The new tweet reaches no more people than the referenced one."""

    reference_name: str
    """in_reply_to or quote_of: the argument of services.publish() and the context variable."""

    @cached_property
    def referenced_tweet(self) -> AbstractTweet | None:
        """The tweet in the URL; of a retweet, the original. 403 if the moderators have withheld it:
        a text that is sent is kept.

        None if it is gone and a form is sent, which may have published its tweet before.
        """
        try:
            tweet = self.get_tweet().shown
        except Http404:
            if self.request.method != "POST":
                raise
            return None
        if tweet.visibility == Visibility.WITHHELD:
            message = _("You can’t reply to or quote this tweet.")
            if self.keep_text():
                message += " " + _("Your text is in the form for a new tweet.")
            raise PermissionDenied(message)
        return tweet

    def get_form_kwargs(self) -> dict[str, Any]:
        tweet = self.referenced_tweet
        widest = Visibility.PUBLIC if tweet is None else audience(tweet)
        return {**super().get_form_kwargs(), "widest": widest, "text_label": self.get_text_label()}

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.referenced_tweet is None:
            raise Http404(_("There is no such tweet."))
        return super().form_invalid(form)

    def get_text_label(self) -> str:
        """Return the label of the text field."""
        return _("Add a comment")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{self.reference_name: self.referenced_tweet}, **kwargs)

    def get_references(self) -> dict[str, Any]:
        gone: Any = get_tweet_model()
        return {self.reference_name: self.referenced_tweet or gone(pk=self.kwargs["pk"])}

    def get_fragment(self) -> str:
        """Return the card, and the HTML with the new counts of the referenced tweet."""
        keys = [] if self.referenced_tweet is None else [self.referenced_tweet.pk]
        return super().get_fragment() + "".join(
            self.render_tweet_actions(tweet) for tweet in hydrate(keys, self.member)
        )


class TweetReplyView(TweetReferenceView):
    """Reply to a tweet."""

    reference_name = "in_reply_to"

    def get_text_label(self) -> str:
        return _("Your reply")


class TweetQuoteView(TweetReferenceView):
    """Quote a tweet."""

    reference_name = "quote_of"


class TweetUpdateView(TweetFormView):
    """Edit one's own tweet."""

    form_class: Any = TweetEditForm

    @cached_property
    def tweet(self) -> AbstractTweet:  # type: ignore[override]  # as a variable
        return self.get_own_tweet()

    def get_initial(self) -> dict[str, Any]:
        stored = model_to_dict(self.tweet, self.get_form_class().base_fields)
        if stored.get("visibility") == Visibility.WITHHELD:
            stored["visibility"] = get_later_audience(self.tweet)
        unsent = unsent_text.pop(self.request, self.member)
        return {**super().get_initial(), **stored, **unsent}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "member": self.member, "tweet": self.tweet}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.tweet, **kwargs)

    def save(self, form: TweetEditForm) -> str:
        was_withheld = self.tweet.visibility == Visibility.WITHHELD
        try:
            tweet = services.edit(self.tweet, **form.cleaned_data)
        except ObjectDoesNotExist as error:
            raise ValidationError(_("This tweet has been deleted.")) from error
        waits = tweet.visibility == Visibility.WITHHELD and not was_withheld
        text = str(self.waiting_message) if waits else _("Your tweet has been saved.")
        self.add_message(text)
        return self.get_next_url(default=tweet.get_absolute_url())


class TweetDeleteView(MemberMixin, TemplateView):
    """Delete one's own tweet, after a confirmation."""

    template_name = "django_tweets/tweet_confirm_delete.html"
    _shows_form = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.get_own_tweet(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            services.delete(self.get_own_tweet())
        except Http404:  # a second click
            self.add_message(_("This no longer exists."), messages.ERROR)
        else:
            self.add_message(_("Your tweet has been deleted."))
        return HttpResponseRedirect(self.get_next_url(default=self.member.get_absolute_url()))
