"""Pages that know of attachments: titles, metadata, feeds, embeds, history and the Media tab."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import include, path, reverse

from django_tweets import services, timelines, urls
from django_tweets.models import Attachment
from tests.attachment_samples import ALT, draw_picture, make_attachments, make_picture_tweet
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

HOST = "http://testserver"


def get(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def count_statements(client: Client, url: str) -> int:
    """Return the number of statements of a page, without the savepoints of ATOMIC_REQUESTS."""
    with CaptureQueriesContext(connection) as queries:
        get(client, url)
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def get_metadata(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html))


class TestTextOfTweetWithoutText:
    def test_title_says_what_the_picture_shows(self, client: Client) -> None:
        html = get(client, make_picture_tweet(make_profile()).get_absolute_url())
        assert "Picture: A teapot and two cups" in html.partition("</title>")[0]

    @pytest.mark.parametrize(
        ("fields", "text"),
        [
            ({}, f"Picture: {ALT}"),
            ({"alt": ""}, "Picture"),
            ({"kind": "video"}, f"Video: {ALT}"),
            ({"kind": "gifv", "alt": ""}, "Animation"),
            ({"kind": "audio"}, f"Sound: {ALT}"),
        ],
    )
    def test_text_names_the_kind_of_the_attachment(self, fields: dict[str, Any], text: str) -> None:
        tweet = make_picture_tweet(make_profile())
        Attachment.objects.filter(tweet=tweet.pk).update(**fields)
        assert timelines.hydrate([tweet.pk], None)[0].plain_text == text

    def test_sensitive_picture_is_not_described(self) -> None:
        tweet = make_picture_tweet(make_profile(), is_sensitive=True)
        assert timelines.hydrate([tweet.pk], None)[0].plain_text == "Sensitive content"

    def test_text_comes_first(self) -> None:
        tweet = make_picture_tweet(make_profile(), content="look")
        assert timelines.hydrate([tweet.pk], None)[0].plain_text == "look"

    def test_notification_has_the_description(
        self, as_ada: Client, ada: Profile, django_capture_on_commit_callbacks: Any
    ) -> None:
        tweet = make_picture_tweet(ada)
        with django_capture_on_commit_callbacks(execute=True):
            services.like(make_profile(), tweet)
        html = get(as_ada, reverse("django_tweets:notifications"))
        assert f"Picture: {ALT}</a>" in html


class TestMetadata:
    def test_first_picture(self, client: Client) -> None:
        tweet = make_picture_tweet(make_profile(), 2, "look")
        found = get_metadata(get(client, tweet.get_absolute_url()))
        first = Attachment.objects.get(tweet=tweet.pk, position=0)
        assert found["twitter:card"] == "summary_large_image"
        assert found["og:image"] == HOST + first.url
        assert (found["og:image:width"], found["og:image:height"]) == ("1920", "1280")
        assert found["og:image:alt"] == found["twitter:image:alt"] == ALT

    def test_video_has_a_player(self, client: Client) -> None:
        tweet = make_tweet(make_profile(), "look")
        (video,) = make_attachments(tweet, {"kind": "video"})
        found = get_metadata(get(client, tweet.get_absolute_url()))
        embed = reverse("django_tweets:tweet_embed", args=[tweet.profile.handle, tweet.pk])
        assert found["twitter:card"] == "player"
        assert found["twitter:player"] == HOST + embed
        assert found["og:image"] == HOST + video.still_url
        for name in ("og:video", "twitter:player:stream"):
            assert found[name] == HOST + video.url
        for name in ("og:video:type", "twitter:player:stream:content_type"):
            assert found[name] == "video/mp4"
        for name in ("og:video", "twitter:player"):
            assert (found[f"{name}:width"], found[f"{name}:height"]) == ("1920", "1280")

    def test_video_after_a_picture_is_no_player(self, client: Client) -> None:
        tweet = make_tweet(make_profile(), "look")
        _, video = make_attachments(tweet, {}, {"kind": "video"})
        found = get_metadata(get(client, tweet.get_absolute_url()))
        assert found["twitter:card"] == "summary_large_image"
        assert found["og:video"] == HOST + video.url
        assert "twitter:player" not in found

    def test_site_without_embeds_has_no_player(self, client: Client, settings: Any) -> None:
        patterns = [each for each in urls.urlpatterns if each not in urls.embeds]
        mounted = path("t/", include((patterns, "django_tweets")))
        settings.ROOT_URLCONF = type("Site", (), {"urlpatterns": [mounted]})
        tweet = make_tweet(make_profile(), "look")
        make_attachments(tweet, {"kind": "video"})
        found = get_metadata(get(client, tweet.get_absolute_url()))
        assert found["twitter:card"] == "summary_large_image"
        assert "og:video" in found

    @pytest.mark.parametrize("kind", ["image", "video"])
    @pytest.mark.parametrize("fields", [{"is_sensitive": True}, {"content_warning": "spiders"}])
    def test_covered_picture_is_left_out(
        self, client: Client, fields: dict[str, Any], kind: str
    ) -> None:
        tweet = make_tweet(make_profile(), "look", **fields)
        make_attachments(tweet, {"kind": kind})
        html = get(client, tweet.get_absolute_url())
        found = get_metadata(html)
        assert found["twitter:card"] == "summary"
        assert not [name for name in found if name.startswith(("og:image", "og:video"))]
        assert 'Object"' not in html

    def test_structured_data(self, client: Client) -> None:
        tweet = make_tweet(make_profile(), "look")
        picture, video = make_attachments(tweet, {}, {"kind": "video", "duration": 9.6})
        html = get(client, tweet.get_absolute_url())
        match = re.search(r'<script type="application/ld\+json">(.*?)</script>', html)
        assert match is not None
        data = json.loads(match[1])
        assert data["image"] == [
            {
                "@type": "ImageObject",
                "contentUrl": HOST + picture.url,
                "encodingFormat": "image/webp",
                "caption": ALT,
                "width": 1920,
                "height": 1280,
            }
        ]
        assert data["video"][0]["duration"] == "PT10S"
        assert data["video"][0]["thumbnailUrl"] == HOST + video.still_url
        assert "audio" not in data


class TestFeeds:
    @pytest.mark.parametrize("name", ["profile_atom", "profile_rss"])
    def test_picture_is_enclosed_and_shown(self, client: Client, name: str) -> None:
        ada = make_profile()
        make_picture_tweet(ada, 2)
        first = Attachment.objects.get(position=0)
        xml = get(client, reverse(f"django_tweets:{name}", args=[ada.handle]))
        url = HOST + first.url
        enclosures = re.findall(r"<(?:link|enclosure) [^>]*image/webp[^>]*>", xml)
        assert len(enclosures) == (2 if name == "profile_atom" else 1)
        assert url in enclosures[0]
        assert f'&lt;img src="{url}" alt="{ALT}" width="1920" height="1280"&gt;' in xml
        assert f"<title>Picture: {ALT[:20]}" in xml

    def test_sensitive_picture_is_a_link_to_the_tweet(self, client: Client) -> None:
        ada = make_profile()
        make_picture_tweet(ada, content="look", is_sensitive=True)
        xml = get(client, reverse("django_tweets:profile_atom", args=[ada.handle]))
        assert "Sensitive content" in xml
        assert "/media/" not in xml
        assert "enclosure" not in xml


class TestOtherSites:
    def test_embedded_card_has_the_pictures(self, client: Client) -> None:
        tweet = make_picture_tweet(make_profile(), 3)
        args = [tweet.profile.handle, tweet.pk]
        html = get(client, reverse("django_tweets:tweet_embed", args=args))
        assert 'class="tw-media tw-media-3"' in html

    def test_oembed_has_a_thumbnail_and_room_for_it(self, client: Client) -> None:
        tweet = make_picture_tweet(make_profile(), content="look")
        plain = make_tweet(tweet.profile, "look")
        endpoint = reverse("django_tweets:oembed")

        def read(tweet: Any, more: str = "") -> dict[str, Any]:
            url = quote(HOST + tweet.get_absolute_url())
            found: dict[str, Any] = json.loads(get(client, f"{endpoint}?url={url}{more}"))
            return found

        found = read(tweet)
        picture = Attachment.objects.get()
        assert found["thumbnail_url"] == HOST + picture.url
        assert (found["thumbnail_width"], found["thumbnail_height"]) == (1920, 1280)
        assert found["height"] > read(plain)["height"] + 300
        assert "thumbnail_url" not in read(tweet, "&maxwidth=400")
        assert "thumbnail_url" not in read(plain)


class TestHistory:
    def test_earlier_pictures_with_their_descriptions(self, as_ada: Client, ada: Profile) -> None:
        first, second = (services.upload(ada, draw_picture(), alt="old words") for _ in range(2))
        tweet = services.publish(ada, "look", attachments=[first, second], **TWEET_EXTRA)
        second.alt = "new words"
        services.edit(tweet, "look", attachments=[second])
        args = [ada.handle, tweet.pk]
        html = get(as_ada, reverse("django_tweets:tweet_history", args=args))
        now, _, before = html.partition('<section class="tw-revision">')
        assert ("new words" in now, "old words" in now, now.count("<img src")) == (True, False, 1)
        assert ("new words" in before, before.count('alt="old words"')) == (False, 2)

    def test_earlier_sensitive_pictures_are_covered(self, as_ada: Client, ada: Profile) -> None:
        picture = services.upload(ada, draw_picture())
        extra = {"is_sensitive": True, **TWEET_EXTRA}
        tweet = services.publish(ada, "look", attachments=[picture], **extra)
        services.edit(tweet, "looked")
        args = [ada.handle, tweet.pk]
        html = get(as_ada, reverse("django_tweets:tweet_history", args=args))
        assert html.count("Sensitive content") == 2

    def test_statements_do_not_grow(self, as_ada: Client, ada: Profile) -> None:
        tweet = services.publish(
            ada, "look", attachments=[services.upload(ada, draw_picture())], **TWEET_EXTRA
        )
        url = reverse("django_tweets:tweet_history", args=[ada.handle, tweet.pk])
        counts = []
        for number in range(3):
            services.edit(tweet, f"look {number}")
            counts.append(count_statements(as_ada, url))
        assert counts[1:] == counts[:1] * 2
        assert counts[0] <= 10


class TestMediaTab:
    def test_tweets_with_attachments_of_this_profile(self, client: Client) -> None:
        ada, bob = make_profile(), make_profile()
        make_tweet(ada, "no picture")
        older, newer = make_picture_tweet(ada, 2), make_picture_tweet(ada, content="words")
        services.retweet(ada, make_picture_tweet(bob))
        assert timelines.media_tweets(ada, None).rows == [newer, older]
        html = get(client, reverse("django_tweets:profile_media", args=[ada.handle]))
        assert html.count(f'alt="{ALT}"') == 2
        assert html.index(newer.get_absolute_url()) < html.index(older.get_absolute_url())
        assert "<b>2</b>" in html

    @pytest.mark.parametrize(
        ("fields", "text"),
        [({"is_sensitive": True}, "Sensitive content"), ({"content_warning": "mice"}, "mice")],
    )
    def test_covered_pictures(self, client: Client, fields: dict[str, Any], text: str) -> None:
        ada = make_profile()
        make_picture_tweet(ada, content="words", **fields)
        html = get(client, reverse("django_tweets:profile_media", args=[ada.handle]))
        assert f'<span dir="auto">{text}</span>' in html
        assert ".webp" not in html

    @pytest.mark.parametrize(
        ("kind", "shown"), [("video", "poster.webp"), ("gifv", "poster.webp"), ("audio", ALT)]
    )
    def test_other_kinds(self, client: Client, kind: str, shown: str) -> None:
        ada = make_profile()
        make_attachments(make_tweet(ada), {"kind": kind})
        assert shown in get(client, reverse("django_tweets:profile_media", args=[ada.handle]))

    def test_media_tab_has_only_readable_tweets(self, ada: Profile) -> None:
        shown = make_picture_tweet(ada)
        hidden = make_picture_tweet(ada, visibility="followers")
        fan = make_profile()
        services.follow(fan, ada)
        assert timelines.media_tweets(ada, None).rows == [shown]
        assert timelines.media_tweets(ada, fan).rows == [hidden, shown]

    def test_pages(self, ada: Profile) -> None:
        tweets = [make_picture_tweet(ada, 2) for _ in range(5)][::-1]
        page: Any = timelines.media_tweets(ada, None, size=3)
        assert page.rows == tweets[:3]
        assert timelines.media_tweets(ada, None, page.older, size=3).rows == tweets[3:]

    def test_as_many_statements_as_other_tabs(self, as_ada: Client, ada: Profile) -> None:
        bob = make_profile()
        counts = {}
        for number in (1, 3):
            make_picture_tweet(bob, number)
            for name in ("profile_media", "profile_replies"):
                url = reverse(f"django_tweets:{name}", args=[bob.handle])
                counts[name, number] = count_statements(as_ada, url)
        assert len(set(counts.values())) == 1


class TestStatements:
    def test_as_many_as_without_pictures(self, as_ada: Client, ada: Profile) -> None:
        url = reverse("django_tweets:home")
        make_tweet(ada)
        counts = []
        for count in (0, 1, 4):
            if count:
                make_picture_tweet(ada, count)
            counts.append(count_statements(as_ada, url))
        assert len(set(counts)) == 1


def test_part_of_the_files_is_left_out(client: Client, settings: Any) -> None:
    """A host without the URLs of files shows none, and no page fails."""
    patterns = [each for each in urls.urlpatterns if each not in urls.attachments]
    mounted = path("t/", include((patterns, "django_tweets")))
    settings.ROOT_URLCONF = type("Site", (), {"urlpatterns": [mounted]})
    tweet = make_picture_tweet(make_profile(), 2, "words")
    html = get(client, tweet.get_absolute_url())
    assert "tw-media" not in html
    assert "og:image" not in html
    get(client, reverse("django_tweets:profile_atom", args=[tweet.profile.handle]))
    get(client, reverse("django_tweets:profile_media", args=[tweet.profile.handle]))
