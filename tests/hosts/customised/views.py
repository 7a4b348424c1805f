"""Views of a host that changes the app's pages."""

from __future__ import annotations

from typing import Any

from django_tweets import timelines, views


class OldestBookmarksView(views.BookmarksView):
    """A list that replaces the rows of the page: the oldest bookmarks first."""

    def get_page(self) -> timelines.Page[Any]:
        page = super().get_page()
        return timelines.Page(page.rows[::-1])


class LibraryComposeView(views.TweetCreateView):
    """A form with an initial hashtag and its own redirect."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "content": "#libraryday "}

    def get_next_url(self, default: str) -> str:
        return "/after/"


class QuietFollowView(views.ProfileFollowView):
    """An action with its own error message."""

    def get_error_message(self, error: Exception) -> str:
        return "This did not work."
