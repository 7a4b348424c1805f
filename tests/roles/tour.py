"""A walk through a site: a visitor and a member use the main pages and follow every link there."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import Resolver404, resolve, reverse

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.models import Follow, Like
from tests.factories import TWEET_EXTRA, make_user


class LinkParser(HTMLParser):
    """Collect the addresses of links and forms."""

    def __init__(self) -> None:
        super().__init__()
        self.links: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        name = {"a": "href", "form": "action"}.get(tag)
        if name and (address := values.get(name)):
            self.links.add(address)


@dataclass
class Site:
    """Where a site has our pages: under which prefix, on which host, and in which URLconf."""

    prefix: str = ""
    """FORCE_SCRIPT_NAME, which the web server takes off."""
    host: str = "testserver"
    urlconf: str | None = None
    start: str = ""
    """Begin of the path of each page."""
    language: str = "en"
    wrong: list[str] = field(default_factory=list)

    def client(self, user: Any = None) -> Client:
        client = Client(headers={"host": self.host, "accept-language": self.language})
        if user is not None:
            client.force_login(user)
        return client

    def path(self, name: str, *args: Any) -> str:
        return reverse(f"django_tweets:{name}", args=args, urlconf=self.urlconf)

    def get(self, client: Client, url: str, status: int = 200) -> Any:
        """Get a page and note a wrong status."""
        response: Any = client.get(self.strip(url))
        if response.status_code != status:
            self.wrong.append(f"GET {url}: {response.status_code}")
        return response

    def post(self, client: Client, url: str, **data: Any) -> Any:
        """Post a form, follow the redirect and note a wrong status."""
        response: Any = client.post(self.strip(url), {**data, **TWEET_EXTRA})
        if response.status_code != 302:
            self.wrong.append(f"POST {url}: {response.status_code}")
            return response
        return self.get(client, response.headers["Location"])

    def addresses_on(self, url: str, response: Any) -> set[str]:
        """Return the addresses of this app that a page links or posts to."""
        parser = LinkParser()
        parser.feed(response.content.decode())
        found = {urlsplit(urljoin(f"http://{self.host}{url}", link)) for link in parser.links}
        own = {link._replace(fragment="") for link in found if link.netloc == self.host}
        return {link.geturl() for link in own if not LEAVES(link.path)}

    def strip(self, url: str) -> str:
        """Return url as the app gets it from the web server. Note one that leads elsewhere."""
        parts = urlsplit(url)
        if not parts.path.startswith(self.prefix + self.start):
            self.wrong.append(f"{url} is not below {self.prefix}{self.start}")
        return parts._replace(
            scheme="", netloc="", path=parts.path.removeprefix(self.prefix)
        ).geturl()


LEAVES = re.compile(r"^(/club)?(/de)?(/|/accounts/.*|/admin/.*)$").search  # pages of the host
PAGES = ["explore", "search", "suggestions"]
SEARCHES = ["search", "search_people", "search_hashtags"]
MEMBER_PAGES = [
    "home",
    "bookmarks",
    "notifications",
    "settings",
    "notification_settings",
    "profile_edit",
    "hashtags",
    "follow_requests",
    "blocked",
    "muted",
    "analytics",
]


def walk(site: Site) -> list[str]:
    """Use the pages as a visitor and as a member. Return the faults."""
    ada, bob = make_user("ada"), make_user("bob")
    member, other, visitor = site.client(ada), site.client(bob), site.client()
    tweets = get_tweet_model()._base_manager
    site.post(other, site.path("tweet_create"), content="hello #tea https://example.org/")
    tweet = tweets.get()
    theirs = ("bob", tweet.pk)
    site.post(member, site.path("profile_follow", "bob"))
    site.post(member, site.path("tweet_like", *theirs))
    site.post(member, site.path("tweet_reply", *theirs), content="nice @bob #tea")
    own = ("ada", tweets.exclude(pk=tweet.pk).get().pk)
    site.post(member, site.path("tweet_update", *own), content="very nice @bob #tea")
    site.post(member, site.path("tweet_retweet", *theirs))
    expected = (1, 1, "very nice @bob #tea")
    done = (Like.objects.count(), Follow.objects.count(), tweets.get(pk=own[1]).content)
    if done != expected:
        site.wrong.append(f"{done} instead of {expected}")

    pages = [site.path("tweet_detail", *theirs), site.path("profile_detail", "bob")]
    pages += [site.path("hashtag", "tea"), *map(site.path, PAGES)]
    pages += [f"{site.path(name)}?q=tea" for name in SEARCHES]
    read(site, visitor, pages)
    read(site, member, [*pages, *map(site.path, MEMBER_PAGES)])
    read_machine_pages(site, visitor, theirs)

    site.post(member, site.path("tweet_delete", *own))
    site.get(member, site.path("tweet_detail", *own), status=404)
    ada.delete()
    if get_profile_model()._base_manager.count() != 1:
        site.wrong.append("a deleted user left a profile")
    return site.wrong


def read(site: Site, client: Client, pages: list[str]) -> None:
    """Open pages, and look up the view of each address that they link or post to."""
    found: set[str] = set()
    for url in pages:
        found |= site.addresses_on(url, site.get(client, url))
    for url in sorted(found):
        path = urlsplit(site.strip(url)).path
        try:
            is_ours = resolve(path, site.urlconf).app_name == "django_tweets"
        except Resolver404:
            is_ours = False
        if not is_ours:
            site.wrong.append(f"{url} is not ours")


def read_machine_pages(site: Site, client: Client, tweet: tuple[str, int]) -> None:
    """Open feeds and embeds, and the page of an error."""
    for name in ("profile_atom", "profile_rss"):
        site.get(client, site.path(name, tweet[0]))
    site.get(client, site.path("hashtag_atom", "tea"))
    site.get(client, site.path("tweet_embed", *tweet))
    address = f"http://{site.host}{site.path('tweet_detail', *tweet)}"
    site.get(client, f"{site.path('oembed')}?url={address}")
    missing = site.get(client, site.path("profile_detail", "nobody"), status=404)
    if b"tw-" not in missing.content:
        site.wrong.append("the error page is not ours")
