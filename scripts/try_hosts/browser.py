"""Open the pages of a site in Chromium: their status, errors and width, and pictures of some."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, sync_playwright

from scripts.servers.programs import find_port
from scripts.try_hosts.commands import CommandError, clean_environment

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import (
        Browser,
        BrowserContext,
        ConsoleMessage,
        Response,
        Route,
        ViewportSize,
    )

    from scripts.try_hosts.host import Host
    from scripts.try_hosts.report import Report

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
TEXT = "Written in the browser."
PAGE_SECONDS = 30
START_SECONDS = 60

WIDTH = "document.documentElement.scrollWidth"


class Errors:
    """Errors in the console and failed requests of the pages of a context."""

    def __init__(self) -> None:
        self.found: set[str] = set()

    def attach(self, context: BrowserContext) -> None:
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.found.add(str(error.error)))
        context.on("response", self.on_response)

    def on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.found.add(message.text)

    def on_response(self, response: Response) -> None:
        if response.status >= 400:
            self.found.add(f"{response.status} {response.url}")


def look_at_pages(host: Host, addresses: dict[str, Any], report: Report) -> None:
    """Open the pages of the site. Fills report, and the folder screenshots."""
    folder = host.folder.parent / "screenshots"
    folder.mkdir(exist_ok=True)
    explore, *pictures = addresses["pictures"]
    with serve(host) as site, browser() as chromium:
        errors = Errors()
        visitor = Visit(
            make_context(chromium, errors), site, host.site.home, folder / "visitor", report
        )
        visitor.keep_pictures([host.site.home])
        known = set(errors.found)
        report.visitor_pages = visitor.open_all(addresses["visitor"])
        # The login page is the host's: its errors are not counted.
        replace(visitor, context=make_context(chromium, Errors())).open_login(pictures[0])
        visitor.keep_pictures([explore])
        member = Visit(
            make_context(chromium, errors), site, host.site.home, folder / "member", report
        )
        name, value = addresses["session"]
        member.context.add_cookies([{"name": name, "value": value, "url": site}])
        report.member_pages = member.open_all(addresses["member"])
        member.write_tweet(pictures[0])
        member.keep_pictures(pictures)
        new = sorted(errors.found - known)
    report.console_errors = len(new)
    report.faults += [f"console: {text[:300]}" for text in new]


@dataclass(frozen=True)
class Visit:
    """A visitor or a member, who opens pages of the site."""

    context: BrowserContext
    site: str
    home: str
    """A page of the host's own."""
    pictures: Path
    """The beginning of the paths of pictures."""
    report: Report

    def open_all(self, paths: list[str]) -> str:
        """Open each page on a phone; return how many of them have status 200."""
        page = self.context.new_page()
        page.set_viewport_size(PHONE)
        page.goto(f"{self.site}{self.home}")
        width = page.evaluate(WIDTH)  # of the host's own page, which may be too wide itself
        good = 0
        for path in paths:
            response = page.goto(f"{self.site}{path}")
            if response is not None and response.status == 200 and page.url.endswith(path):
                good += 1
            else:
                status = response.status if response else "no answer"
                self.report.faults.append(f"{status} for {path}, at {page.url}")
            if page.evaluate(WIDTH) > width:
                self.report.faults.append(f"{page.evaluate(WIDTH)} px wide on a phone: {path}")
        page.close()
        return f"{good} of {len(paths)}"

    def open_login(self, path: str) -> None:
        """Open a page for members, which must lead a visitor to a login page of the site."""
        page = self.context.new_page()
        response = page.goto(f"{self.site}{path}")
        if (
            response is None
            or response.status != 200
            or not page.locator("[type=password]").count()
        ):
            self.report.faults.append(f"a visitor of {path} finds no login at {page.url}")
        page.close()

    def write_tweet(self, home: str) -> None:
        """Write a tweet on the home page, with scripts on, and like it."""
        page = self.context.new_page()
        try:
            page.goto(f"{self.site}{home}")
            page.locator("textarea[name=content]").first.fill(TEXT)
            page.locator("form:has(textarea[name=content]) [type=submit]").first.click()
            card = page.locator("article", has_text=TEXT).first
            card.wait_for()
            card.locator("[data-action=like]").click()
            card.locator("[data-action=like][aria-pressed=true]").wait_for()
        except Error as error:
            self.report.faults.append(f"writing a tweet: {error.message[:300]}")
        page.close()

    def keep_pictures(self, paths: list[str]) -> None:
        """Keep a picture of each page on a desktop and on a phone."""
        page = self.context.new_page()
        for path in paths:
            name = re.sub(r"\W+", "-", re.sub(r"\d{6,}", "id", path)).strip("-") or "home"
            for device, size in (("desktop", DESKTOP), ("phone", PHONE)):
                page.set_viewport_size(size)
                page.goto(f"{self.site}{path}")
                page.screenshot(path=f"{self.pictures}-{name}-{device}.png")
        page.close()


@contextmanager
def serve(host: Host) -> Iterator[str]:
    """Run the development server; yield the address of the site."""
    port = find_port()
    log = host.folder.parent / "server.txt"
    with log.open("w") as output:
        command = [str(host.python), "manage.py", "runserver", "--noreload", f"127.0.0.1:{port}"]
        server = subprocess.Popen(  # noqa: S603 - our own command
            command, cwd=host.folder, env=clean_environment(), stdout=output, stderr=output
        )
        try:
            wait_for(port, server, log)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(10)


def wait_for(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    """Wait until the server accepts connections."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise CommandError(f"runserver does not start:\n{log.read_text()[-1500:]}")


@contextmanager
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if chromium is None:
        sys.exit("try_hosts needs Chromium on PATH.")
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-background-networking"]
        launched = playwright.chromium.launch(executable_path=chromium, args=arguments)
        try:
            yield launched
        finally:
            launched.close()


def make_context(chromium: Browser, errors: Errors) -> BrowserContext:
    context = chromium.new_context(viewport=DESKTOP, locale="en-GB")
    context.set_default_timeout(PAGE_SECONDS * 1000)
    context.route(lambda url: "localhost" not in url.partition("?")[0], answer_empty)
    errors.attach(context)
    return context


def answer_empty(route: Route) -> None:
    """Answer for all other hosts: the result must not depend on the network."""
    route.fulfill(status=200, body="")
