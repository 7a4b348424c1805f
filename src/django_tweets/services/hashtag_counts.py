"""Which tweets hashtags count, after an author was hidden or is shown again, or after raw SQL.

Each batch is a short transaction, so this can run while people write, be stopped, and be run
again: it goes on where it was, with the rows that are still wrong.
"""

from __future__ import annotations

from time import perf_counter, sleep
from typing import TYPE_CHECKING, Any

from django.db import connections, router, transaction
from django.db.models import Case, F, Q, When

from ..cache import cache
from ..models import Hashtag, Trend, TweetHashtag, Visibility, hashtag_uses
from ..models.everyone import publicly_listed_profiles
from ..models.hashtag import is_public_use, is_unused
from ..swapping import get_profile_model, get_tweet_model
from ..task_bounds import count_batch
from .batches import key_batches
from .databases import for_write

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

BATCH_SIZE = 100
"""Uses of hashtags in one transaction. Others who use the same hashtags wait for it."""


def recount_profile_hashtags(profile_id: Any) -> None:
    """Begin or end to count a profile's tweets for their hashtags.

    Call it after the profile was protected, suspended or deactivated, or the opposite.
    """
    after, has_changed = 0, False
    has_row_locks = connections[router.db_for_write(TweetHashtag)].features.has_select_for_update
    while True:
        count_batch()
        began = perf_counter()
        rows = _recount_batch(profile_id, after)
        if not rows:
            break
        after, has_changed = rows[-1].tweet_id, True
        if not has_row_locks:  # pragma: no branch - other databases have them
            # SQLite has one writer, and others look only ten times a second whether it is free.
            sleep(perf_counter() - began)
    _name_hashtags(profile_id)
    if has_changed:
        cache.delete(Trend.CACHE_KEY)


def _recount_batch(profile_id: Any, after: int) -> list[TweetHashtag]:
    """Repair the first rows of a profile from the tweet after, and return them."""
    using = router.db_for_write(TweetHashtag)
    with transaction.atomic(using=using):
        # Wait for tweets that are being published by an author who was shown. Later ones read that
        # the author is hidden.
        profiles = get_profile_model()
        hashtag_uses.lock_profiles([profile_id], using=using)
        author = profiles._base_manager.using(using).filter(pk=profile_id)
        is_shown = author.filter(publicly_listed_profiles()).exists()
        is_public = Q(tweet__visibility=Visibility.PUBLIC)
        wrong = Q(is_counted=True)
        if is_shown:
            wrong = Q(is_counted=True) & ~is_public | Q(is_counted=False) & is_public
        rows = TweetHashtag._base_manager.using(using).filter(
            wrong, tweet__profile=profile_id, tweet_id__gte=after
        )
        found = list(rows.order_by("tweet_id")[:BATCH_SIZE])
        if found:
            hashtag_uses.correct(found, using=using)
    return found


def _name_hashtags(profile_id: Any) -> None:
    """Name the hashtags of a profile that have lost their name, or have a public use again."""
    using = router.db_for_write(Hashtag)
    own = TweetHashtag._base_manager.filter(tweet__profile=profile_id).values("hashtag")
    nameless = Hashtag._base_manager.filter(pk__in=own, named_by=None, tweet_count__gt=0)
    for keys in key_batches(nameless, size=BATCH_SIZE):
        with transaction.atomic(using=using):
            hashtag_uses.name(hashtag_uses.lock(keys, using=using).values(), using=using)


def with_is_right(rows: QuerySet[TweetHashtag]) -> QuerySet[Any]:
    """Annotate rows with is_right: the tweet is counted exactly if everyone may read it."""
    is_right = Case(When(is_public_use("tweet__"), then=F("is_counted")), default=~F("is_counted"))
    return rows.annotate(is_right=is_right)


def correct_counted(*, batch_size: int, dry_run: bool = False) -> int:
    """Correct which tweets are counted, and return how many rows were wrong."""
    wrong = 0
    for keys in key_batches(TweetHashtag._base_manager.all(), size=batch_size):
        rows = for_write(TweetHashtag._base_manager.filter(pk__in=keys))
        found = with_is_right(rows).filter(is_right=False)
        authors = list(found.values_list("tweet__profile", flat=True))
        wrong += len(authors)
        for author in set() if dry_run else set(authors):
            recount_profile_hashtags(author)
    return wrong


def correct_names(*, batch_size: int, dry_run: bool = False) -> int:
    """Correct names of hashtags that have no public use, or another. Return how many were wrong."""
    using = router.db_for_write(Hashtag)
    wrong = 0
    for keys in key_batches(Hashtag._base_manager.all(), size=batch_size):
        with transaction.atomic(using=using):
            found = hashtag_uses.misnamed(keys, using=using)
            wrong += len(found)
            if not dry_run:
                hashtag_uses.name(found, using=using)
    return wrong


def delete_unused(*, batch_size: int, dry_run: bool = False) -> int:
    """Delete hashtags without tweets and followers, and return their number."""
    using = router.db_for_write(Hashtag)
    count = 0
    for keys in key_batches(Hashtag._base_manager.filter(is_unused()), size=batch_size):
        count += len(keys)
        if not dry_run:
            with transaction.atomic(using=using):
                hashtag_uses.delete_unused(hashtag_uses.lock(keys, using=using), using=using)
    return count


def rebuild_hashtags(*, batch_size: int) -> Iterator[int]:
    """Rewrite the hashtags of all tweets. Yield how many are done, after each batch."""
    model = get_tweet_model()
    using = router.db_for_write(model)
    done = 0
    for keys in key_batches(model._base_manager.all(), size=batch_size):
        rows = model._base_manager.using(using).filter(pk__in=keys).order_by("pk")
        with transaction.atomic(using=using):
            hashtag_uses.lock_authors(rows.only("profile_id"), using=using)
            hashtag_uses.rewrite(list(rows.select_for_update()), using=using)
        done += len(keys)
        yield done
