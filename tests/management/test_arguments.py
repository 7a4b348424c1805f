"""Odd arguments of all our commands: an error in one line, and no traceback."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.core.management.base import BaseCommand

from django_tweets.management import arguments
from tests.factories import make_tweet

if TYPE_CHECKING:
    from argparse import Action
    from pathlib import Path

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

ODD_NUMBERS = ["-1", "0", "9" * 20, "9" * 5000, "1e3", "1.5", "x", "", "\0", "\udcff"]
ODD_TEXTS = ["\0", "a\0bc", "\udcff", "abc\udcff", "x" * 5000]
REQUIRED = {"send_digests": ["https://example.org"], "tweets_find_text": ["in no table"]}


def own_arguments(command: str) -> list[Action]:
    """Return the arguments with a value of a command, without those that Django adds to each."""
    parser = load_command_class("django_tweets", command).create_parser("manage.py", command)
    django_adds = {action.dest for action in BaseCommand().create_parser("", "")._actions}
    return [
        action
        for action in parser._actions
        if action.dest not in django_adds and action.nargs != 0  # 0: a switch
    ]


COMMANDS = [name for name, app in sorted(get_commands().items()) if app == "django_tweets"]
CASES = [
    (command, action.option_strings, action.dest, value)
    for command in COMMANDS
    for action in own_arguments(command)
    for value in (ODD_NUMBERS if isinstance(action.default, int) else ODD_TEXTS)
    if (action.dest, value) != ("minutes", "0")  # up to now
]


def refuse(*args: str) -> str:
    """Run a command and return the text of its CommandError."""
    with pytest.raises(CommandError) as caught:
        call_command(*args, stdout=StringIO(), stderr=StringIO())
    return str(caught.value)


@pytest.mark.parametrize(("command", "options", "name", "value"), CASES)
def test_odd_argument_is_refused(command: str, options: list[str], name: str, value: str) -> None:
    given = [*REQUIRED.get(command, []), f"{options[-1]}={value}"] if options else [value]
    message = refuse(command, *given)
    assert " must " in message
    assert len(message) < 200


def test_every_command_with_values_is_tested() -> None:
    tested = {(command, name) for command, _, name, _ in CASES}
    assert ("recount", "batch_size") in tested
    assert ("rebuild_notifications", "days") in tested
    assert ("tweets_layout", "directory") in tested


@pytest.mark.parametrize("command", COMMANDS)
def test_largest_numbers_are_taken(command: str, ada: Profile, media: Path) -> None:
    make_tweet(ada, "hello #world")
    largest = {"batch_size": arguments.MAX_BATCH_SIZE, "days": arguments.MAX_DAYS}
    largest |= {"limit": arguments.MAX_LIMIT, "minutes": arguments.MAX_MINUTES}
    given: list[str] = [
        f"{action.option_strings[-1]}={largest[action.dest]}"
        for action in own_arguments(command)
        if isinstance(action.default, int)
    ]
    if given:
        out = StringIO()
        call_command(command, *REQUIRED.get(command, []), *given, stdout=out)
        assert out.getvalue()


@pytest.mark.parametrize(
    "value",
    [
        "javascript:alert(1)",
        "example.org",
        "https://",
        "//example.org",
        "https://a b/",
        "https://exa\nmple.org",
        "https://[::1",
        "https://example.org:99999",
        "https://ada:x@example.org",
        "https://example.org?x=1",
        "https://example.org/\u202e",
    ],
)
def test_digests_need_the_address_of_a_site(value: str) -> None:
    assert "must be the address of the site" in refuse("send_digests", value)


@pytest.mark.parametrize("value", ["http://localhost:8000", "https://bücher.example/tweets/"])
def test_address_of_a_site_is_taken(value: str) -> None:
    out = StringIO()
    call_command("send_digests", value, stdout=out)
    assert "Sent 0 digests." in out.getvalue()


def test_base_template_that_is_a_folder_or_picture_is_refused(
    settings: Any, tmp_path: Path
) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    (tmp_path / "folder").mkdir()
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff\xfe")
    for name in ("folder", "picture.png", "😀" * 200):
        assert refuse("tweets_layout", name, "--dry-run")


def test_layout_in_a_directory_that_is_a_file_is_refused(settings: Any, tmp_path: Path) -> None:
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    file = tmp_path / "base.html"
    file.write_text("<main>{% block content %}{% endblock %}</main>")
    assert "can't be written" in refuse("tweets_layout", f"--directory={file}")


@pytest.mark.parametrize("size", [0, -1])
def test_batch_of_no_rows_is_refused_in_python_too(size: int) -> None:
    with pytest.raises(ValueError, match="one row at least"):
        call_command("recount", batch_size=size)
