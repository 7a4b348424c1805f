"""Tell people what others do: each verb has a task look what there is to tell, once it is done.

A task looks whether its cause is there, lets somebody join or leave a notification, and looks
again. So it may be late, run twice, or run beside its opposite: what is told in the end is what
is so in the end.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from django.db import router, transaction
from django.utils import timezone

from .. import signals, snowflake
from ..models import (
    Follow,
    FollowRequest,
    Like,
    Notification,
    NotificationActor,
    NotificationSettings,
    counters,
)
from ..models.databases import write_database
from ..models.entities import mentioned_keys
from ..models.notification import WORDS, Group, NotificationKind, day_of
from ..models.notification_settings import wants
from ..swapping import get_profile_model, get_tweet_model
from ..tasks import enqueue_on_commit
from . import notification_groups, tasks
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from django.db.models import QuerySet

    from ..models import AbstractTweet

_is_quiet = ContextVar("django_tweets_is_quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Do what is done within without telling anybody: for imports."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)


def _later(work: Any, *keys: Any, using: str | None = None) -> None:
    if not _is_quiet.get():
        enqueue_on_commit(work, *keys, using=using)


def tell_of_reaction(row: Like | AbstractTweet) -> None:
    """Tell the author of a tweet that somebody likes or retweets it, or does so no more."""
    tweet: int | None
    if isinstance(row, Like):
        kind, tweet = NotificationKind.LIKE, row.tweet_id
    else:
        kind, tweet = NotificationKind.RETWEET, row.retweet_of_id
    _later(
        tasks.update_reaction_notification,
        kind.value,
        row.profile_id,
        tweet,
        using=write_database(row),
    )


def tell_of_follow(kind: NotificationKind, follow: Follow | FollowRequest) -> None:
    """Tell one of the two what the other does: follow, ask, accept, or stop it."""
    keys = (follow.follower_id, follow.followed_id)
    _later(tasks.update_follow_notification, kind.value, *keys, using=write_database(follow))


def tell_of_words(tweet: AbstractTweet, before: list[dict[str, Any]] | None = None) -> None:
    """Tell those whom tweet answers, quotes or mentions. before: the entities that it had."""
    referred = {tweet.in_reply_to_profile_id, *_mentioned(tweet.entities)} - {None}
    is_for_nobody = tweet.quote_of_id is None and not referred - {tweet.profile_id}
    if not is_for_nobody or (before and _mentioned(before)):
        _later(tasks.update_tweet_notifications, tweet.pk, using=write_database(tweet))


def _mentioned(entities: list[dict[str, Any]]) -> set[Any]:
    return mentioned_keys(entities)


def settle_reaction(kind: str, actor: Any, tweet: int) -> None:
    """Let actor be told of to the author of tweet, as long as they like or retweet it."""
    actor = _key(actor)
    source, path = (
        (Like, "tweet") if kind == NotificationKind.LIKE else (get_tweet_model(), "retweet_of")
    )
    causes = source._base_manager.filter(profile=actor, **{path: tweet})
    author = f"{path}__profile"
    causes = causes.filter(wants(kind, author), **{f"{author}__isnull": False})
    recipients = causes.exclude(**{author: actor}).values_list(author, flat=True)

    def look() -> Group | None:
        return next((Group(key, kind, tweet) for key in recipients.all()), None)

    there = {"notification__tweet": tweet, "notification__kind": kind, "actor": actor}
    _settle(look, actor, NotificationActor._base_manager.filter(**there))


def settle_follow(kind: str, follower: Any, followed: Any) -> None:
    """Let the one be told of to the other, as long as it is so."""
    follower, followed = _key(follower), _key(followed)
    is_accepted = kind == NotificationKind.ACCEPTED
    actor, recipient = (followed, follower) if is_accepted else (follower, followed)
    source = FollowRequest if kind == NotificationKind.REQUEST else Follow
    column = "follower" if is_accepted else "followed"
    causes = source._base_manager.filter(wants(kind, column), follower=follower, followed=followed)
    moments = causes.values_list("created_at", flat=True)

    def look() -> Group | None:
        return next((Group(recipient, kind, day_of(at)) for at in moments.all()), None)

    there = {"notification__recipient": recipient, "notification__kind": kind, "actor": actor}
    _settle(look, actor, NotificationActor._base_manager.filter(**there))


def _settle(
    look: Callable[[], Group | None], actor: Any, there: QuerySet[NotificationActor]
) -> None:
    """Let actor be in the group that look finds them to belong to, and else not there."""
    group = look()
    while True:
        if not (
            notification_groups.leave(there.all())
            if group is None
            else notification_groups.join(group, actor)
        ):
            return  # it was so; should it change in this moment, whoever changes it looks too
        settled, group = group, look()
        if group == settled:
            return


def settle_words(tweet: int) -> None:
    """Let those be told of tweet whom it answers, quotes or mentions, and nobody else.

    No second look is needed: who edits or deletes the tweet waits, since its row is held.
    """
    using = router.db_for_write(Notification)
    told = Notification._base_manager.using(using).filter(tweet=tweet, kind__in=WORDS)
    with transaction.atomic(using=using):
        author, wanted = _addressed(tweet, using)
        made = [
            Notification(**Group(key, kind, tweet).fields, count=1, newest=_now())
            for key, kind in wanted.items()
        ]
        if made:
            Notification._base_manager.using(using).bulk_create(made, ignore_conflicts=True)
        fresh = {row.newest for row in made}
        people, stale = [], []
        for row in told:
            if row.newest in fresh:
                people.append(
                    NotificationActor(notification=row, actor_id=author, newest=row.newest)
                )
            elif wanted.get(row.recipient_id) != row.kind:
                stale.append(row.pk)
        if people:
            NotificationActor._base_manager.using(using).bulk_create(people)
        if stale:
            notification_groups.remove(told.filter(pk__in=stale))
        for person in people:
            send_on_commit(signals.notified, person, notification_actor=person)


def _addressed(tweet: int, using: str) -> tuple[Any, dict[Any, str]]:
    """The author of tweet, whose row is held from here on, and whom it tells, as what.

    That is one thing for each: an answer before a quote, and a quote before a mention.
    """
    tweets = get_tweet_model()._base_manager.using(using).filter(pk=tweet)
    # By writing, since SQLite would not let us write what we have only read.
    counters.move(get_tweet_model(), "reply_count", {tweet: 0}, using=using)
    of_tweet = ("profile_id", "in_reply_to_profile_id", "quote_of__profile_id", "entities")
    for author, replied, quoted, entities in tweets.values_list(*of_tweet):
        wanted: dict[Any, str] = {
            _key(key): NotificationKind.MENTION for key in _mentioned(entities)
        }
        wanted |= {quoted: NotificationKind.QUOTE, replied: NotificationKind.REPLY}
        for nobody in (None, author):
            wanted.pop(nobody, None)
        stored = NotificationSettings._base_manager.using(using).in_bulk(wanted) if wanted else {}
        unwanted = {key for key, row in stored.items() if wanted[key] in row.unwanted}
        return author, {key: kind for key, kind in wanted.items() if key not in unwanted}
    return None, {}


def _now() -> int:
    return snowflake.make(timezone.now())


def _key(profile: Any) -> Any:
    """The key of a profile, as a queue has carried it."""
    return get_profile_model()._meta.pk.to_python(profile)
