"""Pushes: what is sent to which browser, and when."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from datetime import timezone as fixed_zone
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

from django_tweets import services
from django_tweets.contrib.push import sending
from django_tweets.contrib.push.models import PushSubscription
from django_tweets.contrib.push.services import update_push_settings
from django_tweets.models import Notification
from django_tweets.snowflake import first_id
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.push.conftest import PUBLIC_KEY
from tests.push.push_service import ORIGIN, Browser, PushService, read_token
from tests.queries import count_statements

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = [
    pytest.mark.needs("django_tweets.contrib.push"),
    pytest.mark.django_db(transaction=True),
]


def like(tweet: Tweet) -> None:
    """Let bob like a tweet."""
    services.like(make_profile("bob"), tweet)


def stored(device: PushSubscription) -> PushSubscription:
    return PushSubscription._base_manager.get(pk=device.pk)


def wait_over(device: PushSubscription) -> None:
    """Let the pause after a failure be over."""
    rows = PushSubscription._base_manager.filter(pk=device.pk)
    rows.update(not_before=timezone.now() - timedelta(seconds=1))


@pytest.mark.usefixtures("device")
def test_push_is_encrypted_for_the_browser_and_signed_by_the_site(
    ada: Profile, tweet: Tweet, browser: Browser, service: PushService
) -> None:
    like(tweet)
    assert sending.send_pushes(ada.pk) == 1
    (push,) = service.pushes
    assert push.target == browser.target
    assert b"liked" not in push.body
    (message,) = browser.read(service)
    assert message == {
        "title": "bob liked your tweet",
        "body": "hello",
        "tag": f"tweets-n-like-{tweet.pk}",
        "url": tweet.get_absolute_url(),
        "lang": "en",
        "dir": "ltr",
    }
    assert push.headers["Content-Encoding"] == "aes128gcm"
    assert push.headers["TTL"] == "86400"
    claims = read_token(push, PUBLIC_KEY)
    assert claims["aud"] == ORIGIN
    assert claims["sub"] == "mailto:ada@example.org"
    assert 0 < claims["exp"] - time.time() <= 24 * 3600


@pytest.mark.usefixtures("device")
def test_notification_is_sent_once(ada: Profile, tweet: Tweet, service: PushService) -> None:
    like(tweet)
    assert [sending.send_pushes(ada.pk) for _ in range(3)] == [1, 0, 0]
    assert len(service.pushes) == 1


@pytest.mark.usefixtures("device")
def test_several_likes_are_one_notification(
    ada: Profile, tweet: Tweet, browser: Browser, service: PushService
) -> None:
    like(tweet)
    sending.send_pushes(ada.pk)
    services.like(make_profile("cleo"), tweet)
    services.like(make_profile("dora"), tweet)
    sending.send_pushes(ada.pk)
    first, second = browser.read(service)
    assert second["title"] == "dora and 2 others liked your tweet"
    assert first["tag"] == second["tag"]
    topics = {push.headers["Topic"] for push in service.pushes}
    assert len(topics) == 1
    assert len(topics.pop()) == 32


@pytest.mark.usefixtures("device")
def test_many_notifications_are_one_with_their_number(
    ada: Profile, bob: Profile, browser: Browser, service: PushService
) -> None:
    for number in range(4):
        services.like(bob, make_tweet(ada, f"tweet {number}"))
    assert sending.send_pushes(ada.pk) == 1
    (message,) = browser.read(service)
    assert message["title"] == "4 new notifications"
    assert message["url"] == "/tweets/notifications/"


@pytest.mark.usefixtures("device")
@pytest.mark.urls("tests.push.urls_without_notifications")
def test_number_has_no_url_on_a_site_without_the_page(
    ada: Profile, bob: Profile, browser: Browser, service: PushService
) -> None:
    for number in range(4):
        services.like(bob, make_tweet(ada, f"tweet {number}"))
    sending.send_pushes(ada.pk)
    (message,) = browser.read(service)
    assert (message["title"], message["url"]) == ("4 new notifications", "")


@pytest.mark.usefixtures("device")
def test_a_few_notifications_are_sent_one_by_one_the_oldest_first(
    ada: Profile, bob: Profile, browser: Browser, service: PushService
) -> None:
    services.like(bob, make_tweet(ada, "one"))
    services.follow(bob, ada)
    sending.send_pushes(ada.pk)
    messages = browser.read(service)
    assert [each["title"] for each in messages] == ["bob liked your tweet", "bob follows you"]
    assert messages[1]["body"] == ""
    assert messages[1]["url"] == bob.get_absolute_url()


@pytest.mark.usefixtures("device")
def test_statements_do_not_grow_with_notifications(
    ada: Profile, bob: Profile, service: PushService
) -> None:
    services.like(bob, make_tweet(ada))
    one = count_statements(lambda: sending.send_pushes(ada.pk))
    for _ in range(10):
        services.like(bob, make_tweet(ada))
    many = count_statements(lambda: sending.send_pushes(ada.pk))
    assert (one, many) == (8, 8)


def test_member_without_a_browser_costs_one_statement(
    ada: Profile, tweet: Tweet, push_keys: None
) -> None:
    like(tweet)
    assert count_statements(lambda: sending.send_pushes(ada.pk)) == 1


def test_each_browser_has_its_own_language(
    ada: Profile, tweet: Tweet, service: PushService
) -> None:
    german, arabic = Browser("de"), Browser("ar")
    german.subscribe(ada, language="de")
    arabic.subscribe(ada, language="ar")
    like(tweet)
    assert sending.send_pushes(ada.pk) == 2
    (message,) = german.read(service)
    assert (message["lang"], message["dir"]) == ("de", "ltr")
    assert message["title"] != "bob liked your tweet"
    (message,) = arabic.read(service)
    assert (message["lang"], message["dir"]) == ("ar", "rtl")


@pytest.mark.usefixtures("device")
@pytest.mark.parametrize("hide", [services.block, services.mute])
def test_hidden_actor_is_not_pushed(
    ada: Profile, bob: Profile, tweet: Tweet, service: PushService, hide: Any
) -> None:
    services.like(bob, tweet)
    hide(ada, bob)
    assert sending.send_pushes(ada.pk) == 0
    assert service.pushes == []


@pytest.mark.usefixtures("device")
def test_tweet_that_was_hidden_meanwhile_is_not_pushed(
    ada: Profile, bob: Profile, service: PushService
) -> None:
    secret = services.publish(bob, "@ada between us", **TWEET_EXTRA)
    services.delete(secret)
    assert sending.send_pushes(ada.pk) == 0
    assert service.pushes == []


@pytest.mark.usefixtures("device")
def test_text_is_the_one_at_the_time_of_sending(
    ada: Profile, bob: Profile, browser: Browser, service: PushService
) -> None:
    reply = services.publish(bob, "@ada come at seven", **TWEET_EXTRA)
    services.edit(reply, "@ada come at eight")
    sending.send_pushes(ada.pk)
    assert [each["body"] for each in browser.read(service)] == ["@ada come at eight"]


@pytest.mark.usefixtures("device")
def test_suspended_member_gets_nothing(ada: Profile, tweet: Tweet, service: PushService) -> None:
    like(tweet)
    type(ada)._base_manager.filter(pk=ada.pk).update(is_suspended=True)
    assert sending.send_pushes(ada.pk) == 0
    assert service.pushes == []


@pytest.mark.usefixtures("device")
def test_member_may_want_no_content(
    ada: Profile, tweet: Tweet, browser: Browser, service: PushService
) -> None:
    update_push_settings(ada, shows_content=False)
    like(tweet)
    sending.send_pushes(ada.pk)
    (message,) = browser.read(service)
    assert (message["title"], message["body"]) == ("You have a new notification", "")
    assert message["url"] == "/tweets/notifications/"


@pytest.mark.usefixtures("device")
def test_site_may_send_no_content(
    ada: Profile, tweet: Tweet, browser: Browser, service: PushService, settings: Any
) -> None:
    settings.DJANGO_TWEETS_PUSH = {**settings.DJANGO_TWEETS_PUSH, "CONTENT": False}
    like(tweet)
    sending.send_pushes(ada.pk)
    assert browser.read(service)[0]["title"] == "You have a new notification"


@pytest.mark.usefixtures("device")
def test_unwanted_kind_is_not_pushed(
    ada: Profile, bob: Profile, tweet: Tweet, browser: Browser, service: PushService
) -> None:
    update_push_settings(ada, {"like": False})
    services.like(bob, tweet)
    services.follow(bob, ada)
    sending.send_pushes(ada.pk)
    assert [each["title"] for each in browser.read(service)] == ["bob follows you"]


@pytest.mark.usefixtures("device")
def test_read_notification_is_not_pushed(ada: Profile, tweet: Tweet, service: PushService) -> None:
    like(tweet)
    services.mark_notifications_read(ada, Notification._base_manager.get().newest)
    assert sending.send_pushes(ada.pk) == 0


def test_browser_gets_nothing_from_before_it_subscribed(
    ada: Profile, tweet: Tweet, browser: Browser
) -> None:
    like(tweet)
    browser.subscribe(ada)
    assert sending.send_pushes(ada.pk) == 0


def test_browser_with_another_key_of_the_site_gets_nothing(
    ada: Profile, tweet: Tweet, service: PushService, device: PushSubscription
) -> None:
    PushSubscription._base_manager.filter(pk=device.pk).update(server_key="former")
    like(tweet)
    assert sending.send_pushes(ada.pk) == 0


@pytest.mark.usefixtures("device")
def test_nothing_is_sent_without_the_setting(
    ada: Profile, tweet: Tweet, service: PushService, settings: Any
) -> None:
    settings.DJANGO_TWEETS_PUSH = None
    like(tweet)
    assert sending.send_pushes(ada.pk) == 0
    assert list(sending.find_waiting()) == []


@pytest.mark.usefixtures("device")
def test_nothing_is_sent_in_quiet_hours_and_what_is_unread_comes_after(
    ada: Profile, tweet: Tweet, browser: Browser, service: PushService
) -> None:
    zone = "Asia/Tokyo"
    now = datetime.now(fixed_zone(timedelta(hours=9)))  # which has no summer time
    hours = [(now + timedelta(hours=step)).time().replace(microsecond=0) for step in (-1, 1)]
    update_push_settings(ada, quiet_from=hours[0], quiet_until=hours[1], time_zone=zone)
    like(tweet)
    assert sending.send_waiting() == 0
    update_push_settings(ada, quiet_from=hours[1], quiet_until=hours[0])  # the other hours
    assert sending.send_waiting() == 1
    assert [each["title"] for each in browser.read(service)] == ["bob liked your tweet"]


@pytest.mark.usefixtures("device")
def test_notification_of_the_day_before_yesterday_is_not_pushed(
    ada: Profile, tweet: Tweet, service: PushService
) -> None:
    like(tweet)
    old = first_id(timezone.now() - timedelta(days=2))
    PushSubscription._base_manager.update(told_until=old - 1)
    Notification._base_manager.update(newest=old)
    assert list(sending.find_waiting()) == []
    assert sending.send_pushes(ada.pk) == 0
