"""Tweets: read one in its conversation, write one, rewrite or delete one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.utils.crypto import get_random_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import page_metadata, services, timelines
from ..forms import TweetEditForm, TweetForm
from ..models.visibility import audience
from ..timelines import hydrate
from . import unsent_text
from .base import FormPageView, MemberMixin, PageMixin

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..models import AbstractTweet


class TweetDetailView(PageMixin, TemplateView):
    """A tweet in its conversation. The address names its author: another leads to the right one.

    A retweet has no page of its own: it leads to what it repeats.
    """

    template_name = "django_tweets/tweet_detail.html"
    cursor_class = timelines.RepliesCursor

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.thread = self.get_thread()
        shown = self.thread.tweet.shown
        if shown.pk != kwargs["pk"] or shown.profile.handle != kwargs["handle"]:
            # Not for ever: a handle can change, and be somebody else's next year.
            return HttpResponseRedirect(shown.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_thread(self) -> timelines.Thread:
        """The conversation that the address names, if viewer may read its tweet; 404 if not."""
        thread = timelines.thread(self.kwargs["pk"], self.viewer, self.get_cursor())
        if thread is None:
            raise Http404(_("There is no such tweet."))
        return thread

    def get_preview(self) -> page_metadata.PageMetadata | None:
        return page_metadata.of_tweet(self.thread.tweet, self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tweet = self.thread.tweet
        form = TweetForm(widest=audience(tweet), question=_("Your reply"))
        return super().get_context_data(tweet=tweet, thread=self.thread, form=form, **kwargs)


class TweetHistoryView(PageMixin, TemplateView):
    """What a tweet said before it was edited, for whoever may read the tweet."""

    template_name = "django_tweets/tweet_history.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        tweet = self.get_tweet()
        revisions = timelines.revisions(tweet, self.viewer)
        return super().get_context_data(tweet=tweet, revisions=revisions, **kwargs)


class TweetFormPage(FormPageView):
    """A form that a tweet comes out of: the script gets its card."""

    template_name = "django_tweets/tweet_form.html"
    tweet: AbstractTweet

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.is_fragment:  # the page may have the same form already
            kwargs["auto_id"] = f"id_{get_random_string(6)}_%s"
        return kwargs

    def get_fragment(self) -> str:
        return "".join(
            self.render("_tweet.html", tweet.get_absolute_url(), tweet=tweet)
            for tweet in hydrate([self.tweet.pk], self.member)
        )


class TweetCreateView(TweetFormPage):
    """Write a tweet."""

    form_class: Any = TweetForm

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "content": unsent_text.take(self.request, self.member)}

    def get_references(self) -> dict[str, Any]:
        """What the tweet answers or quotes, as keywords of services.publish()."""
        return {}

    def save(self, form: TweetForm) -> str:
        try:
            self.tweet = services.publish(self.member, **form.cleaned_data, **self.get_references())
        except PermissionDenied as error:
            raise ValidationError(_("The tweet you refer to is gone.")) from error
        self.tell(_("Your tweet has been published."))
        return self.get_next_url(default=self.tweet.get_absolute_url())


class ReferringView(TweetCreateView):
    """Write a tweet about another, for no more people than may read that one."""

    @cached_property
    def referred(self) -> AbstractTweet:
        """The tweet that the address names, or what that retweets."""
        return self.get_tweet().shown

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return {**kwargs, "widest": audience(self.referred), "question": self.get_question()}

    def get_question(self) -> str:
        """What the text is to answer."""
        return _("What do you say to this?")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{self.name: self.referred}, **kwargs)

    def get_references(self) -> dict[str, Any]:
        return {self.name: self.referred}

    def get_fragment(self) -> str:
        """Also what counts the answers and quotes of that tweet."""
        return super().get_fragment() + "".join(
            self.render_actions(tweet) for tweet in hydrate([self.referred.pk], self.member)
        )

    name: str
    """Of the reference, for services.publish() and the template."""


class TweetReplyView(ReferringView):
    """Answer a tweet."""

    name = "in_reply_to"

    def get_question(self) -> str:
        return _("Your reply")


class TweetQuoteView(ReferringView):
    """Quote a tweet."""

    name = "quote_of"


class TweetUpdateView(TweetFormPage):
    """Rewrite one's own tweet."""

    form_class: Any = TweetEditForm

    @cached_property
    def tweet(self) -> AbstractTweet:  # type: ignore[override]  # as a variable
        return self.get_own_tweet()

    def get_initial(self) -> dict[str, Any]:
        stored = model_to_dict(self.tweet, self.get_form_class().base_fields)
        draft = unsent_text.take(self.request, self.member)
        return {**super().get_initial(), **stored, **({"content": draft} if draft else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.tweet, **kwargs)

    def save(self, form: TweetEditForm) -> str:
        try:
            tweet = services.edit(self.tweet, **form.cleaned_data)
        except ObjectDoesNotExist as error:
            raise ValidationError(_("This tweet has been deleted meanwhile.")) from error
        self.tell(_("Your tweet has been saved."))
        return self.get_next_url(default=tweet.get_absolute_url())


class TweetDeleteView(MemberMixin, TemplateView):
    """Delete one's own tweet, having been asked."""

    template_name = "django_tweets/tweet_confirm_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.get_own_tweet(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.delete(self.get_own_tweet())
        self.tell(_("Your tweet has been deleted."))
        return HttpResponseRedirect(self.get_next_url(default=self.member.get_absolute_url()))
