"""Signals that end a command at the border of a batch."""

from __future__ import annotations

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import CommandError, call_command

from django_tweets import signals
from django_tweets.management.interruption import stop_on_signals
from tests.factories import make_profile
from tests.test_digests import BASE, like, subscribe

if TYPE_CHECKING:
    from tests.factories import Profile


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signal_is_kept_until_the_work_asks(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    with stop_on_signals() as stop:
        stop.fail("not asked")
        assert not stop
        os.kill(os.getpid(), number)
        assert stop
        assert signal.getsignal(number) == before  # the second one ends the command at once
        with pytest.raises(CommandError, match="stopped") as caught:
            stop.fail("stopped")
    assert caught.value.returncode == 128 + number
    assert signal.getsignal(number) == before


def test_thread_takes_no_signals() -> None:
    def work() -> bool:
        with stop_on_signals() as stop:
            return bool(stop)

    with ThreadPoolExecutor(1) as pool:
        assert not pool.submit(work).result()


@pytest.mark.django_db
def test_digests_stop_between_two_mails(bob: Profile) -> None:
    for number in range(3):
        like(subscribe(make_profile(f"reader{number}")), bob)
    sent = []

    def interrupt(profile: Profile, **kwargs: Any) -> None:
        sent.append(profile.pk)
        if len(sent) == 1:
            os.kill(os.getpid(), signal.SIGTERM)

    signals.digest_sent.connect(interrupt)
    try:
        with pytest.raises(CommandError, match="1 digests were sent") as caught:
            call_command("send_digests", BASE, verbosity=0)
        assert caught.value.returncode == 143
        call_command("send_digests", BASE, verbosity=0)
    finally:
        signals.digest_sent.disconnect(interrupt)
    assert len(sent) == len({*sent}) == 3
