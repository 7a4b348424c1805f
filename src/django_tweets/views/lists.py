"""Base of the views that show a list in pages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

from ..timelines import PAGE_SIZE
from .base import PageMixin

if TYPE_CHECKING:
    from ..timelines import Page


class ListMixin(PageMixin, ABC):
    """A list in pages: get_page() reads the page that the URL asks for.

    `page_size` is the number of rows on a page. A host sets it on a subclass, or in its URLconf:
    `ExploreView.as_view(page_size=50)`.
    """

    page_size = PAGE_SIZE

    @abstractmethod
    def get_page(self) -> Page[Any]:
        """Return at most page_size rows, from get_cursor() on."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if "page" not in kwargs:
            kwargs["page"] = self.get_page()
        return super().get_context_data(**kwargs)
