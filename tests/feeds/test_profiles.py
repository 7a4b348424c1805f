"""Feeds of profiles, and the Feed base class."""

from __future__ import annotations

import re
from calendar import timegm
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import feedparser
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Enclosure

from django_tweets import feed_formats, feeds, get_profile_model, get_tweet_model, services
from django_tweets.formatting.times import make_aware
from django_tweets.models import Visibility
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets
from tests.feeds.reading import ATOM, XML_LANG, check_rfc4287, get, html_of, read
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

NAMES = ["profile_atom", "profile_rss"]


@pytest.fixture(params=NAMES)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_feed_has_public_tweets_and_profile_data(ada: Profile, name: str) -> None:
    ada.display_name, ada.bio = "Ada L.", "Numbers & notes"
    ada.save()
    first = make_tweet(ada, "First, see https://example.org/a?b=1&c=2 #Maths")
    reply = services.publish(ada, "and so on", in_reply_to=first, **TWEET_EXTRA)
    parsed = read(name)
    assert parsed.feed.title == "Ada L. (@ada)"
    assert parsed.feed.subtitle == "Numbers & notes"
    assert parsed.feed.link == f"http://testserver{ada.get_absolute_url()}"
    assert parsed.feed.language == "en"
    assert [entry.title for entry in parsed.entries] == [
        "and so on",
        "First, see https://example.org/a?b=1&c=2 #Maths",
    ]
    assert parsed.entries[0].link == f"http://testserver{reply.get_absolute_url()}"
    entry = parsed.entries[1]
    assert 'href="https://example.org/a?b=1&amp;c=2"' in html_of(entry)
    assert [tag.term for tag in entry.tags] == ["Maths"]
    assert entry.author == "Ada L."
    assert timegm(entry.published_parsed) == int(make_aware(first.created_at).timestamp())


@pytest.mark.parametrize("visibility", ["unlisted", "followers", "mentioned"])
def test_feed_has_only_public_tweets(ada: Profile, name: str, visibility: str) -> None:
    make_tweet(ada, "THE-TEXT", visibility=visibility)
    assert read(name).entries == []


def test_feed_has_no_retweets_and_replies(ada: Profile, bob: Profile, name: str) -> None:
    theirs = make_tweet(bob, "THE-TEXT")
    services.retweet(ada, theirs, **TWEET_EXTRA)
    services.publish(ada, "to Bob", in_reply_to=theirs, **TWEET_EXTRA)
    assert read(name).entries == []


@pytest.mark.parametrize(
    "fields", [{"is_protected": True}, {"is_suspended": True}, {"deleted_at": timezone.now}]
)
def test_hidden_profile_has_no_feed(ada: Profile, name: str, fields: dict[str, Any]) -> None:
    make_tweet(ada)
    values = {key: value() if callable(value) else value for key, value in fields.items()}
    get_profile_model()._base_manager.update(**values)
    assert get(name).status_code == 404


def test_unknown_profile_has_no_feed(db: None, name: str) -> None:
    assert get(name, "nobody").status_code == 404


def test_uppercase_handle_redirects_to_the_stored_handle(ada: Profile, name: str) -> None:
    response = get(name, "Ada")
    assert response.status_code == 301
    assert response.headers["Location"] == reverse(f"django_tweets:{name}", args=["ada"])


def test_feed_is_equal_for_every_user(ada: Profile, as_ada: Client, name: str) -> None:
    make_tweet(ada, "for everyone")
    make_tweet(ada, "for followers", visibility=Visibility.FOLLOWERS)
    response = as_ada.get(reverse(f"django_tweets:{name}", args=["ada"]))
    assert response.content == get(name).content
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert response.headers["Cache-Control"] == "public, no-cache, max-age=0"


def test_ids_stay_when_the_handle_changes(ada: Profile, name: str) -> None:
    make_tweet(ada)
    before = read(name)
    services.update_profile(ada, handle="countess")
    after = read(name, "countess")
    assert [entry.id for entry in before.entries] == [entry.id for entry in after.entries]
    assert before.entries[0].id.startswith("tag:testserver,20")
    assert before.feed.get("id") == after.feed.get("id")
    assert before.entries[0].link != after.entries[0].link


