"""Tasks: all are in one list, take keys, and may run twice."""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.db import transaction

import django_tweets
from django_tweets import digests, get_profile_model, get_tweet_model, services
from django_tweets.models import (
    Appeal,
    Attachment,
    DataExport,
    FollowRequest,
    FormerHandle,
    FormKey,
    Hashtag,
    Like,
    LinkPreview,
    LookalikeHandle,
    ModerationAction,
    Notification,
    NotificationActor,
    RateLimit,
    RemovedNotification,
    Report,
    SitemapKey,
    Trend,
    TweetHashtag,
    TweetLinkPreview,
    TweetViewCount,
    WithheldTweet,
)
from django_tweets.services import link_previews, tasks
from django_tweets.tasks import enqueue_on_commit, kind_of
from tests.consistency import find_inconsistencies
from tests.factories import make_tweet
from tests.task_cases import CASES
from tests.web_pages.web import Web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile

PACKAGE = Path(django_tweets.__file__).parent
REFERENCE = Path(__file__).parents[1] / "docs" / "reference.md"

# Renders mails, so it belongs to the interface layer. It takes an address: there is no request that
# would tell where the site is.
DIGESTS = "django_tweets.digests.send_digests"

# Of optional apps, which have tasks of their own.
OPTIONAL = [
    "django_tweets.contrib.push.tasks.send_pushes",
    "django_tweets.contrib.push.tasks.send_waiting_pushes",
    "django_tweets.contrib.redis.tasks.add_to_homes",
    "django_tweets.contrib.redis.tasks.delete_old_fan_outs",
    "django_tweets.contrib.redis.tasks.remove_homes",
    "django_tweets.contrib.redis.tasks.store_home",
]

NAMES = [name for name, value in vars(tasks).items() if hasattr(value, "enqueue")]


def decorated_functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Yield the dotted path and the definition of each function of the package that is a task."""
    for path in PACKAGE.rglob("*.py"):
        module = ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(
                "task" in ast.unparse(decorator) for decorator in node.decorator_list
            ):
                yield f"{module}.{node.name}", node


def declared_kind(name: str) -> str:
    """Return the kind that the decorator of a task names."""
    node = dict(decorated_functions())[name]
    first = next(iter(getattr(node.decorator_list[0], "args", [])), ast.Constant("default"))
    kind: str = ast.literal_eval(first)
    return kind


def documented_names() -> list[str]:
    """Return the tasks in the table of docs/reference.md."""
    section = REFERENCE.read_text(encoding="utf-8").split("\n## Tasks\n")[1].split("\n## ")[0]
    return re.findall(r"^\| `([\w.]+)\(", section, re.MULTILINE)


def test_all_tasks_are_in_one_module() -> None:
    expected = {f"django_tweets.services.tasks.{name}" for name in NAMES} | {DIGESTS}
    assert {path for path, _ in decorated_functions()} == expected.union(OPTIONAL)


def test_all_tasks_are_public_and_documented() -> None:
    assert documented_names() == [*sorted(NAMES), *OPTIONAL, DIGESTS]
    assert not [name for name in NAMES if name.startswith("_")]


def test_documented_kinds_are_those_of_the_tasks() -> None:
    text = (REFERENCE.parent / "workers.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([\w.]+)` \| `(\w+)` \|", text, re.MULTILINE)
    expected = [(name, kind_of(getattr(tasks, name))) for name in sorted(NAMES)]
    expected += [(name, declared_kind(name)) for name in OPTIONAL]  # not every host installs it
    assert rows == [*expected, (DIGESTS, kind_of(digests.send_digests))]


def test_tasks_take_only_keys_and_kinds() -> None:
    for path, node in decorated_functions():
        arguments = [argument.arg for argument in node.args.args]
        if path == DIGESTS:
            assert arguments == ["base_url"]
        else:
            assert [name for name in arguments if name != "kind" and name[-3:] != "_id"] == []
        assert not node.args.kwonlyargs
        assert ast.unparse(node.returns or ast.Constant(0)) == "None"  # a result may be stored


def test_documented_arguments_are_those_of_the_tasks() -> None:
    text = REFERENCE.read_text(encoding="utf-8")
    for name in NAMES:
        function = getattr(tasks, name).func
        assert f"| `{name}({', '.join(inspect.signature(function).parameters)})` |" in text


@pytest.mark.django_db
def test_task_is_enqueued_when_the_transaction_commits(
    ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as waiting, transaction.atomic():
        enqueue_on_commit(tasks.purge_profile, ada.pk)
    assert len(waiting) == 1


def state() -> dict[str, list[Any]]:
    """Return all rows and cached suggestions that tasks write, without their times."""
    models: list[Any] = [get_profile_model(), get_tweet_model(), FollowRequest, Hashtag, Like]
    models += [Attachment, FormKey, Notification, NotificationActor, Session, SitemapKey, Trend]
    models += [TweetHashtag, LinkPreview, TweetLinkPreview, ModerationAction, WithheldTweet]
    models += [FormerHandle, LookalikeHandle, RateLimit, RemovedNotification, DataExport]
    models += [Appeal, Report, TweetViewCount]
    ignored = {"computed_at", "created_at", "fetched_at", "found_at", "passed_on_at", "since"}
    kept = [
        f"django_tweets:suggestions:{key}"
        for (key,) in get_profile_model()._base_manager.values_list("pk")
    ]
    return {
        "suggestions": [cache.get(name) for name in kept],
        **{
            model.__name__: list(
                model._base_manager.order_by("pk").values(
                    *(f.attname for f in model._meta.concrete_fields if f.attname not in ignored)
                )
            )
            for model in models
        },
    }


def test_cases_cover_all_tasks() -> None:
    assert [case.__name__ for case in CASES] == [f"_{name}" for name in sorted(NAMES)]


@pytest.mark.django_db
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__.strip("_"))
@pytest.mark.parametrize("as_text", [False, True])
def test_task_that_runs_twice_changes_nothing_more(
    case: Any, as_text: bool, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setattr(SitemapKey, "STEP", 2)
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True
    settings.DJANGO_TWEETS_VIEW_COUNTS = True
    settings.DJANGO_TWEETS_MODERATION = {"BACKEND": "tests.task_cases.Forwarding"}
    monkeypatch.setattr(link_previews, "network", Web())  # it knows no name
    task = getattr(tasks, case.__name__.strip("_"))
    arguments = case()
    before = state()
    if as_text:  # as a queue carries a UUID
        arguments = [str(argument) for argument in arguments]
    task.func(*arguments)
    after = state()
    assert after != before
    task.func(*arguments)
    assert state() == after
    assert find_inconsistencies() == []


@pytest.mark.django_db
def test_digest_task_that_runs_twice_sends_one_mail(ada: Profile, bob: Profile) -> None:
    type(ada.user)._base_manager.filter(pk=ada.user.pk).update(email="ada@example.org")
    services.update_notification_settings(ada, digest="daily")
    services.like(bob, make_tweet(ada))
    (argument,) = Like.objects.values_list("tweet_id", flat=True)
    tasks.update_reaction_notification.func("like", bob.pk, argument)
    for _ in range(2):
        digests.send_digests.func("https://example.org")
    assert len(mail.outbox) == 1


@pytest.mark.django_db
def test_queue_that_fails_does_not_fail_the_write(
    caplog: pytest.LogCaptureFixture, django_capture_on_commit_callbacks: Any
) -> None:
    class Unreachable:
        def enqueue(self, *keys: object) -> None:
            raise ConnectionError("the queue is away")

    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        enqueue_on_commit(Unreachable(), 1)
    assert "the queue is away" in caplog.text
