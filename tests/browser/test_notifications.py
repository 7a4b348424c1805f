"""Notifications: the number at the bell, the page, and marking as read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import services
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.browser import screenshots
from tests.browser.page_checks import HOME, card, control
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member
    from tests.browser.gallery import Gallery
    from tests.factories import Profile

NOTIFICATIONS = reverse("django_tweets:notifications")


def notify_eight_times(profile: Profile) -> None:
    """Five people like the member's tweet, one replies, and two follow the member."""
    tweet = make_tweet(profile, "The library opens at ten.")
    fans = [
        make_profile(f"{name}_{profile.user_id}") for name in ("ann", "ben", "cleo", "dan", "edie")
    ]
    for fan in fans:
        services.like(fan, tweet)
    services.publish(fans[0], "And closes at six.", in_reply_to=tweet)
    for fan in fans[:2]:
        services.follow(fan, profile)


def test_notification_is_counted_grouped_and_read(
    member: Callable[..., Member], scripts: bool, gallery: Gallery
) -> None:
    reader = member(java_script_enabled=scripts)
    notify_eight_times(reader.profile)
    page = reader.page
    page.goto(HOME)
    navigation = page.get_by_role("navigation", name="Tweets")
    bell = navigation.get_by_role("link", name="Notifications, 3 unread")
    expect(bell).to_contain_text("3")
    bell.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Notifications")
    rows = page.locator(".tw-notification")
    number = reader.profile.user_id
    expect(rows).to_have_count(3)
    expect(rows.nth(0)).to_contain_text(f"ben_{number} and ann_{number} follow you")
    expect(rows.nth(1)).to_contain_text("And closes at six.")
    expect(rows.nth(2)).to_contain_text(f"edie_{number} and 4 others liked your tweet")
    expect(rows.nth(2)).to_contain_text("The library opens at ten.")
    expect(page.locator(".tw-notification .tw-chip")).to_have_text(["New"] * 3)
    if scripts:
        gallery.add("unread", lambda: screenshots.whole(page))
    bell = navigation.get_by_role("link", name="Notifications", exact=True)
    expect(bell).to_have_attribute("aria-current", "page")
    page.reload()
    expect(page.locator(".tw-notification .tw-chip")).to_have_count(0)
    page.goto(HOME)
    expect(bell).to_have_text("Notifications")


def test_an_answer_is_answered_where_it_is_read(reader: Member) -> None:
    notify_eight_times(reader.profile)
    page = reader.page
    page.goto(NOTIFICATIONS)
    page.get_by_role("link", name="Mentions").click()
    (answer,) = (
        row.shown_tweet or row.tweet
        for row in reader.profile.notifications.filter(is_addressed=True)
    )
    like = control(page, answer, "like")
    like.click()
    expect(like).to_have_attribute("aria-pressed", "true")
    expect(card(page, answer)).to_have_count(1)


def test_more_of_it_comes_below(reader: Member) -> None:
    fan = make_profile()
    for day in range(45):
        notification_groups.add_actor(GroupKey(reader.profile.pk, "follow", day), fan.pk)
    page = reader.page
    page.goto(NOTIFICATIONS)
    rows = page.locator(".tw-notification")
    for count in (40, 45):
        page.get_by_role("link", name="Show more").click()
        expect(rows).to_have_count(count)
    expect(page.get_by_role("link", name="Show more")).to_have_count(0)
    expect(rows.nth(40)).to_be_focused()


@pytest.mark.parametrize("width", [320, 600, 1280])
def test_the_bell_has_room(member: Callable[..., Member], gallery: Gallery, width: int) -> None:
    reader = member("tomasz", viewport={"width": width, "height": 640})
    fan = make_profile()
    for day in range(101):
        notification_groups.add_actor(GroupKey(reader.profile.pk, "follow", day), fan.pk)
    page = reader.page
    page.goto(HOME)
    expect(page.locator(".tw-badge")).to_have_text("99+")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    gallery.add(f"bell-{width}", lambda: screenshots.window(page))
