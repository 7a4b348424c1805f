"""A page for each error: what happened, and what to do next."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.urls import reverse

from tests.factories import make_tweet
from tests.views import odd_input

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

HOME = reverse("django_tweets:home")
EXPLORE = reverse("django_tweets:explore")
NOBODY = reverse("django_tweets:profile_detail", args=["nobody"])


def heading(response: Any) -> str:
    """Return the heading of the page, which is also its title."""
    html = response.content.decode()
    (text,) = re.findall("<h1>(.+?)</h1>", html)
    assert f"<title>{text}</title>" in html
    return str(text)


def test_missing_page_is_404(as_ada: Client) -> None:
    response = as_ada.get(NOBODY)
    assert response.status_code == 404
    assert heading(response) == "Page not found"
    html = response.content.decode()
    assert "It may have been deleted, or you may not be allowed to see it." in html
    assert f'<a href="{HOME}">' in html
    assert f'href="{EXPLORE}">Explore</a>' in html


def test_visitor_gets_a_login_link_back_to_the_page(client: Client) -> None:
    response = client.get(NOBODY + "?before=7")
    assert response.status_code == 404
    here = quote(NOBODY + "?before=7", safe="/")
    assert f'href="/accounts/login/?next={here}">Sign in</a>' in response.content.decode()


def test_tweet_of_another_member_is_403(as_bob: Client, ada: Profile) -> None:
    tweet = make_tweet(ada)
    response = as_bob.get(reverse("django_tweets:tweet_delete", args=["ada", tweet.pk]))
    assert response.status_code == 403
    assert heading(response) == "Not allowed"
    assert "Only the author can change a tweet." in response.content.decode()


def test_invalid_cursor_is_400(as_ada: Client) -> None:
    response = as_ada.get(HOME + "?before=x")
    assert response.status_code == 400
    assert heading(response) == "Bad request"


def test_get_request_of_an_action_is_405(as_ada: Client, bob: Profile) -> None:
    response = as_ada.get(reverse("django_tweets:profile_follow", args=["bob"]))
    assert response.status_code == 405
    assert response.headers["Allow"] == "POST"
    assert heading(response) == "Method not allowed"


def test_script_gets_the_error_message_alone(as_ada: Client, as_bob: Client, ada: Profile) -> None:
    tweet = make_tweet(ada)
    delete = reverse("django_tweets:tweet_delete", args=["ada", tweet.pk])
    mistaken = "This address is not valid. Go back and follow a link instead."
    for client, url, status, words in [
        (as_ada, NOBODY, 404, "It may have been deleted, or you may not be allowed to see it."),
        (as_bob, delete, 403, "Only the author can change a tweet."),
        (as_ada, HOME + "?before=x", 400, mistaken),
    ]:
        response = client.get(url, headers={"x-tweets-fragment": "1"})
        assert response.status_code == status
        assert response.content.decode().strip() == f"<p data-message>{words}</p>"


def test_errors_are_logged_as_by_django(
    as_ada: Client, ada: Profile, bob: Profile, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, "django.request")
    follow = reverse("django_tweets:profile_follow", args=["bob"])
    for url, words in [
        (NOBODY, f"Not Found: {NOBODY}"),
        (HOME + "?before=x", f"Bad Request: {HOME}"),
        (follow, f"Method Not Allowed (GET): {follow}"),
    ]:
        caplog.clear()
        as_ada.get(url)
        assert [record.getMessage() for record in caplog.records] == [words]


def test_handle_above_its_maximum_is_404(client: Client) -> None:
    assert client.get(NOBODY.replace("nobody", f"ada@{'example.' * 40}org")).status_code == 404


@pytest.mark.parametrize("kind", ["text/html", odd_input.FORM, odd_input.MULTIPART])
@pytest.mark.parametrize(
    ("charset", "status"), [("unicode_escape", 400), ("utf-16", 400), ("utf8", 200), ("no", 200)]
)
def test_encoding_that_is_no_text_is_400(
    client: Client, kind: str, charset: str, status: int
) -> None:
    url = f"{EXPLORE}?next=x"
    response = client.generic("GET", url, b"x", content_type=f"{kind}; charset={charset}")
    assert response.status_code == status
