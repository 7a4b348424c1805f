"""What is done too often: the form keeps its text, and a button says when to try again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets.services import limits
from tests.browser.actions import tweet
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member

SENTENCE = re.compile("You are doing this too often. Try again in 1.hour.")


@pytest.fixture
def writer(member: Callable[..., Member], scripts: bool, settings: Any) -> Member:
    """Somebody who has published and liked as much as is allowed."""
    settings.DJANGO_TWEETS_LIMITS = {"publish": "1/hour", "like": "1/hour"}
    settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None
    found = member(java_script_enabled=scripts)
    for action in ("publish", "like"):
        limits.count_action(found.profile, action)
    return found


def test_form_over_the_limit_keeps_its_text(writer: Member, expects: Callable[..., None]) -> None:
    expects(429)
    page = writer.page
    page.goto(reverse("django_tweets:home"))
    field = page.get_by_label("What’s happening?").first
    field.fill("not lost")
    page.get_by_role("button", name="Publish").first.click()
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    expect(page.get_by_label("What’s happening?").first).to_have_value("not lost")


def test_button_over_the_limit_says_when_to_try_again(
    writer: Member, expects: Callable[..., None]
) -> None:
    expects(429)
    card = make_tweet(make_profile(), "something to like")
    page = writer.page
    page.goto(card.get_absolute_url())
    tweet(page, card.content).get_by_role("button", name=re.compile("^Like")).first.click()
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    card.refresh_from_db()
    assert card.like_count == 0
