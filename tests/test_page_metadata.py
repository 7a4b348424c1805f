"""Metadata in the head of public pages, and none on other pages."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings
from django.urls import include, path, reverse

from django_tweets import get_profile_model, services, urls
from django_tweets.formatting.times import make_aware
from django_tweets.models import Visibility
from django_tweets.text import clean_text
from tests.factories import TWEET_EXTRA, make_tweet, make_tweets
from tests.views.expected_access import PAGES
from tests.views.scenarios import KINDS, READERS, make_world
from tests.views.scenarios import path as path_in

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


class Head(HTMLParser):
    """Parsed metadata in the head of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.meta: dict[str, str] = {}
        self.links: list[dict[str, str]] = []
        self.scripts: list[str] = []
        self.is_data = False
        self.feed(html.partition("</head>")[0])

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta[found.get("property") or found.get("name", "")] = found.get("content", "")
        elif tag == "link":
            self.links.append(found)
        self.is_data = found.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self.is_data:
            self.scripts.append(data)
            self.is_data = False

    @property
    def data(self) -> Any:
        (text,) = self.scripts
        return json.loads(text)

    @property
    def canonical(self) -> str:
        (link,) = [link for link in self.links if link["rel"] == "canonical"]
        return link["href"]

    def alternates(self) -> dict[str, str]:
        return {link["type"]: link["href"] for link in self.links if link["rel"] == "alternate"}


def head(address: str, client: Client | None = None) -> Head:
    return Head((client or Client()).get(address).content.decode())


def test_metadata_of_a_tweet(ada: Profile, bob: Profile) -> None:
    get_profile_model()._base_manager.filter(pk=ada.pk).update(display_name="Ada L.")
    tweet = make_tweet(ada, "Numbers,\n\nand #notes & #Notes #notes", language="en-GB")
    for content in ["yes", "no"]:
        services.publish(bob, content, in_reply_to=tweet, **TWEET_EXTRA)
    services.like(bob, tweet)
    services.retweet(bob, tweet, **TWEET_EXTRA)
    url = f"{SITE}{tweet.get_absolute_url()}"
    author = f"{SITE}{ada.get_absolute_url()}"
    written = make_aware(tweet.created_at).isoformat()
    found = head(tweet.get_absolute_url())
    assert found.canonical == url
    assert {name: found.meta[name] for name in found.meta if ":" in name} == {
        "twitter:card": "summary",
        "og:type": "article",
        "og:url": url,
        "og:title": "Ada L. (@ada)",
        "og:description": "Numbers, and #notes & #Notes #notes",
        "article:author": author,
        "article:published_time": written,
    }
    assert found.meta["description"] == found.meta["og:description"]
    assert found.data == {
        "@context": "https://schema.org",
        "@type": "SocialMediaPosting",
        "@id": url,
        "url": url,
        "headline": "Numbers, and #notes & #Notes #notes",
        "text": "Numbers,\n\nand #notes & #Notes #notes",
        "author": {
            "@type": "Person",
            "name": "Ada L.",
            "alternateName": "@ada",
            "url": author,
        },
        "datePublished": written,
        "inLanguage": "en-GB",
        "keywords": "notes, Notes",
        "commentCount": 2,
        "interactionStatistic": [
            counter("LikeAction", 1),
            counter("ShareAction", 1),
            counter("CommentAction", 2),
        ],
    }


def counter(action: str, count: int) -> dict[str, Any]:
    return {
        "@type": "InteractionCounter",
        "interactionType": f"https://schema.org/{action}",
        "userInteractionCount": count,
    }


def test_metadata_of_a_profile(ada: Profile, bob: Profile) -> None:
    get_profile_model()._base_manager.filter(pk=ada.pk).update(
        avatar="django_tweets/avatars/a.webp",
        bio="Numbers & notes",
        display_name="Ada L.",
        website="https://ada.example/",
    )
    make_tweets(ada, 2)
    services.follow(bob, ada)
    url = f"{SITE}{ada.get_absolute_url()}"
    image = f"{SITE}/media/django_tweets/avatars/a.webp"
    found = head(ada.get_absolute_url())
    assert found.canonical == url
    assert found.alternates() == {
        "application/atom+xml": f"{SITE}{reverse('django_tweets:profile_atom', args=['ada'])}",
        "application/rss+xml": f"{SITE}{reverse('django_tweets:profile_rss', args=['ada'])}",
    }
    assert found.meta["og:type"] == "profile"
    assert found.meta["og:title"] == "Ada L. (@ada)"
    assert found.meta["og:description"] == "Numbers & notes"
    assert found.meta["og:image"] == image
    assert found.meta["profile:username"] == "ada"
    ada.refresh_from_db()
    assert found.data == {
        "@context": "https://schema.org",
        "@type": "ProfilePage",
        "url": url,
        "dateCreated": make_aware(ada.created_at).isoformat(),
        "mainEntity": {
            "@type": "Person",
            "name": "Ada L.",
            "alternateName": "@ada",
            "url": url,
            "image": image,
            "description": "Numbers & notes",
            "sameAs": "https://ada.example/",
            "interactionStatistic": counter("FollowAction", 1),
            "agentInteractionStatistic": counter("WriteAction", 2),
        },
    }


