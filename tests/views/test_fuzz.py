"""Odd requests to every URL and every form field: never a 500, and no write that ends in an error.

Each request runs in a transaction that is rolled back. A random choice of requests runs each time,
the same in each run; with FUZZ=all, all of them (about 50,000, 40 minutes).
"""

from __future__ import annotations

import json
import os
import random
import re
from contextlib import contextmanager
from dataclasses import fields as dataclass_fields
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps import views as sitemap_views
from django.core.exceptions import BadRequest
from django.db import connection, transaction
from django.test import Client, override_settings
from django.urls import include, path, reverse

import django_tweets
from django_tweets import sitemaps, timelines, urls
from django_tweets.models import FormerHandle, LookalikeHandle
from django_tweets.moderation_forms import CaseFilterForm, LogFilterForm
from django_tweets.text import MAX_RAW_LENGTH
from django_tweets.timelines.moderation_cases import CaseCursor
from django_tweets.views.moderation import ModeratorMixin
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_user
from tests.views import odd_input, scenarios
from tests.views.scenarios import World, make_world
from tests.views.test_matrix import ACTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django import forms

    Request = tuple[str, Callable[[Client], Any]]
    """A name for the report, and a function that sends the request."""

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

SITEMAPS: dict[str, Any] = {"p": sitemaps.ProfileSitemap, "t": sitemaps.TweetSitemap}
urlpatterns: list[Any] = [
    path("accounts/", include("django.contrib.auth.urls")),
    path("tweets/", include("django_tweets.urls")),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS}),
    path(
        "sitemap-<section>.xml",
        sitemap_views.sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
]
if apps.is_installed("django.contrib.admin"):
    urlpatterns += [path("admin/", admin.site.urls)]

FRAGMENT = {"HTTP_X_TWEETS_FRAGMENT": "1"}
IS_COMPLETE = os.environ.get("FUZZ") == "all"
VALID = {
    "content": "hello",
    "display_name": "Ada",
    "handle": "author",
    "confirmation": "author",
    "website": "https://example.com",
    "visibility": "public",
    "next": "/tweets/",
    "key": "x" * 22,
    "writer": "author",
    "digest": "daily",
    "category": "spam",
    "comment": "hello",
    "tweets": "1",
    "block": "on",
    "mute": "on",
    "text": "hello",
    "action": "hide",
    "term": "casino",
    "is_accepted": "1",
    **TWEET_EXTRA,
    **PROFILE_EXTRA,
}


def read_parameters() -> list[str]:
    """Return the parameters of query strings that our code reads."""
    package = Path(django_tweets.__file__).parent
    code = "".join(file.read_text(encoding="utf-8") for file in package.rglob("*.py"))
    names = {*re.findall(r"(?:GET|query)(?:\.get\(|\.getlist\(|\[)\"(\w+)\"", code)}
    for cursor in (timelines.Cursor, timelines.RepliesCursor, CaseCursor):
        names |= {field.name for field in dataclass_fields(cursor)}
    for form in (CaseFilterForm, LogFilterForm):
        names |= {*form.base_fields}
    return sorted({*names, "maxwidth", "maxheight", "format", "next"})


PARAMETERS = read_parameters()


def send(
    client: Client, method: str, url: str, *, body: bytes = b"", kind: str = "", extra: Any = None
) -> Any:
    kind = kind or odd_input.FORM
    # CONTENT_TYPE: also without a body, where the client leaves it out.
    headers = {"CONTENT_TYPE": kind, **(extra or {})}
    return client.generic(method, url, body, content_type=kind, **headers)


