from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.checks import CheckMessage, Warning, run_checks  # noqa: A004 - named as Django's
from django.db import connection, models
from PIL import features

from django_tweets import checks, get_profile_model, get_tweet_model
from django_tweets.timelines.backends.pull import AdaptivePull

if TYPE_CHECKING:
    from pathlib import Path


ACCESSOR = "DJANGO_TWEETS_PROFILE_ACCESSOR"


def check_of(host: str) -> str:
    """Return the errors of `manage.py check` for one of the settings in tests/hosts."""
    done = subprocess.run(
        [sys.executable, "-m", "django", "check"],
        capture_output=True,
        text=True,
        check=False,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": f"tests.hosts.{host}",
            "DATABASE_URL": "sqlite://:memory:",
        },
    )
    assert done.returncode == 1
    return done.stderr


def ids(messages: list[Any]) -> list[str]:
    return [message.id for message in messages]


@pytest.mark.django_db
def test_valid_site_has_no_messages() -> None:
    reported = [message for message in run_checks() if not message.is_silenced()]
    assert [id_ for id_ in ids(reported) if id_.startswith("django_tweets")] == []


def test_unknown_setting_is_reported_with_the_nearest_name(settings: Any) -> None:
    settings.DJANGO_TWEETS_PROFIL_MODEL = "people.Person"
    (message,) = checks.check_names()
    assert message.id == "django_tweets.W001"
    assert message.msg == "Unknown setting DJANGO_TWEETS_PROFIL_MODEL."
    assert message.hint == "Did you mean DJANGO_TWEETS_PROFILE_MODEL?"


def test_swapped_model_without_our_base_class_is_an_error() -> None:
    errors = check_of("no_subclass.settings")
    for base, model in (("Profile", "auth.Permission"), ("Tweet", "auth.Group")):
        assert f"(django_tweets.E001) {model} is not a subclass of Abstract{base}." in errors
        assert f"HINT: Let it extend django_tweets.models.Abstract{base}." in errors


@pytest.mark.parametrize("settings_module", ["settings", "tweets_last"])
def test_another_model_as_user_profile_is_an_error(settings_module: str) -> None:
    """In either order of INSTALLED_APPS: a model that is loaded later would take the attribute."""
    errors = check_of(f"clash.{settings_module}")
    assert "(django_tweets.E002) user.profile should be the profile" in errors
    assert "but belongs to clash.Profile." in errors
    assert 'HINT: DJANGO_TWEETS_PROFILE_ACCESSOR = "tweets_profile"\n' in errors


def test_profile_attribute_of_the_user_model_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(get_user_model(), "profile", property(lambda self: "tall"))
    (message,) = checks.check_profile_accessor()
    assert message.id == "django_tweets.E002"
    assert "but is <property object" in message.msg


@pytest.mark.parametrize(
    ("accessor", "problem"),
    [
        ("email", "is a field of auth.User"),
        ("get_username", "is <function AbstractBaseUser.get_username"),
        ("logentry", "belongs to admin.LogEntry"),
        ("tweets_profile", ""),
    ],
)
def test_accessor_that_users_have_already_is_an_error(
    accessor: str, problem: str, tmp_path: Path
) -> None:
    """Users keep what they had by that name."""
    lines = ["from tests.hosts.default.settings import *", f"{ACCESSOR} = {accessor!r}"]
    (tmp_path / "accessor_settings.py").write_text("\n".join(lines), encoding="utf-8")
    code = (
        "import django; django.setup()\n"
        "from django.contrib.auth.models import User\n"
        "from django_tweets import checks\n"
        "print(*checks.check_profile_accessor(), User(email='a@b.example').email)\n"
    )
    path = f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "accessor_settings", "PYTHONPATH": path},
    )
    assert done.stdout.endswith("a@b.example\n")
    assert problem in done.stdout
    assert ("django_tweets.E002" in done.stdout) is bool(problem)


def test_missing_pillow_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    assert ids(checks.check_pillow()) == ["django_tweets.E003"]


def test_pillow_without_webp_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(features, "check", lambda feature: feature != "webp")
    assert ids(checks.check_pillow()) == ["django_tweets.E003"]


