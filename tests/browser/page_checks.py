"""What tests of the script look at, and wait for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from django_tweets import services
from tests.factories import PASSWORD, make_profile, make_tweets

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Request

    from tests.browser.conftest import Member
    from tests.factories import Tweet

HOME = reverse("django_tweets:home")


def card(page: Page, tweet: Tweet) -> Locator:
    return page.locator(f"#{tweet.anchor}")


def control(page: Page, tweet: Tweet, act: str) -> Locator:
    return card(page, tweet).locator(f"[data-action={act}]")


def said(page: Page) -> Locator:
    """Where the script says what there is to tell."""
    return page.locator(".tw-live-region").first


def tweet_at_home(reader: Member, count: int = 1) -> list[Tweet]:
    """So many tweets of somebody whom reader follows, oldest first."""
    author = make_profile()
    services.follow(reader.profile, author)
    return make_tweets(author, count)


def ids(page: Page) -> list[str]:
    cards = page.locator(".tw-list > article")
    return list(cards.evaluate_all("cards => cards.map(card => card.id)"))


def top_of(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return box["y"]


def requests_of(page: Page, path: str) -> list[str]:
    """The methods of what is asked for from now on at path; grows."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if path in request.url:
            asked.append(request.method)

    page.on("request", note)
    return asked


def settled(page: Page, asked: list[str]) -> list[str]:
    """asked, when all that was sent before has been seen."""
    page.evaluate("() => fetch('/about/').then(answer => answer.text())")
    return asked


class Held:
    """Holds what is asked for, until it is released."""

    def __init__(self, page: Page, pattern: str) -> None:
        self.routes: list[Any] = []
        page.route(pattern, lambda route: self.routes.append(route))  # noqa: PLW0108 - its arity counts

    def release(self) -> None:
        for route in self.routes:
            route.continue_()


def sign_in(page: Page, user: Any) -> None:
    page.goto(reverse("login"))
    page.get_by_label("Username").fill(user.get_username())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: reverse("login") not in url)
