"""The card of a person, as a fragment for the script."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from django_tweets import services
from tests.factories import make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def url_of(profile: Profile) -> str:
    return reverse("django_tweets:profile_card", args=[profile.handle])


def test_card_shows_who_somebody_is(as_bob: Client, ada: Profile, bob: Profile) -> None:
    services.update_profile(ada, display_name="Ada", bio="Knows @bob.\nDrinks #tea")
    make_tweet(ada)
    services.follow(ada, bob)
    html = as_bob.get(url_of(ada)).content.decode()
    for shown in (">Ada</bdi>", "@ada", "Follows you", "<b>1</b> tweet", "<b>1</b> following"):
        assert shown in html
    assert f'href="{bob.get_absolute_url()}"' in html
    assert "<br>" in html
    assert reverse("django_tweets:profile_follow", args=["ada"]) in html
    assert f'name="next" value="{ada.get_absolute_url()}"' in html
    assert "<html" not in html


def test_own_card_and_that_of_a_visitor(client: Client, as_ada: Client, ada: Profile) -> None:
    follow = reverse("django_tweets:profile_follow", args=["ada"])
    assert follow not in as_ada.get(url_of(ada)).content.decode()
    html = client.get(url_of(ada)).content.decode()
    assert follow in html
    assert "csrfmiddlewaretoken" not in html


def test_protected_profile_hides_its_number_of_tweets(client: Client, ada: Profile) -> None:
    make_tweet(ada)
    services.update_profile(ada, is_protected=True)
    html = client.get(url_of(ada)).content.decode()
    assert "Ask to follow" in html
    assert "<b>1</b> tweet" not in html


@pytest.mark.parametrize("kind", ["blocked", "blocks", "suspended", "inactive", "deleted"])
def test_hidden_person_has_no_card(as_ada: Client, ada: Profile, kind: str) -> None:
    person = make_profile("ghost", display_name="Ghost", is_suspended=kind == "suspended")
    if kind == "blocked":
        services.block(ada, person)
    if kind == "blocks":
        services.block(person, ada)
    if kind == "inactive":
        type(person.user).objects.filter(pk=person.user.pk).update(is_active=False)
    if kind == "deleted":
        services.delete_profile(person)
    hidden = as_ada.get(url_of(person), headers={"X-Tweets-Fragment": "1"})
    missing = as_ada.get(
        reverse("django_tweets:profile_card", args=["nobody"]), headers={"X-Tweets-Fragment": "1"}
    )
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert hidden.headers == missing.headers


def test_card_is_not_indexed_or_stored(as_bob: Client, ada: Profile) -> None:
    response = as_bob.get(url_of(ada))
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "private" in response.headers["Cache-Control"]


def test_card_is_six_queries(as_bob: Client, ada: Profile, bob: Profile) -> None:
    services.update_profile(ada, bio="@bob and @ada")
    with at_most(6):  # session, user, viewer, profile, relation, mentions of the bio
        as_bob.get(url_of(ada))
