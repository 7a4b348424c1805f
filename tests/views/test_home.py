from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from django_tweets import services
from tests.factories import make_profile, make_tweet, make_tweets
from tests.queries import at_most

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile


pytestmark = pytest.mark.django_db

HOME = reverse("django_tweets:home")


def test_visitor_is_sent_to_login_and_back(client: Client) -> None:
    response = client.get(HOME + "?before=7")
    assert response.status_code == 302
    assert response.headers["Location"] == f"/accounts/login/?next={HOME}%3Fbefore%3D7"


def test_home_shows_own_tweets_and_composer(as_ada: Client, ada: Profile, bob: Profile) -> None:
    make_tweet(ada, "mine")
    make_tweet(bob, "not mine")
    response = as_ada.get(HOME)
    assert [tweet.content for tweet in response.context["page"].tweets] == ["mine"]
    html = response.content.decode()
    assert "<textarea" in html
    assert f'<input type="hidden" name="next" value="{HOME}">' in html


def test_empty_home_links_to_explore(as_ada: Client) -> None:
    assert "Your tweets and those of the people you follow" in as_ada.get(HOME).content.decode()


def test_empty_home_suggests_people_once_and_says_why(as_ada: Client, bob: Profile) -> None:
    make_tweet(bob, "public")
    services.follow(make_profile("carol"), bob)
    html = as_ada.get(HOME).text
    main, _, side = html.partition('class="tw-sidebar"')
    assert 'aria-labelledby="tw-meet"' in main
    assert "Followed by 1 person here" in main
    assert 'aria-labelledby="tw-meet"' not in side


def test_home_with_tweets_suggests_people_beside_them(
    as_ada: Client, ada: Profile, bob: Profile
) -> None:
    make_tweet(bob, "public")
    make_tweet(ada, "mine")
    main, _, side = as_ada.get(HOME).text.partition('class="tw-sidebar"')
    assert 'aria-labelledby="tw-meet"' not in main
    assert 'aria-labelledby="tw-meet"' in side


@pytest.mark.parametrize("count", [1, 20])
def test_home_costs_at_most_ten_queries(as_ada: Client, ada: Profile, count: int) -> None:
    make_tweets(ada, count)
    as_ada.get(HOME)  # which finds out whom to suggest, once in some minutes
    # Session, user, profile, whom one follows, the page, what has a hashtag that one
    # follows, its tweets, what one has done with them, whom to follow, what one is told.
    with at_most(10):
        as_ada.get(HOME)


@pytest.mark.parametrize("cursor", ["before=x", "after=", "before=99999999999999999999"])
def test_invalid_cursor_is_a_bad_request(as_ada: Client, cursor: str) -> None:
    assert as_ada.get(f"{HOME}?{cursor}").status_code == 400


def test_pages_are_linked(as_ada: Client, ada: Profile) -> None:
    make_tweets(ada, 45)
    seen: list[str] = []
    url = HOME
    for _page in range(3):
        page = as_ada.get(url).context["page"]
        seen += [tweet.content for tweet in page.tweets]
        if page.older is not None:
            url = HOME + page.older.query_string
    assert seen == [f"number {n}" for n in range(45, 0, -1)]
    assert page.older is None