def test_edit_keeps_the_id_and_changes_updated(ada: Profile) -> None:
    tweet = make_tweet(ada, "helo")
    moment = timezone.now() - timedelta(days=1)
    get_tweet_model()._base_manager.update(created_at=moment)
    (before,) = read("profile_atom").entries
    services.edit(tweet, "hello")
    (after,) = read("profile_atom").entries
    assert before.id == after.id
    assert before.published == after.published
    assert before.updated < after.updated


def test_feed_shows_only_the_content_warning(ada: Profile, bob: Profile, name: str) -> None:
    quoted = make_tweet(bob, "QUOTED", content_warning="spiders")
    make_tweet(ada, "HIDDEN #Secret", content_warning="the ending")
    make_tweet(ada, "look at this", quote_of=quoted)
    entries = read(name).entries
    quoting, warned = entries
    assert warned.title == "the ending"
    assert "the ending" in html_of(warned)
    assert "Read the tweet" in html_of(warned)
    assert "spiders" in html_of(quoting)
    everything = str(entries)
    assert not any(word in everything for word in ["HIDDEN", "Secret", "QUOTED"])


def test_feed_shows_only_public_quoted_tweets(ada: Profile, bob: Profile, name: str) -> None:
    make_tweet(ada, "all of it", quote_of=make_tweet(bob, "OPEN", language="pt"))
    make_tweet(ada, "not", quote_of=make_tweet(bob, "UNLISTED", visibility="unlisted"))
    make_tweet(ada, "nor", quote_of=make_tweet(bob, "FOLLOWERS", visibility="followers"))
    html = "".join(map(html_of, read(name).entries))
    assert "OPEN" in html
    assert 'lang="pt"' in html
    assert f'href="http://testserver{reverse("django_tweets:profile_detail", args=["bob"])}' in html
    assert "UNLISTED" not in html
    assert "FOLLOWERS" not in html


def test_mentions_have_absolute_urls(ada: Profile, bob: Profile, name: str) -> None:
    make_tweet(ada, "hello @bob")
    (entry,) = read(name).entries
    page = reverse("django_tweets:profile_detail", args=["bob"])
    assert f'href="http://testserver{page}"' in html_of(entry)


def test_entries_have_their_language(ada: Profile) -> None:
    make_tweet(ada, "Olá", language="pt-BR")
    make_tweet(ada, "whatever")
    root = ElementTree.fromstring(get("profile_atom").content)
    assert root.get(XML_LANG) == "en"
    assert [entry.get(XML_LANG) for entry in root.iter(f"{ATOM}entry")] == ["", "pt-BR"]


UNUSUAL_CHARACTERS = [
    "nul \x00, bell \x07, escape \x1b, vertical tab \x0b",
    "not a character \ufffe \uffff",
    "beyond \U0001f468\u200d\U0001f469\u200d\U0001f467 and \U00020000",
    "marks \u202e\u2066\u200f and ]]> <![CDATA[ <script>alert(1)</script> &amp; &#0;",
    "lines\nbroken\r\nand\u2028so\u2029on\x85",
]


@pytest.mark.parametrize("content", UNUSUAL_CHARACTERS)
def test_characters_invalid_in_xml_are_removed(ada: Profile, name: str, content: str) -> None:
    """PostgreSQL refuses NUL. Other invalid characters can come from direct writes."""
    content = content.replace("\x00", "")
    tweet = make_tweet(ada, "hello")
    get_tweet_model()._base_manager.filter(pk=tweet.pk).update(
        content=content, entities=[], language=""
    )
    get_profile_model()._base_manager.filter(pk=ada.pk).update(
        display_name=f"A {content}"[:50], bio=content
    )
    (entry,) = read(name).entries
    assert "<script>" not in html_of(entry)


def test_characters_valid_in_xml_are_kept() -> None:
    assert feed_formats.strip_invalid_xml("a\tb\n\U0001f600\x00\x1f\ufffe") == "a\tb\n\U0001f600"


