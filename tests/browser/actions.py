"""Actions of members in the browser, found by the texts and labels on the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.waiting import wait_for_script
from tests.factories import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member


_ASKED_FOR = """
names => names.every(name => performance.getEntriesByName(
    new URL(document.querySelector("script.tw-script").dataset[name], location.href)).length)
"""
_RUN = """
names => Promise.all(names.map(name =>
    import(document.querySelector("script.tw-script").dataset[name])))
"""


def wait_for_modules(page: Page, *names: str) -> None:
    """Wait until the page has loaded and run script modules, which it loads when they are needed.

    A network that rests does not say so: a busy browser takes longer than that to ask for them.
    """
    wait_for_script(page, _ASKED_FOR, arg=names)
    page.evaluate(_RUN, names)  # the page's own: a module runs once


def load_in_vain(page: Page, name: str) -> None:
    """Wait until the page has not found a script module, offline, and has dealt with that."""
    page.evaluate(f"({_RUN})(['{name}']).catch(() => null)")


def sign_up(page: Page, name: str, password: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign up").first.click()
    _field(page, "Username").fill(name)
    _field(page, "Password").fill(password)
    _field(page, "Password confirmation").fill(password)
    page.get_by_role("button", name="Sign up").click()
    expect(page.get_by_text(f"Welcome to the Yard, {name}.")).to_be_visible()


def choose_picture(page: Page, label: str, picture: bytes, *, crop: bool) -> None:
    """crop: whether scripts are on, and a dialog asks for the part that is shown."""
    field = _field(page, label)
    field.set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": picture})
    if crop:
        page.get_by_role("button", name="Use this part").click()
        expect(page.get_by_role("dialog")).to_have_count(0)


def edit_profile(
    page: Page, *, picture: bytes | None = None, crop: bool = True, **texts: str
) -> None:
    """texts: what is filled in, by its label. crop: as in choose_picture()."""
    page.goto(reverse("django_tweets:home"))
    page.get_by_role("navigation").get_by_role("link", name="Profile").last.click()
    page.get_by_role("link", name="Edit profile").first.click()
    for label, text in texts.items():
        _field(page, label).fill(text)
    if picture is not None:
        choose_picture(page, "Avatar", picture, crop=crop)
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
    card.get_by_role("link", name="More").click()
    page.get_by_role("main").get_by_role("link", name="Quote").click()
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
    # The button shows what was pressed before the server has answered.
    with button.page.expect_response(lambda response: response.request.method == "POST"):
        button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def _send(page: Page, label: str, text: str, button: str) -> None:
    """In the form that has just opened: on a page, or in a dialog where there are scripts."""
    field = _field(page, label)
    field.fill(text)
    form = page.locator("form", has=field)
    form.get_by_role("button", name=button).click()
    expect(page.locator("textarea").filter(visible=True).get_by_text(text)).to_have_count(0)


def leave(page: Page, path: str) -> None:
    """Leave for path, although something is unsent."""
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(path)


def end_session(page: Page) -> None:
    """End the session of the browser on the server."""
    (key,) = [
        cookie["value"]
        for cookie in page.context.cookies()
        if cookie["name"] == settings.SESSION_COOKIE_NAME
    ]
    Session.objects.filter(session_key=key).delete()


def sign_in(page: Page, member: Member) -> None:
    """Sign in by the form on page."""
    assert member.profile.user is not None
    page.get_by_label("Username").fill(member.profile.user.get_username())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