def odd_paths(name: str, url: str) -> Iterator[Request]:
    """Yield requests for the URL with each of its arguments replaced."""
    pattern = next(str(each.pattern) for each in urls.urlpatterns if each.name == name)
    parts = re.findall(r"(@?)<[^>]+>", pattern)
    found = re.fullmatch(re.sub(r"<[^>]+>", "([^/]+)", re.escape("/tweets/") + pattern), url)
    if not parts or found is None:
        return
    for group in range(1, len(parts) + 1):
        start, end = found.span(group)
        for value in [*odd_input.VALUES, b"a@b.c", b"A" * 20 + b"@" + b"b" * 63 + b".c" * 100]:
            odd = url[:start] + quote(value.replace(b"/", b""), safe="@") + url[end:]
            yield f"{name} path {value[:30]!r}", partial(send, method="GET", url=odd)
            if name in ACTIONS:
                yield f"{name} POST path {value[:30]!r}", partial(send, method="POST", url=odd)


def odd_queries(name: str, url: str) -> Iterator[Request]:
    for parameter in PARAMETERS:
        for value in odd_input.VALUES:
            query = f"{url}?{parameter}={quote(value)}"
            yield f"{name} ?{parameter}={value[:30]!r}", partial(send, method="GET", url=query)
    for query in ("&" * 1500, "a=1&" * 1100, "%", "=", "before=1&before=x", "q[]=1", "\xff=\xff"):
        yield f"{name} ?{query[:20]}", partial(send, method="GET", url=f"{url}?{query}")
    for charset in ("utf-7", "unicode_escape", "\xff"):
        kind = f"text/html; charset={charset}"
        yield (
            f"{name} GET {kind}",
            partial(send, method="GET", url=f"{url}?q=%2BAAA-&before=%5Cud800", kind=kind),
        )


def odd_requests(name: str, url: str) -> Iterator[Request]:
    """Yield requests with odd methods, headers and cookies."""
    for method in odd_input.METHODS:
        yield f"{name} {method[:10]}", partial(send, method=method, url=url)
    is_action = name in ACTIONS
    for extra in [*odd_input.HEADERS, *({"HTTP_COOKIE": each} for each in odd_input.COOKIES)]:
        for method in ("GET", "POST") if is_action else ("GET",):
            body = odd_input.urlencoded(valid_fields({})) if method == "POST" else b""
            short = {key: value[:30] for key, value in extra.items()}
            yield (
                f"{name} {method} {short}",
                partial(send, method=method, url=url, body=body, extra=extra),
            )


def valid_fields(form_fields: dict[str, forms.Field]) -> list[tuple[str, bytes]]:
    """Return what a browser sends for a form with these fields, and those that we add to it."""
    named = dict.fromkeys(["next", "writer", "skip", "key"], "") | dict.fromkeys(form_fields, "on")
    for name, field in form_fields.items():
        if choices := getattr(field, "choices", None):
            named[name] = str(next(iter(choices))[0])
    named |= {name: str(value) for name, value in VALID.items() if name in {*named, "content"}}
    if "display_name" in form_fields:
        named.pop("skip")
    return [(name, value.encode()) for name, value in named.items()]


def odd_forms(name: str, url: str, client: Client) -> Iterator[Request]:
    """Yield POST requests with odd values of each field, and odd bodies."""
    context = client.get(url).context if name in scenarios_of_forms() else None
    form = context.get("form") if context else None  # a page of an error has none
    valid = valid_fields(getattr(form, "fields", {}))
    for fields in odd_input.mutations(valid):
        odd = {key: value[:30] for key, value in fields if (key, value) not in valid}
        for extra in ({}, FRAGMENT):
            body = odd_input.urlencoded(fields)
            yield (
                f"{name} POST {odd} {extra}",
                partial(send, method="POST", url=url, body=body, extra=extra),
            )
        body = odd_input.multipart(fields)
        yield (
            f"{name} multipart {odd}",
            partial(send, method="POST", url=url, body=body, kind=odd_input.MULTIPART),
        )
    for kind, body in odd_input.bodies(valid):
        for extra in ({}, FRAGMENT):
            yield (
                f"{name} POST {kind[:50]} {body[:50]!r} {extra}",
                partial(send, method="POST", url=url, body=body, kind=kind, extra=extra),
            )


