"""Tweets on other sites: how to embed one, and the card that is embedded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import django
import pytest
from django.conf.urls.i18n import i18n_patterns
from django.test import Client, override_settings
from django.urls import include, path, reverse, set_script_prefix

from django_tweets import services
from django_tweets.models import Visibility
from tests.factories import TWEET_EXTRA, make_tweet
from tests.queries import at_most
from tests.views.expected_access import PAGES
from tests.views.scenarios import make_world
from tests.views.scenarios import path as path_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile, Tweet
    from tests.views.scenarios import World

pytestmark = pytest.mark.django_db

OEMBED = reverse("django_tweets:oembed")
FRAMES = "django.middleware.clickjacking.XFrameOptionsMiddleware"
HAS_POLICY = django.VERSION >= (6, 0)
POLICY = "django.middleware.csp.ContentSecurityPolicyMiddleware"


def card(tweet: Tweet) -> str:
    return reverse("django_tweets:tweet_embed", args=[tweet.profile.handle, tweet.pk])


def page(tweet: Tweet) -> str:
    return f"http://testserver{tweet.get_absolute_url()}"


def ask(url: str, **query: Any) -> Any:
    return Client().get(OEMBED, {"url": url, **query})


# The answer.


def test_oembed_describes_the_frame(ada: Profile) -> None:
    ada.display_name = "Ada “<b>” & Co"
    ada.save()
    tweet = make_tweet(ada, "THE-TEXT")
    response = ask(page(tweet))
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in response.headers.get("Vary", "")
    data = response.json()
    html = data.pop("html")
    assert 150 < data.pop("height") < 400
    assert data == {
        "type": "rich",
        "version": "1.0",
        "title": "Ada “<b>” & Co (@ada)",
        "author_name": "Ada “<b>” & Co",
        "author_url": f"http://testserver{ada.get_absolute_url()}",
        "provider_name": "testserver",
        "provider_url": "http://testserver/",
        "cache_age": 3600,
        "width": 550,
    }
    frame = ElementTree.fromstring(html.replace(' loading="lazy"', ""))
    assert frame.tag == "iframe"
    assert frame.get("src") == f"http://testserver{card(tweet)}"
    assert frame.get("title") == "Tweet by Ada “<b>” & Co (@ada)"
    assert frame.get("width") == "550"
    assert "allow-scripts" not in frame.get("sandbox", "allow-scripts")


def test_oembed_answers_in_xml(ada: Profile) -> None:
    tweet = make_tweet(ada)
    type(ada)._base_manager.update(display_name="A\x08da & \ufffe")
    response = ask(page(tweet), format="xml")
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == "oembed"
    found = {element.tag: element.text for element in root}
    assert found.keys() == ask(page(tweet)).json().keys()
    assert found["author_name"] == "Ada &"
    assert found["html"].startswith("<iframe ")  # type: ignore[union-attr]  # or the test fails


@pytest.mark.parametrize(
    ("query", "width", "height"),
    [
        ({"maxwidth": "320"}, 320, None),
        ({"maxwidth": "5000", "maxheight": "5000"}, 550, None),
        ({"maxheight": "100"}, 550, 100),
        ({"maxwidth": "1", "maxheight": "1"}, 1, 1),
        ({"maxwidth": "0", "maxheight": "-5"}, 550, None),
        ({"maxwidth": "wide", "maxheight": "٣٢٠"}, 550, None),
        ({"maxwidth": "9" * 5000}, 550, None),
    ],
)
def test_frame_is_no_larger_than_requested(
    ada: Profile, query: dict[str, str], width: int, height: int | None
) -> None:
    data = ask(page(make_tweet(ada)), **query).json()
    assert data["width"] == width
    assert data["height"] == height or (height is None and data["height"] > 150)
    assert f'width="{width}" height="{data["height"]}"' in data["html"]


def test_height_of_the_frame_depends_on_the_text(ada: Profile) -> None:
    short, long = make_tweet(ada, "short"), make_tweet(ada, "long " * 50)
    lines = make_tweet(ada, "l\n" * 100)
    quoting = make_tweet(ada, "short", quote_of=long)
    heights = [ask(page(tweet)).json()["height"] for tweet in (short, quoting, long, lines)]
    assert heights[0] < heights[1] < heights[3] == 1000
    assert heights[0] < heights[2]
    assert ask(page(long), maxwidth=200).json()["height"] > heights[2]


def test_retweet_embeds_the_original(ada: Profile, bob: Profile) -> None:
    retweet = services.retweet(bob, make_tweet(ada), **TWEET_EXTRA)
    assert ask(page(retweet)).json()["author_name"] == "ada"


def test_invalid_oembed_request_is_refused(ada: Profile) -> None:
    url = page(make_tweet(ada))
    assert ask(url, format="yaml").status_code == 501
    response = Client().get(OEMBED)
    assert response.status_code == 400
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert Client().post(OEMBED, {"url": url}).status_code == 405


def test_unchanged_oembed_is_not_sent_again(ada: Profile) -> None:
    url = page(make_tweet(ada))
    tag = ask(url).headers["ETag"]
    response = Client().get(OEMBED, {"url": url}, headers={"If-None-Match": tag})
    assert response.status_code == 304
    assert response.headers["Access-Control-Allow-Origin"] == "*"


# URLs that may be asked about.


@pytest.mark.parametrize(
    "change",
    [
        ("", ""),
        ("http://", "https://"),
        ("http://testserver", "http://TestServer"),
        ("http://testserver", "http://testserver:80"),
        ("http://testserver", "https://testserver:443"),
        ("@ada", "%40ada"),
        ("@ada", "@ADA"),
    ],
)
@pytest.mark.parametrize("ending", ["", "?utm_source=a", "#t1", "?before=5#replies"])
def test_url_of_a_tweet_is_found(ada: Profile, change: tuple[str, str], ending: str) -> None:
    url = page(make_tweet(ada)).replace(*change) + ending
    assert ask(url).status_code == 200


@pytest.mark.parametrize(
    "change",
    [
        ("http://testserver", "http://evil.example"),
        ("http://testserver", "http://testserver.evil.example"),
        ("http://testserver", "http://testserver:8080"),
        ("http://testserver", "http://testserver:443"),
        ("http://testserver", "https://testserver:80"),
        ("http://testserver", "http://testserver@evil.example"),
        ("http://testserver", "http://evil.example@testserver"),
        ("http://testserver", "http://testserver:80@evil.example"),
        ("http://testserver", "http://evil.example#@testserver"),
        ("http://testserver", "http://evil.example\\@testserver"),
        ("http://testserver", "http://[testserver"),
        ("http://testserver", "http://testserver:port"),
        ("http://testserver", "http://"),
        ("http://testserver", "//testserver"),
        ("http://testserver", ""),
        ("http://", "javascript://"),
        ("http://", "ftp://"),
        ("/tweets/@ada/", "/tweets/@ada/../@ada/"),
        ("/tweets/", "/tweet/"),
    ],
)
def test_other_url_is_not_found(ada: Profile, change: tuple[str, str]) -> None:
    url = page(make_tweet(ada)).replace(*change)
    response = ask(url)
    assert response.status_code == 404
    assert response.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("name", ["profile_detail", "tweet_history", "home", "tweet_embed"])
def test_url_of_another_site_is_not_found(ada: Profile, name: str) -> None:
    tweet = make_tweet(ada)
    args: list[Any] = {"home": [], "profile_detail": ["ada"]}.get(name, ["ada", tweet.pk])
    assert ask(f"http://testserver{reverse(f'django_tweets:{name}', args=args)}").status_code == 404


def test_missing_or_private_tweet_is_not_found(ada: Profile) -> None:
    tweet = make_tweet(ada)
    url = page(tweet)
    services.delete(tweet)
    assert ask(url).status_code == 404
    assert ask(url.replace(str(tweet.pk), "9" * 19)).status_code == 404


class Languages:
    """A site with each page in two languages, one of them without a prefix."""

    urlpatterns = i18n_patterns(
        path("c/", include("django_tweets.urls")), prefix_default_language=False
    )


class Behind:
    urlpatterns = [path("deep/down/", include("django_tweets.urls"))]


@pytest.mark.parametrize("asked_in", ["/de/c/oembed/", "/c/oembed/"])
@pytest.mark.parametrize("language", ["/de", ""])
def test_url_in_another_language_is_found(ada: Profile, asked_in: str, language: str) -> None:
    tweet = make_tweet(ada)
    with override_settings(
        ROOT_URLCONF=Languages,
        MIDDLEWARE=["django.middleware.locale.LocaleMiddleware"],
        LANGUAGES=[("en", "English"), ("de", "Deutsch")],
    ):
        url = f"http://testserver{language}/c/@ada/{tweet.pk}/"
        response = Client().get(asked_in, {"url": url})
    assert response.status_code == 200
    assert asked_in.replace("oembed/", "") in response.json()["html"]


@pytest.fixture
def below_app() -> Iterator[None]:
    """As a server below /app/ does for each request, and the test client doesn't."""
    set_script_prefix("/app/")
    yield
    set_script_prefix("/")


