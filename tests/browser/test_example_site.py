"""The example site: its first page, and its languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser import samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page


def test_first_page_shows_what_people_talk_about(visitor: Page) -> None:
    visitor.goto("/")
    talk = visitor.get_by_role("region", name="Talk of the Yard")
    expect(talk.get_by_role("article")).to_have_count(3)
    expect(talk).to_contain_text(samples.launch(None).content[:9])
    visitor.get_by_role("link", name="Meet the community").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Explore")


@pytest.mark.parametrize(
    ("name", "heading", "direction"),
    [
        ("العربيّة", "استكشاف", "rtl"),
        ("Deutsch", "Entdecken", "ltr"),
        ("español", "Explorar", "ltr"),
        ("日本語", "見つける", "ltr"),
    ],
)
def test_language_is_switched_in_the_footer(
    new_context: Callable[..., Any], name: str, heading: str, direction: str
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto("/community/explore/")
    page.get_by_role("button", name=name).click()
    title = page.locator(".tw-main h1")
    expect(title).to_have_text(heading)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.get_by_role("button", name=name)).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="British English").click()
    expect(title).to_have_text("Explore")
