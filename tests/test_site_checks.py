"""Checks of settings that a host forgot: each with the fault, and with what its hint says."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import global_settings
from django.core.cache import caches
from django.core.checks import INFO, CheckMessage, run_checks
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path, reverse_lazy
from django.utils.functional import lazystr

import django_tweets
from django_tweets import checks, views

if TYPE_CHECKING:
    from collections.abc import Callable


def ids(messages: list[CheckMessage]) -> list[str]:
    return [str(message.id).removeprefix("django_tweets.") for message in messages]


def only(messages: list[CheckMessage]) -> CheckMessage:
    assert len(messages) == 1, messages
    return messages[0]


def some_page(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    return HttpResponse("a page of the site")


@pytest.fixture
def use_urls(settings: Any, request: pytest.FixtureRequest) -> Callable[..., None]:
    """Return a function that sets the URL patterns of the site."""

    def use(*patterns: Any) -> None:
        # A new object each time: Django keeps the resolver of each.
        settings.ROOT_URLCONF = tuple(patterns)

    return use


TWEETS = path("tweets/", include("django_tweets.urls"))
ACCOUNTS = path("accounts/", include("django.contrib.auth.urls"))


# LOGIN_URL


@pytest.mark.parametrize(
    "url", ["login", "/accounts/login/", "/accounts/login", "/accounts/login/?from=tweets"]
)
def test_login_url_of_a_page_has_no_messages(
    settings: Any, use_urls: Callable[..., None], url: str
) -> None:
    use_urls(TWEETS, ACCOUNTS)
    settings.LOGIN_URL = url
    assert checks.check_login_url() == []


@pytest.mark.parametrize("url", ["https://login.example.org/", "//login.example.org/in"])
def test_login_url_of_another_site_has_no_messages(
    settings: Any, use_urls: Callable[..., None], url: str
) -> None:
    use_urls(TWEETS)
    settings.LOGIN_URL = url
    assert checks.check_login_url() == []


@pytest.mark.parametrize("url", ["login", "/accounts/login/", "users:sign_in", ""])
def test_login_url_without_a_page_is_a_warning(
    settings: Any, use_urls: Callable[..., None], url: str
) -> None:
    use_urls(TWEETS)
    settings.LOGIN_URL = url
    message = only(checks.check_login_url())
    assert message.id == "django_tweets.W003"
    assert f"LOGIN_URL is {url!r}" in message.msg
    assert message.hint == 'In urls.py: path("accounts/", include("django.contrib.auth.urls"))'


def test_lazy_login_url_without_a_page_is_a_warning(
    settings: Any, use_urls: Callable[..., None]
) -> None:
    use_urls(TWEETS, path("in/", some_page, name="account_login"))
    settings.LOGIN_URL = lazystr("nowhere")
    message = only(checks.check_login_url())
    assert message.hint == 'LOGIN_URL = "account_login"'
    settings.LOGIN_URL = reverse_lazy("account_login")
    assert checks.check_login_url() == []


def test_login_url_with_a_slash_too_few_is_a_warning_if_no_slash_is_added(
    settings: Any, use_urls: Callable[..., None]
) -> None:
    use_urls(TWEETS, ACCOUNTS)
    settings.LOGIN_URL, settings.APPEND_SLASH = "/accounts/login", False
    assert only(checks.check_login_url()).hint == 'LOGIN_URL = "login"'


def test_login_url_in_another_language_has_no_messages(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.hosts.languages.urls"
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    settings.LOGIN_URL = "/de/accounts/login/"
    assert checks.check_login_url() == []
    settings.LOGIN_URL = "/fr/accounts/login/"
    assert ids(checks.check_login_url()) == ["W003"]


CATCH_ALL = re_path(r"^(?P<page>[\w/@-]*)/$", some_page)


def test_login_url_that_a_catch_all_takes_is_a_warning(
    settings: Any, use_urls: Callable[..., None]
) -> None:
    settings.LOGIN_URL = "/accounts/login/"
    use_urls(TWEETS, CATCH_ALL)
    message = only(checks.check_login_url())
    assert message.id == "django_tweets.W003"
    assert "is taken by the pattern of any page" in message.msg
    use_urls(TWEETS, ACCOUNTS, CATCH_ALL)
    assert checks.check_login_url() == []


def test_catch_all_above_our_urls_is_a_warning(use_urls: Callable[..., None]) -> None:
    use_urls(ACCOUNTS, CATCH_ALL, TWEETS)
    message = only(checks.check_catch_all())
    assert message.id == "django_tweets.W004"
    assert "tests.test_site_checks.some_page" in message.msg
    assert message.hint is not None
    assert message.hint.startswith('Move path("tweets/", include("django_tweets.urls")) above')


def test_catch_all_below_our_urls_has_no_messages(use_urls: Callable[..., None]) -> None:
    use_urls(ACCOUNTS, TWEETS, CATCH_ALL)
    assert checks.check_catch_all() == []


def test_catch_all_is_found_for_each_mount(use_urls: Callable[..., None]) -> None:
    first = path("a/", include("django_tweets.urls", namespace="a"))
    second = path("b/", include("django_tweets.urls", namespace="b"))
    use_urls(first, CATCH_ALL, second)
    assert str(only(checks.check_catch_all()).hint).startswith('Move path("b/"')


def test_page_that_a_host_replaces_has_no_messages(use_urls: Callable[..., None]) -> None:
    use_urls(
        path("tweets/explore/", some_page),
        path("tweets/search/", views.SearchView.as_view(page_size=3)),
        TWEETS,
    )
    assert checks.check_catch_all() == []


def test_patterns_of_a_host_in_our_namespace_have_no_messages(
    use_urls: Callable[..., None],
) -> None:
    """The parts that a host has kept, and a page with an argument that we don't know."""
    own = path("year/<int:year>/", some_page, name="year")
    use_urls(path("t/", include(([*django_tweets_parts(), own], "django_tweets"))))
    assert checks.check_catch_all() == []
    use_urls()
    assert checks.check_catch_all() == []


