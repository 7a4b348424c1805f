"""Links of our own layouts/base.html: to the front page of the site, sign-in and sign-out."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedRedirect
from django.shortcuts import resolve_url
from django.urls import NoReverseMatch, Resolver404, get_script_prefix, resolve, reverse
from django.utils.translation import get_language

if TYPE_CHECKING:
    from django.http import HttpRequest

# URL names of sign-out: in django.contrib.auth.urls, in allauth, and in usual apps of a site.
LOGOUT_NAMES = ("logout", "account_logout", "accounts:logout", "users:logout", "auth_logout")


class SiteLinks(NamedTuple):
    """URLs of pages of the site. An empty string if there is no such page, or not for this user."""

    name: str
    """The name of the site, which is its host name."""
    front_page: str
    login: str
    """For a visitor. The way back is part of the URL."""
    logout: str
    """For a user who is logged in. It takes a POST."""
    current_url: str
    """Of the page that has the links."""


def get_site_links(request: HttpRequest) -> SiteLinks:
    """Return the links for the user of request."""
    user = request.user
    return SiteLinks(
        name=request.get_host(),
        front_page=_get_front_page(request),
        login="" if user.is_authenticated else get_login_url(request),
        logout=_get_logout_url(request) if user.is_authenticated else "",
        current_url=request.get_full_path(),
    )


def get_shared_site_links(request: HttpRequest) -> SiteLinks:
    """Return the links for any visitor, for output that is stored and shown on other pages.

    They don't hold the URL of request, in which may be a search or a key.
    """
    return SiteLinks(
        name=request.get_host(),
        front_page=_get_front_page(request),
        login=_get_plain_login_url(),
        logout="",
        current_url="",
    )


def _get_front_page(request: HttpRequest) -> str:
    """Return the URL of the front page, unless it is a page of ours."""
    for path in ("/", f"/{get_language()}/"):  # the second with i18n_patterns
        try:
            match = resolve(path, getattr(request, "urlconf", None))
        except Resolver404:
            continue
        if "django_tweets" not in match.app_names:
            return get_script_prefix() + path.removeprefix("/")
    return ""


def get_login_url(request: HttpRequest) -> str:
    """Return the URL of the login, which leads back here; an empty string if there is none.

    Where the way back is longer than Django lets a redirect be, such as a long query, the login
    leads to where the site decides.
    """
    try:
        return redirect_to_login(request.get_full_path()).url
    except DisallowedRedirect:
        return _get_plain_login_url()
    except NoReverseMatch:  # LOGIN_URL is the name of no page
        return ""


def _get_plain_login_url() -> str:
    try:
        return resolve_url(settings.LOGIN_URL)
    except NoReverseMatch:
        return ""


def _get_logout_url(request: HttpRequest) -> str:
    # The admin signs out its staff only.
    admin_names = ["admin:logout"] if getattr(request.user, "is_staff", False) else []
    for name in [*LOGOUT_NAMES, *admin_names]:
        try:
            return reverse(name, urlconf=getattr(request, "urlconf", None))
        except NoReverseMatch:
            continue
    return ""
