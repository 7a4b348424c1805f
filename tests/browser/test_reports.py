"""Report from a card, a thread and a profile, and appeal against a decision."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import services
from django_tweets.models import ModerationAction, Report
from tests.browser.page_checks import (
    HOME,
    card,
    control,
    live_region,
    make_home_tweets,
    open_menu,
)
from tests.factories import make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member


def fill_in(form: Locator | Page) -> None:
    form.get_by_label("It is spam").check()
    form.get_by_label("What should the moderators know?").fill("The same link each time.")


def last_report(member: Member) -> Any:
    return Report._base_manager.filter(reporter=member.profile.pk).order_by("-pk").first()


def test_tweet_is_reported_in_a_dialog(reader: Member, expects: Callable[..., None]) -> None:
    first, second = make_home_tweets(reader, 2)
    page = reader.page
    page.goto(HOME)
    page.evaluate("window.isSame = true")
    open_menu(page, second).get_by_role("link", name="Report").click()
    dialog = page.get_by_role("dialog", name="Report")
    expect(dialog.get_by_label("It is spam")).to_be_focused()
    expects(422)
    dialog.get_by_label("What should the moderators know?").fill("The same link each time.")
    # Past the check of the browser.
    page.evaluate("document.querySelector('[data-dialog-form]').noValidate = true")
    dialog.get_by_role("button", name="Send the report").click()
    expect(dialog.locator(".errorlist")).to_have_text("This field is required.")
    expect(dialog.get_by_label("What should the moderators know?")).to_have_value(
        "The same link each time."
    )
    fill_in(dialog)
    dialog.get_by_text("Report more of these tweets").click()
    dialog.get_by_label(first.content).check()
    dialog.get_by_role("button", name="Send the report").click()
    expect(dialog).to_have_count(0)
    expect(live_region(page)).to_have_text("Thank you. The moderators will read your report. View")
    expect(control(page, second, "more")).to_be_focused()
    assert page.evaluate("window.isSame")
    report = last_report(reader)
    assert report.comment == "The same link each time."
    assert report.reported_tweets.count() == 2
    live_region(page).get_by_role("link", name="View").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your reports")
    expect(page.get_by_text("Not decided yet")).to_be_visible()


def test_cards_of_who_is_blocked_go(reader: Member) -> None:
    first, second = make_home_tweets(reader, 2)
    page = reader.page
    page.goto(HOME)
    open_menu(page, second).get_by_role("link", name="Report").click()
    dialog = page.get_by_role("dialog", name="Report")
    fill_in(dialog)
    dialog.get_by_label("Also block").check()
    dialog.get_by_role("button", name="Send the report").click()
    expect(dialog).to_have_count(0)
    for tweet in (first, second):
        expect(card(page, tweet)).to_have_count(0)
    expect(page.get_by_text("You have blocked").first).to_be_visible()


def test_tweet_is_reported_without_scripts(member: Callable[..., Member]) -> None:
    reader = member(java_script_enabled=False)
    first, second = make_home_tweets(reader, 2)
    page = reader.page
    page.goto(HOME)
    control(page, second, "more").click()
    page.get_by_role("main").get_by_role("link", name="Report").click()
    fill_in(page)
    page.get_by_text("Report more of these tweets").click()
    page.get_by_label(first.content).check()
    page.get_by_label("Also mute").check()
    page.get_by_role("button", name="Send the report").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    page.get_by_role("link", name="Your reports").click()
    expect(page.get_by_text("The same link each time.")).to_be_visible()
    assert last_report(reader).reported_tweets.count() == 2


def test_profile_is_reported(reader: Member, scripts: bool, member: Callable[..., Member]) -> None:
    reader = reader if scripts else member(java_script_enabled=False)
    (tweet,) = make_home_tweets(reader)
    page = reader.page
    page.goto(tweet.profile.get_absolute_url())
    page.locator(".tw-profile .tw-menu > summary").click()
    page.locator(".tw-profile").get_by_role("link", name="Report").click()
    place = page.get_by_role("dialog", name="Report") if scripts else page
    fill_in(place)
    place.get_by_role("button", name="Send the report").click()
    expect(page.get_by_text("Thank you. The moderators will read").first).to_be_visible()
    assert last_report(reader).profile_id == tweet.profile_id


def test_person_appeals(member: Callable[..., Member], scripts: bool) -> None:
    person = member(java_script_enabled=scripts)
    page = person.page
    tweet = make_tweet(person.profile, "Buy my hats.")
    moderator, other = (make_moderator(f"m{name}_{scripts}".lower()) for name in "ab")
    services.moderate(moderator, "hide", tweet=tweet, message="No advertisements, please.")
    page.goto(tweet.get_absolute_url())
    current = card(page, tweet)
    expect(current.locator("[data-action=reply], [data-action=retweet]")).to_have_count(0)
    expect(page.get_by_role("textbox", name="Your reply")).to_have_count(0)
    current.get_by_role("link", name="Hidden by the moderators").click()
    expect(page.get_by_text("No advertisements, please.")).to_be_visible()
    page.get_by_role("link", name="Appeal").click()
    page.get_by_label("Why is the decision wrong?").fill("I give them away.")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.get_by_text("I give them away.")).to_be_visible()
    expect(page.get_by_text("Not decided yet")).to_be_visible()
    appeal = ModerationAction._base_manager.get(tweet=tweet.pk).appeal
    services.decide(other, appeal, accept=True, answer="You are right.")
    page.reload()
    expect(page.get_by_text("You are right.").first).to_be_visible()
    expect(page.get_by_text("Undone")).to_be_visible()
    page.goto(tweet.get_absolute_url())
    expect(current).to_contain_text("Buy my hats.")
    expect(page.get_by_text("Hidden by the moderators")).to_have_count(0)


def test_suspended_person_is_led_to_the_decision(member: Callable[..., Member]) -> None:
    person = member()
    moderator = make_moderator("ms_suspends")
    services.moderate(moderator, "suspend", profile=person.profile, message="Three warnings.")
    page = person.page
    page.goto(reverse("django_tweets:explore"))
    page.get_by_role("link", name="Read why").click()
    expect(page.get_by_text("Three warnings.")).to_be_visible()
    expect(page.get_by_role("link", name="Appeal")).to_be_visible()


@pytest.mark.parametrize("form", ["tweet", "profile"])
def test_visitor_is_asked_to_sign_in(visitor: Page, reader: Member, form: str) -> None:
    (tweet,) = make_home_tweets(reader)
    keys = [tweet.profile.handle, *([tweet.pk] if form == "tweet" else [])]
    visitor.goto(reverse("django_tweets:report_create", args=keys))
    expect(visitor).to_have_url(re.compile(re.escape(reverse("login"))))
