"""A browser gets pushes as long as who has switched them on would be signed in there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from django_tweets import services
from django_tweets.contrib.push import sending
from django_tweets.contrib.push.models import PushSubscription
from tests.factories import make_profile, make_tweet
from tests.push.push_service import Browser, PushService

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = [
    pytest.mark.needs("django_tweets.contrib.push"),
    pytest.mark.django_db(transaction=True),
]

PAGE = "/tweets/push/"


def change_password(member: Profile) -> None:
    user: Any = member.user
    user.set_password("correct horse battery staple")
    user.save()


def like(tweet: Tweet) -> None:
    services.like(make_profile(), tweet)


@pytest.mark.usefixtures("device")
def test_changed_password_ends_notifications_in_all_browsers(
    ada: Profile, tweet: Tweet, service: PushService
) -> None:
    """Somebody who knew the old one may have switched them on in a browser of their own."""
    change_password(ada)
    like(tweet)
    assert sending.send_waiting() == 0
    assert service.pushes == []
    assert not PushSubscription._base_manager.exists()


@pytest.mark.usefixtures("device")
def test_password_that_is_changed_while_messages_are_sent(
    ada: Profile, tweet: Tweet, service: PushService
) -> None:
    like(tweet)
    like(make_tweet(ada))
    service.meanwhile = lambda: change_password(type(ada)._base_manager.get(pk=ada.pk))
    assert sending.send_pushes(ada.pk) == 1
    assert not PushSubscription._base_manager.exists()


def test_browser_that_subscribes_with_the_new_password_gets_notifications(
    ada: Profile, tweet: Tweet, service: PushService
) -> None:
    Browser("former").subscribe(ada)
    change_password(ada)
    Browser("new").subscribe(ada)
    like(tweet)
    assert sending.send_pushes(ada.pk) == 1
    assert [push.target for push in service.pushes] == ["/push/new"]
    assert PushSubscription._base_manager.count() == 1


@pytest.mark.usefixtures("device")
def test_page_shows_no_browser_of_a_former_password(ada: Profile) -> None:
    change_password(ada)
    client = Client()
    client.force_login(ada.user)
    assert "data-device" not in client.get(PAGE).content.decode()
    kept = Browser("new").subscribe(ada)
    html = client.get(PAGE).content.decode()
    assert html.count("data-device") == 1
    assert f'data-device="{kept.digest}"' in html


@pytest.mark.usefixtures("device")
def test_another_secret_key_ends_notifications_with_the_sessions(
    ada: Profile, tweet: Tweet, service: PushService, settings: Any
) -> None:
    former, settings.SECRET_KEY = settings.SECRET_KEY, "the next one"
    settings.SECRET_KEY_FALLBACKS = [former]
    like(tweet)
    assert sending.send_pushes(ada.pk) == 1
    settings.SECRET_KEY_FALLBACKS = []
    services.follow(make_profile("cleo"), ada)
    assert sending.send_pushes(ada.pk) == 0
    assert len(service.pushes) == 1


def test_member_whose_user_is_deleted_meanwhile_subscribes_nothing(
    ada: Profile, push_keys: None
) -> None:
    stale = type(ada)._base_manager.get(pk=ada.pk)
    ada.user.delete()
    with pytest.raises(PermissionDenied):
        Browser().subscribe(stale)


def test_member_without_a_user_gets_notifications(tweet: Tweet, service: PushService) -> None:
    """An import made the profile, and code of the site has subscribed for it."""
    ada = tweet.profile
    type(ada)._base_manager.filter(pk=ada.pk).update(user=None)
    Browser().subscribe(type(ada)._base_manager.get(pk=ada.pk))
    like(tweet)
    assert sending.send_pushes(ada.pk) == 1
