"""Steps of the sweep: notifications that are missing, or whose cause is gone.

A notification is missing if its cause is in the window, and the recipient wanted such notifications
at that time. Nothing comes back that a later action has removed: then the cause is gone too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OuterRef, Q

from ..models import (
    Follow,
    FollowRequest,
    Like,
    Mention,
    Notification,
    NotificationActor,
    NotificationPreference,
)
from ..models.notification_preference import profile_wants
from ..notification_kinds import ACCEPTED, FOLLOW, LIKE, MENTION, QUOTE, REPLY, REQUEST, RETWEET
from ..swapping import get_tweet_model
from . import tasks
from .databases import for_write
from .sweep_window import Step, Window, calls, recent_keys, recent_tweets
from .tweet_notifications import KINDS

if TYPE_CHECKING:
    from ..notification_kinds import NotificationKind
    from .sweep_window import Batches


def _was_wanted(kind: str, path: str, at: str) -> Q:
    """Condition: the profile at the end of path wants a kind, and did so at the time of a column.

    Who switches a kind on is not notified of what was before.
    """
    later = NotificationPreference._base_manager.filter(
        profile=OuterRef(path), kind=kind, changed_at__gt=OuterRef(at)
    )
    return Q(profile_wants(kind, path), ~Exists(later))


def find_reactions(window: Window) -> Batches:
    """Find likes and retweets without their notification."""
    tweets: Any = get_tweet_model()._base_manager
    sources: list[tuple[NotificationKind, Any, str, Any]] = [
        (LIKE, Like, "tweet", recent_keys(Like._base_manager.all(), window)),
        (RETWEET, get_tweet_model(), "retweet_of", recent_tweets(tweets.all(), window)),
    ]
    for kind, model, path, batches in sources:
        author = f"{path}__profile"
        actors = NotificationActor._base_manager.filter(
            notification__tweet=OuterRef(path), notification__kind=kind.name
        ).filter(actor=OuterRef("profile"))
        missing = model._base_manager.filter(
            _was_wanted(kind.name, author, "created_at"),
            ~Exists(actors),
            profile__handle__isnull=False,
            **{f"{author}__handle__isnull": False},
        ).exclude(**{author: F("profile")})
        for keys in batches:
            rows = for_write(missing.filter(pk__in=keys)).order_by("pk")
            pairs = rows.values_list("profile_id", f"{path}_id")
            yield [(tasks.update_reaction_notification, kind.name, *pair) for pair in pairs]


def find_follows(window: Window) -> Batches:
    """Find follows and requests without their notification.

    Of a follow that somebody accepted, the follower is notified. It was accepted if the profile is
    protected, or if the notification of the request is still there.
    """
    pair = {"actor": OuterRef("follower"), "notification__recipient": OuterRef("followed")}
    by_follower = NotificationActor._base_manager.filter(**pair)
    by_followed = NotificationActor._base_manager.filter(
        actor=OuterRef("followed"), notification__recipient=OuterRef("follower")
    )
    was_asked = Exists(by_follower.filter(notification__kind=REQUEST.name))
    has_follow = Exists(by_follower.filter(notification__kind=FOLLOW.name))
    has_accepted = Exists(by_followed.filter(notification__kind=ACCEPTED.name))
    was_accepted = Q(followed__is_protected=True) | Q(was_asked)
    is_untold = Q(~has_follow, ~has_accepted)
    sources: list[tuple[NotificationKind, Any, str, Q]] = [
        (ACCEPTED, Follow, "follower", Q(was_accepted, is_untold)),
        (FOLLOW, Follow, "followed", Q(~was_accepted, is_untold)),
        (REQUEST, FollowRequest, "followed", Q(~was_asked)),
    ]
    for kind, model, recipient, is_missing in sources:
        missing = model._base_manager.filter(
            _was_wanted(kind.name, recipient, "created_at"),
            is_missing,
            follower__handle__isnull=False,
            followed__handle__isnull=False,
        )
        for keys in recent_keys(model._base_manager.all(), window):
            rows = for_write(missing.filter(pk__in=keys)).order_by("pk")
            pairs = rows.values_list("follower_id", "followed_id")
            yield [(tasks.update_follow_notification, kind.name, *pair) for pair in pairs]


def find_tweets(window: Window) -> Batches:
    """Find replies, quotes and mentions without their notification."""
    tweets: Any = get_tweet_model()._base_manager
    sources: list[tuple[NotificationKind, Any, str, str]] = [
        (REPLY, get_tweet_model(), "", "in_reply_to_profile"),
        (QUOTE, get_tweet_model(), "", "quote_of__profile"),
        (MENTION, Mention, "tweet__", "profile"),
    ]
    searches = []
    for kind, model, tweet, recipient in sources:
        author, key = f"{tweet}profile", "tweet_id" if tweet else "pk"
        stored = Notification._base_manager.filter(
            tweet=OuterRef(key), kind__in=KINDS, recipient=OuterRef(recipient)
        )
        rows = model._base_manager.filter(
            _was_wanted(kind.name, recipient, f"{tweet}created_at"),
            ~Exists(stored),
            **{f"{recipient}__handle__isnull": False, f"{author}__handle__isnull": False},
        ).exclude(**{recipient: F(author)})
        searches.append((for_write(rows), key))
    for keys in recent_tweets(tweets.all(), window):
        found: set[int] = set()
        for rows, key in searches:
            found.update(rows.filter(**{f"{key}__in": keys}).values_list(key, flat=True))
        yield calls(tasks.update_tweet_notifications, sorted(found))


def find_stale(window: Window) -> Batches:
    """Find notifications of the window whose cause is gone.

    That of a quote stays when the quoted tweet is deleted.
    """
    tweets: Any = get_tweet_model()._base_manager
    actor, recipient = OuterRef("actor"), OuterRef("notification__recipient")
    tweet = OuterRef("notification__tweet")
    mine = {"follower": actor, "followed": recipient}
    follows = Follow._base_manager
    mentions = Mention._base_manager.filter(tweet=tweet, profile=recipient)
    own = tweets.filter(pk=tweet)
    reaction, follow = tasks.update_reaction_notification, tasks.remove_follow_notifications
    causes: dict[NotificationKind, tuple[Any, Any]] = {
        LIKE: (reaction, Like._base_manager.filter(profile=actor, tweet=tweet)),
        RETWEET: (reaction, tweets.filter(profile=actor, retweet_of=tweet)),
        FOLLOW: (follow, follows.filter(**mine)),
        REQUEST: (follow, FollowRequest._base_manager.filter(**mine)),
        ACCEPTED: (follow, follows.filter(follower=recipient, followed=actor)),
        REPLY: (tasks.update_tweet_notifications, own.filter(in_reply_to_profile=recipient)),
        QUOTE: (tasks.update_tweet_notifications, own.filter(quote_of__isnull=False)),
        MENTION: (tasks.update_tweet_notifications, mentions),
    }
    has_cause = Q()
    for kind, (_, rows) in causes.items():
        has_cause |= Q(Exists(rows), notification__kind=kind.name)
    names = {kind.name: work for kind, (work, _) in causes.items()}
    stale = NotificationActor._base_manager.filter(~has_cause, notification__kind__in=names)
    columns = ("notification__kind", "actor_id", "notification__recipient_id")
    for keys in recent_keys(NotificationActor._base_manager.all(), window, "newest"):
        rows = for_write(stale.filter(pk__in=keys)).order_by("pk")
        found: list[Any] = []
        for name, by, to, about in rows.values_list(*columns, "notification__tweet_id"):
            work = names[name]
            if work is reaction:
                found.append((work, name, by, about))
            elif work is follow:
                found.append((work, *((to, by) if name == ACCEPTED.name else (by, to))))
            else:
                found.append((work, about))
        yield list(dict.fromkeys(found))


STEPS = (
    Step("likes and retweets", find_reactions, (tasks.update_reaction_notification,)),
    Step("follows", find_follows, (tasks.update_follow_notification,)),
    Step("replies, quotes and mentions", find_tweets, (tasks.update_tweet_notifications,)),
    Step(
        "notifications without a cause",
        find_stale,
        (
            tasks.remove_follow_notifications,
            tasks.update_reaction_notification,
            tasks.update_tweet_notifications,
        ),
    ),
)
