"""The composer in Firefox and WebKit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from tests.browser.page_checks import HOME, make_tweets_to_read
from tests.factories import make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.engines.tab import Tab
    from tests.factories import Profile

FIELD = ".tw-composer [name=content]"
SEND = ".tw-composer [type=submit]"
CARDS = ".tw-list > article"
CONTROL, ENTER, ESCAPE = "\ue009", "\ue007", "\ue00c"


def test_count_of_characters_goes_on_after_a_tweet(
    tab: Tab, sign_in: Callable[..., Profile]
) -> None:
    sign_in()
    tab.goto(HOME)
    for count, text in enumerate(["first", "the second"], 1):
        tab.fill(FIELD, text)
        tab.wait_for_text(".tw-character-count [aria-hidden]", str(280 - len(text)))
        tab.click(SEND)
        tab.wait_for_count(CARDS, count)
        tab.wait_for_text(CARDS, text)


def test_reply_is_sent_from_a_dialog(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    (tweet,) = make_tweets_to_read(sign_in())
    tab.goto(HOME)
    link = f"#{tweet.anchor} [data-action=reply]"
    tab.click(link)
    tab.wait(lambda: tab.focused() == tab.one(f"dialog {FIELD}"))
    tab.type("So it is.")
    tab.type(ESCAPE)
    tab.wait_for_none("dialog")
    tab.wait(lambda: tab.focused() == tab.one(link))
    tab.click(link)
    tab.wait(lambda: value(tab, f"dialog {FIELD}") == "So it is.")
    tab.type_with(CONTROL, ENTER)
    tab.wait_for_none("dialog")
    tab.wait_for_text(f"{link} b", "1")
    tab.wait(lambda: tab.focused() == tab.one(link))
    tab.goto(tweet.get_absolute_url())
    tab.one(".tw-text", "So it is.")


def test_errors_are_shown_in_the_dialog(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    (tweet,) = make_tweets_to_read(sign_in())
    tab.goto(HOME)
    tab.click(f"#{tweet.anchor} [data-action=reply]")
    text = "too long " * 40
    tab.fill(f"dialog {FIELD}", text)
    tab.click("dialog [type=submit]")
    tab.wait(lambda: tab.focused() == tab.one(f"dialog {FIELD}[aria-invalid=true]"))
    assert value(tab, f"dialog {FIELD}") == text


def test_edited_tweet_replaces_its_card(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    tweet = make_tweet(sign_in(), "once")
    tab.goto(HOME)
    card = f"#{tweet.anchor}"
    tab.click(f"{card} [data-action=more]")
    tab.click(f"{card} a", "Edit")
    tab.wait(lambda: value(tab, f"dialog {FIELD}") == "once")
    tab.fill(f"dialog {FIELD}", "first")
    tab.click("dialog [type=submit]", "Save")
    tab.wait_for_text(f"{card} .tw-text", "first")
    tab.one(f"{card} .tw-edited")
    tab.wait_for_none("dialog")


def test_draft_survives_until_it_is_sent(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    sign_in()
    tab.goto(HOME)
    tab.one(FIELD).send_keys("not yet")
    for path in (HOME, reverse("django_tweets:tweet_create"), HOME):
        tab.goto(path)
        tab.wait(lambda: value(tab, FIELD) == "not yet")
    tab.click(SEND)
    tab.wait_for_count(CARDS, 1)
    tab.goto(HOME)
    assert value(tab, FIELD) == ""
    assert tab.run("return Object.keys(localStorage)") == []


def value(tab: Tab, selector: str) -> str:
    return str(tab.run("return arguments[0].value", tab.one(selector)))
