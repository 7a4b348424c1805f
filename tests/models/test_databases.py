"""Models use the primary database also for reads that precede a write."""

from __future__ import annotations

from typing import Any

import pytest

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.models import Mention
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile

pytestmark = pytest.mark.django_db


class ReplicaRouter:
    """A router that sends reads to a database that does not exist, so that they fail."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "replica"

    def db_for_write(self, model: Any, **hints: Any) -> str:
        return "default"


@pytest.fixture
def author(settings: Any) -> Any:
    profile = make_profile("ada")
    settings.DATABASE_ROUTERS = [f"{__name__}.ReplicaRouter"]
    yield profile
    settings.DATABASE_ROUTERS = []


def stored_mentions(author: Any) -> int:
    count: int = Mention._base_manager.using("default").filter(profile=author.pk).count()
    return count


def test_tweet_is_saved_without_reading_a_replica(author: Any) -> None:
    tweet: Any = get_tweet_model()(profile=author, content="@ada #tea", **TWEET_EXTRA)
    tweet.save()
    assert stored_mentions(author) == 1
    tweet.content = "#tea"
    tweet.save()
    assert stored_mentions(author) == 0
    tweet.content_warning = "tea"
    tweet.save(update_fields=["content_warning"])
    tweet.delete()
    assert not get_tweet_model()._base_manager.using("default").exists()


def test_tweets_are_created_in_bulk_without_reading_a_replica(author: Any) -> None:
    model: Any = get_tweet_model()
    tweets = [model(profile=author, content=f"@ada {n}", **TWEET_EXTRA) for n in range(3)]
    model.objects.bulk_create(tweets)
    assert stored_mentions(author) == 3


def test_profiles_are_created_without_reading_a_replica(author: Any) -> None:
    model: Any = get_profile_model()
    model(display_name="ada", **PROFILE_EXTRA).save()
    model.objects.bulk_create(model(handle=f"p{n}", **PROFILE_EXTRA) for n in range(3))
    found = model._base_manager.using("default").filter(search_names__word="wp2")
    assert [profile.handle for profile in found] == ["p2"]
