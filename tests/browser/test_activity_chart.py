"""The year of days: it fits a small phone, runs as one reads, and is a table, too."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.waiting import wait_for_script
from tests.factories import make_tweet

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Member
    from tests.factories import Profile

SMALL: dict[str, Any] = {"viewport": {"width": 320, "height": 640}}

IN_SIGHT = """
(path) => {
    const { left, right } = path.getBoundingClientRect();
    const box = path.closest(".tw-scroll").getBoundingClientRect();
    return { left: left - box.left, right: box.right - right, width: box.width };
}
"""


def open_chart(page: Page, profile: Profile) -> None:
    page.goto(reverse("django_tweets:profile_activity", args=[profile.handle]))


def test_every_day_is_in_the_table(reader: Member, scripts: bool, member: Any) -> None:
    author = reader.profile
    for _ in range(3):
        make_tweet(author)
    make_tweet(author, created_at=timezone.now() - timedelta(days=9))
    page = member(java_script_enabled=scripts).page
    open_chart(page, author)
    name = f"Tweets by {author.shown_name} on each day of the last year"
    expect(page.get_by_role("img", name=name)).to_be_visible()
    expect(page.locator("figcaption")).to_contain_text("4 tweets in the last year")
    page.get_by_text("Show as a table").click()
    table = page.get_by_role("table", name="Tweets per day")
    expect(table.get_by_role("row")).to_have_count(1 + 53)
    expect(table.get_by_role("columnheader")).to_have_count(1 + 7)
    week = table.get_by_role("row").nth(1)
    expect(week.get_by_role("rowheader")).not_to_be_empty()
    counts = [text for text in table.get_by_role("cell").all_inner_texts() if text.strip("0 ")]
    assert sorted(counts) == ["1", "3"]


@pytest.mark.parametrize("language", ["en-GB", "ar"])
def test_small_phone_shows_today_first(reader: Member, member: Any, language: str) -> None:
    make_tweet(reader.profile)
    page = member(**SMALL, locale=language).page
    open_chart(page, reader.profile)
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    place = page.locator(".tw-activity-chart .tw-level-1").evaluate(IN_SIGHT)
    is_rtl = language == "ar"
    # The newest week is at the end of the line, and what is before it is scrolled to.
    assert 0 <= place["left" if is_rtl else "right"] < 40
    scroller = page.locator(".tw-scroll").first
    assert scroller.evaluate("box => box.scrollWidth > box.clientWidth + 100")
    scroller.focus()
    page.keyboard.press("ArrowRight" if is_rtl else "ArrowLeft")
    wait_for_script(
        page,
        "([side, before]) => {"
        "  const box = document.querySelector('.tw-scroll').getBoundingClientRect();"
        "  const dot = document.querySelector('.tw-activity-chart .tw-level-1')"
        "    .getBoundingClientRect();"
        "  return (side === 'left' ? dot.left - box.left : box.right - dot.right) < before;"
        "}",
        arg=["left" if is_rtl else "right", place["left" if is_rtl else "right"]],
    )


def test_higher_count_has_a_larger_dot(reader: Member) -> None:
    """Levels differ in more than colour, also where the system chooses the colours."""
    for days in range(1, 9):
        for _ in range(days):
            make_tweet(reader.profile, created_at=timezone.now() - timedelta(days=days))
    page = reader.page
    page.emulate_media(forced_colors="active")
    open_chart(page, reader.profile)
    widths = page.locator(".tw-activity-chart path").evaluate_all(
        "paths => paths.map(path => parseFloat(getComputedStyle(path).strokeWidth))"
    )
    assert len(widths) == 5
    assert widths == sorted(set(widths))
    dots = page.locator(".tw-activity-chart path").evaluate_all(
        "paths => paths.map(p => p.getAttribute('d'))"
    )
    assert all(dots)
