"""Pictures in a browser: the grid, descriptions, the curtain, animations and the lightbox."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Attachment
from tests.attachment_samples import draw_picture
from tests.browser import axe
from tests.browser.waiting import wait_for_script
from tests.factories import TWEET_EXTRA

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member
    from tests.factories import Tweet

COLORS = ["teal", "maroon", "olive", "navy"]

# What has moved without input since the page began, as HTML.
FIND_SHIFTS = """() => new Promise((resolve) => {
  const moved = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      for (const { node } of entry.hadRecentInput ? [] : entry.sources)
        moved.push(node?.outerHTML ?? node?.textContent ?? "removed");
  }).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(moved), 300);
})"""


def publish(member: Member, count: int = 3, content: str = "", **fields: Any) -> Tweet:
    """Publish a tweet with pictures of different shapes."""
    attachments = [
        services.upload(
            member.profile, draw_picture(600 + 200 * n, 800, COLORS[n]), alt=f"Picture {n + 1}"
        )
        for n in range(count)
    ]
    return services.publish(
        member.profile, content, attachments=attachments, **fields, **TWEET_EXTRA
    )


def publish_animation(member: Member) -> Tweet:
    """Publish a tweet with an animation: here its still picture is the same file."""
    tweet = publish(member, 1)
    for row in Attachment.objects.filter(tweet=tweet.pk):
        Attachment.objects.filter(pk=row.pk).update(kind="gifv", preview=row.file.name)
    return tweet


def open_lightbox(page: Page, at: int = 0) -> Locator:
    page.locator(".tw-media a").nth(at).click()
    dialog = page.get_by_role("dialog", name="Pictures")
    expect(dialog).to_be_visible()
    return dialog


def show_all(page: Page) -> None:
    """Scroll to the end and back, so that all pictures are loaded."""
    page.evaluate("() => scrollTo(0, document.body.scrollHeight)")
    wait_for_script(
        page,
        "() => [...document.querySelectorAll('.tw-media img')]"
        ".filter((each) => each.checkVisibility()).every((each) => each.complete)",
    )


class TestGrid:
    @pytest.mark.parametrize("count", [1, 2, 3, 4])
    @pytest.mark.parametrize("width", [320, 1280])
    def test_nothing_moves_and_nothing_sticks_out(
        self, member: Callable[..., Member], width: int, count: int
    ) -> None:
        ada = member(viewport={"width": width, "height": 700})
        page = ada.page
        page.goto(publish(ada, count, "look").get_absolute_url())
        show_all(page)
        assert page.evaluate(FIND_SHIFTS) == []
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        boxes = [each.bounding_box() for each in page.locator(".tw-media > div").all()]
        assert len(boxes) == count
        assert all(box and box["width"] > 60 and box["height"] > 60 for box in boxes)

    def test_crop_keeps_the_focal_point(self, reader: Member) -> None:
        pictures = [
            services.upload(reader.profile, draw_picture(400, 1600), focus=(0.5, focus))
            for focus in (0, 1)
        ]
        tweet = services.publish(reader.profile, "", attachments=pictures, **TWEET_EXTRA)
        reader.page.goto(tweet.get_absolute_url())
        positions = [
            each.evaluate("(node) => getComputedStyle(node).objectPosition")
            for each in reader.page.locator(".tw-media img").all()
        ]
        assert positions == ["50% 0%", "50% 100%"]

    def test_small_files_are_chosen_for_tiles(self, reader: Member) -> None:
        reader.page.goto(publish(reader, 4).get_absolute_url())
        show_all(reader.page)
        for each in reader.page.locator(".tw-media img").all():
            assert "/480." in each.evaluate("(node) => node.currentSrc")


class TestWithoutScripts:
    def test_link_opens_the_file(self, member: Callable[..., Member]) -> None:
        ada = member(java_script_enabled=False)
        tweet = publish(ada, 1)
        ada.page.goto(tweet.get_absolute_url())
        href = ada.page.locator(".tw-media a").get_attribute("href")
        response = ada.page.request.get(href or "")
        assert response.status == 200
        assert response.headers["content-type"].startswith("image/")

    def test_description_opens(self, member: Callable[..., Member]) -> None:
        ada = member(java_script_enabled=False)
        ada.page.goto(publish(ada, 1).get_absolute_url())
        text = ada.page.locator(".tw-media details")
        text.get_by_text("ALT").click()
        expect(text).to_contain_text("Picture 1")
        expect(text).to_have_attribute("open", "")

    def test_curtain_opens(self, member: Callable[..., Member]) -> None:
        ada = member(java_script_enabled=False)
        ada.page.goto(publish(ada, 2, is_sensitive=True).get_absolute_url())
        pictures = ada.page.locator(".tw-media")
        expect(pictures).to_be_hidden()
        ada.page.get_by_text("Sensitive content").click()
        expect(pictures).to_be_visible()


class TestLightbox:
    def test_arrow_keys_change_the_picture(self, reader: Member) -> None:
        page = reader.page
        page.goto(publish(reader).get_absolute_url())
        link = page.locator(".tw-media a").first
        link.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name="Pictures")
        status = dialog.get_by_role("status")
        expect(status).to_have_text("1 / 3 Picture 1")
        expect(dialog.get_by_role("img")).to_have_attribute("alt", "Picture 1")
        page.keyboard.press("ArrowRight")
        expect(status).to_have_text("2 / 3 Picture 2")
        page.keyboard.press("End")
        expect(status).to_have_text("3 / 3 Picture 3")
        page.keyboard.press("ArrowRight")
        expect(status).to_have_text("1 / 3 Picture 1")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("Escape")
        expect(dialog).to_be_hidden()
        expect(page.locator(".tw-media a").nth(2)).to_be_focused()
        assert page.url.endswith(f"/{get_tweet_model().objects.latest('pk').pk}/")

    def test_arrow_keys_are_reversed_from_right_to_left(
        self, member: Callable[..., Member]
    ) -> None:
        ada = member(locale="ar")
        ada.page.goto(publish(ada).get_absolute_url())
        ada.page.locator(".tw-media a").first.click()
        status = ada.page.locator(".tw-lightbox [role=status] b")
        expect(status).to_have_text("1 / 3")
        ada.page.keyboard.press("ArrowLeft")
        expect(status).to_have_text("2 / 3")

    def test_buttons_and_full_size(self, reader: Member) -> None:
        page = reader.page
        page.goto(publish(reader).get_absolute_url())
        dialog = open_lightbox(page, 1)
        dialog.get_by_role("button", name="Next picture").click()
        dialog.get_by_role("button", name="Previous picture").click()
        expect(dialog.get_by_role("status")).to_have_text("2 / 3 Picture 2")
        zoom = dialog.get_by_role("button", name="Full size")
        zoom.click()
        expect(zoom).to_have_attribute("aria-pressed", "true")
        box = dialog.get_by_role("img").bounding_box()
        assert box is not None
        assert box["width"] == 800
        dialog.get_by_role("button", name="Close").click()
        expect(dialog).to_be_hidden()

    def test_single_picture_has_no_next_button(self, reader: Member) -> None:
        reader.page.goto(publish(reader, 1).get_absolute_url())
        dialog = open_lightbox(reader.page)
        expect(dialog.get_by_role("button", name="Next picture")).to_have_count(0)

    def test_swipe_changes_the_picture(self, member: Callable[..., Member]) -> None:
        ada = member(viewport={"width": 390, "height": 800}, has_touch=True)
        ada.page.goto(publish(ada).get_absolute_url())
        dialog = open_lightbox(ada.page)
        for kind, x in (("pointerdown", 300), ("pointerup", 100)):
            detail = {"clientX": x, "clientY": 300, "isPrimary": True, "pointerType": "touch"}
            dialog.locator("figure").dispatch_event(kind, {**detail, "bubbles": True})
        expect(dialog.get_by_role("status")).to_have_text("2 / 3 Picture 2")

    def test_back_closes_the_lightbox_and_does_not_scroll(self, reader: Member) -> None:
        page = reader.page
        tweet = publish(reader, 2)
        for number in range(12):
            services.publish(reader.profile, f"line {number}", **TWEET_EXTRA)
        page.goto(tweet.get_absolute_url())
        page.goto(reader.profile.get_absolute_url())
        link = page.locator(".tw-media a").first
        link.scroll_into_view_if_needed()
        url = page.url
        for close in (
            page.go_back,
            lambda: page.keyboard.press("Escape"),
            lambda: page.get_by_role("button", name="Close").click(),
        ):
            dialog = open_lightbox(page)
            top = page.evaluate("scrollY")
            assert top > 0
            close()
            expect(dialog).to_be_hidden()
            wait_for_script(page, "!history.state?.lightbox")
            expect(link).to_be_focused()
            assert (page.url, page.evaluate("scrollY")) == (url, top)
        page.go_back()
        expect(page).to_have_url(re.compile(f"{tweet.get_absolute_url()}$"))

    def test_click_on_a_picture_opens_no_conversation(self, reader: Member) -> None:
        services.publish(reader.profile, "newer", **TWEET_EXTRA)
        publish(reader, 1)
        reader.page.goto(reader.profile.get_absolute_url())
        url = reader.page.url
        open_lightbox(reader.page)
        reader.page.keyboard.press("Escape")
        assert reader.page.url == url


class TestAnimation:
    def test_plays_while_it_is_pointed_at(self, reader: Member) -> None:
        page = reader.page
        page.goto(publish_animation(reader).get_absolute_url())
        still, moving = page.locator(".tw-motion > img").all()
        expect(still).to_be_visible()
        expect(moving).to_be_hidden()
        page.locator(".tw-motion").hover()
        expect(moving).to_be_visible()

    def test_rests_for_readers_who_want_no_motion(self, member: Callable[..., Member]) -> None:
        ada = member(reduced_motion="reduce")
        page = ada.page
        page.goto(publish_animation(ada).get_absolute_url())
        page.locator(".tw-motion").hover()
        expect(page.locator(".tw-motion > img").nth(1)).to_be_hidden()


class TestMediaTab:
    def test_tiles_lead_to_their_tweets(self, visitor: Page) -> None:
        zuzana = get_profile_model().objects.get(handle="zuzana")
        visitor.goto(zuzana.get_absolute_url())
        visitor.get_by_role("link", name="Media", exact=True).click()
        tiles = visitor.locator(".tw-thumbnails a")
        expect(tiles).to_have_count(2)
        tiles.first.click()
        expect(visitor.locator(".tw-current-tweet .tw-media")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pictures_and_lightbox_are_accessible(member: Callable[..., Member], scheme: str) -> None:
    ada = member(color_scheme=scheme)
    page = ada.page
    page.goto(publish(ada, 4, "four").get_absolute_url())
    show_all(page)
    page.locator(".tw-media summary").first.click()
    assert axe.findings(page) == []
    open_lightbox(page, 3)
    assert axe.findings(page) == []
