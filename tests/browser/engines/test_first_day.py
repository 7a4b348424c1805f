"""Somebody's first day, from signing up to blocking somebody, in Firefox and WebKit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model, services
from tests.browser.page_checks import HOME
from tests.browser.test_first_day import PASSWORD, picture
from tests.factories import make_profile

if TYPE_CHECKING:
    from pathlib import Path

    from tests.browser.engines.tab import Tab
    from tests.factories import Tweet

FIELD = ".tw-composer [name=content]"


def test_new_member_journey(tab: Tab, tmp_path: Path) -> None:
    me = f"kit_{tab.engine}"
    neighbour = make_profile(f"{me}_b", display_name="Fran")
    pest = make_profile(f"{me}_c", display_name="Pest")
    hello = services.publish(neighbour, "Fran says hello")

    sign_up(tab, me)
    edit_profile(tab, tmp_path)
    assert tab.one("h1").text == "Kit"
    profile = get_profile_model().objects.get(handle=me)
    assert profile.bio == "New here 🌱"

    tab.goto(HOME)
    tab.fill(FIELD, "Hello 👩‍👩‍👧‍👦 from https://example.org/yard!")
    tab.click(".tw-composer button", "Publish")
    tab.wait_for_text(".tw-list > article", "Hello 👩‍👩‍👧‍👦 from example.org/yard!")
    assert tab.one(".tw-list > article .tw-url").get_attribute("href") == "https://example.org/yard"
    tab.wait(lambda: tab.run("return arguments[0].naturalWidth === 144", tab.one("article img")))
    assert get_tweet_model().objects.filter(profile_id=profile.pk).count() == 1

    tab.goto(neighbour.get_absolute_url())
    tab.click("button", "Follow Fran")
    tab.one("button", "Following Fran")
    answer(tab, hello)
    tab.goto(reverse("django_tweets:bookmarks"))
    tab.follow(f"#{hello.anchor} .tw-time")
    tab.one(".tw-text", "Good morning, neighbour")

    tab.goto(reverse("django_tweets:settings"))
    tab.click("input", "Protect my tweets")
    tab.follow("form button", "Save")
    tab.goto(pest.get_absolute_url())
    tab.click(".tw-profile .tw-menu summary")
    tab.click("button", "Block Pest")
    tab.one("button", "Unblock Pest")
    tab.driver.delete_all_cookies()
    tab.goto(profile.get_absolute_url())
    assert tab.one("h1").text == "Kit"
    assert not tab.all(".tw-text", "Hello")


def sign_up(tab: Tab, name: str) -> None:
    tab.goto("/")
    tab.follow("a", "Sign up")
    tab.fill("input", name, "Username")
    tab.fill("[type=password]", PASSWORD, "Password")
    tab.fill("[type=password]", PASSWORD, "Password confirmation")
    tab.follow("button", "Sign up")
    tab.one("li, p", f"Welcome to the Yard, {name}.")


def edit_profile(tab: Tab, folder: Path) -> None:
    photo = folder / "me.png"
    photo.write_bytes(picture())
    tab.goto(reverse("django_tweets:profile_edit"))
    tab.fill("input", "Kit", "Name")
    tab.fill("textarea", "New here 🌱", "Bio")
    tab.one("[name=avatar]", visible=False).send_keys(str(photo))
    tab.click("dialog button", "Use this part")
    tab.wait_for_none("dialog")
    tab.follow("form button", "Save")


def answer(tab: Tab, tweet: Tweet) -> None:
    """Reply to a tweet at home, quote it, like it and bookmark it."""
    tab.goto(HOME)
    card = f"#{tweet.anchor}"
    tab.click(f"{card} [data-action=reply]")
    tab.wait(lambda: tab.focused() == tab.one(f"dialog {FIELD}"))
    tab.type("Good morning, neighbour")
    tab.click("dialog button", "Reply")
    tab.wait_for_none("dialog")
    tab.click(f"{card} [data-action=retweet]")
    tab.click(f"{card} [data-action=quote]")
    tab.fill(f"dialog {FIELD}", "What a nice neighbour")
    tab.click("dialog button", "Publish")
    tab.wait_for_none("dialog")
    tab.wait_for_text(".tw-list > article", "What a nice neighbour")
    for action in ("like", "bookmark"):
        press(tab, f"{card} [data-action={action}]")
    tab.wait(lambda: is_counted(tweet))


def press(tab: Tab, selector: str) -> None:
    """Click until the button is pressed: an answer may replace it between the mouse's events."""

    def is_pressed() -> bool:
        if tab.all(f"{selector}[aria-pressed=true]"):
            return True
        tab.click(selector)
        return False

    tab.wait(is_pressed)


def is_counted(tweet: Tweet) -> bool:
    """Buttons show what was pressed before the server has answered."""
    tweet.refresh_from_db()
    counts = tweet.like_count, tweet.reply_count, tweet.quote_count
    return counts == (1, 1, 1) and tweet.bookmarks.exists()
