"""Several processes that write at once, as a site's workers do."""

from __future__ import annotations

import multiprocessing

import pytest
from django.db import connections

from django_tweets import get_profile_model, get_tweet_model
from tests.factories import make_profile, make_tweet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]

WORKERS = 8


def _write(author: int, count: int) -> list[int]:
    profile = get_profile_model().objects.get(pk=author)
    try:
        return [make_tweet(profile, f"number {n}").pk for n in range(count)]
    finally:
        connections.close_all()


def test_eight_workers_write_under_one_name() -> None:
    author = make_profile()
    connections.close_all()  # a child must not talk through its parent's connection
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        written = pool.starmap(_write, [(author.pk, 40)] * WORKERS, chunksize=1)
    ids = [pk for worker in written for pk in worker]
    assert len(set(ids)) == WORKERS * 40
    assert set(get_tweet_model().objects.values_list("pk", flat=True)) == set(ids)
    author.refresh_from_db()
    assert author.tweet_count == WORKERS * 40
