"""The card of a link on a page, and its picture: for readers of the tweet, and nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import include, reverse
from django.urls import path as django_path

from django_tweets import get_tweet_model, services, text, urls
from django_tweets.models import LinkPreview, TweetLinkPreview
from django_tweets.models.link_preview import digest, previewed_url
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most
from tests.views.scenarios import CASES, make_world, path

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

URL = "https://www.example.org/ferry?a=1&b=2"
NAME = "django_tweets/previews/0123456789abcdef.webp"


@pytest.fixture(autouse=True)
def _previews(settings: Any, media: Path) -> None:
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True
    default_storage.save(NAME, ContentFile(b"the picture"))


def add_preview(tweet: Tweet, **fields: Any) -> LinkPreview:
    """Let tweet, which has a link, show a preview."""
    values: dict[str, Any] = {
        "url": previewed_url(tweet),
        "is_available": True,
        "title": "THE-TITLE",
        "description": "THE-DESCRIPTION",
        "site_name": "THE-SITE",
        "host": "www.example.org",
        "picture": NAME,
        "picture_width": 640,
        "picture_height": 336,
    }
    key = digest(values["url"])
    preview, _ = LinkPreview.objects.get_or_create(digest=key, defaults={**values, **fields})
    TweetLinkPreview.objects.create(tweet=tweet, preview=preview)
    return preview


def add_link(tweet: Tweet) -> None:
    """Put a link into a tweet, with no regard to who may edit it."""
    content = f"{tweet.content} {URL}"
    entities = [entity._asdict() for entity in text.parse(content).entities]
    rows = get_tweet_model().objects.filter(pk=tweet.pk)
    rows.update(content=content, entities=entities)
    tweet.refresh_from_db()
    add_preview(tweet)


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    tweet = make_tweet(ada, f"see {URL}")
    add_preview(tweet)
    return tweet


def detail_of(tweet: Tweet, client: Client) -> str:
    return client.get(tweet.get_absolute_url()).content.decode()


def picture_url(tweet: Tweet) -> str:
    return reverse("django_tweets:tweet_preview", args=[tweet.profile.handle, tweet.pk])


@pytest.mark.matrix
@pytest.mark.parametrize(("reader", "kind"), CASES)
def test_picture_and_card_are_for_readers_of_the_tweet(reader: str, kind: str) -> None:
    world = make_world(reader, kind)
    add_link(world.tweet)
    client = world.client()
    response = client.get(path("tweet_preview", world))
    missing = client.get(
        reverse("django_tweets:tweet_preview", args=["author", world.tweet.pk - 1])
    )
    if world.can_see_tweet:
        assert (response.status_code, response.content) == (200, b"the picture")
    else:
        assert response.status_code == missing.status_code == 404
        assert response.headers == missing.headers
    page = client.get(path("tweet_detail", world)).content
    assert (b"THE-TITLE" in page) == world.can_see_tweet


@pytest.mark.parametrize("kind", ["followers", "mentioned", "protected", "suspended"])
def test_preview_is_read_through_a_tweet_that_the_viewer_may_read(kind: str, ada: Profile) -> None:
    """Another tweet with the same link, by somebody else, changes nothing for the hidden one."""
    world = make_world("stranger", kind)
    add_link(world.tweet)
    client = world.client()
    mine = make_tweet(ada, f"also {URL}")
    assert client.get(picture_url(mine)).status_code == 404
    assert "THE-TITLE" not in detail_of(mine, client)
    add_preview(mine)
    assert client.get(picture_url(mine)).status_code == 200
    assert client.get(path("tweet_preview", world)).status_code == 404


def test_card_of_a_link(client: Client, tweet: Tweet) -> None:
    html = detail_of(tweet, client)
    card = html[html.index('<div class="tw-preview') : html.index("</div></div>")]
    assert 'class="tw-preview tw-preview-wide"' in card
    picture = f'<img src="{picture_url(tweet)}?01234567" alt="" width="640" height="336" '
    assert f'{picture}loading="lazy">' in card
    href = 'href="https://www.example.org/ferry?a=1&amp;b=2"'
    assert f'<a {href} rel="nofollow ugc noopener">THE-TITLE</a>' in card
    assert "THE-DESCRIPTION" in card
    assert '<bdi dir="ltr">example.org</bdi> · THE-SITE' in card


def test_texts_of_a_page_are_escaped(client: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, f"see {URL}")
    evil = "<script>alert(1)</script>\"'"
    add_preview(tweet, title=evil, description=evil, site_name=evil, host='"><script>')
    html = detail_of(tweet, client)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "<script>alert" not in html
    assert '"><script>' not in html


def test_card_of_a_link_without_picture_description_and_site(client: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, f"see {URL}")
    add_preview(tweet, description="", site_name="www.Example.org", picture="", picture_width=0)
    html = detail_of(tweet, client)
    assert 'class="tw-preview"' in html
    assert "tw-preview-text" not in html
    assert '<p class="tw-preview-site" dir="auto"><bdi dir="ltr">example.org</bdi></p>' in html
    assert picture_url(tweet) not in html
    assert client.get(picture_url(tweet)).status_code == 404


def test_preview_is_under_the_content_warning(client: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, f"see {URL}", content_warning="spoilers")
    add_preview(tweet)
    html = detail_of(tweet, client)
    assert html.index("<details") < html.index("THE-TITLE") < html.index("</details>")


def test_quoted_tweet_is_shown_with_its_preview(client: Client, tweet: Tweet) -> None:
    quote = services.publish(make_profile(), "look", quote_of=tweet, **TWEET_EXTRA)
    html = detail_of(quote, client)
    quoted = html[html.index('<blockquote class="tw-quote">') : html.index("</blockquote>")]
    assert "THE-TITLE" in quoted
    assert f'src="{picture_url(tweet)}?01234567"' in quoted


def test_preview_of_a_quoted_tweet_is_for_its_readers(client: Client, tweet: Tweet) -> None:
    quote = services.publish(make_profile(), "look", quote_of=tweet, **TWEET_EXTRA)
    get_tweet_model().objects.filter(pk=tweet.pk).update(visibility="followers")
    assert "THE-TITLE" not in detail_of(quote, client)


def test_embed_has_the_card(client: Client, tweet: Tweet) -> None:
    url = reverse("django_tweets:tweet_embed", args=["ada", tweet.pk])
    html = client.get(url).content.decode()
    assert "THE-TITLE" in html
    assert f'src="{picture_url(tweet)}?01234567"' in html
    TweetLinkPreview.objects.all().delete()
    assert "tw-preview" not in client.get(url).content.decode()


@pytest.mark.parametrize("name", ["profile_atom", "profile_rss"])
def test_feed_has_the_texts(client: Client, tweet: Tweet, name: str) -> None:
    url = reverse(f"django_tweets:{name}", args=["ada"])
    content = client.get(url).content.decode()
    assert "THE-TITLE&lt;/a&gt; (www.example.org)" in content
    assert "THE-DESCRIPTION" in content
    get_tweet_model().objects.filter(pk=tweet.pk).update(content_warning="spoilers")
    assert "THE-TITLE" not in client.get(url).content.decode()
    assert picture_url(tweet) not in content


def test_site_that_leaves_out_the_part_shows_no_picture(
    client: Client, tweet: Tweet, settings: Any
) -> None:
    rest = [pattern for pattern in urls.urlpatterns if pattern not in urls.link_previews]
    mounted = django_path("t/", include((rest, "django_tweets")))
    settings.ROOT_URLCONF = type("Site", (), {"urlpatterns": [mounted]})
    html = detail_of(tweet, client)
    assert "THE-TITLE" in html
    assert "?01234567" not in html


def test_headers_of_a_picture(as_ada: Client, client: Client, tweet: Tweet) -> None:
    for reader in (client, as_ada):
        response = reader.get(picture_url(tweet))
        assert response.headers["Content-Type"] == "image/webp"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "private, max-age=86400"
        assert "Cookie" in response.headers["Vary"]
        assert reader.head(picture_url(tweet)).status_code == 200
        assert reader.post(picture_url(tweet)).status_code == 405


def test_picture_takes_few_statements(as_ada: Client, tweet: Tweet) -> None:
    with at_most(4):  # session, user, profile, tweet with its preview
        as_ada.get(picture_url(tweet))


def test_picture_that_is_not_in_the_storage_is_missing(client: Client, tweet: Tweet) -> None:
    default_storage.delete(NAME)
    assert client.get(picture_url(tweet)).status_code == 404


def test_picture_of_an_edited_tweet_is_missing(client: Client, tweet: Tweet) -> None:
    services.edit(tweet, "cancelled")
    assert client.get(picture_url(tweet)).status_code == 404


def test_picture_is_missing_where_previews_are_off(
    client: Client, tweet: Tweet, settings: Any
) -> None:
    settings.DJANGO_TWEETS_LINK_PREVIEWS = False
    assert client.get(picture_url(tweet)).status_code == 404
    assert "tw-preview" not in detail_of(tweet, client)


def test_home_of_links_takes_ten_statements_at_most(as_ada: Client, ada: Profile) -> None:
    for number in range(5):
        tweet = make_tweet(ada, f"see https://example.org/{number}")
        add_preview(tweet)
    with at_most(10):
        html = as_ada.get(reverse("django_tweets:home")).content.decode()
    assert html.count("THE-TITLE") == 5
