"""Checks of web push, and the command that makes keys."""

from __future__ import annotations

import sys
from typing import Any

import django
import pytest
from django.core.checks.registry import registry
from django.core.management import CommandError, call_command
from django.test import override_settings

from django_tweets.conf import problem_of
from django_tweets.contrib.push import checks, keys
from tests.push.conftest import SETTING

pytestmark = pytest.mark.needs("django_tweets.contrib.push")

HINT = "Copy both from one run of manage.py make_push_keys."


class Router:
    """It keeps a table of the app, or all of them, in another database."""

    def __init__(self, *models: str) -> None:
        self.models = models

    def db_for_write(self, model: Any, **hints: Any) -> str | None:
        is_ours = model._meta.app_label == "django_tweets_push"
        return "other" if is_ours and model._meta.model_name in self.models else None


def run(*found: Any) -> list[str]:
    return [message.id for messages in found for message in messages]


def without_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [])
    sys.path_importer_cache.clear()
    monkeypatch.delitem(sys.modules, "pywebpush", raising=False)


@pytest.mark.usefixtures("push_keys")
def test_right_setting_is_no_problem() -> None:
    assert problem_of("PUSH") is None
    assert run(checks.check_library(), checks.check_keys()) == []


def test_nothing_is_checked_without_the_setting() -> None:
    assert run(checks.check_library(), checks.check_keys()) == []


def test_tables_beside_the_profiles_are_no_problem() -> None:
    assert checks.check_databases() == []


@pytest.mark.parametrize(
    "models", [["pushsubscription"], ["pushsettings"], ["pushsubscription", "pushsettings"]]
)
def test_tables_in_another_database_are_an_error(settings: Any, models: list[str]) -> None:
    settings.DATABASE_ROUTERS = [Router(*models)]
    registered: list[Any] = registry.get_checks()
    assert checks.check_databases in registered
    assert run(checks.check_databases()) == ["django_tweets.E024"]


@pytest.mark.usefixtures("push_keys")
def test_missing_library_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    without_library(monkeypatch)
    (message,) = checks.check_library()
    assert (message.id, message.hint) == ("django_tweets.E022", keys.INSTALL)
    assert checks.check_keys() == []
    with pytest.raises(CommandError, match="pip install"):
        call_command("make_push_keys", "ada@example.org")


@pytest.mark.parametrize(
    ("name", "value", "problem"),
    [
        ("PRIVATE_KEY", "short", "PRIVATE_KEY that is none"),
        ("PRIVATE_KEY", "", "PRIVATE_KEY that is none"),
        ("PRIVATE_KEY", "A" * 43, "PRIVATE_KEY that is none"),
        ("PRIVATE_KEY", "A" * 42 + "E", "doesn’t belong to its PRIVATE_KEY"),
        ("PUBLIC_KEY", "B" * 87, "doesn’t belong to its PRIVATE_KEY"),
    ],
)
def test_keys_that_are_none_are_an_error(name: str, value: str, problem: str) -> None:
    with override_settings(DJANGO_TWEETS_PUSH={**SETTING, name: value}):
        (message,) = checks.check_keys()
    assert (message.id, message.hint) == ("django_tweets.E023", HINT)
    assert problem in message.msg


def test_wrong_type_is_reported_once() -> None:
    with override_settings(DJANGO_TWEETS_PUSH="keys"):
        assert problem_of("PUSH") is not None
        assert run(checks.check_library(), checks.check_keys(), checks.check_sending()) == []


def test_deployment_without_the_setting_is_warned() -> None:
    (message,) = checks.check_sending()
    assert message.id == "django_tweets.W022"
    assert "is not set" in message.msg


@pytest.mark.usefixtures("push_keys")
def test_deployment_without_workers_is_warned() -> None:
    (message,) = checks.check_sending()
    assert message.id == "django_tweets.W022"
    assert "Without workers" in message.msg


if django.VERSION >= (6,):

    @pytest.mark.usefixtures("push_keys")
    def test_deployment_with_workers_is_not_warned(settings: Any) -> None:
        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
        assert checks.check_sending() == []


@pytest.mark.parametrize(
    "contact",
    ["", "ada", "mailto:", "https://", "ada @example.org", "ada@b.c\n", "\0@b.c", "\udcff@b.c"],
)
def test_command_refuses_a_contact_that_is_none(contact: str) -> None:
    with pytest.raises(CommandError, match=" must "):
        call_command("make_push_keys", contact)


@pytest.mark.parametrize("contact", ['"@example.org', "\\@example.org", "https://bücher.example"])
def test_setting_of_any_contact_is_python(contact: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_push_keys", contact)
    found: dict[str, Any] = {}
    exec(capsys.readouterr().out, found)
    assert found["DJANGO_TWEETS_PUSH"]["SUBJECT"].endswith(contact)


@pytest.mark.parametrize("contact", ["ada@example.org", "mailto:ada@example.org"])
def test_command_prints_a_setting_that_works(
    contact: str, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("make_push_keys", contact)
    found: dict[str, Any] = {}
    exec(capsys.readouterr().out, found)
    setting = found["DJANGO_TWEETS_PUSH"]
    assert setting["SUBJECT"] == "mailto:ada@example.org"
    assert setting["PUBLIC_KEY"] != SETTING["PUBLIC_KEY"]
    with override_settings(DJANGO_TWEETS_PUSH=setting):
        assert problem_of("PUSH") is None
        assert checks.check_keys() == []
