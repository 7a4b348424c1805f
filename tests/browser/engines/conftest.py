"""Firefox and WebKitGTK on the site of tests/browser: one of each for all tests of a process."""

from __future__ import annotations

from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client

from tests.browser.engines.drivers import ENGINES
from tests.browser.engines.tab import Tab
from tests.factories import make_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selenium.webdriver.remote.webdriver import WebDriver

    from tests.factories import Profile


@pytest.fixture(scope="session")
def drivers() -> Iterator[Callable[[str, bool], WebDriver]]:
    """``drivers("firefox", True)``: that with scripts, which is started when first asked for."""
    started: dict[tuple[str, bool], WebDriver] = {}
    with ExitStack() as stack:

        def start(name: str, scripts: bool) -> WebDriver:
            key = name, scripts
            if key not in started:
                started[key] = stack.enter_context(ENGINES[name](scripts=scripts))
            return started[key]

        yield start


@pytest.fixture
def scripts() -> bool:
    """Whether the scripts of pages run. A module of tests can have a fixture that says no."""
    return True


@pytest.fixture(params=ENGINES)
def tab(
    request: pytest.FixtureRequest,
    drivers: Callable[[str, bool], WebDriver],
    site: str,
    scripts: bool,
) -> Iterator[Tab]:
    """A tab without cookies and drafts, in each engine."""
    tab = Tab(request.param, drivers(request.param, scripts), site)
    tab.goto("/about/")
    tab.driver.delete_all_cookies()
    tab.run("localStorage.clear(); sessionStorage.clear()")
    yield tab
    tab.goto("/about/")  # also from a page with unsent text


@pytest.fixture
def sign_in(tab: Tab) -> Callable[..., Profile]:
    """``sign_in()`` as somebody new, or ``sign_in(profile)``. Opens no page."""

    def sign_in(profile: Profile | None = None) -> Profile:
        profile = profile or make_profile()
        assert profile.user is not None
        client = Client()
        client.force_login(profile.user)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        tab.driver.add_cookie({"name": session.key, "value": session.value, "path": "/"})
        return profile

    return sign_in