@pytest.mark.parametrize(
    "engines",
    [
        [],
        [{"BACKEND": "django.template.backends.dummy.TemplateStrings"}],
        [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": False}],
    ],
)
def test_missing_templates_are_an_error(settings: Any, engines: list[dict[str, Any]]) -> None:
    settings.TEMPLATES = engines
    assert ids(checks.check_templates()) == ["django_tweets.E004"]


ADAPTIVE_PULL = "django_tweets.timelines.backends.pull.AdaptivePull"


class FilteringManager(models.Manager[Any]):
    """A manager that leaves out rows."""

    def get_queryset(self) -> models.QuerySet[Any]:
        return super().get_queryset().filter(like_count__gt=5)


class TimelineWithMessage(AdaptivePull):
    """A timeline whose check returns a message."""

    def check(self) -> list[CheckMessage]:
        return [Warning("I am slow today.", id="site.W001")]


def test_usable_timeline_has_no_messages(settings: Any) -> None:
    settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 7}}
    assert checks.check_timeline() == []
    settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": ADAPTIVE_PULL}
    assert checks.check_timeline() == []


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ({"BACKEND": "no.such.Backend"}, "ModuleNotFoundError: No module named 'no'"),
        ({"BACKEND": ADAPTIVE_PULL + "s"}, "ImportError: "),
        ({"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"many": 7}}, "TypeError: "),
        ({"BACKEND": "django_tweets.timelines.backends.BaseTimeline"}, "TypeError: "),
        ({"BACKEND": "collections.Counter"}, "Counter is not a subclass of BaseTimeline"),
    ],
)
def test_unusable_timeline_is_an_error(settings: Any, setting: Any, problem: str) -> None:
    settings.DJANGO_TWEETS_TIMELINE = setting
    (message,) = checks.check_timeline()
    assert message.id == "django_tweets.E005"
    assert f"({problem}" in message.msg


@pytest.mark.django_db  # Django's own checks ask SQLite whether it knows JSON
def test_messages_of_a_timeline_are_reported(settings: Any) -> None:
    settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": f"{__name__}.TimelineWithMessage"}
    assert ids(checks.check_timeline()) == ["site.W001"]
    assert "site.W001" in ids(run_checks())


def test_usable_tweet_form_has_no_messages(settings: Any) -> None:
    assert checks.check_tweet_form() == []
    settings.DJANGO_TWEETS_TWEET_FORM = "django_tweets.forms.TweetForm"
    assert checks.check_tweet_form() == []


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("no.such.Form", "ModuleNotFoundError: No module named 'no'"),
        ("django_tweets.forms.NoForm", "ImportError: "),
        ("collections.Counter", "<class 'collections.Counter'> is not a subclass of TweetForm"),
        ("django_tweets.forms.get_tweet_form", "<function get_tweet_form"),
    ],
)
def test_unusable_tweet_form_is_an_error(settings: Any, setting: str, problem: str) -> None:
    settings.DJANGO_TWEETS_TWEET_FORM = setting
    (message,) = checks.check_tweet_form()
    assert message.id == "django_tweets.E008"
    assert f"({problem}" in message.msg


def test_tweet_form_of_the_wrong_type_is_reported_once(settings: Any) -> None:
    settings.DJANGO_TWEETS_TWEET_FORM = 5
    assert checks.check_tweet_form() == []
    assert ids(checks.check_types()) == ["django_tweets.E007"]


PLAIN_SEARCH = "django_tweets.search.backends.unindexed.UnindexedSearch"


def test_usable_search_has_no_messages(settings: Any) -> None:
    assert checks.check_search() == []
    settings.DJANGO_TWEETS_SEARCH = {"BACKEND": PLAIN_SEARCH}
    assert checks.check_search() == []


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ({"BACKEND": "no.such.Backend"}, "ModuleNotFoundError: No module named 'no'"),
        ({"BACKEND": PLAIN_SEARCH, "OPTIONS": {"many": 7}}, "TypeError: "),
        ({"OPTIONS": {"many": 7}}, "TypeError: "),
        ({"BACKEND": "django_tweets.search.backends.BaseSearch"}, "TypeError: "),
        ({"BACKEND": "collections.Counter"}, "Counter is not a subclass of BaseSearch"),
    ],
)
def test_unusable_search_is_an_error(settings: Any, setting: Any, problem: str) -> None:
    settings.DJANGO_TWEETS_SEARCH = setting
    (message,) = checks.check_search()
    assert message.id == "django_tweets.E006"
    assert f"({problem}" in message.msg


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ({"BACKEND": "missing.FileServer"}, "ModuleNotFoundError"),
        ({"BACKEND": "django_tweets.conf.Conf"}, "does not extend BaseFileServer"),
        ({"BACKEND": "django_tweets.file_servers.XAccelRedirect"}, "TypeError"),
        ({"BACKEND": "django_tweets.file_servers.Stream", "OPTIONS": {"a": 1}}, "TypeError"),
    ],
)
def test_unusable_file_server_is_an_error(settings: Any, setting: Any, problem: str) -> None:
    assert checks.check_file_server() == []
    settings.DJANGO_TWEETS_FILE_SERVER = setting
    (message,) = checks.check_file_server()
    assert message.id == "django_tweets.E013"
    assert problem in message.msg


