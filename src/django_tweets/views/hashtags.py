"""Hashtags: what has one, which ones a member follows, follow one."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import page_metadata, services, text, timelines
from ..current_app import reverse
from ..models import Hashtag
from ..timelines import hashtags
from .base import ActionView, MemberMixin, PageMixin

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..timelines import Page


class HashtagView(PageMixin, TemplateView):
    """What has a hashtag, whether anybody has used it yet or not. One address for all spellings."""

    template_name = "django_tweets/hashtag.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = text.fold_hashtag(kwargs["name"])
        if name == kwargs["name"]:
            return super().get(request, *args, **kwargs)
        url = reverse("django_tweets:hashtag", args=[name])
        query = request.META["QUERY_STRING"]
        return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)

    def get_hashtag(self) -> Hashtag:
        """The one that the address names; 404 for what can be no hashtag."""
        name = self.kwargs["name"]
        if (key := text.hashtag_key(name)) is None:
            raise Http404(_("There is no such hashtag."))
        return hashtags.find(name) or Hashtag(key=key, name=name)

    def get_page(self, hashtag: Hashtag) -> Page[Any]:
        cursor = self.get_cursor()
        if hashtag._state.adding:
            return timelines.Page([])
        return timelines.hashtag_tweets(hashtag, self.viewer, cursor)

    def get_preview(self) -> page_metadata.PageMetadata | None:
        return page_metadata.of_hashtag(self.hashtag, self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.hashtag = hashtag = self.get_hashtag()
        return super().get_context_data(
            hashtag=hashtag,
            page=self.get_page(hashtag),
            is_followed=hashtags.is_followed(hashtag, self.viewer),
            **kwargs,
        )


class HashtagsView(MemberMixin, TemplateView):
    """The hashtags that a member follows."""

    template_name = "django_tweets/hashtags.html"

    def get_page(self) -> Page[Hashtag]:
        return hashtags.followed(self.member, self.get_cursor())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(page=self.get_page(), **kwargs)


class HashtagActionView(ActionView):
    """One thing that a member does with a hashtag."""

    page_name = "django_tweets:hashtag"
    is_followed: bool
    """From now on."""
    hashtag: Hashtag
    """What it is done with."""

    def act(self) -> str:
        hashtag = hashtags.find(self.kwargs["name"])
        if hashtag is None:
            raise Http404(_("There is no such hashtag."))
        self.hashtag = hashtag
        return self.do(hashtag) % {"hashtag": hashtag}

    def get_fragment(self) -> str:
        self.hashtag.refresh_from_db()
        context = {"hashtag": self.hashtag, "is_followed": self.is_followed}
        return self.render("_hashtag_follow.html", self.get_page_url(), **context)

    @abstractmethod
    def do(self, hashtag: Hashtag) -> str:
        """Do it, and return what to tell the member, with %(hashtag)s."""


class HashtagFollowView(HashtagActionView):
    """Let what has a hashtag come home."""

    is_followed = True

    def do(self, hashtag: Hashtag) -> str:
        services.follow_hashtag(self.member, hashtag)
        return _("What has %(hashtag)s comes home to you from now on.")


class HashtagUnfollowView(HashtagActionView):
    """Let what has a hashtag come home no more."""

    is_followed = False

    def do(self, hashtag: Hashtag) -> str:
        services.unfollow_hashtag(self.member, hashtag)
        return _("You don’t follow %(hashtag)s.")
