"""The page of web push, what its script sends, the service worker, and links to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from django_tweets import services
from django_tweets.contrib.push import sending
from django_tweets.contrib.push.models import PushSettings, PushSubscription
from django_tweets.contrib.push.services import unsubscribe, update_push_settings
from django_tweets.contrib.push.views import SubscribeView
from django_tweets.models import TimeKeyModel
from django_tweets.routers import WriteDatabaseRouter
from tests.factories import make_profile
from tests.push.conftest import PUBLIC_KEY
from tests.push.push_service import Browser

if TYPE_CHECKING:
    from tests.factories import Profile
    from tests.push.push_service import PushService

pytestmark = [
    pytest.mark.needs("django_tweets.contrib.push"),
    pytest.mark.django_db,
    pytest.mark.usefixtures("push_keys"),
]

PAGE = "/tweets/push/"
SUBSCRIBE = "/tweets/push/subscribe/"
WORKER = "/tweets/push/worker.js"
FRAGMENT = {"X-Tweets-Fragment": "1"}
LINUX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def send(client: Client, browser: Browser, **fields: str) -> Any:
    data = {"endpoint": browser.endpoint, **browser.fields, **fields}
    return client.post(SUBSCRIBE, data, headers={**FRAGMENT, "User-Agent": LINUX})


def test_browser_subscribes(as_ada: Client, ada: Profile) -> None:
    browser = Browser()
    assert send(as_ada, browser, time_zone="Asia/Tokyo").status_code == 200
    row = PushSubscription._base_manager.get()
    assert (row.profile_id, row.endpoint, row.device) == (
        ada.pk,
        browser.endpoint,
        "Firefox, Linux",
    )
    assert row.language == "en"
    assert PushSettings.for_profile(ada).time_zone == "Asia/Tokyo"


def test_key_of_a_browser_does_not_tell_how_many_there_are(
    as_ada: Client, device: PushSubscription
) -> None:
    assert f"/push/{device.pk}/remove/" in as_ada.get(PAGE).content.decode()
    assert isinstance(device, TimeKeyModel)


def test_member_without_a_session_subscribes(ada: Profile, rf: RequestFactory) -> None:
    """A site may know members by a token instead."""
    browser = Browser()
    data = {"endpoint": browser.endpoint, **browser.fields}
    request = rf.post(SUBSCRIBE, data, headers=FRAGMENT)
    request.user = ada.user
    assert SubscribeView.as_view()(request).status_code == 200
    assert PushSubscription._base_manager.get().profile_id == ada.pk


def test_time_zone_that_is_set_stays(as_ada: Client, ada: Profile) -> None:
    update_push_settings(ada, time_zone="Europe/Berlin")
    send(as_ada, Browser(), time_zone="Asia/Tokyo")
    assert PushSettings.for_profile(ada).time_zone == "Europe/Berlin"


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "x" * 100])
def test_time_zone_that_is_unknown_is_ignored(as_ada: Client, ada: Profile, zone: str) -> None:
    assert send(as_ada, Browser(), time_zone=zone).status_code == 200
    assert PushSettings.for_profile(ada).time_zone == ""


def test_wrong_address_is_refused_with_a_sentence(as_ada: Client) -> None:
    browser = Browser()
    browser.endpoint = "https://10.0.0.7/"
    response = send(as_ada, browser)
    assert response.status_code == 422
    assert "is not valid" in response.content.decode()
    assert not PushSubscription._base_manager.exists()


def test_visitor_subscribes_to_nothing(client: Client) -> None:
    assert send(client, Browser()).status_code == 401
    assert client.get(PAGE).headers["Location"] == f"/accounts/login/?next={PAGE}"
    response = client.post(SUBSCRIBE)
    assert response.headers["Location"] == f"/accounts/login/?next={PAGE}"


def test_request_of_another_site_is_refused(ada: Profile) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada.user)
    assert send(client, Browser()).status_code == 403


def test_page_has_key_worker_scope_and_own_browsers(
    as_ada: Client, ada: Profile, bob: Profile
) -> None:
    device = Browser().subscribe(ada, device="<b>Firefox")
    Browser("other").subscribe(bob, device="Bob’s")
    html = as_ada.get(PAGE).content.decode()
    assert f'data-key="{PUBLIC_KEY}"' in html
    assert f'data-worker="{WORKER}"' in html
    assert 'data-scope="/tweets/"' in html
    assert f'data-device="{device.digest}"' in html
    assert "&lt;b&gt;Firefox" in html
    assert "Bob’s" not in html
    assert device.endpoint not in html


def test_page_says_that_it_needs_scripts(as_ada: Client) -> None:
    html = as_ada.get(PAGE).content.decode()
    assert "<noscript>" in html
    assert "needs scripts" in html.partition("<noscript>")[2].partition("</noscript>")[0]


def test_statements_do_not_grow_with_browsers(as_ada: Client, ada: Profile) -> None:
    from tests.queries import count_statements  # noqa: PLC0415

    Browser().subscribe(ada)
    one = count_statements(lambda: as_ada.get(PAGE))
    for number in range(5):
        Browser(str(number)).subscribe(ada)
    assert count_statements(lambda: as_ada.get(PAGE)) == one <= 10


def test_settings_are_saved(as_ada: Client, ada: Profile) -> None:
    fields = {"on_follow": "on", "quiet_from": "22:00", "quiet_until": "07:30", "time_zone": ""}
    response = as_ada.post(PAGE, fields)
    assert response.headers["Location"] == PAGE
    stored = PushSettings.for_profile(ada)
    assert "like" in stored.unwanted_kinds
    assert "follow" not in stored.unwanted_kinds
    assert not stored.shows_content
    html = as_ada.get(PAGE).content.decode()
    assert 'value="22:00"' in html
    assert 'value="07:30"' in html


def test_one_time_alone_is_refused(as_ada: Client) -> None:
    response = as_ada.post(PAGE, {"quiet_from": "22:00"})
    assert response.status_code == 422
    assert "Set both times, or neither." in response.content.decode()


def test_kind_that_is_not_wanted_at_all_is_not_offered(as_ada: Client, ada: Profile) -> None:
    services.update_notification_settings(ada, {"like": False})
    html = as_ada.get(PAGE).content.decode()
    assert 'name="on_like"' not in html
    assert 'name="on_follow"' in html
    assert 'name="on_moderation"' in html


def test_content_is_not_offered_on_a_site_that_sends_none(as_ada: Client, settings: Any) -> None:
    assert 'name="shows_content"' in as_ada.get(PAGE).content.decode()
    settings.DJANGO_TWEETS_PUSH = {**settings.DJANGO_TWEETS_PUSH, "CONTENT": False}
    assert 'name="shows_content"' not in as_ada.get(PAGE).content.decode()


def test_member_removes_a_browser(as_ada: Client, as_bob: Client, ada: Profile) -> None:
    url = f"{PAGE}{Browser().subscribe(ada).pk}/remove/"
    assert as_bob.post(url).headers["Location"] == PAGE
    assert PushSubscription._base_manager.exists()
    assert as_ada.post(url).headers["Location"] == PAGE
    assert not PushSubscription._base_manager.exists()
    assert as_ada.post(url, headers=FRAGMENT).status_code == 200
    assert as_ada.get(url).status_code == 405


def test_worker_is_the_same_for_everybody(client: Client, as_ada: Client) -> None:
    response = client.get(WORKER)
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Service-Worker-Allowed"] == "/tweets/"
    assert "no-cache" in response.headers["Cache-Control"]
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none';")
    assert b"notificationclick" in response.content
    assert as_ada.get(WORKER).content == response.content


def test_nothing_is_there_without_the_setting(as_ada: Client, ada: Profile, settings: Any) -> None:
    link = reverse("django_tweets:notification_settings")
    assert f'href="{PAGE}"' in as_ada.get(link).content.decode()
    settings.DJANGO_TWEETS_PUSH = None
    assert PAGE not in as_ada.get(link).content.decode()
    for path in (PAGE, WORKER):
        assert as_ada.get(path).status_code == 404
    browser = Browser()
    assert as_ada.post(PAGE, {}).status_code == 404
    assert send(as_ada, browser).status_code == 404
    assert as_ada.post(f"{PAGE}7/remove/", headers=FRAGMENT).status_code == 404


@pytest.mark.urls("tests.push.urls_without_push")
def test_nothing_links_to_a_page_that_is_left_out(as_ada: Client) -> None:
    html = as_ada.get("/tweets/notifications/settings/").content.decode()
    assert "Notifications on your devices" not in html


def test_logout_ends_notifications_in_this_browser(ada: Profile) -> None:
    client = Client()
    client.force_login(ada.user)
    send(client, Browser())
    other = Browser("two").subscribe(ada)
    client.logout()
    assert [row.pk for row in PushSubscription._base_manager.all()] == [other.pk]
    client.force_login(ada.user)
    client.logout()  # a session without a browser
    assert PushSubscription._base_manager.exists()


def test_logout_spares_a_browser_that_another_member_has_now(ada: Profile, bob: Profile) -> None:
    client = Client()
    client.force_login(ada.user)
    browser = Browser()
    send(client, browser)
    browser.subscribe(bob)
    client.logout()
    assert PushSubscription._base_manager.get().profile_id == bob.pk


class ReplicaRouter:
    """It sends reads of the tables of web push to a replica, which there is not."""

    def db_for_read(self, model: Any, **hints: Any) -> str | None:
        return "replica" if model._meta.app_label == "django_tweets_push" else None


def test_replica_decides_no_write(ada: Profile, service: PushService, settings: Any) -> None:
    client, browser = Client(), Browser()
    client.force_login(ada.user)
    settings.DATABASE_ROUTERS = [WriteDatabaseRouter(), ReplicaRouter()]
    other = Browser("two").subscribe(ada)
    assert send(client, browser).status_code == 200
    update_push_settings(ada, {"like": False}, shows_content=False)
    services.notify(ada, "follow", actor=make_profile())
    assert sending.send_waiting() == 2
    assert unsubscribe(ada, other.pk)
    client.logout()
    assert not PushSubscription._base_manager.using("default").exists()
