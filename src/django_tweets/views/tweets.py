"""Tweets: read one, write one, rewrite or delete one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponseRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import services
from ..forms import TweetForm
from . import drafts
from .mixins import FormPage, MemberMixin, PageMixin

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..models import AbstractTweet


class TweetDetailView(PageMixin, TemplateView):
    """One tweet. The address names its author: with any other it leads to the right one."""

    template_name = "django_tweets/tweet_detail.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.tweet = self.get_tweet()
        if self.tweet.profile.handle != kwargs["handle"]:
            # Not for ever: a handle can change, and be somebody else's next year.
            return HttpResponseRedirect(self.tweet.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.tweet, **kwargs)


class TweetCreateView(FormPage):
    """Write a tweet."""

    template_name = "django_tweets/tweet_form.html"
    form_class = TweetForm

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "content": drafts.take(self.request)}

    def save(self, form: TweetForm) -> str:
        tweet = services.publish(self.member, **form.cleaned_data)
        messages.success(self.request, _("Your tweet has been published."), fail_silently=True)
        return self.get_next_url(default=tweet.get_absolute_url())


class TweetUpdateView(FormPage):
    """Rewrite one's own tweet."""

    template_name = "django_tweets/tweet_form.html"
    form_class = TweetForm

    @cached_property
    def tweet(self) -> AbstractTweet:
        return self.get_own_tweet()

    def get_initial(self) -> dict[str, Any]:
        stored = model_to_dict(self.tweet, self.get_form_class().base_fields)
        draft = drafts.take(self.request)
        return {**super().get_initial(), **stored, **({"content": draft} if draft else {})}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.tweet, **kwargs)

    def save(self, form: TweetForm) -> str:
        try:
            tweet = services.edit(self.tweet, **form.cleaned_data)
        except ObjectDoesNotExist as error:
            raise ValidationError(_("This tweet has been deleted meanwhile.")) from error
        messages.success(self.request, _("Your tweet has been saved."), fail_silently=True)
        return self.get_next_url(default=tweet.get_absolute_url())


class TweetDeleteView(MemberMixin, TemplateView):
    """Delete one's own tweet, having been asked."""

    template_name = "django_tweets/tweet_confirm_delete.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tweet=self.get_own_tweet(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        services.delete(self.get_own_tweet())
        messages.success(request, _("Your tweet has been deleted."), fail_silently=True)
        return HttpResponseRedirect(self.get_next_url(default=self.member.get_absolute_url()))
