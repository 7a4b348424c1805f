"""Looking for tweets, people and hashtags."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from .. import page_metadata, search, text
from .base import PageMixin

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ..timelines import Page

MAX_LENGTH = 500  # as search.query reads


def typed_in(request: HttpRequest) -> str:
    """What was typed, without what no text can hold."""
    return text.normalize(request.GET.get("q", "")[:MAX_LENGTH])


class SearchPage(PageMixin, TemplateView, ABC):
    """What is found by what is typed, which the address has as ?q=."""

    @abstractmethod
    def get_page(self) -> Page[Any]:
        """The page of what is found."""

    @cached_property
    def typed(self) -> str:
        """As typed_in()."""
        return typed_in(self.request)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.typed
        asked = QueryDict(mutable=True)
        asked["q"] = typed
        context = {
            "query": typed,
            "asked": f"?{asked.urlencode()}" if typed else "",
            "page": self.get_page() if typed else None,
            "list_params": {"q": typed},
        }
        return super().get_context_data(**context, **kwargs)


class SearchView(SearchPage):
    """The tweets that are found, the newest first."""

    template_name = "django_tweets/search.html"

    def get_preview(self) -> page_metadata.PageMetadata | None:
        return page_metadata.of_search(self.typed, self.request) if self.typed else None

    def get_query(self) -> search.Query:
        """What is asked for."""
        return search.parse(self.typed)

    def get_page(self) -> Page[Any]:
        return search.search_tweets(self.get_query(), self.viewer, self.get_cursor())


class SearchPeopleView(SearchPage):
    """The people who are found."""

    template_name = "django_tweets/search_people.html"

    def get_page(self) -> Page[Any]:
        return search.search_profiles(self.typed, self.viewer, self.get_cursor())


class SearchHashtagsView(SearchPage):
    """The hashtags that are found."""

    template_name = "django_tweets/search_hashtags.html"

    def get_page(self) -> Page[Any]:
        return search.search_hashtags(self.typed, self.get_cursor())