def test_profile_without_bio_has_a_default_description(ada: Profile) -> None:
    found = head(ada.get_absolute_url())
    assert found.meta["og:description"] == "Tweets by ada"
    assert "og:image" not in found.meta
    assert "description" not in found.data["mainEntity"]


def test_metadata_of_a_hashtag(ada: Profile) -> None:
    make_tweet(ada, "one #Café")
    address = reverse("django_tweets:hashtag", args=["café"])
    found = head(address)
    assert found.canonical == f"{SITE}{address}"
    assert found.meta["og:title"] == "#Café"
    assert found.meta["og:description"] == "Tweets with #Café"
    assert found.alternates().keys() == {"application/atom+xml", "application/rss+xml"}
    for feed in found.alternates().values():
        assert Client().get(feed.removeprefix(SITE)).status_code == 200
    nothing = Client().get(reverse("django_tweets:hashtag", args=["quiet"]))
    assert not is_indexed(nothing)


def test_metadata_of_a_list() -> None:
    found = head(reverse("django_tweets:explore"))
    assert found.canonical == f"{SITE}{reverse('django_tweets:explore')}"
    assert found.meta["og:type"] == "website"
    assert found.scripts == []


def test_edited_tweet_has_a_modification_time(ada: Profile) -> None:
    tweet: Any = services.edit(make_tweet(ada, "helo"), "hello")
    found = head(tweet.get_absolute_url())
    moment = make_aware(tweet.edited_at).isoformat()
    assert found.meta["article:modified_time"] == found.data["dateModified"] == moment


def test_tweet_has_oembed_links(ada: Profile) -> None:
    tweet = make_tweet(ada)
    found = head(tweet.get_absolute_url()).alternates()
    assert found.keys() == {"application/json+oembed", "text/xml+oembed"}
    for type_, form in [("application/json+oembed", ["json"]), ("text/xml+oembed", ["xml"])]:
        url = urlsplit(found[type_])
        query = parse_qs(url.query)
        assert query["url"] == [f"{SITE}{tweet.get_absolute_url()}"]
        assert query.get("format", ["json"]) == form
        response = Client().get(f"{url.path}?{url.query}")
        assert response.headers["Content-Type"].startswith(type_.replace("+oembed", ""))


@pytest.mark.parametrize(
    "content",
    [
        "</script><script>alert(1)</script>",
        "<!-- <script> & ]]> \u2028 \u2029",
        "\"}, 'quotes' \\u003C \\",
        "\x07\x1b control \ufffe",
    ],
)
def test_content_cannot_close_the_script_element(ada: Profile, content: str) -> None:
    tweet = make_tweet(ada, "hello")
    type(tweet)._base_manager.update(content=content)
    get_profile_model()._base_manager.update(display_name=content[:50], bio=content)
    for page in [tweet, ada]:
        html = Client().get(page.get_absolute_url()).content.decode()
        (script,) = re.findall(r'<script type="application/ld\+json">([^<]*)</script>', html)
        assert not set("<>&") & set(script)
        assert html.lower().count("<script") == len(re.findall("<script (?:type|src)=", html))
        data = head(page.get_absolute_url()).data
        stored = clean_text(content)
        assert stored in {data.get("text"), data.get("mainEntity", {}).get("description")}


def test_metadata_shows_only_the_content_warning(ada: Profile) -> None:
    tweet = make_tweet(ada, "HIDDEN #Secret", content_warning="spiders")
    html = Client().get(tweet.get_absolute_url()).content.decode().partition("</head>")[0]
    assert "HIDDEN" not in html
    assert "Secret" not in html
    found = Head(html)
    assert found.meta["og:description"] == found.data["text"] == "spiders"


def test_long_description_is_truncated(ada: Profile) -> None:
    found = head(make_tweet(ada, "word " * 56).get_absolute_url())
    assert len(found.meta["og:description"]) == 200
    assert found.meta["og:description"].endswith("…")


