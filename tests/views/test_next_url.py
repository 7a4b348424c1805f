"""The form field `next`: a URL of this site that fits a header, or the default."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils.encoding import iri_to_uri
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from django_tweets import get_tweet_model
from django_tweets.views.requests import MAX_URL_LENGTH, get_next_url
from tests.factories import TWEET_EXTRA

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

    from tests.factories import Profile

COMPOSE = reverse("django_tweets:tweet_create")
HOME = reverse("django_tweets:home")
FRAGMENT = {"x-tweets-fragment": "1"}

BAD = [
    "/a\nb",
    "/a\r\nSet-Cookie: x=1",
    "/\0",
    "\0",
    "/\x7f",
    "/a\tb",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "///evil.example",
    "http:///evil.example",
    "http:evil.example",
    "http://[",
    "http://testserver@evil.example/",
    "http://testserver\\@evil.example/",
    "javascript:alert(1)",
    "data:text/html,x",
    "/" + "x" * 2048,
    "/" + "ä" * 500,
    "x" * 1_000_000,
]


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [None, FRAGMENT], ids=["page", "script"])
@pytest.mark.parametrize("url", BAD, ids=lambda url: repr(url)[:20])
def test_url_that_is_unsafe_is_ignored_after_a_write(
    as_ada: Client, ada: Profile, url: str, headers: Any
) -> None:
    data = {"content": "hello", "next": url, **TWEET_EXTRA}
    response = as_ada.post(COMPOSE, data, headers=headers)
    tweet = get_tweet_model().objects.get()
    assert response.status_code == (201 if headers else 302)
    assert response.headers["Location"] == tweet.get_absolute_url()


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [None, FRAGMENT], ids=["page", "script"])
@pytest.mark.parametrize("url", ["/ä/?q=字#ü", "/a b", "/%0a", "//testserver/x", "?q=x"])
def test_url_is_encoded_for_the_header(as_ada: Client, url: str, headers: Any) -> None:
    data = {"content": "hello", "next": url, **TWEET_EXTRA}
    response = as_ada.post(COMPOSE, data, headers=headers)
    assert response.headers["Location"] == iri_to_uri(url)


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    url=st.text(max_size=60)
    | st.tuples(
        st.sampled_from(["", "/", "//", "http://", "https://testserver", "http://testserver/"]),
        st.text(st.sampled_from("/\\:@?#%[].\t\n\r\0 \x7f\x85\u2028\ud800aä字"), max_size=12),
    ).map("".join)
)
def test_any_text_gives_a_safe_header(rf: RequestFactory, url: str) -> None:
    request: Any = rf.post("/")
    request.POST = {"next": url}
    result = get_next_url(request)
    assert result.isascii()
    assert all(" " < character < "\x7f" for character in result)
    assert len(result) <= MAX_URL_LENGTH


@pytest.mark.django_db
@pytest.mark.parametrize("length", [500, 2_000, 20_000])
@pytest.mark.parametrize("method", ["get", "post"])
def test_long_query_still_leads_visitors_to_the_login(
    client: Client, ada: Profile, length: int, method: str
) -> None:
    """Django refuses to redirect to a longer URL."""
    query = "字" * (length // 9)
    for url in (HOME, COMPOSE, reverse("django_tweets:profile_follow", args=["ada"])):
        response = getattr(client, method)(f"{url}?q={query}", {"next": f"/?q={query}"})
        assert response.status_code in ({302, 405} if method == "get" else {302})
        assert response.headers.get("Location", "/accounts/login/").startswith("/accounts/login/")
    for page in ("explore", "search"):
        html = client.get(reverse(f"django_tweets:{page}"), {"q": query}).content.decode()
        assert 'href="/accounts/login/' in html
    missing = client.get(f"{HOME}@nobody/?q={query}")
    assert missing.status_code == 404
    assert 'href="/accounts/login/' in missing.content.decode()


@pytest.mark.django_db
def test_error_page_of_a_site_without_a_login(client: Client, settings: Any) -> None:
    settings.LOGIN_URL = "no_such_page"
    assert client.get(f"{HOME}@nobody/").status_code == 404
