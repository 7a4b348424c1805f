"""The command compute_suggestions: one run at a time, which goes on where one was stopped."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from django_tweets import get_profile_model, services
from django_tweets.management.commands import compute_suggestions as command
from django_tweets.timelines.compute_suggestions import compute_suggestions, has_suggestions
from tests.factories import make_profile

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def members() -> list[Profile]:
    """Four members who follow somebody, in the order of the database."""
    followed = make_profile()
    made = [make_profile() for _ in range(4)]
    for member in made:
        services.follow(member, followed)
    people: Any = get_profile_model()._base_manager.filter(pk__in=[each.pk for each in made])
    return list(people.order_by("pk"))


def test_stopped_run_is_continued(
    members: list[Profile], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stop_after = [1]

    def compute_and_stop(key: Any) -> None:
        compute_suggestions(key)
        stop_after[0] -= 1
        if not stop_after[0]:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(command, "_BATCH_SIZE", 2)
    monkeypatch.setattr(command, "compute_suggestions", compute_and_stop)
    call_command("compute_suggestions")
    out = "Members with suggestions: 2.\nStopped: the next run goes on there.\n"
    assert capsys.readouterr().out == out
    assert [*map(has_suggestions, members)] == [True, True, False, False]
    call_command("compute_suggestions")
    assert capsys.readouterr().out == "Members with suggestions: 2.\n"
    assert [*map(has_suggestions, members)] == [True] * 4
    call_command("compute_suggestions")  # from the start
    assert capsys.readouterr().out == "Members with suggestions: 4.\n"


def test_run_beside_another_does_nothing(
    members: list[Profile], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def compute_beside(key: Any) -> None:
        call_command("compute_suggestions")
        compute_suggestions(key)

    monkeypatch.setattr(command, "compute_suggestions", compute_beside)
    call_command("compute_suggestions")
    beside = "Another run is at work, or the cache is away.\n"
    assert capsys.readouterr().out == 4 * beside + "Members with suggestions: 4.\n"
