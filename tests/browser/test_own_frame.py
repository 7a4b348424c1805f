"""The frame of a site that has no layout of its own: links to the site, sign-in and sign-out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.test_accessibility import settings as looks

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Member

EXPLORE = reverse("django_tweets:explore")


@pytest.fixture(autouse=True)
def own_frame(settings: Any) -> None:
    """The example site without its layout for our pages."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": []}]


def open_explore(page: Page) -> Any:
    page.goto(EXPLORE)
    header = page.locator("body.tw-site .tw-site-header")
    expect(header.get_by_role("link").or_(header.get_by_role("button"))).to_have_count(2)
    return header


def test_frame_leads_to_the_site_and_out(reader: Member) -> None:
    header = open_explore(reader.page)
    header.get_by_role("button", name="Sign out").click()
    expect(reader.page.locator(".tw-site-header")).to_contain_text("Sign in")
    assert EXPLORE in reader.page.url


@pytest.mark.parametrize("locale", ["en", "ar"])
def test_frame_is_accessible(new_context: Callable[..., Any], locale: str) -> None:
    page = new_context(locale=locale).new_page()
    open_explore(page)
    for setting in looks(page):
        assert axe.findings(page) == [], setting
        assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"), (
            setting
        )