@override_settings(ROOT_URLCONF=Behind)
@pytest.mark.usefixtures("below_app")
def test_url_below_a_script_prefix_is_found(ada: Profile) -> None:
    tweet = make_tweet(ada)
    ours = f"http://testserver/app/deep/down/@ada/{tweet.pk}/"
    for url, status in [(ours, 200), (ours.replace("/app", ""), 404)]:
        response = Client().get("/deep/down/oembed/", {"url": url}, SCRIPT_NAME="/app")
        assert response.status_code == status


# The card.


def test_card_shows_the_tweet(ada: Profile, bob: Profile) -> None:
    quoted = make_tweet(bob, "QUOTED")
    tweet = make_tweet(ada, "THE-TEXT @bob", quote_of=quoted, language="pt")
    response = Client().get(card(tweet))
    html = response.content.decode()
    assert "THE-TEXT" in html
    assert "QUOTED" in html
    assert 'lang="pt"' in html
    assert '<base target="_blank">' in html
    assert f'<link rel="canonical" href="{page(tweet)}">' in html
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert not any(tag in html for tag in ["<script", "<form", "<button", "<input", "csrf"])
    tag = response.headers["ETag"]
    assert Client().get(card(tweet), headers={"If-None-Match": tag}).status_code == 304


def test_card_shows_reply_and_edit(ada: Profile, bob: Profile) -> None:
    reply = services.publish(ada, "yes", in_reply_to=make_tweet(bob), **TWEET_EXTRA)
    services.edit(reply, "no")
    html = Client().get(card(reply)).content.decode()
    assert reverse("django_tweets:profile_detail", args=["bob"]) in html
    assert "edited" in html


