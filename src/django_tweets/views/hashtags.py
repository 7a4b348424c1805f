"""Hashtags: the tweets with one, the hashtags that a member follows, follow and unfollow."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponsePermanentRedirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from .. import page_metadata, services, text, timelines
from ..current_app import reverse
from ..models import Hashtag
from ..timelines import hashtags
from .base import ActionView, MemberMixin
from .lists import ListMixin

if TYPE_CHECKING:
    from django.http import HttpResponse

    from ..timelines import Page


class HashtagView(ListMixin, TemplateView):
    """The tweets with a hashtag, which may be one that nobody has used yet.

    All spellings redirect to one URL.
    """

    template_name = "django_tweets/hashtag.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        name = text.fold_hashtag(kwargs["name"])
        if name == kwargs["name"]:
            return super().get(request, *args, **kwargs)
        if not name:  # nothing of it can be seen
            raise Http404(_("There is no such hashtag."))
        url = reverse("django_tweets:hashtag", args=[name])
        query = request.META["QUERY_STRING"]
        return HttpResponsePermanentRedirect(f"{url}?{query}" if query else url)

    @cached_property
    def hashtag(self) -> Hashtag:
        """The hashtag of the page, as get_hashtag() returns it."""
        return self.get_hashtag()

    def get_hashtag(self) -> Hashtag:
        """Return the hashtag in the URL, unsaved if no public tweet has it. 404 if it can't be one.

        A hashtag that is in hidden tweets only is the same as one that nobody has used.
        """
        name = self.kwargs["name"]
        if (key := text.hashtag_key(name)) is None:
            raise Http404(_("There is no such hashtag."))
        return hashtags.find(name) or Hashtag(key=key, name=name)

    def get_page(self) -> Page[Any]:
        return timelines.hashtag_tweets(
            self.hashtag, self.viewer, self.get_cursor(), self.page_size
        )

    def get_page_metadata(self) -> page_metadata.PageMetadata | None:
        return page_metadata.of_hashtag(self.hashtag, self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_followed = hashtags.is_followed(self.hashtag, self.viewer)
        return super().get_context_data(hashtag=self.hashtag, is_followed=is_followed, **kwargs)


class HashtagsView(MemberMixin, ListMixin, TemplateView):
    """The hashtags that a member follows."""

    template_name = "django_tweets/hashtags.html"

    def get_page(self) -> Page[Hashtag]:
        return hashtags.followed(self.member, self.get_cursor(), self.page_size)


class HashtagActionView(ActionView):
    """Base of the actions on a hashtag."""

    default_url_name = "django_tweets:hashtag"
    is_followed: bool
    """Whether the member follows the hashtag after the action."""
    hashtag: Hashtag

    def perform(self) -> str:
        hashtag = self.find_hashtag()
        if hashtag is None:
            raise Http404(_("There is no such hashtag."))
        self.hashtag = hashtag
        return self.apply(hashtag) % {"hashtag": hashtag}

    def get_fragment(self) -> str:
        # Read it again, for its counts. It is gone after the last follower, if no tweet has it.
        hashtag = self.find_hashtag() or self.hashtag
        context = {"hashtag": hashtag, "is_followed": self.is_followed}
        return self.render_fragment("_hashtag_follow.html", self.get_default_url(), **context)

    def find_hashtag(self) -> Hashtag | None:
        """Return the hashtag in the URL, if the member may see that it exists."""
        return hashtags.find(self.kwargs["name"])

    @abstractmethod
    def apply(self, hashtag: Hashtag) -> str:
        """Perform the action and return the message, with %(hashtag)s for the hashtag."""


class HashtagFollowView(HashtagActionView):
    """Follow a hashtag."""

    is_followed = True

    def apply(self, hashtag: Hashtag) -> str:
        services.follow_hashtag(self.member, hashtag)
        return _("You now follow %(hashtag)s.")


class HashtagUnfollowView(HashtagActionView):
    """Unfollow a hashtag."""

    is_followed = False

    def find_hashtag(self) -> Hashtag | None:
        """Return the hashtag, also if it is followed and no public tweet has it any more."""
        return hashtags.find(self.kwargs["name"], self.member)

    def apply(self, hashtag: Hashtag) -> str:
        services.unfollow_hashtag(self.member, hashtag)
        return _("You no longer follow %(hashtag)s.")
