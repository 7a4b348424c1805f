"""Checks of URLs: that the login and our own pages are found where their addresses lead."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.shortcuts import resolve_url
from django.urls import (
    NoReverseMatch,
    Resolver404,
    get_resolver,
    get_script_prefix,
    resolve,
    reverse,
)
from django.utils import translation

from ..views.base import PageMixin
from ..views.public import PublicView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.core.checks import CheckMessage
    from django.urls import ResolverMatch, URLResolver

APP_NAME = "django_tweets"

# Usual names of the login page: Django's, django-allauth's, django-registration's, the admin's.
LOGIN_NAMES = ("login", "account_login", "auth_login", "accounts:login", "users:login")

# Arguments of our URL patterns, to make an address of each. No such page has to exist.
SAMPLES = {"handle": "ada", "pk": 1_234_567_890_123_456_789, "name": "topic", "token": "x:y"}


def check_login_url(**kwargs: Any) -> list[CheckMessage]:
    """W003: LOGIN_URL leads to no page of the site."""
    try:
        url = resolve_url(settings.LOGIN_URL)
    except NoReverseMatch:  # a lazy one
        url = ""
    if url and _is_elsewhere(url):
        return []
    match = _find_page(url) if url else None
    if match and not _takes_any_address(match, url):
        return []
    fault = f"is taken by the pattern of any page, {match.route!r}" if match else "leads to no page"
    return [
        checks.Warning(
            f"LOGIN_URL is {str(settings.LOGIN_URL)!r}, which {fault}: visitors who press "
            "a button of a tweet or profile get an error.",
            hint=_suggest_login(),
            id="django_tweets.W003",
        )
    ]


def _is_elsewhere(url: str) -> bool:
    """Whether another site has url."""
    return bool(urlsplit(url).netloc)


def _find_page(url: str) -> ResolverMatch | None:
    """Return the view of url, in one of the languages and with the slash that Django adds."""
    path = urlsplit(url).path
    return _resolve(path) or (_resolve(f"{path}/") if settings.APPEND_SLASH else None)


def _takes_any_address(match: ResolverMatch, url: str) -> bool:
    """Whether the pattern that takes url takes other addresses there too, as that of a CMS does."""
    path = urlsplit(url).path.rstrip("/")
    other = _find_page(f"{path}-or-any-other-page/")
    return other is not None and (other.route, other.func) == (match.route, match.func)


def _resolve(path: str) -> ResolverMatch | None:
    """Return the view of path, which includes the script prefix, in one of the languages."""
    path = f"/{path.removeprefix(get_script_prefix())}"
    for language in dict.fromkeys([settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)]):
        with translation.override(language):
            try:
                return resolve(path)
            except Resolver404:
                continue
    return None


def _suggest_login() -> str:
    for name in LOGIN_NAMES:
        try:
            reverse(name)
        except NoReverseMatch:
            continue
        return f'LOGIN_URL = "{name}"'
    return 'In urls.py: path("accounts/", include("django.contrib.auth.urls"))'


def check_catch_all(**kwargs: Any) -> list[CheckMessage]:
    """W004: another URL pattern of the site takes requests for our pages.

    A host may override some page with a pattern of its own, so it is a pattern that takes several.
    """
    messages: list[CheckMessage] = []
    resolver = get_resolver()
    for namespace in resolver.app_dict.get(APP_NAME, []):
        mount = resolver.namespace_dict[namespace][1]
        taken = defaultdict(list)
        for path, match in _find_taken(mount, namespace):
            taken[match.route, match._func_path].append(path)
        for (route, view), paths in taken.items():
            if len(paths) > 1:
                messages.append(
                    checks.Warning(
                        f"{len(paths)} addresses of django_tweets, among them {paths[0]}, lead to "
                        f"{view}, because the URL pattern {route!r} comes first.",
                        hint=(
                            f'Move path("{mount.pattern}", include("django_tweets.urls")) above '
                            f"the pattern {route!r}."
                        ),
                        id="django_tweets.W004",
                    )
                )
    return messages


def _find_taken(mount: URLResolver, namespace: str) -> Iterator[tuple[str, ResolverMatch]]:
    """Yield the addresses of mount that lead to another view than one of ours."""
    names = [name for name in mount.reverse_dict if isinstance(name, str)]
    for name in sorted(names):
        candidates: Any = mount.reverse_dict[name][0]  # pairs of a path and its parameters
        parameters = candidates[0][1]
        arguments = {parameter: SAMPLES.get(parameter) for parameter in parameters}
        try:
            path = reverse(f"{APP_NAME}:{name}", kwargs=arguments, current_app=namespace)
        except NoReverseMatch:  # a pattern of the host, with other arguments
            continue
        match = _resolve(path)
        if match is not None and not _is_ours(match.func):
            yield path, match


def _is_ours(view: Any) -> bool:
    """Whether view is one of our views, or one of the host that extends ours."""
    view_class = getattr(view, "view_class", object)
    return issubclass(view_class, (PageMixin, PublicView))