def scenarios_of_forms() -> set[str]:
    """Return the names of the URLs whose page shows a form."""
    views = {
        str(each.name): getattr(each.callback, "view_class", None) for each in urls.urlpatterns
    }
    return {name for name, view in views.items() if hasattr(view, "form_valid")}


@contextmanager
def recorded_writes() -> Iterator[list[str]]:
    """Record the statements that change rows, apart from those of sessions."""
    writes: list[str] = []

    def wrapper(execute: Callable[..., Any], sql: str, *args: Any) -> Any:
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and "django_session" not in sql:
            writes.append(sql[:60])
        return execute(sql, *args)

    with connection.execute_wrapper(wrapper):
        yield writes


def check(client: Client, requests: list[Request]) -> None:
    if failures := find_failures(client, requests):
        pytest.fail("\n".join(failures))


def find_failures(client: Client, requests: list[Request]) -> list[str]:
    """Send requests, and return those that fail: a 500, a write before an error, an odd header."""
    failures = []
    for name, request in requests:
        with transaction.atomic(), recorded_writes() as writes:
            try:
                response = request(client)
            except BadRequest:
                pass  # Django can't make a request of it: no view is called
            except Exception as error:  # it would be a 500
                failures.append(f"{name}: {type(error).__name__}: {error}"[:300])
            else:
                status = response.status_code
                is_failure = status >= 500 and status != 501  # oEmbed's, for another format
                if is_failure or (status >= 400 and writes):
                    failures.append(f"{name}: {status} {writes[:1]}")
                location = response.headers.get("Location", "/")
                if not (re.fullmatch("[!-~]+", location) and is_ours(location)):
                    failures.append(f"{name}: Location {location!r}")
            transaction.set_rollback(True)
    return failures


