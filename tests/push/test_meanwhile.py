"""Push messages when a tweet is hidden, or a browser taken away, while others are being sent."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import services
from django_tweets.contrib.push import sending
from django_tweets.contrib.push.models import PushSubscription
from django_tweets.contrib.push.services import unsubscribe, update_push_settings
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.push.push_service import Browser, PushService
from tests.web_pages.web import answer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = [
    pytest.mark.needs("django_tweets.contrib.push"),
    pytest.mark.django_db(transaction=True),
]


def suspend(ada: Profile, bob: Profile, reply: Tweet) -> None:
    type(ada)._base_manager.filter(pk=ada.pk).update(is_suspended=True)


HIDDEN: dict[str, Callable[[Any, Any, Any], object]] = {
    "deleted": lambda ada, bob, reply: services.delete(reply),
    "blocked": lambda ada, bob, reply: services.block(ada, bob),
    "blocking": lambda ada, bob, reply: services.block(bob, ada),
    "muted": lambda ada, bob, reply: services.mute(ada, bob),
    "suspended member": suspend,
    "unwanted": lambda ada, bob, reply: update_push_settings(ada, {"reply": False}),
    "quiet hours": lambda ada, bob, reply: update_push_settings(
        ada, quiet_from=time.min, quiet_until=time.max, time_zone="UTC"
    ),
}


@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN)
def test_second_browser_gets_nothing_of_what_is_hidden_meanwhile(
    ada: Profile, bob: Profile, tweet: Tweet, service: PushService, hide: Any
) -> None:
    """A push service may take seconds, and a member has ten browsers."""
    for name in ("one", "two"):
        Browser(name).subscribe(ada)
    reply = services.publish(bob, "between us", in_reply_to=tweet, **TWEET_EXTRA)
    service.meanwhile = lambda: hide(ada, bob, reply)
    assert sending.send_pushes(ada.pk) == 1
    assert [push.target for push in service.pushes] == ["/push/one"]


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("hide", HIDDEN.values(), ids=HIDDEN)
def test_second_message_has_nothing_of_what_is_hidden_meanwhile(
    ada: Profile, bob: Profile, browser: Browser, service: PushService, hide: Any
) -> None:
    services.follow(make_profile("cleo"), ada)
    reply = services.publish(bob, "between us", in_reply_to=make_tweet(ada), **TWEET_EXTRA)
    service.meanwhile = lambda: hide(ada, bob, reply)
    assert sending.send_pushes(ada.pk) == 1
    assert [each["title"] for each in browser.read(service)] == ["cleo follows you"]


@pytest.mark.usefixtures("device")
def test_second_message_is_as_it_is_read_then(
    ada: Profile, bob: Profile, tweet: Tweet, browser: Browser, service: PushService
) -> None:
    services.follow(make_profile("cleo"), ada)
    reply = services.publish(bob, "at seven", in_reply_to=tweet, **TWEET_EXTRA)
    service.meanwhile = lambda: services.edit(reply, "at eight")
    assert sending.send_pushes(ada.pk) == 2
    assert [each["body"] for each in browser.read(service)] == ["", "at eight"]


def test_browser_gets_no_second_message_after_logout(
    ada: Profile, bob: Profile, service: PushService, device: PushSubscription
) -> None:
    services.like(bob, make_tweet(ada, "one"))
    services.like(bob, make_tweet(ada, "two"))
    service.meanwhile = lambda: unsubscribe(ada, device.pk)
    assert sending.send_pushes(ada.pk) == 1
    assert len(service.pushes) == 1


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("status", ["201 Created", "410 Gone", "500 Internal Server Error"])
def test_browser_that_is_anothers_meanwhile_is_left_alone(
    ada: Profile, bob: Profile, browser: Browser, service: PushService, status: str
) -> None:
    services.like(bob, make_tweet(ada, "one"))
    services.like(bob, make_tweet(ada, "two"))
    stored: list[PushSubscription] = []
    service.meanwhile = lambda: stored.append(browser.subscribe(bob))
    service.answer = answer(b"", status)
    sending.send_pushes(ada.pk)
    assert len(service.pushes) == 1
    row = PushSubscription._base_manager.get()
    assert (row.profile_id, row.told_until, row.failures, row.not_before) == (
        bob.pk,
        stored[0].told_until,
        0,
        stored[0].not_before,
    )