BLOCK_LISTS = "django_tweets.screening.BlockLists"
NEW_MEMBERS = "django_tweets.screening.NewMembers"


def test_usable_screening_has_no_messages(settings: Any) -> None:
    assert checks.check_screening() == []
    settings.DJANGO_TWEETS_SCREENING = []
    assert checks.check_screening() == []
    options = {"BACKEND": NEW_MEMBERS, "OPTIONS": {"links": 1}}
    settings.DJANGO_TWEETS_SCREENING = [BLOCK_LISTS, options, "builtins.print"]
    assert checks.check_screening() == []


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        (["no.such.Check"], "ModuleNotFoundError: No module named 'no'"),
        ([BLOCK_LISTS, NEW_MEMBERS + "s"], "ImportError: "),
        ([{"BACKEND": NEW_MEMBERS, "OPTIONS": {"pictures": 7}}], "TypeError: "),
        ([{"BACKEND": BLOCK_LISTS, "OPTIONS": {"links": 7}}], "TypeError: "),
        (["django_tweets.screening.akismet.Akismet"], "TypeError: "),  # it needs a key
        (["django_tweets.screening.ALLOW"], "can’t be called"),
        (["builtins.object"], "can’t be called"),
    ],
)
def test_unusable_screening_is_an_error(settings: Any, setting: Any, problem: str) -> None:
    settings.DJANGO_TWEETS_SCREENING = setting
    (message,) = checks.check_screening()
    assert message.id == "django_tweets.E016"
    assert problem in message.msg


def test_akismet_without_its_extra_is_an_error(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "akismet", None)
    options = {"key": "k", "url": "https://example.org"}
    path = "django_tweets.screening.akismet.Akismet"
    settings.DJANGO_TWEETS_SCREENING = [{"BACKEND": path, "OPTIONS": options}]
    (message,) = checks.check_screening()
    assert message.id == "django_tweets.E016"
    assert "django-tweets[akismet]" in message.msg


@pytest.mark.parametrize("name", ["PROFILE_MODEL", "TWEET_MODEL"])
def test_model_that_is_not_installed_is_an_error(settings: Any, name: str) -> None:
    setattr(settings, f"DJANGO_TWEETS_{name}", "people.Missing")
    (message,) = checks.check_models()
    assert message.id == "django_tweets.E001"
    assert f"DJANGO_TWEETS_{name} refers to model 'people.Missing'" in message.msg


def test_start_with_a_wrong_label_is_an_error_with_a_hint(tmp_path: Path) -> None:
    """Models are loaded before the checks, and cannot be loaded without the label."""
    (tmp_path / "wrong_settings.py").write_text(
        "from tests.hosts.default.settings import *\nDJANGO_TWEETS_PROFILE_MODEL = 7\n",
        encoding="utf-8",
    )
    path = f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    done = subprocess.run(
        [sys.executable, "-m", "django", "check"],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "wrong_settings", "PYTHONPATH": path},
    )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    assert "DJANGO_TWEETS_PROFILE_MODEL should be a string 'app_label.ModelName', but is 7" in last
    assert 'DJANGO_TWEETS_PROFILE_MODEL = "people.Person"' in last


def test_database_without_full_text_is_a_warning(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "vendor", "oracle")
    settings.DJANGO_TWEETS_SEARCH = {}  # forgets the backend of an earlier test
    assert ids(checks.check_search()) == ["django_tweets.W002"]
    settings.DJANGO_TWEETS_SEARCH = {"BACKEND": PLAIN_SEARCH}
    assert checks.check_search() == []


def test_field_that_replaces_an_attribute_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    model = get_profile_model()
    field = models.CharField(max_length=9)
    field.set_attributes_from_name("initials")
    monkeypatch.setattr(model._meta, "local_fields", [*model._meta.local_fields, field])
    (message,) = checks.check_model_fields()
    assert message.id == "django_tweets.E010"
    assert "The field initials of " in message.msg
    assert message.hint == 'Rename the field, and keep its column with db_column="initials".'


def test_base_manager_that_leaves_out_rows_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    manager = FilteringManager()
    manager.model = get_tweet_model()
    monkeypatch.setitem(vars(get_tweet_model()._meta), "base_manager", manager)
    (message,) = checks.check_model_fields()
    assert message.id == "django_tweets.E011"
    assert "would not find the author" in message.msg
