"""Sizes of pages and static files, in bytes, against the limits of docs/design-decisions.md."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

import django_tweets
from django_tweets import get_tweet_model, services
from tests.attachment_samples import make_attachments
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

STATIC = Path(django_tweets.__file__).parent / "static" / "django_tweets"


LOADED_WITH_PAGES = {"tweets.js", "drafts.js", "lists.js", "tweets.css"}
LIMITS = {".js": 10_000, ".css": 14_000}
LIMIT_OF_OTHERS = 8_000  # each; they are loaded when first needed


def _compressed_size(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


@pytest.mark.parametrize("ending", LIMITS)
def test_files_loaded_with_pages_are_below_their_limit(ending: str) -> None:
    files = [STATIC / name for name in sorted(LOADED_WITH_PAGES) if name.endswith(ending)]
    assert sum(_compressed_size(file) for file in files) < LIMITS[ending]


def test_files_loaded_on_demand_are_below_their_limit() -> None:
    files = [file for file in STATIC.glob("*.*") if file.name not in LOADED_WITH_PAGES]
    assert files
    assert [file.name for file in files if _compressed_size(file) >= LIMIT_OF_OTHERS] == []


def make_tweets(ada: Profile) -> None:
    """Twenty tweets of usual length by authors with long handles; every fourth one is a quote."""
    authors = [make_profile(f"somewhat_long_{n}") for n in range(4)]
    for author in authors:
        services.follow(ada, author)
    quoted = make_tweet(authors[0], "What is quoted, word for word, for all to see. " * 2)
    for number in range(20):
        extra = {"quote_of": quoted} if number % 4 == 0 else {}
        services.publish(authors[number % 4], f"{number} {'word ' * 24}", **extra, **TWEET_EXTRA)


def test_home_of_twenty_tweets_is_below_57_kilobytes(as_ada: Client, ada: Profile) -> None:
    make_tweets(ada)
    response = as_ada.get(reverse("django_tweets:home"))
    assert response.content.count(b"<article") == 20
    assert len(response.content) < 57_000


def test_home_of_twenty_tweets_with_forty_pictures_is_below_78_kilobytes(
    as_ada: Client, ada: Profile
) -> None:
    make_tweets(ada)
    shown = get_tweet_model()._base_manager.exclude(content__startswith="What").order_by("pk")
    for number, tweet in enumerate(shown):
        make_attachments(tweet, *[{}] * (1, 2, 3, 2)[number % 4])
    response = as_ada.get(reverse("django_tweets:home"))
    assert response.content.count(b'<img src="/tweets/media/') == 40
    # A field that the host adds to the composer takes 300 bytes.
    assert len(response.content) < 78_000 + 400 * len(TWEET_EXTRA)


def test_list_of_twenty_cards_is_below_38_kilobytes(as_ada: Client, ada: Profile) -> None:
    make_tweets(ada)
    html = as_ada.get(reverse("django_tweets:home")).content
    cards = html[html.index(b"<article") : html.rindex(b"</article>")]
    assert cards.count(b"<article") == 20
    assert len(cards) < 38_500
