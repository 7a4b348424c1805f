"""Pages on a phone, where there is no sidebar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def on_phone(member: Callable[..., Member], scripts: bool) -> Member:
    return member(java_script_enabled=scripts, **PHONE)


@pytest.mark.parametrize(
    ("taps", "there"),
    [
        (["Explore"], "search"),
        (["Explore"], "Trends"),
        (["Explore", "Who to follow"], "Who to follow"),
        (["Settings", "Bookmarks"], "Bookmarks"),
    ],
)
def test_phone_reaches_it_within_two_taps(on_phone: Member, taps: list[str], there: str) -> None:
    page = on_phone.page
    page.goto(reverse("django_tweets:home"))
    for name in taps:
        # Without its stylesheet, a page also shows the links for wide windows.
        with page.expect_navigation(wait_until="load"):
            page.locator(".tweets").get_by_role("link", name=name, exact=True).first.tap()
    if there == "search":
        expect(page.locator(".tw-main").get_by_role("searchbox")).to_be_in_viewport()
    else:
        expect(page.get_by_role("heading", name=there)).to_be_in_viewport()


def test_empty_home_of_a_phone_shows_people_to_follow(on_phone: Member) -> None:
    page = on_phone.page
    page.goto(reverse("django_tweets:home"))
    people = page.get_by_role("region", name="Who to follow")
    expect(people).to_be_visible()
    expect(people).to_have_count(1)
    expect(people.get_by_text("people here").first).to_be_visible()
    people.get_by_role("button", name="Follow ").first.tap()
    expect(page.get_by_text("You now follow")).to_be_visible()
