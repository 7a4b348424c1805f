"""Menus, likes and growing lists in Firefox and WebKit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tweets import get_tweet_model
from tests.browser.page_checks import HOME, make_tweets_to_read

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.engines.tab import Tab
    from tests.factories import Profile

CARDS = ".tw-list > article"
ESCAPE = "\ue00c"


def test_like_is_shown_at_once_and_sent(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    (tweet,) = make_tweets_to_read(sign_in())
    stored = get_tweet_model().objects.filter(pk=tweet.pk)
    tab.goto(HOME)
    like = f"#{tweet.anchor} [data-action=like]"
    tab.click(like)
    tab.wait_for_text(f"{like}[aria-pressed=true] b", "1")
    tab.wait(lambda: tab.focused() == tab.one(like))
    tab.wait(lambda: stored.filter(like_count=1).exists())  # sent after it is shown
    tab.click(like)
    tab.one(f"{like}[aria-pressed=false]")
    tab.wait_for_none(f"{like} b")


def test_menu_opens_and_closes(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    (tweet,) = make_tweets_to_read(sign_in())
    tab.goto(HOME)
    more, retweet = (f"#{tweet.anchor} [data-action={name}]" for name in ("more", "retweet"))
    menu = f"#{tweet.anchor} .tw-popup"
    tab.click(more)
    tab.one(f"{menu} a", "Open")
    tab.type(ESCAPE)
    tab.wait_for_none(menu)
    assert tab.focused() == tab.one(more)
    tab.click(more)
    tab.one(f"{menu} a", "Open")
    tab.click(retweet)
    tab.one(f"{menu} a", "Quote")
    tab.wait_for_count(menu, 1)
    tab.click(f"{menu} button", "Retweet")
    tab.one(f"{retweet}[aria-pressed=true]")
    tab.wait_for_none(menu)


def test_list_grows_and_is_restored_on_back(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    tweets = make_tweets_to_read(sign_in(), 45)
    tab.goto(HOME)
    for count in (40, 45):
        tab.click(".tw-page-link a", "Show more")
        tab.wait_for_count(CARDS, count)
    tab.wait_for_none(".tw-page-link a", "Show more")
    assert tab.focused().get_attribute("id") == tweets[4].anchor
    seen = f"#{tweets[10].anchor}"
    tab.run("arguments[0].scrollIntoView({ block: 'center' })", tab.one(f"{seen} .tw-time"))
    top = tab.run("return scrollY")
    assert top > 1000
    tab.follow(f"{seen} .tw-time")
    tab.click(f"{seen} [data-action=like]")
    tab.wait_for_text(f"{seen} [data-action=like] b", "1")
    tab.driver.back()
    tab.wait_for_count(CARDS, 45)
    tab.wait(lambda: abs(tab.run("return scrollY") - top) < 5)
