"""A host may leave parts out of its URLconf: then nothing leads there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import Resolver404, include, path, resolve, reverse

from django_tweets import services, urls
from tests.attachment_samples import make_attachments
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

PARTS: dict[str, list[Any]] = {
    name: value for name, value in vars(urls).items() if isinstance(value, list)
}
WHOLE = PARTS.pop("urlpatterns")
GROUND = ["profiles", "tweets"]


def use(settings: Any, names: list[str]) -> None:
    patterns = [pattern for name in names for pattern in PARTS[name]]
    mounted = path("t/", include((patterns, "django_tweets")))
    settings.ROOT_URLCONF = type("Site", (), {"urlpatterns": [mounted]})


def test_parts_make_up_all_urls() -> None:
    names = [pattern.name for part in PARTS.values() for pattern in part]
    assert sorted(names) == sorted(pattern.name for pattern in WHOLE)


@pytest.fixture
def tweet(ada: Profile, bob: Profile) -> Tweet:
    """One that shows all that a card can: with everything that others do to it."""
    protected = make_profile("carol", is_protected=True)
    services.follow(ada, protected)
    services.follow(bob, ada)
    quoted = make_tweet(bob, "first @ada #tea")
    tweet = services.publish(ada, "hi @bob #tea", quote_of=quoted, **TWEET_EXTRA)
    services.edit(tweet, "hello @bob #tea")
    make_attachments(tweet, {}, {"kind": "video"})
    services.publish(bob, "@ada so", in_reply_to=tweet, **TWEET_EXTRA)
    services.like(bob, tweet)
    services.retweet(bob, tweet)
    services.mute(bob, make_profile("dora"))
    return tweet


def pages(tweet: Tweet) -> list[str]:
    """Every page without arguments, and those of a person and of a tweet."""
    found = []
    for pattern in WHOLE:
        name = f"django_tweets:{pattern.name}"
        for arguments in ([], ["ada"], ["bob"], ["ada", tweet.pk], ["tea"]):
            try:
                found.append(reverse(name, args=arguments))
            except Exception:
                continue
    return found


def dead_links(client: Client, page: str) -> list[str]:
    response = client.get(page)
    if response.status_code in {301, 302}:
        return []
    html = response.content.decode()
    addresses = set(re.findall(r'(?<![\w-])(?:href|action|formaction|data-poll)="([^"?]*)', html))
    dead = []
    for address in (address.removeprefix("http://testserver") for address in addresses):
        if address.startswith(("/static/", "/accounts/", "http", "#")):
            continue
        try:
            resolve(address.partition("#")[0])
        except Resolver404:
            dead.append(f"{page} → {address}")
    return dead


@pytest.mark.parametrize("without", [*(name for name in PARTS if name not in GROUND), "all"])
def test_no_link_leads_to_a_missing_part(settings: Any, without: str, tweet: Tweet) -> None:
    use(settings, [name for name in PARTS if name in GROUND or without not in {"all", name}])
    other = make_tweet(make_profile()).profile
    dead = []
    for viewer in (None, tweet.profile, other):
        client = Client()
        if viewer is not None:
            client.force_login(viewer.user)
        for page in pages(tweet):
            dead += dead_links(client, page)
    assert dead == []


def test_redirect_does_not_lead_to_a_missing_part(
    settings: Any, as_ada: Client, tweet: Tweet
) -> None:
    use(settings, GROUND)
    done = as_ada.post("/t/profile/delete/", {"confirmation": "ada"})
    assert done.status_code == 302
    assert done.headers["Location"] == "/"
