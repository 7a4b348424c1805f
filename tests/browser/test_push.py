"""Web push in Chromium: its page, the service worker, a push that is shown, and a click on it.

A test reaches no push service, and a browser without windows shows no notifications: what the
browser itself does there is made up. The rest is real: the worker is registered under the strict
policy, and the push comes through the browser's developer tools.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from django_tweets.contrib.push.models import PushSettings, PushSubscription
from tests.live.servers import wait_until
from tests.push.conftest import SETTING
from tests.push.push_service import Browser

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page, Worker

    from tests.browser.conftest import Member

PAGE = "/community/push/"
SCOPE = "/community/"

MADE_UP_SUBSCRIPTION = """
({ endpoint, keys }) => {
  const subscription = {
    endpoint,
    toJSON: () => ({ endpoint, keys }),
    unsubscribe: async () => delete localStorage.subscribed,
  };
  PushManager.prototype.subscribe = async (options) => {
    if (options.applicationServerKey.length !== 65 || !options.userVisibleOnly) throw Error();
    localStorage.subscribed = "yes";
    return subscription;
  };
  PushManager.prototype.getSubscription = async () =>
    localStorage.subscribed ? subscription : null;
}
"""

ALLOWED = """
Object.defineProperty(Notification, "permission", { get: () => "granted" });
Notification.requestPermission = async () => "granted";
"""

SHOWN = """
() => {
  self.shown = [];
  const leave = (tag) => (self.shown = self.shown.filter((each) => each.tag !== tag));
  self.registration.showNotification = async (title, options) => {
    leave(options.tag);
    self.shown.push({ title, ...options, close: () => leave(options.tag) });
  };
}
"""

CLICK = """
async () => {
  const opened = [];
  const work = [];
  self.clients.openWindow = async (url) => opened.push(url);
  const event = new Event("notificationclick");
  event.notification = self.shown[0];
  event.waitUntil = (promise) => work.push(promise);
  self.dispatchEvent(event);
  await Promise.all(work);
  return opened;
}
"""


@pytest.fixture(autouse=True)
def push_keys(settings: Any) -> None:
    settings.DJANGO_TWEETS_PUSH = SETTING


@pytest.fixture
def browser_keys() -> Browser:
    return Browser()


@pytest.fixture
def reader(member: Callable[..., Member], browser_keys: Browser) -> Member:
    """Somebody new, whose browser may show notifications."""
    someone = member(timezone_id="Asia/Tokyo")
    someone.page.context.add_init_script(ALLOWED)
    given = {"endpoint": browser_keys.endpoint, "keys": browser_keys.fields}
    someone.page.context.add_init_script(f"({MADE_UP_SUBSCRIPTION})({json.dumps(given)})")
    return someone


def switch_on(page: Page) -> Worker:
    """Switch notifications on, and return the service worker."""
    page.goto(PAGE)
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("button", name="Switch off")).to_be_visible()
    (worker,) = page.context.service_workers
    worker.evaluate(SHOWN)
    return worker


def deliver(page: Page, data: str) -> None:
    """Deliver a push to the service worker, as the browser does."""
    client = page.context.new_cdp_session(page)
    registrations: list[str] = []

    def note(event: dict[str, Any]) -> None:
        registrations.extend(row["registrationId"] for row in event["registrations"])

    client.on("ServiceWorker.workerRegistrationUpdated", note)
    client.send("ServiceWorker.enable")
    # Evaluated: so that Playwright reads what the browser tells meanwhile.
    wait_until(
        lambda: bool(page.evaluate("navigator.serviceWorker.ready.then(Boolean)") and registrations)
    )
    client.send(
        "ServiceWorker.deliverPushMessage",
        {
            "origin": page.url.partition("/community")[0],
            "registrationId": registrations[0],
            "data": data,
        },
    )


def shown(worker: Worker, *titles: str) -> list[dict[str, Any]]:
    """Return the notifications that are shown, as soon as they have these titles."""
    read = "() => self.shown.map(({ title, body, tag, lang }) => ({ title, body, tag, lang }))"
    found: list[dict[str, Any]] = []

    def is_done() -> bool:
        found[:] = worker.evaluate(read)
        return [each["title"] for each in found] == [*titles]

    wait_until(is_done)
    return found


def test_member_switches_notifications_on_and_off(reader: Member, browser_keys: Browser) -> None:
    page = reader.page
    worker = switch_on(page)
    assert worker.url.endswith("/community/push/worker.js")
    scope = page.evaluate("async () => (await navigator.serviceWorker.getRegistration()).scope")
    assert scope.endswith(SCOPE)
    row = PushSubscription._base_manager.get(profile=reader.profile.pk)
    assert row.endpoint == browser_keys.endpoint
    assert row.device.startswith("Chrome")
    assert PushSettings.for_profile(reader.profile).time_zone == "Asia/Tokyo"
    expect(page.get_by_text("(this one)")).to_be_visible()
    page.get_by_role("button", name="Switch off").click()
    expect(page.get_by_role("button", name="Switch on")).to_be_visible()
    assert not PushSubscription._base_manager.filter(profile=reader.profile.pk).exists()


def test_push_is_shown_and_a_click_opens_its_place(reader: Member, site: str) -> None:
    page = reader.page
    worker = switch_on(page)
    message = {"title": "bob liked your tweet", "body": "hello", "tag": "tweets-n1", "lang": "en"}
    deliver(page, json.dumps({**message, "url": "/community/@bob/1/"}))
    assert shown(worker, message["title"]) == [message]
    deliver(page, json.dumps({**message, "title": "two liked it", "url": "/community/"}))
    assert shown(worker, "two liked it") == [{**message, "title": "two liked it"}]
    assert worker.evaluate(CLICK) == [f"{site}/community/"]
    assert shown(worker) == []


@pytest.mark.parametrize("url", ["https://evil.example/", "javascript:alert(1)", "http://["])
def test_click_opens_no_other_site(reader: Member, site: str, url: str) -> None:
    page = reader.page
    worker = switch_on(page)
    deliver(page, json.dumps({"title": "x", "url": url}))
    shown(worker, "x")
    assert worker.evaluate(CLICK) == [site + SCOPE]


def test_push_that_says_nothing_is_shown_all_the_same(reader: Member, site: str) -> None:
    worker = switch_on(reader.page)
    deliver(reader.page, "no JSON")
    assert shown(worker, site.partition("://")[2])


def test_click_brings_an_open_page_to_the_front(reader: Member, site: str) -> None:
    worker = switch_on(reader.page)
    deliver(reader.page, json.dumps({"title": "x", "url": PAGE}))
    shown(worker, "x")
    focused = worker.evaluate(
        f"""async () => {{
          const focused = [];
          WindowClient.prototype.focus = async function () {{ focused.push(this.url); }};
          const opened = await ({CLICK})();
          return [focused, opened];
        }}"""
    )
    assert focused == [[site + PAGE], []]


def test_denied_permission_is_explained(member: Callable[..., Member]) -> None:
    page = member().page
    page.context.add_init_script(
        "Object.defineProperty(Notification, 'permission', { get: () => 'denied' })"
    )
    page.goto(PAGE)
    expect(page.get_by_text("You have not allowed notifications")).to_be_visible()
    expect(page.get_by_role("button", name="Switch on")).to_be_hidden()


def test_browser_without_push_is_told_so(member: Callable[..., Member]) -> None:
    page = member().page
    page.context.add_init_script("delete window.PushManager")
    page.goto(PAGE)
    expect(page.get_by_text("This browser can’t get notifications")).to_be_visible()


def test_page_without_scripts_says_so_and_saves_settings(member: Callable[..., Member]) -> None:
    someone = member(java_script_enabled=False)
    page = someone.page
    page.goto(PAGE)
    # In a <noscript>, which Chromium shows by itself.
    assert "needs scripts, which are off" in page.content()
    expect(page.get_by_role("button", name="Switch on")).to_be_hidden()
    page.get_by_label("Somebody likes your tweet").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_label("Somebody likes your tweet")).not_to_be_checked()
    assert PushSettings.for_profile(someone.profile).unwanted_kinds == ["like"]
