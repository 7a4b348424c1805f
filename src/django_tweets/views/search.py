"""Search for tweets, profiles and hashtags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.utils.functional import cached_property
from django.views.generic import TemplateView

from .. import page_metadata, search, text
from .limits import count_request
from .lists import ListMixin

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from ..timelines import Page

MAX_LENGTH = 500  # characters that search.query reads
MAX_PROBLEMS = 3  # shown: the line stays short


def get_query_text(request: HttpRequest) -> str:
    """Return the text of ?q=, cut to MAX_LENGTH and cleaned."""
    return text.clean_line(request.GET.get("q", "")[:MAX_LENGTH])


class SearchListView(ListMixin, TemplateView):
    """Base of the pages of search results. Without ?q= they show the search form alone."""

    @cached_property
    def query_text(self) -> str:
        """The text that the viewer searches for."""
        return get_query_text(self.request)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.query_text:
            count_request(request, self.viewer, "search")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        params = {"q": self.query_text}
        context = {
            "query": self.query_text,
            "query_string": f"?{urlencode(params)}" if self.query_text else "",
            "page": self.get_page() if self.query_text else None,
            "list_params": params,
        }
        return super().get_context_data(**context, **kwargs)


class SearchView(SearchListView):
    """The tweets that match, newest first."""

    template_name = "django_tweets/search.html"

    def get_page_metadata(self) -> page_metadata.PageMetadata | None:
        return page_metadata.of_search(self.query_text, self.request) if self.query_text else None

    def get_query(self) -> search.Query:
        """Return the parsed query."""
        return search.parse_query(self.query_text)

    @cached_property
    def parsed_query(self) -> search.Query:
        """The query, parsed once."""
        return self.get_query()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        problems = self.parsed_query.problems[:MAX_PROBLEMS]
        return super().get_context_data(problems=problems, **kwargs)

    def get_page(self) -> Page[Any]:
        query, cursor = self.parsed_query, self.get_cursor()
        return search.search_tweets(query, self.viewer, cursor, self.page_size)


class SearchPeopleView(SearchListView):
    """The profiles whose name or handle begins with the query."""

    template_name = "django_tweets/search_people.html"

    def get_page(self) -> Page[Any]:
        cursor = self.get_cursor()
        return search.search_profiles(self.query_text, self.viewer, cursor, self.page_size)


class SearchHashtagsView(SearchListView):
    """The hashtags that begin with the query."""

    template_name = "django_tweets/search_hashtags.html"

    def get_page(self) -> Page[Any]:
        return search.search_hashtags(self.query_text, self.get_cursor(), self.page_size)
