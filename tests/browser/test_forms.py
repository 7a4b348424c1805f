"""The forms of the profile and the settings, with scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import expect

if TYPE_CHECKING:
    from tests.browser.conftest import Member

EDIT = reverse("django_tweets:profile_edit")


def test_website_without_scheme_is_saved_and_bio_is_linked(reader: Member) -> None:
    page = reader.page
    page.goto(EDIT)
    page.get_by_label("website").fill("example.org/me")
    page.get_by_label("bio").fill("See example.com")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**{reader.profile.get_absolute_url()}")
    expect(page.get_by_role("link", name="https://example.org/me")).to_be_visible()
    link = page.locator(".tw-profile").get_by_role("link", name="example.com")
    expect(link).to_have_attribute("rel", "nofollow ugc noopener")
