"""Hashtags that several profiles use at once, and trends computed at once."""

from __future__ import annotations

import pytest

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Hashtag, Trend
from django_tweets.services.trends import compute_trends
from tests.concurrency.test_races import PEOPLE, call_in_threads
from tests.consistency import find_inconsistencies, find_wrong_uses
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]


def test_hashtag_counts_are_exact_while_protection_changes() -> None:
    author = make_profile()
    said = [make_tweet(author, f"#one #tag{n}") for n in range(PEOPLE)]

    def act(number: int) -> None:
        mine = get_profile_model().objects.get(pk=author.pk)
        for n in range(3):
            if number % 2:
                services.update_profile(mine, is_protected=bool(n % 2))
            else:
                services.publish(mine, f"#tag{n} #one", **TWEET_EXTRA)
                services.edit(get_tweet_model().objects.get(pk=said[number].pk), f"#tag{n} #two")

    call_in_threads(act)
    assert find_inconsistencies() + find_wrong_uses() == []
    services.update_profile(author, is_protected=True)
    assert not Hashtag.objects.filter(tweet_count__gt=0).exists()


def test_trends_computed_at_once_are_stored_once() -> None:
    for number in range(8):
        for _ in range(PEOPLE):
            make_tweet(make_profile(), f"#tag{number % 3}")
    compute_trends()
    Trend.objects.filter(place=1).delete()
    call_in_threads(lambda number: compute_trends())
    places = list(Trend.objects.order_by("place").values_list("place", "hashtag__name"))
    assert [place for place, _ in places] == [1, 2, 3]
    assert {name for _, name in places} == {"tag0", "tag1", "tag2"}
