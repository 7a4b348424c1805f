"""Closed sites (DJANGO_TWEETS_PUBLIC = False): visitors read nothing, members read as usual."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, search, services, timelines, urls
from django_tweets.models import Attachment, Hashtag, Trend
from django_tweets.timelines.compute_suggestions import compute_popular_profiles
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.views.expected_access import PAGES
from tests.views.scenarios import make_world, path
from tests.views.test_matrix import ACTIONS

if TYPE_CHECKING:
    from tests.factories import Profile
    from tests.views.scenarios import World

pytestmark = pytest.mark.django_db

FRAGMENT = {"X-Tweets-Fragment": "1"}
SECRETS = (b"THE-TEXT", b"QUOTING", b"ANSWERING", b"topic", b"author", b"fan", b".webp", b"<img")
"""Text, hashtag, handles and pictures of the world: no response to a visitor has them."""

FOR_PROGRAMS = {
    "oembed",
    "tweet_embed",
    "attachment_file",
    "stream",  # without DJANGO_TWEETS_STREAM
    *(name for name in PAGES if name.endswith(("_atom", "_rss"))),
}
SECRET_LINKS = {"digest_unsubscribe"}
"""Pages that only the receiver of an e-mail can find: they show their own handle alone."""


@pytest.fixture(autouse=True)
def closed_site(settings: Any) -> None:
    settings.DJANGO_TWEETS_PUBLIC = False


@pytest.fixture
def world() -> World:
    found = make_world("anonymous", "public")
    hashtag = Hashtag.objects.get()
    Trend.objects.create(
        place=1, hashtag=hashtag, people_count=3, since=timezone.now(), computed_at=timezone.now()
    )
    return found


def revealed(response: Any) -> list[bytes]:
    """Return the secrets in the body and headers of response, apart from those in its own URL."""
    headers = "".join(f"{name}: {value}" for name, value in response.headers.items())
    if response.status_code == 302:
        headers = headers.replace(response.headers["Location"], "")
    content = response.getvalue() + headers.encode()
    return [secret for secret in SECRETS if secret in content]


def urls_of_all_pages(world: World) -> dict[str, str]:
    names = {pattern.name for pattern in urls.urlpatterns if pattern.name}
    return {name: path(name, world) for name in sorted(names - SECRET_LINKS)}


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "fragment"])
@pytest.mark.parametrize("method", ["get", "head", "post", "options"])
def test_visitor_reads_nothing_at_any_url(
    world: World, method: str, headers: dict[str, str]
) -> None:
    wrong = []
    for name, url in urls_of_all_pages(world).items():
        response = getattr(Client(), method)(url, headers=headers)
        found = revealed(response)
        # The methods of a file are the same for everybody.
        is_refused = response.status_code in {302, 401, 404, 405} or (
            method == "options" and name == "attachment_file"
        )
        control = response.headers.get("Cache-Control", "")
        is_stored = "private" not in control and response.status_code not in {200, 405}
        if found or not is_refused or is_stored:
            wrong.append((name, response.status_code, found, response.headers))
    assert wrong == []


def test_page_asks_a_visitor_for_a_login(world: World) -> None:
    for name, url in urls_of_all_pages(world).items():
        if name in FOR_PROGRAMS or name in ACTIONS:
            continue
        response = Client().get(url)
        assert response.status_code in {302, 401, 405}, name
        if response.status_code == 302:
            assert response.headers["Location"].startswith("/accounts/login/?next="), name


def test_program_gets_the_same_answer_for_any_tweet(world: World) -> None:
    for name in sorted(FOR_PROGRAMS):
        response = Client().get(path(name, world))
        other = Client().get(path(name, world).replace("author", "nobody"))
        assert response.status_code == other.status_code == 404, name
        assert response.content == other.content, name
        assert "no-store" in response.headers["Cache-Control"], name


def test_missing_page_is_as_an_existing_one(world: World) -> None:
    for name in ("tweet_detail", "profile_detail", "tweet_likes", "profile_card"):
        url = path(name, world)
        there, missing = Client().get(url), Client().get(url.replace("author", "nobody"))
        assert there.status_code == missing.status_code == 302, name
        assert there.headers["Location"].replace("author", "nobody") == missing["Location"], name


def test_site_without_a_login_page_refuses_visitors(world: World, settings: Any) -> None:
    settings.LOGIN_URL = "no_such_page"
    url = path("tweet_detail", world)
    response, other = Client().get(url), Client().get(url.replace("author", "nobody"))
    assert response.status_code == other.status_code == 403
    assert b"THE-TEXT" not in response.content
    assert response.content == other.content.replace(b"nobody", b"author")


def test_unsubscribe_link_works_without_login(world: World) -> None:
    response = Client().get(path("digest_unsubscribe", world))
    assert response.status_code == 200
    assert b"THE-TEXT" not in response.content
    assert b"topic" not in response.content  # in the trends of the sidebar
    assert b"@fan" not in response.content  # in its suggestions


def test_door_answers_visitors_with_nothing(world: World) -> None:
    assert not get_tweet_model()._rows.visible_to(None).exists()
    assert not get_profile_model()._rows.visible_to(None).exists()
    assert not get_profile_model()._rows.visible_or_blocked_by(None).exists()
    assert not Attachment._rows.visible_to(None).exists()
    assert timelines.hydrate([world.tweet.pk], None) == []
    assert timelines.suggestions(None) == []
    assert search.search_tweets(search.parse_query("the-text"), None).rows == []
    assert timelines.hashtag_tweets(Hashtag.objects.get(), None).rows == []


TAGS = [
    "{% tweet tweet %}",
    "{% tweet_list tweets %}",
    "{% profile_timeline profile %}",
    '{% hashtag_timeline "topic" %}',
    "{% profile_card profile %}",
    "{% profile_activity profile %}",
    "{% follow_button profile %}",
    "{% who_to_follow %}",
    "{% trends %}",
    "{% home_timeline %}",
    "{% notifications %}",
    "{% profile_feed_url profile %}",
]


def render(tag: str, world: World, viewer: Profile | None) -> str:
    request: Any = RequestFactory().get("/")
    request.user = viewer.user if viewer else None
    context = {"tweet": world.tweet, "tweets": [world.tweet], "profile": world.author}
    template = Template(f"{{% load django_tweets %}}{tag}")
    return template.render(Context({**context, "request": request})).strip()


@pytest.mark.parametrize("tag", TAGS)
def test_tag_shows_visitors_nothing(world: World, tag: str) -> None:
    assert render(tag, world, None) == ""


@pytest.mark.parametrize("tag", [TAGS[0], TAGS[1], TAGS[2], TAGS[3]])
def test_tag_shows_members_tweets(world: World, tag: str) -> None:
    assert "THE-TEXT" in render(tag, world, make_profile("reader"))


def test_composer_offers_visitors_the_login(world: World) -> None:
    assert "Sign in to write" in render("{% tweet_composer %}", world, None)


def test_members_read_as_on_an_open_site(client: Client) -> None:
    world = make_world("stranger", "public")
    client = world.client()
    for name in ("tweet_detail", "profile_detail", "explore", "hashtag", "search"):
        response = client.get(path(name, world))
        assert response.status_code == 200
        assert b"THE-TEXT" in response.content, name
        assert "private" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"
        for link in (b"canonical", b"feed.atom", b"oembed", b"og:title"):
            assert link not in response.content, (name, link)
    share = client.get(path("tweet_share", world))
    assert b"iframe" not in share.content
    file = client.get(path("attachment_file", world))
    assert file.status_code == 404 or "private" in file.headers["Cache-Control"]
    file.getvalue()


def test_hashtags_and_counts_work_as_on_an_open_site(ada: Profile, bob: Profile) -> None:
    tweet = services.publish(ada, "Hello #tea", **TWEET_EXTRA)
    services.publish(bob, "Welcome", in_reply_to=tweet, **TWEET_EXTRA)
    services.like(bob, tweet)
    tweet.refresh_from_db()
    assert (tweet.reply_count, tweet.like_count) == (1, 1)
    hashtag = Hashtag.objects.get()
    assert (hashtag.tweet_count, hashtag.name) == (1, "tea")
    assert timelines.hashtags.find("tea") == hashtag
    services.update_profile(ada, is_protected=True)
    services.update_profile(ada, is_protected=False)
    hashtag.refresh_from_db()
    assert hashtag.tweet_count == 1
    assert list(services.counted_tweets.miscounted_tweets()) == []


def test_trends_and_suggestions_are_computed_for_members() -> None:
    people = [make_profile(f"person{number}") for number in range(4)]
    for person in people:
        make_tweet(person, "Hello #tea")
    services.compute_trends()
    assert [trend.hashtag.key for trend in timelines.trends()] == [Hashtag.objects.get().key]
    compute_popular_profiles()
    assert {person.handle for person in timelines.suggestions(people[0])} == {
        person.handle for person in people[1:]
    }
    assert services.sitemap_keys.listed_tweets().count() == 4
    assert services.sitemap_keys.listed_profiles().count() == 4


def test_url_of_a_user_is_for_members(world: World) -> None:
    url = reverse("django_tweets:user_profile", args=[world.author.user_id])
    assert Client().get(url).headers["Location"].startswith("/accounts/login/")
