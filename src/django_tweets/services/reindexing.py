"""Make anew what search finds by, and hashtags: for what was there before them, and raw SQL.

Each batch is a transaction that holds its rows, so that it can be done while people write, be
stopped, and be done again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.db.models import Exists, OuterRef

from ..models import TweetHashtag, hashtag, search_entry, search_name
from ..swapping import get_profile_model, get_tweet_model
from ..tasks import task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

BATCH = 500  # rows that are locked and written at a time


def index_tweets(*, batch_size: int) -> Iterator[int]:
    """Write the entries of all tweets; after each batch, of how many they are written."""
    return _index(get_tweet_model()._base_manager.all(), search_entry.write, batch_size)


def tag_tweets(*, batch_size: int) -> Iterator[int]:
    """Write which hashtags all tweets have; after each batch, of how many that is written."""
    return _index(get_tweet_model()._base_manager.all(), hashtag.rewrite, batch_size)


@task
def tag_tweets_of(profile: int | str) -> None:
    """Count what profile has said with its hashtags, or no more: it is protected no more, or is."""
    tagged = Exists(TweetHashtag._base_manager.filter(tweet=OuterRef("pk")))
    tweets: Any = get_tweet_model()._base_manager
    tweets = tweets.filter(tagged, profile=profile)
    for _ in _index(tweets, hashtag.rewrite, BATCH):
        pass


def index_people(*, batch_size: int) -> Iterator[int]:
    """Write the names of all people; after each batch, of how many they are written."""
    return _index(get_profile_model()._base_manager.all(), search_name.write, batch_size)


def _index(rows: QuerySet[Any], write: Callable[..., None], size: int) -> Iterator[int]:
    using = router.db_for_write(rows.model)
    rows = rows.using(using).order_by("pk")
    done, last = 0, None
    while True:
        behind = rows if last is None else rows.filter(pk__gt=last)
        keys = list(behind.values_list("pk", flat=True)[:size])
        if not keys:
            return
        with transaction.atomic(using=using):
            # Who changes a row waits, and writes what it is found by behind us. By their keys, so
            # that InnoDB locks them in that order, whatever index they were found by.
            held = rows.model._base_manager.using(using).filter(pk__in=keys).order_by("pk")
            write(list(held.select_for_update()), using=using)
        done, last = done + len(keys), keys[-1]
        yield done
