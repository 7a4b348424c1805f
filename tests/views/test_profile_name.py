"""The question for a name and handle, a step of its own and on home for a generated handle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_profile, make_tweets

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

HOME, NAME = reverse("django_tweets:home"), reverse("django_tweets:profile_name")


@pytest.fixture
def newcomer(db: None) -> Profile:
    return make_profile(handle="user_38775972")


@pytest.fixture
def as_newcomer(newcomer: Profile) -> Client:
    client = Client()
    client.force_login(newcomer.user)
    return client


def is_asked(client: Client, url: str = HOME) -> bool:
    return f'action="{NAME}"' in client.get(url).text


def test_member_with_generated_handle_is_asked_on_home(as_newcomer: Client) -> None:
    assert is_asked(as_newcomer)
    assert "@user_38775972" in as_newcomer.get(HOME).text
    assert is_asked(as_newcomer, NAME)


def test_form_on_home_leads_back_to_it(as_newcomer: Client) -> None:
    field = f'<input type="hidden" name="next" value="{HOME}">'
    form = as_newcomer.get(HOME).text.partition(f'action="{NAME}"')[2].partition("</form>")[0]
    assert field in form
    assert field not in as_newcomer.get(NAME).text


def test_member_with_a_handle_or_a_name_is_not_asked(as_ada: Client) -> None:
    assert not is_asked(as_ada)
    named = Client()
    named.force_login(make_profile(handle="user_38775973", display_name="Grace").user)
    assert not is_asked(named)


def test_question_is_on_the_newest_page_only(as_newcomer: Client, newcomer: Profile) -> None:
    tweets = make_tweets(newcomer, 3)
    assert not is_asked(as_newcomer, f"{HOME}?before={tweets[1].pk}")


def test_name_and_handle_are_saved(as_newcomer: Client, newcomer: Profile) -> None:
    data = {"display_name": "Grace Hopper", "handle": "@Grace", "next": HOME}
    response = as_newcomer.post(NAME, data)
    assert (response.status_code, response.headers["Location"]) == (302, HOME)
    newcomer.refresh_from_db()
    assert (newcomer.display_name, newcomer.handle) == ("Grace Hopper", "grace")
    assert not is_asked(as_newcomer)


@pytest.mark.parametrize(
    ("data", "saved"),
    [
        ({"display_name": "Grace"}, ("Grace", "user_38775972")),
        ({"handle": "grace"}, ("", "grace")),
    ],
)
def test_one_of_them_is_enough(
    as_newcomer: Client, newcomer: Profile, data: dict[str, str], saved: tuple[str, str]
) -> None:
    assert as_newcomer.post(NAME, data).status_code == 302
    newcomer.refresh_from_db()
    assert (newcomer.display_name, newcomer.handle) == saved
    assert not is_asked(as_newcomer)


@pytest.mark.parametrize("handle", ["", "with space", "ada"])
def test_invalid_choice_is_shown_again_as_typed(
    as_newcomer: Client, newcomer: Profile, ada: Profile, handle: str
) -> None:
    data = {"display_name": "Grace" if handle else "", "handle": handle}
    response = as_newcomer.post(NAME, data)
    assert response.status_code == 422
    for typed in filter(None, data.values()):
        assert f'value="{typed}"' in response.text
    assert "errorlist" in response.text
    newcomer.refresh_from_db()
    assert (newcomer.display_name, newcomer.handle) == ("", "user_38775972")


def test_skipped_question_is_not_asked_again_in_the_session(
    as_newcomer: Client, newcomer: Profile
) -> None:
    response = as_newcomer.post(NAME, {"skip": "1", "handle": "not valid", "next": HOME})
    assert (response.status_code, response.headers["Location"]) == (302, HOME)
    assert not is_asked(as_newcomer)
    newcomer.refresh_from_db()
    assert newcomer.handle == "user_38775972"
    tomorrow = Client()
    tomorrow.force_login(newcomer.user)
    assert is_asked(tomorrow)