def test_card_hides_text_behind_its_warning(ada: Profile) -> None:
    tweet = make_tweet(ada, "HIDDEN", content_warning="spiders")
    html = Client().get(card(tweet)).content.decode()
    assert html.index("<details") < html.index("spiders") < html.index("HIDDEN")


def test_card_is_the_same_for_every_viewer(ada: Profile, as_ada: Client) -> None:
    tweet = make_tweet(ada)
    services.like(ada, tweet)
    response = as_ada.get(card(tweet))
    assert response.content == Client().get(card(tweet)).content
    assert "Cookie" not in response.headers.get("Vary", "")
    private = make_tweet(ada, "THE-TEXT", visibility=Visibility.FOLLOWERS)
    assert as_ada.get(card(private)).status_code == 404


def test_card_of_a_missing_tweet_is_404(ada: Profile) -> None:
    tweet = make_tweet(ada, "THE-TEXT")
    services.delete(tweet)
    response = Client().get(card(tweet))
    assert response.status_code == 404
    assert "This tweet was deleted" in response.content.decode()
    assert response.xframe_options_exempt  # type: ignore[attr-defined]  # it says so in the frame


def test_query_counts_of_embeds(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, quote_of=make_tweet(bob))
    for address in [card(tweet), f"{OEMBED}?url={page(tweet)}"]:
        with at_most(2):
            assert Client().get(address).status_code == 200


# Pages that other sites may frame.


def headers_of(world: World) -> dict[str, Any]:
    """Return the response headers of each page for the reader of world."""
    client = world.client()
    return {name: client.get(path_in(name, world)).headers for name in PAGES}


def test_other_pages_forbid_frames(settings: Any) -> None:
    settings.MIDDLEWARE = [FRAMES, *settings.MIDDLEWARE]
    headers = headers_of(make_world("author", "public"))
    assert [name for name in PAGES if "X-Frame-Options" not in headers[name]] == ["tweet_embed"]


def test_card_keeps_the_security_policy_except_for_frames(settings: Any) -> None:
    policy = {"default-src": ["'none'"], "style-src": ["'self'"], "frame-ancestors": ["'none'"]}
    settings.SECURE_CSP = settings.SECURE_CSP_REPORT_ONLY = policy
    if HAS_POLICY:  # Django 5.2 sends none
        settings.MIDDLEWARE = [POLICY, *settings.MIDDLEWARE]
    headers = headers_of(make_world("author", "public"))
    for header in ["Content-Security-Policy", "Content-Security-Policy-Report-Only"]:
        sent = {name: headers[name].get(header, "") for name in PAGES}
        of_card = sent.pop("tweet_embed")
        sent.pop("attachment_file")  # it has a policy of its own
        assert of_card == ("default-src 'none'; style-src 'self'" if HAS_POLICY else "")
        rest = f"{of_card}; frame-ancestors 'none'" if HAS_POLICY else ""
        assert set(sent.values()) == {rest}


def test_card_shows_no_zero_counts(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada)
    assert "<b>0</b>" not in Client().get(card(tweet)).content.decode()
    services.like(bob, tweet)
    html = Client().get(card(tweet)).content.decode()
    assert "<b>1</b> like" in html
    assert "<b>0</b>" not in html
