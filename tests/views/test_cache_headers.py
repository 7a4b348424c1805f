"""Headers for caches and cookies of every URL: shared caches may store what visitors get alone."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import cache_control

from django_tweets import services
from django_tweets.feeds import ProfileFeed
from tests.factories import make_profile, make_tweet
from tests.queries import at_most
from tests.views.expected_access import PAGES
from tests.views.scenarios import make_world, path
from tests.views.test_matrix import ACTIONS

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

FRAGMENT = {"X-Tweets-Fragment": "1"}
REQUESTS: list[tuple[str, dict[str, str]]] = [("get", {}), ("get", FRAGMENT), ("head", {})]
PRIVATE = "private, no-cache, max-age=0"
PUBLIC = "public, no-cache, max-age=0"

# The same for everybody: see views/public.py.
PUBLIC_PAGES = {
    "oembed",
    "tweet_embed",
    *(name for name in PAGES if name.endswith(("_atom", "_rss"))),
}
# Files of tweets have headers of their own: see test_attachment_files.py. Nobody stores a stream.
OTHERS = {"attachment_file", "stream"}
# A visitor gets these with a secret link. No cache may store it for others.
SECRET_PAGES = {"digest_unsubscribe"}
# A browser's cache keeps suggestions of names for a minute.
CACHED_IN_BROWSER = {"autocomplete": "private, max-age=60"}


def directives(value: str) -> set[str]:
    return {part.strip() for part in value.lower().split(",") if part.strip()}


def wrong_headers(name: str, response: Any, expected: str) -> list[Any]:
    """Return the faults of the headers of response. expected: its Cache-Control."""
    headers, wrong = response.headers, []
    if response.cookies:
        wrong.append((name, "cookie", response.cookies.output()))
    if directives(headers.get("Cache-Control", "")) != directives(expected):
        wrong.append((name, response.status_code, headers.get("Cache-Control")))
    vary = directives(headers.get("Vary", ""))
    if (name in PUBLIC_PAGES) == ({"cookie", "x-tweets-fragment"} <= vary):
        wrong.append((name, "vary", headers.get("Vary")))
    kind = headers.get("Content-Type", "")
    # JSON is UTF-8 always, and its type has no charset (RFC 8259).
    if "charset=utf-8" not in kind and kind != "application/json":
        wrong.append((name, "charset", kind))
    return wrong


@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["public", "protected"])
def test_visitor_gets_no_cookie_and_a_page_that_caches_may_store(kind: str) -> None:
    world = make_world("anonymous", kind)
    wrong = []
    for name in PAGES.keys() - OTHERS:
        for method, headers in REQUESTS:
            response = getattr(Client(), method)(path(name, world), headers=headers)
            if name in PUBLIC_PAGES and kind == "protected" and name.startswith("profile_"):
                assert response.status_code == 404  # the site's own page
                assert not response.cookies
                continue
            expected = PUBLIC if name in PUBLIC_PAGES else PRIVATE if name in SECRET_PAGES else ""
            wrong += wrong_headers(name, response, expected)
    assert wrong == []


@pytest.mark.matrix
@pytest.mark.parametrize(("reader", "kind"), [("author", "public"), ("stranger", "protected")])
def test_member_gets_pages_that_shared_caches_never_store(reader: str, kind: str) -> None:
    world = make_world(reader, kind)
    client, wrong, statuses = world.client(), [], set()
    for name in PAGES.keys() - PUBLIC_PAGES - OTHERS:
        for method, headers in REQUESTS:
            response = getattr(client, method)(path(name, world), headers=headers)
            statuses.add(response.status_code)
            response.cookies.pop("csrftoken", None)  # of a form, such as the one to sign out
            wrong += wrong_headers(name, response, CACHED_IN_BROWSER.get(name, PRIVATE))
    assert wrong == []
    assert statuses >= ({200, 302} if reader == "author" else {200, 404})


@pytest.mark.matrix
def test_member_gets_private_responses_to_forms_and_wrong_methods() -> None:
    world = make_world("stranger", "public")
    client, wrong, statuses = world.client(), [], set()
    for name in ACTIONS:
        for method, headers in (("post", {}), ("post", FRAGMENT), ("put", {}), ("delete", {})):
            response = getattr(client, method)(path(name, world), headers=headers)
            statuses.add(response.status_code)
            for cookie in ("csrftoken", "messages"):
                response.cookies.pop(cookie, None)
            wrong += wrong_headers(name, response, PRIVATE)
    assert wrong == []
    assert statuses >= {200, 302, 403, 405, 422}


def test_page_of_a_form_sets_the_cookie_of_its_token(as_ada: Client) -> None:
    assert "csrftoken" in as_ada.get(reverse("django_tweets:profile_edit")).cookies


def test_secret_link_stays_private_after_its_form_is_sent() -> None:
    world = make_world("anonymous", "public")
    response = Client().post(path("digest_unsubscribe", world))
    assert response.status_code == 200
    assert wrong_headers("digest_unsubscribe", response, PRIVATE) == []


def forms_of(html: str) -> list[tuple[str, str, dict[str, str]]]:
    """Return each action of ours: method, URL, and the hidden fields of its form or its query."""
    found = []
    forms = re.findall(r"<form([^>]*(?:data-swap|tw-act)[^>]*)>(.*?)</form>", html, re.DOTALL)
    for form, body in forms:
        method = re.findall(r'method="(\w+)"', form)[0]
        own = re.findall(r' action="([^"]*)"', form)
        fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', body))
        fields = {name: unescape(value) for name, value in fields.items()}
        inside = re.findall(r"<button([^>]*)>", body)
        for button in inside or re.findall(r'<button( form="tw-act"[^>]*)>', html):
            if 'type="button"' not in button:
                url = (re.findall(r'formaction="([^"#]*)', button) or own)[0]
                found.append((method, unescape(url), fields))
    for url, query in re.findall(r'<a href="([^"?]*)\?([^"]*)" rel="nofollow"', html):
        found.append(("get", url, dict(parse_qsl(unescape(query)))))
    return found


@pytest.mark.parametrize("name", ["profile_detail", "tweet_detail", "hashtag", "search_people"])
def test_button_of_a_visitor_leads_to_the_login_and_back(name: str) -> None:
    """The form has no CSRF token, because that would set a cookie."""
    world = make_world("anonymous", "public")
    client = Client(enforce_csrf_checks=True)
    page = path(name, world)
    forms = forms_of(client.get(page).content.decode())
    assert forms
    for method, url, fields in forms:
        assert method == "get"
        response = client.get(f"{url}?{urlencode(fields)}")
        assert response.status_code == 302
        login = urlsplit(response.headers["Location"])
        assert login.path == "/accounts/login/"
        back = parse_qs(login.query)["next"][0].partition("#")[0]
        assert back == page or name == "hashtag"  # its form follows the hashtag
        assert not client.cookies


@pytest.mark.parametrize("name", ["profile_detail", "tweet_detail", "hashtag"])
def test_button_of_a_member_is_sent_with_a_token(name: str) -> None:
    world = make_world("stranger", "public")
    client = Client(enforce_csrf_checks=True)
    assert world.viewer is not None
    client.force_login(world.viewer.user)
    for method, url, fields in forms_of(client.get(path(name, world)).content.decode()):
        assert method == "post"
        assert client.post(url, fields).status_code == 302


def test_address_to_return_to_is_one_of_the_site(ada: Profile) -> None:
    url = reverse("django_tweets:profile_follow", args=["ada"])
    response = Client().get(url, {"next": "https://elsewhere.example/"})
    assert parse_qs(urlsplit(response.headers["Location"]).query) == {"next": ["/tweets/@ada/"]}


class HourlyFeed(ProfileFeed):
    """A feed of a host that caches may use for an hour."""

    @method_decorator(cache_control(public=True, max_age=3600))
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().get(request, *args, **kwargs)


def test_view_of_a_host_may_set_the_header_itself(ada: Profile) -> None:
    request = RequestFactory().get("/")
    response = HourlyFeed.as_view()(request, handle="ada")
    assert directives(response.headers["Cache-Control"]) == {"public", "max-age=3600"}


UPDATE, FETCH = (
    f"django.middleware.cache.{name}CacheMiddleware" for name in ("Update", "FetchFrom")
)


@pytest.fixture
def site_cache(settings: Any) -> None:
    """A cache of whole pages for the site, which also is in several languages."""
    session = "django.contrib.sessions.middleware.SessionMiddleware"
    middleware = list(settings.MIDDLEWARE)
    middleware.insert(middleware.index(session) + 1, "django.middleware.locale.LocaleMiddleware")
    settings.MIDDLEWARE = [UPDATE, *middleware, FETCH]


@pytest.mark.usefixtures("site_cache")
def test_site_cache_stores_the_pages_of_visitors() -> None:
    author = make_profile("author")
    url = author.get_absolute_url()
    before = Client().get(url).content
    make_tweet(author, "LATER")
    with at_most(0):
        assert Client().get(url).content == before


@pytest.mark.usefixtures("site_cache")
def test_site_cache_never_stores_the_pages_of_members(as_ada: Client) -> None:
    world = make_world("stranger", "public")
    for name in PAGES.keys() - PUBLIC_PAGES - OTHERS:
        as_ada.get(path(name, world))
    make_tweet(world.author, "LATER")
    url = world.author.get_absolute_url()
    assert b"LATER" in as_ada.get(url).content
    assert b"LATER" in Client().get(url).content
    make_tweet(world.author, "LATEST")
    assert b"LATEST" in as_ada.get(url).content


@pytest.mark.usefixtures("site_cache")
def test_site_cache_keeps_languages_and_fragments_apart() -> None:
    author = make_profile("author")
    make_tweet(author, "Hello")
    url = author.get_absolute_url()
    kinds = [({"Accept-Language": code}, f'lang="{code}"') for code in ("en", "de", "en")]
    for headers, expected in kinds:
        assert expected in Client().get(url, headers=headers).content.decode()
    fragment = Client().get(url, headers={"Accept-Language": "en", **FRAGMENT}).content
    assert b"<html" not in fragment
    assert b"<html" in Client().get(url, headers={"Accept-Language": "en"}).content


@pytest.mark.usefixtures("site_cache")
def test_deleted_tweet_disappears_from_a_feed_in_a_site_cache() -> None:
    author = make_profile("author")
    tweet = make_tweet(author, "SECRET")
    url = reverse("django_tweets:profile_atom", args=["author"])
    assert b"SECRET" in Client().get(url).content
    services.delete(tweet)
    assert b"SECRET" not in Client().get(url).content
