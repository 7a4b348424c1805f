"""Actions of members in the browser, found by the texts and labels on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.urls import reverse
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page


def sign_up(page: Page, name: str, password: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign up").first.click()
    _field(page, "Username").fill(name)
    _field(page, "Password").fill(password)
    _field(page, "Password confirmation").fill(password)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_text(f"Welcome to the Yard, {name}.")).to_be_visible()


def edit_profile(page: Page, *, picture: bytes | None = None, **texts: str) -> None:
    """texts: what is filled in, by its label."""
    page.goto(reverse("django_tweets:home"))
    page.get_by_role("navigation").get_by_role("link", name="Profile").last.click()
    page.get_by_role("link", name="Edit profile").first.click()
    for label, text in texts.items():
        _field(page, label).fill(text)
    if picture is not None:
        upload = _field(page, "Avatar")
        upload.set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": picture})
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)


def protect(page: Page) -> None:
    page.get_by_role("link", name="Settings").first.click()
    _field(page, "Protect my tweets").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your settings have been saved.")).to_be_visible()


def open_home(page: Page) -> None:
    page.goto(reverse("django_tweets:home"))


def open_profile(page: Page, handle: str) -> None:
    page.goto(reverse("django_tweets:profile_detail", args=[handle]))


def tweet(page: Page, text: str) -> Locator:
    """The first tweet on the page that says text itself, and doesn't only quote it."""
    said = page.locator(".tw-text:not(blockquote *)", has_text=text)
    return page.get_by_role("article").filter(has=said).first


def write(page: Page, text: str) -> None:
    field = _field(page, "What’s happening?")
    field.fill(text)
    page.get_by_role("button", name="Publish").click()
    expect(field).to_have_value("")


def reply(page: Page, card: Locator, text: str) -> None:
    card.get_by_role("link", name=re.compile("^Reply")).click()
    _send(page, "Your reply", text, "Reply")


def quote(page: Page, card: Locator, text: str) -> None:
    card.locator("summary", has_text="Retweet or quote").click()
    card.get_by_role("link", name="Quote").click()
    _send(page, "Add a comment", text, "Publish")


def like(card: Locator) -> None:
    _press(card.get_by_role("button", name=re.compile("^Like")))


def bookmark(card: Locator) -> None:
    _press(card.get_by_role("button", name=re.compile("^Bookmark")))


def follow(page: Page, name: str) -> None:
    page.get_by_role("button", name=f"Follow {name}", exact=True).first.click()
    expect(page.get_by_role("button", name=f"Following {name}").first).to_be_visible()


def block(page: Page, name: str) -> None:
    """On their profile."""
    header = page.get_by_role("main").locator("header", has=page.get_by_role("heading", level=1))
    header.locator("summary", has_text="More").click()
    header.get_by_role("button", name=f"Block {name}").click()


def open_thread(page: Page, card: Locator) -> None:
    card.locator("a", has=page.locator("time")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Conversation")


def _field(page: Page, label: str) -> Locator:
    return page.get_by_label(re.compile(f"^{re.escape(label)}:?$"))


def _press(button: Locator) -> None:
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def _send(page: Page, label: str, text: str, button: str) -> None:
    """In the form that has just opened: on a page, or in a dialog where there are scripts."""
    field = _field(page, label)
    field.fill(text)
    form = page.locator("form", has=field)
    form.get_by_role("button", name=button).click()
    expect(page.locator("textarea").filter(visible=True).get_by_text(text)).to_have_count(0)
