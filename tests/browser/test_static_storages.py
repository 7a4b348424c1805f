"""The script, its modules and the stylesheet, with the ways in which sites serve static files."""

from __future__ import annotations

import io
import re
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command
from django.test import override_settings
from django.urls import clear_script_prefix, reverse, set_script_prefix
from playwright.sync_api import expect

from django_tweets import services
from tests.attachment_samples import draw_picture
from tests.browser.conftest import serve
from tests.browser.page_checks import HOME, card, control, live_region, make_home_tweets
from tests.factories import make_profile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Page

    from tests.browser.conftest import Member
    from tests.factories import Tweet

EDIT = reverse("django_tweets:profile_edit")
FILES = Path(__file__).parents[2] / "src" / "django_tweets" / "static" / "django_tweets"
HASHED = re.compile(r"^(\w+)\.[0-9a-f]{12}(\.\w+)$")

PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
MANIFEST = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
COMPRESSED = "whitenoise.storage.CompressedManifestStaticFilesStorage"


class ModuleStorage(ManifestStaticFilesStorage):
    """Rewrites the imports of modules, as Django's documentation describes."""

    support_js_module_import_aggregation = True


@dataclass(frozen=True)
class Way:
    """One way to serve static files."""

    name: str
    storage: str
    settings: dict[str, Any] = field(default_factory=dict)
    on_cdn: bool = False
    prefix: str = ""


WAYS = (
    Way("plain", PLAIN),
    Way("whitenoise", COMPRESSED, {"WHITENOISE_KEEP_ONLY_HASHED_FILES": True}),
    Way("modules", f"{__name__}.{ModuleStorage.__name__}"),
    Way("cdn", MANIFEST, on_cdn=True),
    Way("prefix", MANIFEST, {"FORCE_SCRIPT_NAME": "/a/site"}, prefix="/a/site"),
)


