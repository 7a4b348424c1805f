"""A moderator's work in the browser, from the queue to a decision: with scripts, and without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import get_tweet_model, services
from tests.factories import TWEET_EXTRA, make_profile
from tests.moderators import allow_to_moderate

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member

QUEUE = reverse("django_tweets:moderation_case_list")


def test_from_the_queue_to_a_decision(member: Callable[..., Member], scripts: bool) -> None:
    pest, witness = make_profile(display_name="Pat Pest"), make_profile()
    services.follow(witness, pest)
    loud = services.publish(pest, "BUY WATCHES", **TWEET_EXTRA)
    quiet = services.publish(pest, "for my followers", visibility="followers", **TWEET_EXTRA)
    services.report(witness, tweets=[loud, quiet], category="spam", comment="All day long.")
    moderator = member(java_script_enabled=scripts)
    allow_to_moderate(moderator.profile)
    page = moderator.page
    page.goto(f"{QUEUE}?order=newest")
    line = page.get_by_role("article", name="Pat Pest").first
    expect(line).to_contain_text("1 open report")
    line.locator(".tw-author").click()

    expect(page.get_by_text("All day long.")).to_be_visible()
    expect(page.get_by_text("for my followers")).to_have_count(0)
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.get_by_text("for my followers")).to_be_visible()
    page.get_by_role("button", name="Claim").click()
    expect(page.get_by_text("Claimed by you")).to_be_visible()

    page.get_by_label("Choose this tweet").first.check()
    page.get_by_label("Ready-made text").select_option("spam")
    page.get_by_label("Reason").fill("the third time")
    page.get_by_role("button", name="Insert the text").click()
    expect(page.get_by_label("Message to the person")).to_contain_text("look like spam")
    expect(page.get_by_label("Reason")).to_have_value("the third time")
    expect(page.get_by_label("Choose this tweet").first).to_be_checked()
    page.get_by_label("Action", exact=True).select_option("hide")
    page.get_by_role("button", name="Decide").click()
    page.wait_for_url(f"**{QUEUE}")
    tweets: Any = get_tweet_model()._rows.visible_to(None)
    assert not tweets.filter(pk=loud.pk).exists()

    page.goto(reverse("django_tweets:moderation_action_list"))
    row = page.locator(".tw-log-row", has_text="the third time").first
    row.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("The action is undone.")).to_be_visible()
    assert tweets.filter(pk=loud.pk).exists()


def test_queue_by_keyboard(member: Callable[..., Member]) -> None:
    moderator = member()
    allow_to_moderate(moderator.profile)
    for name in ("Kim Keys", "Kay Keys"):
        services.report(moderator.profile, profile=make_profile(display_name=name), category="spam")
    page = moderator.page
    page.goto(f"{QUEUE}?order=newest")
    page.keyboard.press("j")
    expect(page.get_by_role("article", name="Kay Keys")).to_be_focused()
    page.keyboard.press("j")
    expect(page.get_by_role("article", name="Kim Keys")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Reports about")