def test_feed_has_the_avatar(ada: Profile, name: str, media: Any) -> None:
    get_profile_model()._base_manager.update(avatar="django_tweets/avatars/a.webp")
    parsed = read(name)
    url = "http://testserver/media/django_tweets/avatars/a.webp"
    assert (parsed.feed.icon if name == "profile_atom" else parsed.feed.image.href) == url


def test_empty_feed_does_not_change(ada: Profile, name: str) -> None:
    assert read(name).entries == []
    response = get(name)
    assert get(name, **{"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_unchanged_feed_is_not_sent_again(ada: Profile, name: str) -> None:
    make_tweets(ada, 3)
    first = get(name)
    for known in ["ETag", "Last-Modified"]:
        header = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[known]
        response = get(name, **{header: first.headers[known]})
        assert response.status_code == 304
        assert response.content == b""
        assert response.headers["ETag"] == first.headers["ETag"]
    get_tweet_model()._base_manager.order_by("pk")[0].delete()
    changed = get(name, **{"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_query_count_does_not_depend_on_the_number_of_tweets(
    ada: Profile, bob: Profile, name: str, count: int
) -> None:
    quoted = make_tweet(bob, "quoted")
    for tweet in make_tweets(ada, count):
        get_tweet_model()._base_manager.filter(pk=tweet.pk).update(quote_of=quoted)
    with at_most(3):
        response = get(name)
    with at_most(3):
        assert get(name, **{"If-None-Match": response.headers["ETag"]}).status_code == 304
    assert len(read(name).entries) == min(count, 20)


def test_head_request_has_no_body(ada: Profile, name: str) -> None:
    response = Client().head(reverse(f"django_tweets:{name}", args=["ada"]))
    assert response.status_code == 200
    assert response.content == b""
    assert Client().post(reverse(f"django_tweets:{name}", args=["ada"])).status_code == 405


class Gallery(feeds.ProfileFeed):
    """A feed of a host, with enclosures and its own description."""

    def get_description(self) -> str:
        return "Pictures"

    def get_author(self) -> Any:
        return None

    def get_enclosures(self, tweet: Any) -> list[Enclosure]:
        return [
            Enclosure(f"http://testserver/media/{number}.webp", "1234", "image/webp")
            for number in range(2)
        ]


@pytest.mark.parametrize(("format_", "count"), [(feed_formats.Atom, 2), (feed_formats.Rss, 1)])
def test_feed_has_enclosures(
    ada: Profile, rf: Any, format_: type[feed_formats.Atom | feed_formats.Rss], count: int
) -> None:
    make_tweet(ada)
    response: Any = Gallery.as_view(format=format_)(rf.get("/gallery/"), handle="ada")
    parsed = feedparser.parse(response.content)
    assert parsed.feed.subtitle == "Pictures"
    assert len(parsed.entries[0].enclosures) == count


def test_feed_drops_unlisted_tweets_and_retweets_of_a_custom_list(
    ada: Profile, bob: Profile, rf: Any
) -> None:
    """A host may return tweets that do not belong in a feed."""

    class Everything(feeds.ProfileFeed):
        def get_tweets(self) -> Any:
            return get_tweet_model().objects.visible_to(None).select_related("profile")

    make_tweet(ada, "UNLISTED", visibility="unlisted")
    make_tweet(ada, "", retweet_of=make_tweet(bob, "OPEN"))
    response: Any = Everything.as_view()(rf.get("/all/"), handle="ada")
    assert [entry.title for entry in feedparser.parse(response.content).entries] == ["OPEN"]


def test_profile_without_bio_has_a_default_subtitle(name: str) -> None:
    make_profile("quiet")
    assert read(name, "quiet").feed.subtitle == "Tweets by quiet"


def test_feed_of_the_documentation_works(ada: Profile, rf: Any) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n([^`]*class EverybodyFeed[^`]*)```", page)
    names: dict[str, Any] = {}
    exec(code, names)
    make_tweet(ada, "hello")
    response = names["EverybodyFeed"].as_view()(rf.get("/feed/"))
    check_rfc4287(response.content)
    parsed = feedparser.parse(response.content)
    assert parsed.feed.title == parsed.feed.subtitle == "The town talks"
    assert [entry.title for entry in parsed.entries] == ["hello"]
