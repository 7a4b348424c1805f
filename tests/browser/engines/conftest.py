"""Firefox and WebKitGTK on the site of tests/browser: one of each for all tests of a process."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.test import Client
from selenium.common.exceptions import WebDriverException

from tests.browser.engines.drivers import ENGINES
from tests.browser.engines.tab import Tab
from tests.factories import make_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from selenium.webdriver.remote.webdriver import WebDriver

    from tests.factories import Profile


CRASHES = [
    "InvalidSessionIdException",
    "page crash or hang",
    "Could not parse script result",
    r"^WebDriverException: Message:\s*$",
]
"""Errors of a driver whose engine is gone, as regular expressions of pytest-rerunfailures."""


# Before the hook of pytest-xdist, which reads the groups.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of engines on one worker, which then starts each engine once.

    Run a test again, with a new engine, if the engine has crashed: never if the test failed. On a
    machine with eight busy processes and two cores, WebKitGTK 2.50 ended its session once in two
    runs: "page crash or hang".
    """
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=2, only_rerun=CRASHES))
            item.add_marker(pytest.mark.xdist_group("engines"))


@pytest.fixture(scope="session")
def drivers() -> Iterator[Callable[[str, bool], WebDriver]]:
    """``drivers("firefox", True)``: that with scripts. It is started when first asked for.

    One that has crashed is started again.
    """
    started: dict[tuple[str, bool], tuple[WebDriver, ExitStack]] = {}

    def start(name: str, scripts: bool) -> WebDriver:
        key = name, scripts
        if key in started and not is_alive(started[key][0]):
            stop(started.pop(key)[1])
        if key not in started:
            stack = ExitStack()
            started[key] = stack.enter_context(ENGINES[name](scripts=scripts)), stack
        return started[key][0]

    yield start
    for _driver, stack in started.values():
        stop(stack)


def is_alive(driver: WebDriver) -> bool:
    """Return whether the engine of a driver answers."""
    with suppress(WebDriverException):
        return bool(driver.current_url)
    return False


def stop(stack: ExitStack) -> None:
    """Stop an engine and its driver, also if the engine has crashed."""
    with suppress(WebDriverException):
        stack.close()


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
