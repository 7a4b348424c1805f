"""Hosts with an unusual role: the main pages work there, and their links lead back to them."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_script_prefix, override_settings
from django.utils import translation

from tests.hosts import roles
from tests.roles.tour import Site, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.django_db, pytest.mark.needs("django.contrib.messages")]

JINJA = {
    "BACKEND": "django.template.backends.jinja2.Jinja2",
    "DIRS": [Path(roles.__file__).parent / "jinja2"],
    "APP_DIRS": True,
}


def with_middleware(*first: str, last: str = "") -> list[str]:
    return [*first, *settings.MIDDLEWARE, *([last] if last else [])]


class Role(NamedTuple):
    """Settings of a host, and where its pages are."""

    settings: dict[str, Any]
    site: Site


ROLES = {
    "no slash appended": Role({"APPEND_SLASH": False}, Site(start="/tweets/")),
    "naive times": Role({"USE_TZ": False}, Site(start="/tweets/")),
    "script prefix": Role(
        {"FORCE_SCRIPT_NAME": "/club", "LOGIN_URL": "login"},
        Site(prefix="/club", start="/tweets/"),
    ),
    "Jinja2 first": Role({"TEMPLATES": [JINJA, *settings.TEMPLATES]}, Site(start="/tweets/")),
    "translated URLs": Role(
        {
            "ROOT_URLCONF": "tests.hosts.roles.translated",
            "MIDDLEWARE": with_middleware(last="django.middleware.locale.LocaleMiddleware"),
        },
        Site(start="/de/tweets/", language="de"),
    ),
    "django-hosts": Role(
        {
            "ROOT_URLCONF": "tests.hosts.roles.www",
            "ROOT_HOSTCONF": "tests.hosts.roles.hosts",
            "DEFAULT_HOST": "www",
            "LOGIN_URL": "https://www.example.org/accounts/login/",
            "ALLOWED_HOSTS": [".example.org"],
            "MIDDLEWARE": [
                "django_hosts.middleware.HostsRequestMiddleware",
                *settings.MIDDLEWARE,
                "django_hosts.middleware.HostsResponseMiddleware",
            ],
            "PARENT_HOST": "example.org",
        },
        Site(host="social.example.org", urlconf="tests.hosts.default.urls", start="/tweets/"),
    ),
}


@pytest.fixture(params=list(ROLES))
def site(request: Any) -> Iterator[Site]:
    """The site of a role, with its settings in force."""
    role = ROLES[request.param]
    with ExitStack() as stack:
        stack.enter_context(override_settings(**role.settings))
        stack.enter_context(override_script_prefix(f"{role.site.prefix}/"))
        stack.enter_context(translation.override(role.site.language))
        yield replace(role.site, wrong=[])


def test_site_has_nothing_to_check(site: Site) -> None:
    call_command("check", fail_level="WARNING")


def test_pages_work_and_link_to_each_other(site: Site) -> None:
    assert walk(site) == []


def test_pages_work_in_one_transaction_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    assert walk(Site(start="/tweets/")) == []
