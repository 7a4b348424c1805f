"""Sizes of pages and static files, in bytes, against the limits of docs/design-decisions.md."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

import django_tweets
from django_tweets import services
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

STATIC = Path(django_tweets.__file__).parent / "static" / "django_tweets"


@pytest.mark.parametrize(("ending", "limit"), [("js", 11_000), ("css", 14_000)])
def test_scripts_and_stylesheet_are_below_their_limits(ending: str, limit: int) -> None:
    # tlds.js is data: the top-level domains, which load when somebody writes one.
    files = [file for file in STATIC.glob(f"*.{ending}") if file.name != "tlds.js"]
    assert files
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) < limit


def test_home_of_twenty_tweets_is_below_60_kilobytes(as_ada: Client, ada: Profile) -> None:
    """Tweets of usual length by authors with long handles; every fourth one is a quote."""
    authors = [make_profile(f"somewhat_long_{n}") for n in range(4)]
    for author in authors:
        services.follow(ada, author)
    quoted = make_tweet(authors[0], "What is quoted, word for word, for all to see. " * 2)
    for number in range(20):
        extra = {"quote_of": quoted} if number % 4 == 0 else {}
        services.publish(authors[number % 4], f"{number} {'word ' * 24}", **extra, **TWEET_EXTRA)
    response = as_ada.get(reverse("django_tweets:home"))
    assert response.content.count(b"<article") == 20
    assert len(response.content) < 60_000
