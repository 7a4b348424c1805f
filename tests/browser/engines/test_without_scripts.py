"""What a member does on a day, in Firefox and WebKit without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from django_tweets import get_tweet_model, services
from tests.browser.page_checks import HOME, make_tweets_to_read
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.engines.tab import Tab
    from tests.factories import Profile

FIELD = ".tw-composer [name=content]"
CARDS = ".tw-list > article"


@pytest.fixture
def scripts() -> bool:
    return False


def test_member_reads_writes_and_reacts(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    profile = sign_in()
    *_, tweet = make_tweets_to_read(profile, 21)
    stored = get_tweet_model().objects
    bar = f"[data-swap={tweet.anchor}]"  # of its card, which is that of a retweet later

    tab.goto(HOME)
    write(tab, "Good morning from the yard", "Publish")
    tab.wait_for_text(CARDS, "Good morning from the yard")
    for action in ("like", "retweet", "bookmark"):
        tab.follow(f"{bar} [data-action={action}]")
        tab.one(f"{bar} [data-action={action}][aria-pressed=true]")
        tab.goto(HOME)
    assert stored.filter(pk=tweet.pk, like_count=1, retweet_count=1).exists()
    tab.follow(f"{bar} [data-action=reply]")
    write(tab, "I answer that", "Reply")
    assert stored.filter(in_reply_to=tweet, content="I answer that").exists()
    tab.goto(HOME)
    tab.follow(f"{bar} [data-action=more]")
    tab.one("h1", "Actions")
    tab.follow("a", "Quote")
    write(tab, "I quote that", "Publish")
    assert stored.filter(quote_of=tweet, content="I quote that").exists()

    tab.goto(HOME)
    tab.follow(".tw-page-link a", "Show more")
    tab.follow(".tw-page-link a", "Newer tweets")
    tab.goto(reverse("django_tweets:bookmarks"))
    tab.wait_for_count(CARDS, 1)


def test_member_follows_and_opens_all_replies(tab: Tab, sign_in: Callable[..., Profile]) -> None:
    sign_in()
    author = make_profile(display_name="Fran")
    tweet = make_tweet(author)
    reply = services.publish(make_profile(), "one", in_reply_to=tweet)
    for word in ("two", "three", "four", "five"):
        services.publish(make_profile(), word, in_reply_to=reply)

    tab.goto(author.get_absolute_url())
    tab.follow("button", "Follow Fran")
    tab.one("button", "Following Fran")
    tab.follow(f"#{tweet.anchor} .tw-time")
    tab.follow("a", "Show more replies")
    tab.one(".tw-text", "five")
    tab.follow("a", "Share or embed")
    tab.one("textarea", "Code for another site")
    assert not tab.all("button", "Copy")


def write(tab: Tab, text: str, button: str) -> None:
    tab.one(FIELD).send_keys(text)
    tab.follow(".tw-composer button", button)
