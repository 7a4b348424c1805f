"""Each page, with scripts, and without them in Arabic: it has a title and one heading, and fits a
small phone.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from django_tweets import urls
from tests.browser.pages import PAGES, Look

if TYPE_CHECKING:
    from tests.browser.conftest import Open

SMALL = {"width": 320, "height": 640}


@pytest.mark.parametrize("look", PAGES, ids=lambda look: look.name)
def test_page_has_no_errors(open_page: Open, look: Look, scripts: bool) -> None:
    locale, direction = ("en-GB", "ltr") if scripts else ("ar", "rtl")
    page = open_page(look, viewport=SMALL, java_script_enabled=scripts, locale=locale)
    assert page.locator("html").get_attribute("dir") == direction
    site = " · The Ferry Yard"
    assert page.title().endswith(site)
    assert page.title().removesuffix(site).strip()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_count(1)
    expect(heading).not_to_be_empty()
    expect(page.get_by_role("main")).to_have_count(1)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width == SMALL["width"], "it scrolls sideways"


def test_every_url_is_in_the_list_of_pages() -> None:
    patterns: list[Any] = urls.urlpatterns
    elsewhere = [*urls.feeds, *urls.embeds]  # for programs, and for frames: test_embeds.py
    elsewhere += [*urls.link_previews, *urls.attachments]  # files: test_attachment_files.py
    read = {
        f"django_tweets:{pattern.name}"
        for pattern in patterns
        if pattern not in elsewhere and pattern.callback.view_class.http_method_names != ["post"]
    }
    others = ["home_new", "autocomplete", "profile_card"]
    others += ["moderation_action_export", "data_export_file"]  # files
    read -= {f"django_tweets:{name}" for name in others}
    seen = {look.view for look in PAGES if look.view.startswith("django_tweets:")}
    assert seen == read


def test_custom_properties_are_private() -> None:
    assert Counter(look.name for look in PAGES).most_common(1)[0][1] == 1
