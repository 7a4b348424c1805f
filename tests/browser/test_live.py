"""Live updates in a browser: a real ASGI server, and events through a real Redis."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import services
from tests.factories import make_profile, make_tweet
from tests.live.servers import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page, Route

    from tests.browser.conftest import Member
    from tests.live.servers import Server

HOME = reverse("django_tweets:home")
STREAM = reverse("django_tweets:stream")
PACE = {"interval": 0.05, "heartbeat": 1}

pytestmark = pytest.mark.redis


@pytest.fixture(scope="module")
def server(site: str, redis_caches: dict[str, Any]) -> Iterator[tuple[Server, dict[str, Any]]]:
    """A server of the same site, and its setting of the stream."""
    options = {"url": redis_caches["default"]["LOCATION"], **PACE}
    stream = {"BACKEND": "django_tweets.live.RedisStream", "OPTIONS": options}
    database: Any = django_settings.DATABASES["default"]
    names = ("ENGINE", "NAME", "OPTIONS")
    params = {name: database[name] for name in names} | {"NAME": str(database["NAME"])}
    with serve("uvicorn", DATABASES={"default": params}, DJANGO_TWEETS_STREAM=stream) as running:
        yield running, stream


@pytest.fixture
def live(server: tuple[Server, dict[str, Any]], settings: Any) -> str:
    """The address of the server, for which this process publishes."""
    settings.DJANGO_TWEETS_STREAM = server[1]
    return server[0].address


@pytest.fixture
def reader(member: Callable[..., Member]) -> Member:
    """Somebody new. The clock of the tests stands still in another year than that of the server."""
    someone = member()
    Session.objects.update(expire_date=datetime(2060, 1, 1, tzinfo=UTC))
    someone.page.context.route("**/media/**", send_file)
    return someone


def send_file(route: Route) -> None:
    """Send an uploaded file, which no ASGI server does."""
    name = urlsplit(route.request.url).path.removeprefix("/media/")
    route.fulfill(path=Path(django_settings.MEDIA_ROOT) / name)


def open_page(page: Page, url: str) -> None:
    """Open a page, and wait for its event stream."""
    with page.expect_response(lambda response: STREAM in response.url):
        page.goto(url)


def record_urls(page: Page) -> list[str]:
    """Return the list of the URLs that page asks for from now on."""
    urls: list[str] = []
    page.on("request", lambda request: urls.append(request.url))
    return urls


def test_new_tweet_is_shown_without_polling(reader: Member, live: str) -> None:
    author = make_profile()
    services.follow(reader.profile, author)
    seen = make_tweet(author)
    open_page(reader.page, live + HOME)
    services.publish(author, "one")
    services.publish(author, "two")
    reader.page.get_by_role("link", name="Show 2 new tweets").click()
    expect(reader.page.locator(".tw-list article")).to_have_count(3)
    services.publish(author, "three")
    expect(reader.page.get_by_role("link", name="Show 1 new tweet")).to_be_visible()
    services.like(author, seen)
    likes = reader.page.locator(f"#{seen.anchor} [data-action=like] b")
    expect(likes).to_have_text("1")


def test_page_of_a_tweet_is_live(reader: Member, live: str) -> None:
    author = make_profile()
    tweet = make_tweet(reader.profile)
    open_page(reader.page, live + tweet.get_absolute_url())
    services.publish(author, "a reply", in_reply_to=tweet)
    expect(reader.page.get_by_role("link", name="Show 1 new reply")).to_be_visible()
    expect(reader.page.locator("[data-swap=bell] .tw-badge")).to_have_text("1")
    expect(reader.page).to_have_title(re.compile(r"^\(1\) "))


def test_tabs_share_one_connection(reader: Member, live: str) -> None:
    author = make_profile()
    services.follow(reader.profile, author)
    first, second = reader.page, reader.page.context.new_page()
    urls = record_urls(second)
    open_page(first, live + HOME)
    second.goto(live + HOME)
    services.publish(author, "one")
    for page in (first, second):
        expect(page.get_by_role("link", name="Show 1 new tweet")).to_be_visible()
    assert [url for url in urls if f"{STREAM}?" in url] == []
    with second.expect_response(lambda response: STREAM in response.url):
        first.close()
    services.publish(author, "two")
    expect(second.get_by_role("link", name="Show 2 new tweets")).to_be_visible()


def test_new_tab_has_missed_nothing(reader: Member, live: str) -> None:
    """A tweet is published after the server has made the page, and before its script runs."""
    author = make_profile()
    services.follow(reader.profile, author)
    first, second = reader.page, reader.page.context.new_page()
    open_page(first, live + HOME)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    second.route("**/stream.js", hold)
    with second.expect_request("**/stream.js"):
        second.goto(live + HOME, wait_until="commit")
    services.publish(author, "one")
    expect(first.get_by_role("link", name="Show 1 new tweet")).to_be_visible()
    held[0].continue_()
    expect(second.get_by_role("link", name="Show 1 new tweet")).to_be_visible()


def test_page_polls_without_a_stream(
    reader: Member, site: str, settings: Any, expects: Callable[..., None]
) -> None:
    """As under WSGI: the site of the other tests."""
    expects(501)
    author = make_profile()
    services.follow(reader.profile, author)
    settings.DJANGO_TWEETS_STREAM = {"BACKEND": "django_tweets.live.PostgresStream"}
    page = reader.page
    page.clock.install()
    open_page(page, site + HOME)
    make_tweet(author)
    page.clock.fast_forward("01:00")
    expect(page.get_by_role("link", name="Show 1 new tweet")).to_be_visible()
