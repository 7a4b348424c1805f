"""Each page without scripts, in Arabic: it has a title and one heading, and fits a small phone.

test_accessibility.py looks at each page with scripts.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import urls
from tests.browser import page_checks
from tests.browser.pages import PAGES, Look

if TYPE_CHECKING:
    from tests.browser.conftest import Open

SMALL = {"width": 320, "height": 640}


@pytest.mark.parametrize("look", PAGES, ids=lambda look: look.name)
def test_page_has_no_errors(open_page: Open, look: Look) -> None:
    page = open_page(look, viewport=SMALL, java_script_enabled=False, locale="ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert page_checks.outline_errors(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == SMALL["width"], "it scrolls sideways"


def test_every_url_is_in_the_list_of_pages() -> None:
    patterns: list[Any] = urls.urlpatterns
    elsewhere = [*urls.feeds, *urls.embeds]  # for programs, and for frames: test_embeds.py
    elsewhere += [*urls.link_previews, *urls.attachments]  # files: test_attachment_files.py
    elsewhere += urls.view_counts  # for the script
    read = {
        f"django_tweets:{pattern.name}"
        for pattern in patterns
        if pattern not in elsewhere and pattern.callback.view_class.http_method_names != ["post"]
    }
    others = ["home_new", "autocomplete", "profile_card", "stream", "stream_parts"]
    others += ["moderation_action_export", "data_export_file"]  # files
    read -= {f"django_tweets:{name}" for name in others}
    seen = {look.view for look in PAGES if look.view.startswith("django_tweets:")}
    assert seen == read


def test_custom_properties_are_private() -> None:
    assert Counter(look.name for look in PAGES).most_common(1)[0][1] == 1