@pytest.mark.parametrize("who", ["tweet", "ada", "explore"])
def test_canonical_url_has_only_page_parameters(ada: Profile, who: str) -> None:
    tweet = make_tweet(ada)
    address = {
        "tweet": tweet.get_absolute_url(),
        "ada": ada.get_absolute_url(),
        "explore": reverse("django_tweets:explore"),
    }[who]
    assert head(f"{address}?utm_source=a&fbclid=b").canonical == f"{SITE}{address}"
    paged = head(f"{address}?utm_source=a&before={tweet.pk}&x=1")
    assert paged.canonical == f"{SITE}{address}?before={tweet.pk}"


# Pages without metadata.


def is_indexed(response: Any) -> bool:
    return "noindex" not in response.headers.get("X-Robots-Tag", "")


PAGES_WITH_METADATA = ["explore", "profile_detail", "tweet_detail"]


@pytest.mark.matrix
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("reader", READERS)
def test_only_public_pages_have_metadata(reader: str, kind: str) -> None:
    """A follower of a protected profile and staff, who may see it, get none either."""
    world = make_world(reader, kind)
    client = world.client()
    expected = {
        "explore": True,
        "profile_detail": kind not in {"protected", "suspended"} and reader != "blocker",
        "tweet_detail": kind in {"public", "unlisted"},
    }
    for name in PAGES_WITH_METADATA:
        response = client.get(path_in(name, world))
        if response.status_code != 200:
            continue
        found = Head(response.content.decode())
        assert ("og:title" in found.meta) is expected[name], name
        assert bool(found.alternates()) is (expected[name] and name != "explore"), name
        says_it = "THE-TEXT" in f"{found.meta} {found.scripts}"
        assert says_it is (expected[name] and name == "tweet_detail"), name
        is_unlisted = name == "tweet_detail" and kind == "unlisted"
        assert is_indexed(response) is (expected[name] and not is_unlisted), name


def test_other_pages_are_not_indexed(ada: Profile) -> None:
    world = make_world("author", "public")
    client = world.client()
    found = {name: client.get(path_in(name, world)) for name in PAGES}
    listed = {name for name, page in found.items() if page.status_code < 400 and is_indexed(page)}
    fetched = {"profile_atom", "profile_rss", "hashtag_atom", "hashtag_rss", "oembed"}
    fetched |= {"search_atom", "search_rss"}
    redirects = {"user_profile"}
    fetched |= {"attachment_file"}
    assert listed == {*PAGES_WITH_METADATA, *fetched, *redirects, "hashtag"}


def test_unlisted_tweet_has_a_preview_and_is_not_indexed(ada: Profile) -> None:
    tweet = make_tweet(ada, "THE-TEXT", visibility=Visibility.UNLISTED)
    response = Client().get(tweet.get_absolute_url())
    found = Head(response.content.decode())
    assert found.meta["og:description"] == "THE-TEXT"
    assert found.scripts == []
    assert "application/json+oembed" in found.alternates()
    assert not is_indexed(response)


def test_fragment_has_no_metadata(ada: Profile) -> None:
    address = make_tweet(ada).get_absolute_url()
    response = Client().get(address, headers={"X-Tweets-Fragment": "1"})
    assert b"og:title" not in response.content
    assert response.context["layout"] == "django_tweets/layouts/bare.html"


# Parts that a host leaves out.


def left_out(*parts: Any) -> Any:
    rest = [pattern for pattern in urls.urlpatterns if pattern not in parts]
    site = type("Site", (), {"urlpatterns": [path("t/", include((rest, "django_tweets")))]})
    return override_settings(ROOT_URLCONF=site)


def test_missing_parts_have_no_links(ada: Profile, as_bob: Client) -> None:
    tweet: Tweet = make_tweet(ada)
    with left_out(*urls.feeds, *urls.embeds):
        for address in [tweet.get_absolute_url(), ada.get_absolute_url()]:
            html = as_bob.get(address).content.decode()
            assert "feed." not in html
            assert "oembed" not in html
            assert head(address, as_bob).canonical == f"{SITE}{address}"


def test_profile_menu_links_to_the_feed(ada: Profile, as_bob: Client) -> None:
    address = reverse("django_tweets:profile_atom", args=["ada"])
    assert f'<a href="{address}">' in as_bob.get(ada.get_absolute_url()).content.decode()
    services.update_profile(ada, is_protected=True)
    assert address not in as_bob.get(ada.get_absolute_url()).content.decode()


def test_layout_without_a_head_block_has_no_metadata(
    ada: Profile, settings: Any, tmp_path: Any
) -> None:
    folder = tmp_path / "django_tweets" / "layouts"
    folder.mkdir(parents=True)
    (folder / "base.html").write_text("<main>{% block content %}{% endblock %}</main>")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    response = Client().get(make_tweet(ada, "THE-TEXT").get_absolute_url())
    assert b"THE-TEXT" in response.content
    assert b"og:title" not in response.content
