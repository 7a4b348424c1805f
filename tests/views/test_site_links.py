"""Links of our own frame: to the front page of the site, sign-in and sign-out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.views import LogoutView
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.test import Client, override_settings
from django.test.utils import override_script_prefix
from django.urls import include, path, reverse

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

EXPLORE = "/t/explore/"


def site(*patterns: Any, tweets: str = "t/") -> Any:
    """Use a URLconf with these patterns and our pages below tweets."""
    ours = path(tweets, include("django_tweets.urls"))
    return override_settings(
        ROOT_URLCONF=type("Site", (), {"urlpatterns": [*patterns, ours]}), LOGIN_URL="/enter/"
    )


def page(name: str, route: str = "") -> Any:
    return path(route, lambda request: HttpResponse(name), name=name)


def header(client: Client, url: str = EXPLORE) -> str:
    """Return the header of the frame; an empty string if there is none."""
    html = client.get(url).content.decode()
    found = re.search(r'<header class="tw-site-header">(.*?)</header>', html, re.DOTALL)
    return found[1] if found else ""


FRONT_LINK = '<a class="tw-site-name" href="{}">testserver</a>'


def test_front_page_has_a_link() -> None:
    with site(page("front")):
        assert FRONT_LINK.format("/") in header(Client())


def test_front_page_below_a_language_has_a_link() -> None:
    with site(page("front", "en/")):
        assert FRONT_LINK.format("/en/") in header(Client())


def test_front_page_below_a_script_name_has_a_link() -> None:
    with site(page("front")), override_script_prefix("/club/"):
        assert FRONT_LINK.format("/club/") in header(Client())


def test_missing_front_page_has_no_link() -> None:
    with site():
        assert "tw-site-name" not in header(Client())


def test_front_page_of_ours_has_no_link() -> None:
    with site(tweets=""):
        assert "tw-site-name" not in header(Client(), reverse("django_tweets:explore"))


def test_visitor_may_sign_in_and_come_back() -> None:
    with site():
        html = header(Client())
    assert 'href="/enter/?next=/t/explore/">Sign in</a>' in html
    assert "<form" not in html


def test_unknown_login_page_has_no_link() -> None:
    with site(), override_settings(LOGIN_URL="no_such_page"):
        html = render_to_string("django_tweets/layouts/base.html", request=request_of(Client()))
        assert "Sign in" not in html


def request_of(client: Client) -> Any:
    return client.get(EXPLORE).wsgi_request


def test_member_may_sign_out_and_come_back(as_ada: Client) -> None:
    with site(path("leave/", LogoutView.as_view(), name="logout")):
        html = header(as_ada)
        assert '<form method="post" action="/leave/">' in html
        assert "Sign in" not in html
        (url,) = re.findall(r'name="next" value="(.*?)"', html)
        assert url == EXPLORE
        response = as_ada.post("/leave/", {"next": url}, follow=True)
        assert response.redirect_chain == [(EXPLORE, 302)]
        assert "Sign in" in header(as_ada)


@pytest.mark.parametrize(
    "pattern",
    [
        page("account_logout", "leave/"),
        path("", include(([page("logout", "leave/")], "accounts"))),
        path("", include(([page("logout", "leave/")], "users"))),
    ],
)
def test_usual_names_of_the_logout_page_are_known(as_ada: Client, pattern: Any) -> None:
    with site(pattern):
        assert 'action="/leave/"' in header(as_ada)


def test_logout_page_of_the_admin_is_for_staff(as_ada: Client, ada: Profile) -> None:
    with site(path("", include(([page("logout", "admin/leave/")], "admin")))):
        assert header(as_ada) == ""
        ada.user.is_staff = True
        ada.user.save()
        assert 'action="/admin/leave/"' in header(as_ada)


def test_frame_without_a_request_has_no_links() -> None:
    assert "tw-site-header" not in render_to_string("django_tweets/layouts/base.html")
