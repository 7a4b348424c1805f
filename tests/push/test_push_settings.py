"""Subscriptions and settings of members: what is stored, bounded, exported and deleted."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from django_tweets import services
from django_tweets.contrib.push import keys
from django_tweets.contrib.push.browser_names import get_name
from django_tweets.contrib.push.models import MAX_ENDPOINT, PushSettings, PushSubscription
from django_tweets.contrib.push.services import (
    MAX_DEVICES,
    subscribe,
    unsubscribe,
    update_push_settings,
)
from django_tweets.services import tasks
from tests.data_exports import data, write_zip
from tests.push.push_service import ORIGIN, Browser

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [
    pytest.mark.needs("django_tweets.contrib.push"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("push_keys"),
]


def names(member: Profile) -> set[str]:
    return set(
        PushSubscription._base_manager.filter(profile=member.pk).values_list("device", flat=True)
    )


def test_browser_that_subscribes_again_is_the_same(ada: Profile) -> None:
    browser = Browser()
    first = browser.subscribe(ada, device="Old name")
    PushSubscription._base_manager.update(failures=3)
    second = browser.subscribe(ada, device="New name")
    assert first.pk == second.pk
    assert PushSubscription._base_manager.get().failures == 0
    assert names(ada) == {"New name"}


def test_browser_belongs_to_the_last_member_who_subscribed_with_it(
    ada: Profile, bob: Profile
) -> None:
    browser = Browser()
    browser.subscribe(ada, device="Shared")
    browser.subscribe(bob, device="Shared")
    assert (names(ada), names(bob)) == (set(), {"Shared"})


def test_oldest_browser_is_forgotten(ada: Profile, bob: Profile) -> None:
    Browser("other").subscribe(bob, device="Other")
    for number in range(MAX_DEVICES + 2):
        Browser(str(number)).subscribe(ada, device=str(number))
    assert names(ada) == {str(number) for number in range(2, MAX_DEVICES + 2)}
    assert names(bob) == {"Other"}


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "http://push.example.org/1",
        "https://127.0.0.1/push",
        "https://localhost/push",
        "https://push.example.org:8443/1",
        "https://push.example.org:80/1",
        "https://push.example.org:443/1",
        "https://push.example.org/" + "a" * MAX_ENDPOINT,
        "javascript:alert(1)",
    ],
)
def test_address_that_is_none_is_refused(ada: Profile, endpoint: str) -> None:
    with pytest.raises(ValidationError, match="not valid"):
        subscribe(ada, endpoint, **Browser().fields)


@pytest.mark.parametrize(
    "changes",
    [{"p256dh": ""}, {"p256dh": "é"}, {"p256dh": "AAAAA"}, {"auth": ""}, {"auth": "AAAA"}],
)
def test_key_that_is_none_is_refused(ada: Profile, changes: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="not valid"):
        subscribe(ada, f"{ORIGIN}/push", **{**Browser().fields, **changes})


def test_key_of_another_kind_is_refused(ada: Profile) -> None:
    compressed = keys.encode(b"\2" + b"x" * 64)
    with pytest.raises(ValidationError, match="not valid"):
        subscribe(ada, f"{ORIGIN}/push", p256dh=compressed, auth=Browser().fields["auth"])


def test_suspended_member_subscribes_to_nothing(ada: Profile) -> None:
    type(ada)._base_manager.filter(pk=ada.pk).update(is_suspended=True)
    with pytest.raises(PermissionDenied, match="suspended"):
        Browser().subscribe(ada)


def test_member_removes_only_own_browsers(ada: Profile, bob: Profile) -> None:
    device = Browser().subscribe(ada)
    assert not unsubscribe(bob, device.pk)
    assert unsubscribe(ada, device.pk)
    assert not unsubscribe(ada, device.pk)


def test_settings_keep_what_is_not_changed(ada: Profile) -> None:
    update_push_settings(ada, {"like": False, "follow": False}, shows_content=False)
    update_push_settings(ada, {"like": True})
    stored = PushSettings.for_profile(ada)
    assert (stored.unwanted_kinds, stored.shows_content) == (["follow"], False)


@pytest.mark.parametrize(
    ("kinds", "changes", "field"),
    [
        ({"unknown": True}, {}, "unknown"),
        ({"like": "yes"}, {}, "like"),
        ({}, {"quiet_from": time(22)}, "quiet_until"),
        ({}, {"quiet_until": time(7)}, "quiet_from"),
        ({}, {"time_zone": "Mars/Olympus"}, "time_zone"),
        ({}, {"time_zone": "../../etc/passwd"}, "time_zone"),
        ({}, {"time_zone": None}, "time_zone"),
        ({}, {"shows_content": None}, "shows_content"),
        ({}, {"quiet_from": "late", "quiet_until": time(7)}, "quiet_from"),
    ],
)
def test_wrong_setting_is_refused(
    ada: Profile, kinds: dict[str, Any], changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationError) as error:
        update_push_settings(ada, kinds, **changes)
    assert list(error.value.message_dict) == [field]
    assert not PushSettings._base_manager.exists()


def test_deleted_member_changes_nothing(ada: Profile) -> None:
    services.delete_profile(ada)
    with pytest.raises(PermissionDenied, match="no longer exists"):
        update_push_settings(ada, {"like": False})


@pytest.mark.parametrize(
    ("hours", "zone", "at", "is_quiet"),
    [
        ((22, 7), "UTC", 23, True),
        ((22, 7), "UTC", 6, True),
        ((22, 7), "UTC", 7, False),
        ((22, 7), "UTC", 12, False),
        ((13, 15), "UTC", 14, True),
        ((13, 15), "UTC", 15, False),
        ((13, 15), "UTC", 12, False),
        ((13, 13), "UTC", 13, False),
        ((22, 7), "Asia/Tokyo", 14, True),  # 23 o'clock there
        ((22, 7), "Asia/Tokyo", 23, False),
        ((22, 7), "Not/Known", 3, True),
        ((22, 7), "", 3, True),
    ],
)
def test_quiet_hours_are_in_the_time_zone_of_the_member(
    hours: tuple[int, int], zone: str, at: int, is_quiet: bool
) -> None:
    first, last = map(time, hours)
    settings = PushSettings(quiet_from=first, quiet_until=last, time_zone=zone)
    moment = datetime(2026, 1, 15, at, tzinfo=UTC)  # in Lisbon, the time is that of UTC
    assert settings.is_quiet(moment) is is_quiet
    naive = timezone.make_naive(moment, timezone.get_default_timezone())
    assert settings.is_quiet(naive) is is_quiet


def test_quiet_hours_follow_summer_time() -> None:
    settings = PushSettings(quiet_from=time(22), quiet_until=time(7), time_zone="Europe/Berlin")
    assert settings.is_quiet(datetime(2026, 1, 15, 5, 30, tzinfo=UTC))  # 6:30
    assert not settings.is_quiet(datetime(2026, 7, 15, 5, 30, tzinfo=UTC))  # 7:30


def test_nothing_is_quiet_without_hours() -> None:
    assert not PushSettings().is_quiet(timezone.now())


def test_deleted_profile_leaves_nothing(ada: Profile, bob: Profile) -> None:
    for member in (ada, bob):
        Browser(member.handle).subscribe(member)
        update_push_settings(member, {"like": False})
    services.delete_profile(ada)
    tasks.purge_profile.func(ada.pk)
    assert [row.profile_id for row in PushSubscription._base_manager.all()] == [bob.pk]
    assert [row.pk for row in PushSettings._base_manager.all()] == [bob.pk]


def test_data_export_has_settings_and_browsers(ada: Profile, bob: Profile) -> None:
    browser = Browser()
    browser.subscribe(ada, device="Firefox, Linux")
    Browser("two").subscribe(bob)
    update_push_settings(ada, {"like": False}, quiet_from=time(22), quiet_until=time(7))
    found = data(write_zip(ada), "settings")["push"]
    assert not found["notifications"]["like"]
    assert found["notifications"]["follow"]
    assert (found["quiet_from"], found["quiet_until"]) == ("22:00:00", "07:00:00")
    (device,) = found["browsers"]
    assert (device["name"], device["address"]) == ("Firefox, Linux", browser.endpoint)


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0", "Firefox, Linux"),
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0 Safari/537.36", "Chrome, Android"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/18.6 Safari/604.1", "Safari, iPhone"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_browser_has_a_name(user_agent: str, name: str) -> None:
    assert get_name(user_agent) == name


def test_names_of_models(ada: Profile) -> None:
    device = Browser().subscribe(ada, device="Firefox")
    assert str(device) == f"{ada.pk}: Firefox"
    assert str(PushSettings(profile=ada)) == str(ada.pk)
    assert device.not_before <= timezone.now() + timedelta(seconds=1)
