"""Commands that read every row: progress, signals at the border of a batch, and going on."""

from __future__ import annotations

import os
import signal
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import CommandError, call_command

from django_tweets import get_profile_model, get_tweet_model, search, services
from django_tweets.management import resumable
from django_tweets.models import Bookmark, Hashtag, Notification, TweetHashtag
from tests.consistency import find_inconsistencies
from tests.factories import make_profile, make_tweet, make_tweets
from tests.interleaving import run_before_statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

TWEETS = 7

# --verbosity, seconds between two lines, and the number of lines.
FOUR_BATCHES = [(0, 0, 0), (1, 0, 4), (1, 99, 0), (2, 99, 4)]


def interrupt() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def run_in_parts(command: str) -> int:
    """Run command, which is interrupted in each batch, until it is done. Return how many times."""
    arguments: list[str] = []
    for number in range(100):
        try:
            with run_before_statement("SELECT", interrupt):
                call_command(command, "--batch-size", "2", *arguments, verbosity=0)
        except CommandError as error:
            arguments = ["--after", str(error).rpartition(" ")[2]]
        else:
            return number
    raise AssertionError(arguments)


def spoil_counters(ada: Profile) -> Callable[[], bool]:
    rows = get_profile_model()._base_manager
    rows.update(tweet_count=99)
    get_tweet_model()._base_manager.update(like_count=5)
    Bookmark._base_manager.bulk_create([Bookmark(profile=ada, tweet_id=404)])
    return lambda: find_inconsistencies() == []


def spoil_hashtags(ada: Profile) -> Callable[[], bool]:
    TweetHashtag._base_manager.all().delete()
    Hashtag._base_manager.all().delete()
    return lambda: TweetHashtag._base_manager.count() == TWEETS and find_inconsistencies() == []


def spoil_search(ada: Profile) -> Callable[[], bool]:
    get_tweet_model()._base_manager.update(content="coffee #tag")
    get_profile_model()._base_manager.update(display_name="Byron")

    def is_done() -> bool:
        found = search.search_tweets(search.parse_query("coffee"), None)
        return len(found.rows) == TWEETS and len(search.search_profiles("byron", None).rows) == 4

    return is_done


def spoil_notifications(ada: Profile) -> Callable[[], bool]:
    Notification._base_manager.all().delete()
    return lambda: Notification._base_manager.count() == 1


SPOIL = {
    "recount": spoil_counters,
    "rebuild_hashtags": spoil_hashtags,
    "rebuild_search": spoil_search,
    "rebuild_notifications": spoil_notifications,
}


@pytest.fixture
def world(ada: Profile, bob: Profile) -> Profile:
    for _ in range(TWEETS):
        tweet = make_tweet(ada, "tea #tag")
    services.like(bob, tweet)
    for _ in range(2):
        make_profile()
    return ada


@pytest.mark.parametrize("command", SPOIL)
def test_command_goes_on_after_each_signal(world: Profile, command: str) -> None:
    is_done = SPOIL[command](world)
    assert not is_done()
    assert run_in_parts(command) >= 2
    assert is_done()


def test_recount_repairs_what_an_interrupted_run_has_left(world: Profile) -> None:
    """Without --after, it begins anew."""
    is_done = spoil_counters(world)
    with (
        run_before_statement("SELECT", interrupt),
        pytest.raises(CommandError, match="--after 1:") as caught,
    ):
        call_command("recount", "--batch-size", "2", verbosity=0)
    assert caught.value.returncode == 143
    assert not is_done()
    call_command("recount", verbosity=0)
    assert is_done()


@pytest.mark.parametrize(("verbosity", "interval", "lines"), FOUR_BATCHES)
def test_command_shows_its_progress(
    world: Profile, monkeypatch: pytest.MonkeyPatch, verbosity: int, interval: int, lines: int
) -> None:
    monkeypatch.setattr(resumable, "INTERVAL", interval)
    out = StringIO()
    call_command("rebuild_hashtags", batch_size=2, verbosity=verbosity, stdout=out)
    assert out.getvalue().count("tweets …") == lines


@pytest.mark.parametrize("value", ["", "1", "1:", ":1", "x:1", "²:3"])
def test_position_that_no_command_has_written_is_refused(value: str) -> None:
    with pytest.raises(CommandError, match="must be a position"):
        call_command("recount", "--after", value)


@pytest.mark.usefixtures("world")
def test_key_of_another_kind_is_refused() -> None:
    with pytest.raises(CommandError, match=r"--after: 'no-key' is no key of a"):
        call_command("rebuild_hashtags", "--after", "1:no-key")


def test_loop_within_a_batch_is_no_part_of_the_position(world: Profile) -> None:
    """Deleting orphans has a loop of its own."""
    make_tweets(world, 3)
    Bookmark._base_manager.bulk_create(
        [Bookmark(profile=world, tweet_id=404 + number) for number in range(5)]
    )
    run_in_parts("recount")
    assert not Bookmark._base_manager.exists()
    assert find_inconsistencies() == []


def test_other_signal_handlers_stay(world: Profile) -> None:
    before = signal.getsignal(signal.SIGTERM)
    call_command("recount", verbosity=0)
    assert signal.getsignal(signal.SIGTERM) == before
