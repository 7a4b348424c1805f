"""Suggestions of names and hashtags for the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from django_tweets import services
from django_tweets.models import Visibility
from django_tweets.search import autocomplete
from tests.factories import make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

URL = reverse("django_tweets:autocomplete")


def offered(client: Client, query: str) -> list[str]:
    response = client.get(URL, {"q": query})
    assert response.status_code == 200
    html = response.content.decode()
    return [part.partition('"')[0] for part in html.split('data-value="')[1:]]


def test_followed_profiles_come_first(as_ada: Client, ada: Profile) -> None:
    for handle in ("anna", "ann_b", "annika", "ann_z"):
        make_profile(handle)
    known = make_profile("anton", display_name="Zoë")
    famous = make_profile("ann_famous")
    services.follow(ada, known)
    services.follow(known, famous)
    first, second, *rest = offered(as_ada, "@an")
    assert (first, second) == ("@anton", "@ann_famous")
    # In whatever order the database sorts them.
    assert sorted(rest) == ["@ann_b", "@ann_z", "@anna", "@annika"]
    assert sorted(offered(as_ada, "＠ANN_")) == ["@ann_b", "@ann_famous", "@ann_z"]
    assert offered(as_ada, "@zo") == ["@anton"]
    services.unfollow(ada, known)
    assert offered(as_ada, "@zo") == []


def test_followed_profiles_can_fill_the_list(as_ada: Client, ada: Profile) -> None:
    make_profile("zz_other")
    people = [make_profile(f"zz_{n}") for n in range(9)]
    for person in people:
        services.follow(ada, person)
    latest = [f"@{person.handle}" for person in reversed(people)]
    assert offered(as_ada, "@zz_") == latest[:8]


def test_only_the_newest_follows_are_compared(
    as_ada: Client, ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(autocomplete, "MAX_FOLLOWS", 2)
    monkeypatch.setattr(autocomplete, "MAX_CANDIDATES", 0)
    for number in range(3):
        services.follow(ada, make_profile(f"friend_{number}"))
    names = [row.handle for row in autocomplete.suggest_profiles("friend", ada)]
    assert names == ["friend_2", "friend_1"]


def test_invisible_profile_is_not_suggested(as_ada: Client, ada: Profile) -> None:
    make_profile("xavier", is_suspended=True)
    services.block(make_profile("xander"), ada)
    blocked = make_profile("xenia")
    services.block(ada, blocked)
    make_profile("xena", is_protected=True)
    assert offered(as_ada, "@x") == ["@xena"]


def test_most_used_hashtags_come_first(as_ada: Client, ada: Profile) -> None:
    for content in ("#inky #Inka", "#inka", "#inkpot", "#tango"):
        make_tweet(ada, content)
    make_tweet(ada, "#inkwell", visibility=Visibility.FOLLOWERS)
    assert offered(as_ada, "#in") == ["#Inka", "#inkpot", "#inky"]
    assert offered(as_ada, "＃INKP") == ["#inkpot"]


@pytest.mark.parametrize(
    "query", ["", "@", "#", "ada", "$a", "@\0", "@%", "@_", "#%", "@" + "x" * 99]
)
def test_query_without_a_name_suggests_nothing(as_ada: Client, query: str) -> None:
    assert offered(as_ada, query) == []
    assert as_ada.get(URL).content == b""


def test_long_query_is_cut(as_ada: Client, ada: Profile) -> None:
    for n in range(9):
        make_profile(f"many_{n}")
        make_tweet(ada, f"#many{n}")
    assert len(offered(as_ada, "@many")) == 8
    assert len(offered(as_ada, "#many")) == 8
    with at_most(5):  # session, user, profile, whom she follows, others
        as_ada.get(URL, {"q": "@many"})
    with at_most(4):
        as_ada.get(URL, {"q": "#many"})
    html = as_ada.get(URL, {"q": "#many"}).content.decode()
    assert "8 suggestions. Arrow down to choose one." in html


@pytest.mark.parametrize("headers", [{}, {"X-Tweets-Fragment": "1"}])
def test_visitor_gets_401(client: Client, headers: dict[str, str]) -> None:
    assert client.get(URL, {"q": "@ada"}, headers=headers).status_code == 401
