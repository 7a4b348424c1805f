"""The example site in a real browser: a live server with the demo community, and who looks at it.

The community is loaded once and never rolled back: a test that changes something does so with
people and tweets of its own. Code of the test runs in the server's process, on its database.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.test import Client
from django.test.testcases import LiveServerThread
from playwright.sync_api import Page, expect

from django_tweets import get_profile_model
from tests.browser.gallery import Gallery
from tests.browser.pages import NEWCOMER, VISITOR
from tests.browser.request_log import Watch
from tests.browser.samples import NOW
from tests.factories import make_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserContext

    from tests.browser.pages import Look
    from tests.factories import Profile

# Playwright's loop runs in the thread of the tests, which wait for it: nothing is concurrent.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

TIMEOUT = 45_000
"""Milliseconds after which something that should come has not come, beside other load too."""

expect.set_options(timeout=TIMEOUT)


@pytest.fixture(scope="session")
def site(django_db_blocker: Any) -> Iterator[str]:
    """The address of the site, without a slash at its end."""
    with django_db_blocker.unblock(), time_machine.travel(NOW), serve() as address:
        call_command("migrate", verbosity=0)
        from community.management.commands.demo import Command  # noqa: PLC0415 - needs its apps

        Command().fill(NOW)
        yield address


@contextmanager
def serve(handler: Any = StaticFilesHandler) -> Iterator[str]:
    """Run a live server. handler: wraps the WSGI application."""
    thread = LiveServerThread("localhost", handler)
    thread.start()
    thread.is_ready.wait()
    if thread.error is not None:
        raise thread.error
    try:
        yield f"http://{thread.host}:{thread.port}"
    finally:
        thread.terminate()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    # The shell is the same engine without windows: a page costs 0.1 s of a processor, not 0.6.
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        pytest.fail("There is neither chromium-headless-shell nor chromium on PATH.")
    arguments = ["--no-sandbox", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def base_url(site: str) -> str:
    """What Playwright puts before a path."""
    return site


@pytest.fixture(autouse=True)
def watch() -> Iterator[Watch]:
    """Fails the test at its end for each error, in any of its pages, that it has not announced."""
    watch = Watch()
    yield watch
    if watch.findings:
        pytest.fail("\n".join(["In the browser:", *watch.findings]), pytrace=False)


@pytest.fixture
def expects(watch: Watch) -> Callable[..., None]:
    """``expects(404)``, ``expects("net::ERR_FAILED")``: announces errors that the test is about."""
    return watch.expects


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], watch: Watch
) -> Callable[..., BrowserContext]:
    """Playwright's, watched, with a reader from Britain if nothing else is said."""

    def make(**options: Any) -> BrowserContext:
        context = new_context(**{"locale": "en-GB", **options})
        context.set_default_timeout(TIMEOUT)
        watch.attach(context)
        return context

    return make


@pytest.fixture
def visitor(new_context: Callable[..., BrowserContext]) -> Page:
    """A page of somebody who is not signed in."""
    return new_context().new_page()


@dataclass(frozen=True)
class Member:
    """Somebody who is signed in, and their page."""

    page: Page
    profile: Profile


@pytest.fixture
def member(site: str, new_context: Callable[..., BrowserContext]) -> Callable[..., Member]:
    """``member()`` is somebody new, ``member("ada")`` of the community; with a context's options.

    ``member(java_script_enabled=False)`` has no scripts.
    """

    def sign_in(handle: str | None = None, **options: Any) -> Member:
        if handle is None:
            profile = make_profile()
        else:
            profile = get_profile_model().objects.get(handle=handle)
        client = Client()
        client.force_login(profile.user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        context = new_context(**options)
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        return Member(context.new_page(), profile)

    return sign_in


@pytest.fixture(scope="session")
def gallery() -> Gallery:
    """Pictures for somebody to look at, in the folder SCREENSHOTS; without it, none is taken."""
    folder = os.environ.get("SCREENSHOTS")
    return Gallery(Path(folder) if folder else None)


@pytest.fixture
def reader(member: Callable[..., Member]) -> Member:
    """Somebody new, who follows nobody yet."""
    return member()


@pytest.fixture(params=[True, False], ids=["scripts", "no-scripts"])
def scripts(request: pytest.FixtureRequest) -> bool:
    """Whether scripts are on; a test that asks for this runs both ways."""
    return bool(request.param)


Open = Callable[..., Page]


@pytest.fixture
def open_page(
    member: Callable[..., Member],
    new_context: Callable[..., BrowserContext],
    expects: Callable[..., None],
) -> Open:
    """``open_page(look, **options)``: the page of a Look, in a context with options."""

    def go(look: Look, **options: Any) -> Page:
        viewer = None
        if look.who == VISITOR:
            page = new_context(**options).new_page()
        else:
            signed_in = member(None if look.who == NEWCOMER else look.who, **options)
            page, viewer = signed_in.page, signed_in.profile
        if look.status >= 400:
            expects(look.status)
        response = page.goto(look.path(viewer))
        assert response is not None
        assert response.status == look.status
        return page

    return go