def django_tweets_parts() -> list[Any]:
    from django_tweets import urls  # noqa: PLC0415 - it registers converters, which needs settings

    return [*urls.profiles, *urls.tweets]


# Texts


def test_other_charset_is_an_error(settings: Any) -> None:
    assert checks.check_charset() == []
    settings.DEFAULT_CHARSET = "UTF8"
    assert checks.check_charset() == []
    for name in ("iso-8859-1", "utf-16", "no-such-charset"):
        settings.DEFAULT_CHARSET = name
        message = only(checks.check_charset())
        assert message.id == "django_tweets.E009"
        assert message.hint == 'DEFAULT_CHARSET = "utf-8"'


LOCALE = "django.middleware.locale.LocaleMiddleware"


@pytest.mark.parametrize(
    ("language", "languages", "missing"),
    [
        ("en-gb", global_settings.LANGUAGES, ""),
        ("de-at", global_settings.LANGUAGES, ""),
        ("en", [("en", "English"), ("de", "Deutsch"), ("es-mx", "Español")], ""),
        ("pt-br", global_settings.LANGUAGES, "pt-br"),
        ("en", [("en", "English"), ("fr", "Français"), ("de", "Deutsch"), ("pl", "x")], "fr, pl"),
    ],
)
def test_language_without_catalogue_is_a_warning(
    settings: Any, language: str, languages: Any, missing: str
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, LOCALE]
    settings.LANGUAGE_CODE, settings.LANGUAGES = language, languages
    messages = checks.check_languages()
    assert ids(messages) == (["W005"] if missing else [])
    assert not missing or f"for readers of {missing}:" in messages[0].msg
    settings.USE_I18N = False
    assert checks.check_languages() == []


def test_languages_that_nobody_gets_have_no_messages(settings: Any) -> None:
    """Without LocaleMiddleware the language is LANGUAGE_CODE."""
    settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
    assert checks.check_languages() == []


def test_catalogue_of_the_site_has_no_messages(settings: Any, tmp_path: Path) -> None:
    settings.LANGUAGE_CODE = "pt-br"
    hint = str(only(checks.check_languages()).hint)
    assert "as locale/pt_BR/LC_MESSAGES/django.po" in hint
    folder = tmp_path / "pt_BR/LC_MESSAGES"
    folder.mkdir(parents=True)
    package = Path(django_tweets.__file__).parent
    shutil.copy(package / "locale/de/LC_MESSAGES/django.mo", folder)
    settings.LOCALE_PATHS = [tmp_path]
    assert checks.check_languages() == []


# Other apps

MESSAGES = "django.contrib.messages"


@pytest.mark.needs(MESSAGES)
def test_missing_messages_are_a_warning(settings: Any) -> None:
    assert checks.check_messages() == []
    middleware = settings.MIDDLEWARE
    settings.MIDDLEWARE = [name for name in middleware if MESSAGES not in name]
    message = only(checks.check_messages())
    assert message.id == "django_tweets.W008"
    assert message.hint == f'MIDDLEWARE += ["{MESSAGES}.middleware.MessageMiddleware"]'
    settings.MIDDLEWARE = ["no.such.Middleware", *middleware]  # Django reports it
    assert checks.check_messages() == []
    settings.INSTALLED_APPS = [
        name for name in settings.INSTALLED_APPS if name not in {MESSAGES, "django.contrib.admin"}
    ]
    assert only(checks.check_messages()).hint == f'INSTALLED_APPS += ["{MESSAGES}"]'


def test_missing_static_files_are_a_warning(settings: Any) -> None:
    assert checks.check_static_files() == []
    settings.STATIC_URL = None
    assert only(checks.check_static_files()).hint == 'STATIC_URL = "static/"'
    settings.STATIC_URL = "static/"
    finders = "django.contrib.staticfiles.finders"
    settings.STATICFILES_FINDERS = [f"{finders}.FileSystemFinder"]
    hint = f'STATICFILES_FINDERS = [..., "{finders}.AppDirectoriesFinder"]'
    assert only(checks.check_static_files()).hint == hint
    app = "django.contrib.staticfiles"
    settings.INSTALLED_APPS = [name for name in settings.INSTALLED_APPS if name != app]
    message = only(checks.check_static_files())
    assert message.id == "django_tweets.W009"
    assert message.hint == f'INSTALLED_APPS += ["{app}"]'


