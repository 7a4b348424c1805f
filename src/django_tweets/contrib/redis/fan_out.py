"""The work of the tasks: fill the homes in Redis, in batches.

Each fan-out begins after its tweet was committed, and each home collects new tweets before it is
read from the database. So a tweet is either read, or arrives, or both. If Redis is away meanwhile,
a number in the database makes all homes stale, and each is read again when its member comes.

The last batch leaves a row, so that the sweep finds fan-outs that were lost: see sweep.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import router
from django.db.models import Subquery

from ...circuit_breaker import ServerUnavailable
from ...models import Follow, Mention, Visibility
from ...routers import reads_from_write_database
from ...swapping import get_profile_model, get_tweet_model, json_key
from ...task_bounds import is_sweeping
from ...tasks import enqueue_on_commit, runs_in_background
from ...timelines.backends import get_backend
from . import tasks
from .home_list import HomeList
from .models import FanOut, PulledAuthor, count_failure, mark_done
from .statements import newest_of_followed, read_membership

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.db.models import QuerySet

    from .timeline import RedisTimeline


def add_to_homes(tweet_id: int, after: Any, change_id: int | None) -> None:
    """Add a tweet to the homes of one batch of followers, and leave the others to the next task."""
    timeline = get_timeline()
    if timeline is None:
        return
    tweets = get_tweet_model()._base_manager.using(router.db_for_write(get_tweet_model()))
    fields = "profile_id", "profile__follower_count", "visibility", "in_reply_to_profile_id"
    newest = Subquery(FanOut._base_manager.filter(pk=tweet_id).values("change_id"))
    tweet = tweets.filter(pk=tweet_id).values_list(*fields, newest).first()
    if tweet is None:
        FanOut._base_manager.using(router.db_for_write(FanOut)).filter(pk=tweet_id).delete()
        return
    author, follower_count, visibility, answered, newest_change = tweet
    own: list[Any] = []
    if after is None:
        own, change_id = [author], newest_change
    if own and _is_pulled(author, follower_count, timeline.max_followers):
        _add(timeline, own, tweet_id)
        mark_done(tweet_id, change_id)
        return
    followers = Follow._base_manager.filter(followed=author)
    if visibility == Visibility.MENTIONED:
        mentioned = Mention._base_manager.using(router.db_for_write(Mention)).filter(tweet=tweet_id)
        readers = {answered, *mentioned.values_list("profile_id", flat=True)} - {None}
        followers = followers.filter(follower__in=readers)
    for batch in _batches(followers, after, timeline.batch_size):
        _add(timeline, [*own, *batch.keys], tweet_id)
        # After the work of this one: the last task must know that all others have done theirs.
        change = [] if change_id is None else [change_id]
        if _leave_next(tasks.add_to_homes, tweet_id, batch, *change):
            return
        own = []
    if own:
        _add(timeline, own, tweet_id)
    mark_done(tweet_id, change_id)


def _add(timeline: RedisTimeline, members: list[Any], tweet_id: int) -> None:
    try:
        timeline.store.add(members, tweet_id)
    except ServerUnavailable:
        count_failure()


def remove_homes(author: Any, after: Any) -> None:
    """Remove the homes of one batch of the followers of author, who is pulled from now on."""
    timeline = get_timeline()
    if timeline is None:
        return
    followers = Follow._base_manager.filter(followed=author)
    for batch in _batches(followers, after, timeline.batch_size):
        try:
            timeline.store.remove(batch.keys)
        except ServerUnavailable:
            count_failure()  # which is as good
        if _leave_next(tasks.remove_homes, author, batch):
            return
    using = router.db_for_write(PulledAuthor)
    PulledAuthor._base_manager.using(using).filter(pk=author).update(is_complete=True)


def store_home(member: Any) -> None:
    """Read the newest tweets of a member's home from the database, and store them."""
    timeline = get_timeline()
    if timeline is None:
        return
    member = get_profile_model()._meta.pk.to_python(member)
    store = timeline.store
    try:
        generation = store.begin(member)
        with reads_from_write_database():
            membership = read_membership(member)
            ids, floor = newest_of_followed(member, membership.authors, timeline.keep)
        read = HomeList(
            is_ready=True,
            floor=floor,
            generation=generation,
            newest_follow=membership.newest_follow,
            failures=membership.failures,
            pulled=[json_key(author) for author in membership.pulled],
            ids=ids,
        )
        store.finish(member, read)
        store.release(member)
    except ServerUnavailable:  # the next time that the member comes
        return


def get_timeline() -> RedisTimeline | None:
    """Return the backend of the site; None if the site has another one by now."""
    from .timeline import RedisTimeline  # noqa: PLC0415 - it enqueues these tasks

    backend = get_backend()
    return backend if isinstance(backend, RedisTimeline) else None


def _is_pulled(author: Any, follower_count: int, max_followers: int) -> bool:
    """Return whether the homes of followers pull this author, so that there is nothing to add.

    From more than max_followers on, until there are fewer than half as many: so an author whose
    number goes up and down is not moved each time.
    """
    rows = PulledAuthor._base_manager.using(router.db_for_write(PulledAuthor))
    is_complete = rows.filter(pk=author).values_list("is_complete", flat=True).first()
    if is_complete is not None and 2 * follower_count < max_followers:
        # Homes that pull this author get the tweet twice, which does no harm.
        rows.filter(pk=author).delete()
        return False
    if is_complete is None and follower_count <= max_followers:
        return False
    if not is_complete:  # or if the tasks that should have removed the homes were lost
        rows.get_or_create(pk=author)
        enqueue_on_commit(tasks.remove_homes, author, using=rows.db)
    return True


class _Batch(NamedTuple):
    keys: list[Any]
    is_last: bool


def _batches(followers: QuerySet[Follow], after: Any, size: int) -> Iterator[_Batch]:
    """Yield the keys of followers, in their order, after the one with the key after."""
    followers = followers.using(router.db_for_write(Follow)).order_by("follower")
    while True:
        rows = followers if after is None else followers.filter(follower__gt=after)
        keys = list(rows.values_list("follower_id", flat=True)[:size])
        if keys:
            yield _Batch(keys, is_last=len(keys) < size)
        if len(keys) < size:
            return
        after = keys[-1]


def _leave_next(task: Any, key: Any, batch: _Batch, *arguments: Any) -> bool:
    """Leave the rest to the next task, and return whether there is one.

    Where tasks run at once, there is none: it would run inside this one.
    """
    if batch.is_last or is_sweeping() or not runs_in_background(task):
        return False
    enqueue_on_commit(task, key, batch.keys[-1], *arguments, using=router.db_for_write(Follow))
    return True
