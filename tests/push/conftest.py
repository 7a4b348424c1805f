"""A site that offers web push, and a push service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.factories import make_tweet
from tests.push.push_service import Browser, PushService, serve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_tweets.contrib.push.models import PushSubscription
    from tests.factories import Profile, Tweet

PUBLIC_KEY = (
    "BKcTfD1NCeyMrFgT3uiLSbQ1BLAUqUHVXQS-5yU2egeain4UfT4VgNqgrOTqz8fVRzaKRwZpAxJCvHMa9BPxsc0"
)
SETTING = {
    "PUBLIC_KEY": PUBLIC_KEY,
    "PRIVATE_KEY": "UGpnmRr6qebrlXYWD20JebhQpwxMq3mibrv0c9oeHKs",
    "SUBJECT": "mailto:ada@example.org",
}


@pytest.fixture
def push_keys(settings: Any) -> None:
    """Let the site offer web push."""
    settings.DJANGO_TWEETS_PUSH = SETTING


@pytest.fixture
def service(push_keys: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[PushService]:
    """The push service of the browsers."""
    from django_tweets.contrib.push import delivery  # noqa: PLC0415 - not every host has the app

    with serve() as service:
        monkeypatch.setattr(delivery, "network", service)
        yield service


@pytest.fixture
def browser(service: PushService) -> Browser:
    """A browser of a member."""
    return Browser()


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada, "hello")


@pytest.fixture
def device(browser: Browser, ada: Profile) -> PushSubscription:
    """The browser of ada, who has been told of all so far."""
    return browser.subscribe(ada)
