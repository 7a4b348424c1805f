"""A hashtag that only hidden tweets use is the same as one that nobody uses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection
from django.template import Context, Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from django_tweets import get_profile_model, services, timelines
from django_tweets.models import Hashtag, Trend, Visibility
from django_tweets.services.trends import compute_trends
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

HIDDEN, UNUSED = "hidden", "unused"
WAYS = ["unlisted", "followers", "mentioned", "protected", "suspended", "deactivated", "deleted"]


def hide(way: str, author: Profile) -> None:
    """Hide an author without the task that counts hashtags again, as an update() of a host's."""
    profiles = get_profile_model()._base_manager.filter(pk=author.pk)
    if way in {"protected", "suspended"}:
        profiles.update(**{f"is_{way}": True})
    elif way == "deactivated":
        get_user_model()._base_manager.filter(pk=author.user_id).update(is_active=False)
    elif way == "deleted":
        services.delete_profile(author)


@pytest.fixture(params=[("before", "protected"), *(("after", way) for way in WAYS)], ids="-".join)
def author(request: Any) -> Profile:
    """The author of a tweet with #HiDDen, hidden in some way before or after it was published."""
    when, way = request.param
    author = make_profile()
    if when == "before":
        hide(way, author)
    visibility = way if way in Visibility else Visibility.PUBLIC
    make_tweet(author, "#HiDDen", visibility=visibility)
    hide(way, author)
    return author


def same(text: str) -> str:
    """Return text without the names of the two hashtags, and without tokens."""
    text = re.sub(r'(name="csrfmiddlewaretoken" value|nonce)="\w+"', "", text)
    for name in (HIDDEN, UNUSED):
        text = text.replace(name.encode().hex(), "KEY").replace(name, "NAME")
    return text


def answer(client: Client, method: str, url: str, data: Any = None) -> tuple[Any, ...]:
    """Return all that can be observed: status, headers, body, statements."""
    cache.clear()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = getattr(client, method)(url, data or {})
    headers = {name: same(value) for name, value in response.headers.items() if name != "ETag"}
    statements = [query["sql"].partition(" ")[0] for query in queries.captured_queries]
    return response.status_code, headers, same(response.content.decode()), statements


def requests(name: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield each request that names the hashtag: method, URL, data."""
    for page in ("hashtag", "hashtag_atom", "hashtag_rss"):
        yield "get", reverse(f"django_tweets:{page}", args=[name]), {}
    for action in ("hashtag_follow", "hashtag_unfollow"):
        yield "post", reverse(f"django_tweets:{action}", args=[name]), {}
    for page in ("autocomplete", "search_hashtags"):
        yield "get", reverse(f"django_tweets:{page}"), {"q": f"#{name}"}


def test_hidden_hashtag_is_as_unused(author: Profile, bob: Profile) -> None:
    member, visitor = Client(), Client()
    member.force_login(bob.user)
    for client in (member, visitor):
        for one, other in zip(requests(UNUSED), requests(HIDDEN), strict=True):
            answers = []
            for request in (one, other):
                answers.append(answer(client, *request))
                if request[0] == "post":
                    client.get(reverse("django_tweets:hashtags"))  # shows the message
            assert answers[0] == answers[1], other
            assert "HiDDen" not in str(answers)


def test_hidden_hashtag_is_not_completed_or_in_tags(author: Profile) -> None:
    assert Hashtag.objects.exists()
    for source in ('{% hashtag_timeline "hidden" %}', "{% trends %}"):
        template = Template("{% load django_tweets %}" + source)
        assert template.render(Context()).strip() == ""
    assert timelines.hashtags.find("hidden") is None


def test_hidden_hashtag_is_no_trend(db: None) -> None:
    authors = [make_profile() for _ in range(4)]
    for author in authors:
        make_tweet(author, "#HiDDen")
    assert [trend.hashtag.name for trend in compute_trends()] == ["HiDDen"]
    get_profile_model()._base_manager.update(is_suspended=True)
    cache.clear()
    assert timelines.trends() == []
    assert compute_trends() == []
    assert not Trend.objects.exists()


def test_hidden_uses_change_no_statement_of_a_home(ada: Profile, bob: Profile) -> None:
    make_tweet(bob, "#tea")
    services.follow_hashtag(ada, Hashtag.objects.get())
    secret = make_profile(is_protected=True)

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert len(timelines.home(ada).rows) == 1
        return len(queries)

    before = statements()
    for n in range(50):
        visibility = Visibility.UNLISTED if n % 2 else Visibility.PUBLIC
        make_tweet(bob if n % 2 else secret, "#tea", visibility=visibility)
    assert statements() == before


def test_follower_of_a_protected_author_reads_the_tweets(as_bob: Client, bob: Profile) -> None:
    secret = make_profile()
    services.follow(bob, secret)
    services.update_profile(secret, is_protected=True)
    make_tweet(secret, "of mine #HiDDen")
    page = as_bob.get(reverse("django_tweets:hashtag", args=["hidden"]))
    assert [tweet.profile for tweet in page.context["page"].rows] == [secret]
    assert "hashtag_follow" not in page.content.decode()
    assert page.context["hashtag"].name == "hidden"


@pytest.mark.django_db(transaction=True)
def test_followed_hashtag_can_be_unfollowed_when_it_is_hidden(
    as_bob: Client, ada: Profile, bob: Profile
) -> None:
    make_tweet(ada, "#HiDDen")
    services.follow_hashtag(bob, Hashtag.objects.get())
    services.update_profile(ada, is_protected=True)
    url = reverse("django_tweets:hashtag", args=["hidden"])
    unfollow = reverse("django_tweets:hashtag_unfollow", args=["hidden"])
    page = as_bob.get(url).content.decode()
    assert unfollow in page
    assert "HiDDen" not in page
    assert "canonical" not in page
    assert "HiDDen" not in as_bob.get(reverse("django_tweets:hashtags")).content.decode()
    headers = {"X-Tweets-Fragment": "1"}
    services.delete(ada.tweets.get())
    assert "Follow #hidden" in as_bob.post(unfollow, headers=headers).content.decode()
    assert not Hashtag.objects.exists()
    assert unfollow not in as_bob.get(url).content.decode()