class CdnHandler(SimpleHTTPRequestHandler):
    """Serves the files of a folder to the pages of every site."""

    def end_headers(self) -> None:
        self.send_header("Access-Control-Allow-Origin", "*")
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def cdn(folder: Path) -> Iterator[str]:
    """Run a server on another origin than the site's."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(CdnHandler, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def under(prefix: str) -> Callable[[Any], Any]:
    """Return a wrapper of the application that does what a web server with a prefix does."""

    def wrap(application: Any) -> Any:
        def handle(environ: dict[str, Any], start_response: Any) -> Any:
            path = environ["PATH_INFO"]
            if not path.startswith(f"{prefix}/"):
                start_response("404 Not Found", [])
                return [b""]
            return application({**environ, "PATH_INFO": path.removeprefix(prefix)}, start_response)

        return handle

    return wrap


@contextmanager
def served(way: Way, folder: Path) -> Iterator[str]:
    """Collect the static files and run the site; the address of both is that of way."""
    folder.mkdir()
    with ExitStack() as stack:
        options: dict[str, Any] = {
            "STATIC_ROOT": folder,
            "STORAGES": {**settings.STORAGES, "staticfiles": {"BACKEND": way.storage}},
            "DJANGO_TWEETS_STREAM": {"BACKEND": "django_tweets.live.PostgresStream"},
            "DJANGO_TWEETS_VIEW_COUNTS": True,
            **way.settings,
        }
        if way.on_cdn:
            origin = stack.enter_context(cdn(folder))
            policy = {
                name: [*sources, origin]
                if name in {"script-src", "style-src", "img-src"}
                else sources
                for name, sources in settings.SECURE_CSP.items()
            }
            options |= {"STATIC_URL": f"{origin}/", "SECURE_CSP": policy}
        else:
            whitenoise = "whitenoise.middleware.WhiteNoiseMiddleware"
            options["MIDDLEWARE"] = [whitenoise, *settings.MIDDLEWARE]
        stack.enter_context(override_settings(**options))
        if way.prefix:
            # As django.setup() does.
            set_script_prefix(f"{way.prefix}/")
            stack.callback(clear_script_prefix)
        printed = io.StringIO()
        call_command(
            "collectstatic",
            interactive=False,
            stdout=printed,
            stderr=printed,
            ignore_patterns=["admin"],
        )
        assert re.fullmatch(r"\s*\d+ static files? copied[^\n]*\.\s*", printed.getvalue())
        yield stack.enter_context(serve(under(way.prefix)))


def read_thread(page: Page, address: str, tweet: Tweet) -> None:
    reply = services.publish(make_profile(), "one", in_reply_to=tweet)
    for word in ("two", "three", "four", "five"):
        services.publish(make_profile(), word, in_reply_to=reply)
    page.goto(f"{address}{tweet.get_absolute_url()}")  # has the prefix
    with page.expect_response("**/reading*.js"):
        card(page, tweet).locator(".tw-text").click()
    with page.expect_response("**/replies*.js"):
        page.get_by_role("link", name="Show more replies").click()


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_every_file_is_found(
    member: Callable[..., Member], expects: Callable[..., None], tmp_path: Path, way: Way
) -> None:
    """The fixture ``watch`` fails it for a missing file, an error or a violation of the policy."""
    # The event stream, under WSGI. Django's live server serves no uploads behind a prefix.
    expects(501, *(["/media/"] if way.prefix else []))
    with served(way, tmp_path / "static") as address:
        reader = member()
        (tweet,) = make_home_tweets(reader)
        services.attach(tweet, [services.upload(tweet.profile, draw_picture(), alt="A hill")])
        handle = make_profile(f"storage_{way.name}").handle
        page = reader.page
        urls: list[str] = []
        page.on("request", lambda request: urls.append(request.url))
        page.goto(f"{address}{way.prefix}{HOME}")
        folder = page.evaluate("url => new URL(url, location).href", settings.STATIC_URL)

        with page.expect_response("**/media*.js"):
            page.locator(".tw-composer [name=files]").first.focus()
        page.locator(".tw-composer [name=content]").first.press_sequentially(f"a.museum @{handle}")
        # A URL with a known top-level domain counts 23.
        left = 280 - 23 - len(f" @{handle}")
        expect(page.locator(".tw-character-count > *").first).to_have_text(str(left))
        page.get_by_role("option", name=f"@{handle}").click()
        page.keyboard.press("Control+Enter")
        expect(live_region(page)).to_have_text("Your tweet has been published. View")
        control(page, tweet, "reply").click()
        dialog = page.get_by_role("dialog", name="Reply")
        dialog.locator("[name=content]").fill("too long " * 40)
        expect(dialog.locator("mark")).not_to_be_empty()
        dialog.locator("[name=content]").fill("")
        page.keyboard.press("Escape")
        card(page, tweet).locator(".tw-author").hover()
        expect(page.locator(".tw-person")).to_be_visible()
        with page.expect_response("**/lightbox*.js"):
            card(page, tweet).locator(".tw-media a").first.click()
        page.keyboard.press("Escape")
        control(page, tweet, "more").click()
        with page.expect_response("**/forms*.js"):
            card(page, tweet).get_by_role("link", name="Report").click()
        page.get_by_role("dialog", name="Report").press("Escape")
        control(page, tweet, "more").click()
        page.get_by_role("link", name="Share or embed").click()
        with page.expect_response("**/share*.js"):
            page.locator(".tw-primary[data-module=share]").focus()
        read_thread(page, address, tweet)
        page.goto(f"{address}{way.prefix}{EDIT}")
        for module in ("limits", "crop"):
            with page.expect_response(f"**/{module}*.js"):
                page.locator(f"[data-module={module}]").first.focus()

        folder += "django_tweets/"
        names = [
            url.removeprefix(folder)
            for url in urls
            if "/media/" not in url and "/django_tweets/" in url
        ]
        if way.storage != PLAIN:
            assert all(HASHED.match(name) for name in names), names
        originals = [HASHED.sub(r"\1\2", name) for name in names]
        assert {*originals} == {path.name for path in FILES.iterdir()}
        assert len({*names}) == len({*originals})
