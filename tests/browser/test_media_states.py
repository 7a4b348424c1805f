"""Pictures in the composer: what lacks a description, and what the server still processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import get_tweet_model
from django_tweets.models import Attachment
from tests.browser import actions, axe
from tests.browser.page_checks import live_region
from tests.browser.uploading import (
    choose,
    describe,
    file,
    publish,
    shown,
    text_field,
    tiles,
    wait_until_published,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Member

PROCESSING = "Being processed. Only you see it."


def upload_one(member: Member, text: str) -> Page:
    page = member.page
    actions.open_home(page)
    choose(page, file())
    tiles(page, 1)
    text_field(page).fill(text)
    return page


def set_state(state: str, **fields: str) -> None:
    Attachment.objects.filter(tweet=None).update(state=state, **fields)  # not those of the demo


def test_missing_descriptions_are_asked_for_once(reader: Member) -> None:
    page = upload_one(reader, "no words for it")
    publish(page)
    button = page.get_by_role("button", name="Publish without descriptions")
    expect(button).to_be_focused()
    expect(live_region(page)).to_contain_text("Describe your pictures")
    expect(text_field(page)).to_have_value("no words for it")
    assert not get_tweet_model().objects.filter(profile=reader.profile).exists()
    assert axe.findings(page) == []
    page.keyboard.press("Enter")
    wait_until_published(page, "no words for it")
    assert shown(reader) == [("", 0.5, 0.5)]


def test_member_is_not_asked_on_a_device_where_they_have_switched_it_off(reader: Member) -> None:
    page = reader.page
    page.goto(reverse("django_tweets:settings"))
    box = page.get_by_role("checkbox", name="Remind me of missing descriptions")
    expect(box).to_be_checked()
    box.uncheck()
    page.reload()
    expect(box).not_to_be_checked()
    upload_one(reader, "never asked")
    publish(page)
    wait_until_published(page, "never asked")
    assert shown(reader) == [("", 0.5, 0.5)]


def test_description_that_was_asked_for_is_published(reader: Member) -> None:
    page = upload_one(reader, "with words")
    publish(page)
    expect(page.get_by_role("button", name="Publish without descriptions")).to_be_focused()
    describe(page, tiles(page, 1).first, "A calm sea")
    publish(page)
    wait_until_published(page, "with words")
    assert shown(reader) == [("A calm sea", 0.5, 0.5)]
    text_field(page).fill("the next one")
    expect(page.get_by_role("button", name="Publish without descriptions")).to_have_count(0)


def test_tweet_is_published_when_its_video_is_ready(reader: Member) -> None:
    page = upload_one(reader, "patience")
    set_state("processing")
    page.reload()
    tile = tiles(page, 1).first
    expect(tile).to_contain_text(PROCESSING)
    describe(page, tile, "A storm")
    assert axe.findings(page) == []
    publish(page)
    expect(live_region(page)).to_contain_text("published after that")
    publish(page)  # a second click is no second tweet
    assert not get_tweet_model().objects.filter(profile=reader.profile).exists()
    set_state("ready")
    wait_until_published(page, "patience")
    assert shown(reader) == [("A storm", 0.5, 0.5)]


def test_video_that_fails_says_why_and_keeps_the_text(reader: Member) -> None:
    page = upload_one(reader, "broken")
    set_state("processing")
    page.reload()
    tile = tiles(page, 1).first
    expect(tile).to_contain_text(PROCESSING)
    publish(page)
    set_state("failed", failure="not_media")
    expect(tile).to_contain_text("not a video or sound that can be read")
    expect(tile.get_by_role("button", name="Remove")).to_be_focused()
    expect(text_field(page)).to_have_value("broken")
    page.keyboard.press("Enter")
    tiles(page, 0)
    publish(page)
    wait_until_published(page, "broken")
    assert get_tweet_model().objects.get(profile=reader.profile).attachment_count == 0


def test_video_that_is_removed_is_not_waited_for(reader: Member) -> None:
    page = upload_one(reader, "without it")
    set_state("processing")
    page.reload()
    tile = tiles(page, 1).first
    expect(tile).to_contain_text(PROCESSING)
    publish(page)
    expect(live_region(page)).to_contain_text("published after that")
    tile.get_by_role("button", name="Remove").click()
    wait_until_published(page, "without it")
