"""Locators, waits and checks that browser tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import services
from tests.factories import PASSWORD, make_profile, make_tweets

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, Request

    from tests.browser.conftest import Member
    from tests.factories import Profile, Tweet

HOME = reverse("django_tweets:home")

# Icons that are larger than an avatar, in the order of the page.
OVERSIZED = """[...document.querySelectorAll("svg")].filter((svg) => {
    const { width, height } = svg.getBoundingClientRect();
    return Math.max(width, height) > 48;
}).map((svg) => svg.outerHTML)"""


def outline_errors(page: Page) -> list[str]:
    """Return what a page lacks: a title before the site's name, one heading, one main element."""
    heading = page.get_by_role("heading", level=1)
    outline = {
        "title": page.title().removesuffix(" · The Ferry Yard").strip() not in ("", page.title()),
        "one heading with text": [bool(text.strip()) for text in heading.all_inner_texts()]
        == [True],
        "one main element": page.get_by_role("main").count() == 1,
    }
    return [name for name, is_there in outline.items() if not is_there]


def card(page: Page, tweet: Tweet) -> Locator:
    return page.locator(f"#{tweet.anchor}")


def control(page: Page, tweet: Tweet, action: str) -> Locator:
    return card(page, tweet).locator(f"[data-action={action}]")


def open_menu(page: Page, tweet: Tweet) -> Locator:
    """Click on "More" in the card of tweet, and return its menu."""
    control(page, tweet, "more").click()
    menu = card(page, tweet).locator(".tw-popup")
    expect(menu.locator("a").first).to_be_visible()
    return menu


def press_retweet(page: Page, tweet: Tweet) -> None:
    """Retweet, or take it back, by the menu of the card of tweet."""
    control(page, tweet, "retweet").click()
    card(page, tweet).locator(".tw-popup").get_by_role("button").click()


def live_region(page: Page) -> Locator:
    """The element in which the script announces messages."""
    return page.locator(".tw-live-region").first


def make_home_tweets(reader: Member, count: int = 1) -> list[Tweet]:
    """Make tweets of a profile that reader follows, oldest first."""
    return make_tweets_to_read(reader.profile, count)


def make_tweets_to_read(reader: Profile, count: int = 1) -> list[Tweet]:
    """Make tweets of a profile that reader follows, oldest first."""
    author = make_profile()
    services.follow(reader, author)
    return make_tweets(author, count)


def ids(page: Page) -> list[str]:
    cards = page.locator(".tw-list > article")
    return list(cards.evaluate_all("cards => cards.map(card => card.id)"))


def top_edge(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box is not None
    return box["y"]


def record_methods(page: Page, path: str) -> list[str]:
    """A list that gets the method of each following request with path in its URL."""
    asked: list[str] = []

    def note(request: Request) -> None:
        if path in request.url:
            asked.append(request.method)

    page.on("request", note)
    return asked


def wait_for_recorded(page: Page, asked: list[str]) -> list[str]:
    """Return asked when all earlier requests have been recorded."""
    page.evaluate("() => fetch('/about/').then(answer => answer.text())")
    return asked


class HeldRequests:
    """Holds the matching requests of a page until release()."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._routes: list[Any] = []
        self._is_open = False
        page.route(pattern, lambda route: self._hold(route))  # noqa: PLW0108 - its arity counts

    def _hold(self, route: Any) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._routes.append(route)

    def release(self) -> None:
        """Let the requests go: those that wait, and those that are still on their way here."""
        self._is_open = True
        for route in self._routes:
            route.continue_()


def sign_in(page: Page, user: Any) -> None:
    page.goto(reverse("login"))
    page.get_by_label("Username").fill(user.get_username())
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(lambda url: reverse("login") not in url)
