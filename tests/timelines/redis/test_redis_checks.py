"""System checks of the backend."""

from __future__ import annotations

from typing import Any

import django
import pytest
from django.core.management import call_command

from django_tweets.checks.extension_points import check_timeline
from django_tweets.contrib.redis import checks
from tests.timelines.redis.conftest import BACKEND

URL = "redis://127.0.0.1:6379"


class Router:
    """It keeps the tables of the app in another database."""

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        return "other" if model._meta.app_label == "django_tweets_redis" else None


def find(settings: Any, **options: Any) -> list[str]:
    """Return the messages about a backend with these options."""
    settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": BACKEND, "OPTIONS": options}
    return [f"{message.id} {message.msg}" for message in check_timeline()]


if django.VERSION >= (6, 0):

    def test_right_options_have_no_messages(settings: Any) -> None:
        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
        assert find(settings, url=URL) == []
        assert find(settings, url=URL, cluster=True, timeout=1) == []
        assert find(settings, sentinels=[("127.0.0.1", 26379)], service="homes") == []


def test_tasks_that_run_in_the_request_are_a_warning(settings: Any) -> None:
    (message,) = find(settings, url=URL)
    assert message.startswith("django_tweets_redis.W001 Tasks run in the request")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({}, "either url or sentinels is needed"),
        ({"url": URL, "sentinels": [("127.0.0.1", 1)], "service": "a"}, "either url or sentinels"),
        ({"sentinels": [("127.0.0.1", 1)]}, "sentinels and service go together"),
        ({"url": URL, "nodes": [("127.0.0.1", 1)]}, "nodes are those of a cluster"),
        ({"url": URL, "service": "homes"}, "sentinels and service go together"),
        (
            {"sentinels": [("127.0.0.1", 1)], "service": "a", "cluster": True},
            "a cluster has no sentinels",
        ),
        ({"url": "localhost:6379"}, "url should start with redis://, rediss:// or unix://"),
        ({"url": 7}, "url should start with redis://"),
        ({"url": URL, "keep": 10}, "keep should be a number from 50 on, but is 10"),
        ({"url": URL, "max_age": "1"}, "max_age should be a number from 60 on, but is '1'"),
        ({"url": URL, "max_followers": True}, "max_followers should be a number from 0 on"),
        ({"url": URL, "batch_size": 0}, "batch_size should be a number from 1 on, but is 0"),
        ({"url": URL, "timeout": 0}, "timeout should be a number of seconds, but is 0"),
        ({"url": URL, "timeout": "5"}, "timeout should be a number of seconds"),
    ],
)
def test_wrong_option_is_an_error(settings: Any, options: dict[str, Any], problem: str) -> None:
    message = find(settings, **options)[0]
    assert message.startswith("django_tweets_redis.E001 ")
    assert problem in message


def test_unknown_option_is_an_error(settings: Any) -> None:
    (message,) = find(settings, uri=URL)
    assert message.startswith("django_tweets.E005 ")


def test_missing_library_is_an_error(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "find_spec", lambda name: None)
    assert "django_tweets_redis.E002 RedisTimeline needs the package redis." in find(
        settings, url=URL
    )


def test_tables_in_another_database_are_an_error(settings: Any) -> None:
    settings.DATABASE_ROUTERS = [f"{__name__}.Router"]
    assert find(settings, url=URL)[0].startswith("django_tweets_redis.E003 ")


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    call_command("makemigrations", "django_tweets_redis", check=True, dry_run=True, verbosity=0)


def test_package_has_nothing_else() -> None:
    from django_tweets.contrib import redis  # noqa: PLC0415 - a name of the package is asked for

    with pytest.raises(AttributeError, match="no attribute 'Timeline'"):
        redis.Timeline  # noqa: B018 - it raises