# The cache


@pytest.mark.parametrize(
    ("backend", "problem"),
    [
        ("locmem.LocMemCache", "is a separate one in each process"),
        ("dummy.DummyCache", "stores nothing"),
        ("db.DatabaseCache", ""),
    ],
)
def test_cache_of_one_process_is_a_warning_for_deployment(
    settings: Any, backend: str, problem: str
) -> None:
    location = {"BACKEND": f"django.core.cache.backends.{backend}", "LOCATION": "table"}
    settings.CACHES = {"default": location}
    messages = checks.check_cache()
    assert ids(messages) == (["W010"] if problem else [])
    assert not problem or problem in messages[0].msg
    caches.close_all()


@pytest.mark.django_db
def test_cache_is_checked_for_deployment_only() -> None:
    assert "W010" not in ids(run_checks())
    assert "W010" in ids(run_checks(include_deployment_checks=True))


@pytest.mark.parametrize("options", [{}, {"socket_timeout": 1}])
def test_redis_without_a_timeout_is_a_warning_for_deployment(
    settings: Any, options: dict[str, Any]
) -> None:
    backend = "django.core.cache.backends.redis.RedisCache"
    redis = {"BACKEND": backend, "LOCATION": "redis://127.0.0.1:1", "OPTIONS": options}
    settings.CACHES = {"default": redis}
    assert ids(checks.check_cache_timeout()) == ([] if options else ["W013"])
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    assert checks.check_cache_timeout() == []


# Limits


@pytest.mark.parametrize(
    ("limits", "cache", "where"),
    [
        ({}, "locmem.LocMemCache", "the database"),
        ({}, "db.DatabaseCache", "the database"),
        ({}, "redis.RedisCache", "Redis"),
        (None, "redis.RedisCache", ""),
        ("often", "redis.RedisCache", ""),
    ],
)
def test_check_for_deployment_says_where_limits_are_counted(
    settings: Any, limits: Any, cache: str, where: str
) -> None:
    settings.DJANGO_TWEETS_LIMITS = limits
    location = {"BACKEND": f"django.core.cache.backends.{cache}", "LOCATION": "redis://localhost"}
    settings.CACHES = {"default": location}
    messages = checks.check_limits()
    assert [message.id for message in messages] == (["django_tweets.I001"] if where else [])
    assert not where or f"counted in {where}" in messages[0].msg
    assert all(message.level == INFO for message in messages)
    caches.close_all()


@pytest.mark.parametrize(
    ("path", "problem"),
    [
        ("no_such.module", "ModuleNotFoundError"),
        ("tests.test_site_checks.nothing", "ImportError"),
        ("tests.test_site_checks.LIMIT_PATHS", "() is no function"),
        ("tests.views.test_rate_limits.get_forwarded", ""),
        (None, ""),  # E007
    ],
)
def test_function_that_finds_addresses(settings: Any, path: Any, problem: str) -> None:
    settings.DJANGO_TWEETS_CLIENT_ADDRESS = path
    messages = checks.check_client_address()
    assert ids(messages) == (["E015"] if problem else [])
    assert not problem or problem in messages[0].msg


LIMIT_PATHS = ()


# A whole site


def test_new_site_has_the_warnings_of_what_it_lacks(tmp_path: Path) -> None:
    """`startproject` with the three lines of the installation, then with the lines of the hints."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "mysite.settings"}

    def run(*arguments: str) -> str:
        command = [sys.executable, "-m", "django", *arguments]
        path = os.pathsep.join([str(tmp_path), *sys.path])
        done = subprocess.run(
            command,
            cwd=tmp_path,
            check=True,
            capture_output=True,
            text=True,
            env={**environment, "PYTHONPATH": path},
        )
        return done.stderr

    environment.pop("DJANGO_SETTINGS_MODULE")
    run("startproject", "mysite", ".")
    environment["DJANGO_SETTINGS_MODULE"] = "mysite.settings"
    settings, urls = tmp_path / "mysite/settings.py", tmp_path / "mysite/urls.py"
    with settings.open("a", encoding="utf-8") as file:
        file.write('INSTALLED_APPS += ["django_tweets"]\n')
    with urls.open("a", encoding="utf-8") as file:
        file.write("from django.urls import include\n")
        file.write('urlpatterns += [path("tweets/", include("django_tweets.urls"))]\n')
    report = run("check")
    assert "W003" in report
    assert "W007" in report
    assert "W012" in report
    assert "3 issues" in report
    with settings.open("a", encoding="utf-8") as file:
        file.write('MEDIA_ROOT = BASE_DIR / "media"; MEDIA_URL = "media/"\n')
    with urls.open("a", encoding="utf-8") as file:
        file.write('urlpatterns += [path("accounts/", include("django.contrib.auth.urls"))]\n')
    assert "django_tweets" not in run("check")