def is_ours(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme in {"", "http"} and parts.netloc in {"", "testserver"}


def choose(requests: list[Request], count: int) -> list[Request]:
    """Return count of requests, the same in each run."""
    if IS_COMPLETE:
        return requests
    first = requests[0][0] if requests else ""  # so that URLs get different ones
    return random.Random(first).sample(requests, min(count, len(requests)))


def odd_json(name: str, url: str, client: Client) -> Iterator[Request]:
    """Yield POST requests of programs, with odd values of each field, and odd bodies."""
    context = client.get(url).context if name in scenarios_of_forms() else None
    form = context.get("form") if context else None
    valid = {key: value.decode() for key, value in valid_fields(getattr(form, "fields", {}))}
    bodies = [json.dumps({**valid, key: odd}) for key in valid for odd in odd_input.JSON_VALUES]
    for body in [*bodies, *odd_input.JSON_BODIES]:
        for extra in ({}, {"HTTP_ACCEPT": "application/json"}):
            post = partial(send, method="POST", url=url, kind="application/json", extra=extra)
            yield f"{name} JSON {body[:60]} {extra}", partial(post, body=body.encode())


@pytest.fixture
def world() -> World:
    return make_world("author", "public")


@pytest.fixture(autouse=True)
def site() -> Iterator[None]:
    installed = [*settings.INSTALLED_APPS, "django.contrib.sitemaps"]  # for its templates
    with override_settings(ROOT_URLCONF=__name__, INSTALLED_APPS=installed):
        yield


@pytest.mark.parametrize("is_member", [True, False], ids=["member", "visitor"])
def test_odd_requests_of_pages(world: World, is_member: bool) -> None:
    requests: list[Request] = []
    for name in sorted(str(each.name) for each in urls.urlpatterns):
        full = scenarios.path(name, world)
        url, _, query = full.partition("?")
        requests += choose([*odd_paths(name, url)], 2)
        requests += choose([*odd_queries(name, url)], 1)
        requests += choose([*odd_requests(name, full if query else url)], 1)
    client = world.client() if is_member else Client()
    check(client, requests)


@pytest.mark.parametrize("is_member", [True, False], ids=["member", "visitor"])
def test_odd_forms(world: World, is_member: bool) -> None:
    member = world.client()
    requests: list[Request] = []
    for name in ACTIONS:
        url = scenarios.path(name, world)
        if name == "report_create":  # nobody reports themselves
            url = reverse("django_tweets:report_create", args=[world.fan.handle])
        count = 8 if name in scenarios_of_forms() else 1
        requests += choose([*odd_forms(name, url, member)], count if is_member else 1)
    check(member if is_member else Client(), requests)


def test_odd_requests_of_moderators() -> None:
    world = make_world("moderator", "public")
    client = world.client()
    callbacks: dict[str, Any] = {str(each.name): each.callback for each in urls.urlpatterns}
    views = {name: callback.view_class for name, callback in callbacks.items()}
    requests: list[Request] = []
    for name in sorted(name for name in views if issubclass(views[name], ModeratorMixin)):
        url = scenarios.path(name, world)
        requests += choose([*odd_paths(name, url), *odd_requests(name, url)], 6)
        requests += choose([*odd_queries(name, url)], 12)
        if name in ACTIONS:
            requests += choose([*odd_forms(name, url, client)], 12)
            requests += choose([*odd_json(name, url, client)], 12)
    check(client, requests)


def test_odd_requests_of_sitemaps(world: World) -> None:
    requests: list[Request] = []
    for name, url in [("index", "/sitemap.xml"), ("t", "/sitemap-t.xml"), ("p", "/sitemap-p.xml")]:
        for value in odd_input.VALUES:
            query = f"{url}?p={quote(value)}"
            requests.append((f"{name} ?p={value[:30]!r}", partial(send, method="GET", url=query)))
    check(Client(), choose(requests, 40))


@pytest.mark.needs("django.contrib.admin")
def test_odd_requests_of_the_admin(world: World) -> None:
    staff = make_user("staff", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(staff)
    for table in (FormerHandle, LookalikeHandle):
        table._base_manager.create(profile=world.author)
    requests: list[Request] = []
    for model, model_admin in admin.site._registry.items():
        if not type(model_admin).__module__.startswith("django_tweets"):
            continue
        info = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        row = model._base_manager.order_by("pk").first()
        assert row is not None
        changelist = reverse(f"{info}_changelist")
        for parameter in ("q", "p", "o", "all", "e", "visibility__exact", "is_protected__exact"):
            for value in odd_input.VALUES:
                query = f"{changelist}?{parameter}={quote(value)}"
                name = f"{info} ?{parameter}={value[:30]!r}"
                requests.append((name, partial(send, method="GET", url=query)))
        for value in odd_input.VALUES:
            odd = reverse(f"{info}_change", args=["1"]).replace("/1/", f"/{quote(value, safe='')}/")
            requests.append((f"{info} path {value[:30]!r}", partial(send, method="GET", url=odd)))
        for page, arguments in [("add", []), ("change", [row.pk])]:
            url = reverse(f"{info}_{page}", args=arguments)
            if not (context := client.get(url).context):
                continue  # nobody may
            valid = valid_fields(context["adminform"].form.fields)
            for fields in odd_input.mutations(valid):
                odd_fields = {key: value[:30] for key, value in fields if (key, value) not in valid}
                body = odd_input.urlencoded(fields)
                post = partial(send, method="POST", url=url, body=body)
                requests.append((f"{info} {page} {odd_fields}", post))
    check(client, choose(requests, 30))


def test_sitemap_page_of_any_length_is_404(world: World) -> None:
    assert world.client().get("/sitemap-t.xml", {"p": "9" * 5000}).status_code == 404


def test_longest_text_is_an_error_and_no_failure(world: World) -> None:
    url = scenarios.path("tweet_create", world)
    for length in (MAX_RAW_LENGTH, MAX_RAW_LENGTH + 1, 2_400_000):
        body = odd_input.urlencoded([("content", b"x" * length)])
        assert send(world.client(), "POST", url, body=body).status_code == 422
