"""A host may leave parts out of its URLconf: then nothing leads there."""

from __future__ import annotations

import re
from itertools import groupby
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
PART_OF: dict[Any, str] = {url.name: name for name, part in PARTS.items() for url in part}
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


def addresses_on(client: Client, page: str) -> set[str]:
    """Return the paths that page links or redirects to, but those of the host's own pages."""
    response = client.get(page)
    if response.status_code in {301, 302}:
        found = {response.headers["Location"]}
    else:
        html = response.content.decode()
        links = re.findall(r'(?<![\w-])(?:href|action|formaction|data-poll)="([^"]*)', html)
        found = set(links)
    found = {each.removeprefix("http://testserver") for each in found}
    others = ("/static/", "/accounts/", "http", "#")
    return {
        re.split("[?#]", each)[0] for each in found if not each.startswith(others) and each != "/"
    }


def part_of(address: str) -> str:
    """Return the part of the page at address. For the whole site."""
    return PART_OF[resolve(address).url_name]


@pytest.mark.parametrize("viewer", ["visitor", "author", "stranger"])
def test_no_link_leads_to_a_missing_part(settings: Any, viewer: str, tweet: Tweet) -> None:
    """Fetch the pages that lead to a part without it, and the pages of each part without others.

    Other pages look the same without the part: on the whole site they don't lead there.
    """
    stranger = make_tweet(make_profile()).profile
    client = Client()
    if viewer != "visitor":
        client.force_login({"author": tweet.profile, "stranger": stranger}[viewer].user)
    use(settings, [*PARTS])
    own: dict[str, set[str]] = {part: set() for part in PARTS}
    # One page of each URL name and set of links to a part: the others differ in their rows.
    linking: dict[str, dict[Any, str]] = {part: {} for part in PARTS}
    for page in pages(tweet):
        own[part_of(page)].add(page)
        links = sorted(addresses_on(client, page), key=part_of)
        for part, addresses in groupby(links, part_of):
            linking[part].setdefault((resolve(page).url_name, frozenset(addresses)), page)
    optional = PARTS.keys() - GROUND
    sites = [({*PARTS} - {part}, {*linking[part].values()} - own[part]) for part in optional]
    sites += [({*GROUND, part}, own[part]) for part in optional]
    sites += [({*GROUND}, {page for part in GROUND for page in own[part]})]
    dead = []
    for names, those in sites:
        use(settings, [name for name in PARTS if name in names])
        for page in those:
            for address in addresses_on(client, page):
                try:
                    resolve(address)
                except Resolver404:
                    dead.append(f"{sorted({*PARTS} - names)} are missing: {page} → {address}")
    assert dead == []


def test_redirect_does_not_lead_to_a_missing_part(
    settings: Any, as_ada: Client, tweet: Tweet
) -> None:
    use(settings, GROUND)
    done = as_ada.post("/t/profile/delete/", {"confirmation": "ada"})
    assert done.status_code == 302
    assert done.headers["Location"] == "/"
