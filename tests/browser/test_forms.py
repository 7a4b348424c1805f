"""The forms of the profile and the settings, with scripts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import make_profile

if TYPE_CHECKING:
    from collections.abc import Callable

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


def test_form_with_errors_has_the_focus_in_the_first_invalid_field(
    reader: Member, expects: Callable[[int], None]
) -> None:
    expects(422)
    page = reader.page
    taken = make_profile()
    page.goto(EDIT)
    page.get_by_label("handle").fill(taken.handle)
    page.get_by_role("button", name="Save").click()
    field = page.get_by_label("handle")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description(re.compile(r"This handle is taken\."))
    expect(field).to_have_value(taken.handle)
