"""What must hold of all rows whatever has happened: each count is that of its rows."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.models import (
    Block,
    Bookmark,
    Follow,
    FollowRequest,
    Hashtag,
    HashtagFollow,
    Like,
    Mention,
    Notification,
    NotificationActor,
    SearchEntry,
    SearchName,
    TweetHashtag,
    TweetRevision,
    search_entry,
    search_name,
)
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_rebuild
from django_tweets.snowflake import EPOCH

COUNTED = {
    "tweet": {
        "reply_count": "replies",
        "retweet_count": "retweets",
        "quote_count": "quotes",
        "like_count": "likes",
    },
    "profile": {
        "tweet_count": "tweets",
        "follower_count": "followers",
        "following_count": "following",
    },
    "hashtag": {
        "tweet_count": "tweet_hashtags",
        "follower_count": "follows",
    },
    "notification": {"count": "actors"},
}


def miscounted() -> list[tuple[str, str, Any, int, int]]:
    """Rows whose count is wrong, as (model, counter, key, what it says, what there is)."""
    models: dict[str, Any] = {
        "tweet": get_tweet_model(),
        "profile": get_profile_model(),
        "hashtag": Hashtag,
        "notification": Notification,
    }
    uncounted = {"tweet_hashtags": Q(tweet_hashtags__is_counted=False)}
    return [
        (name, counter, *row)
        for name, model in models.items()
        for counter, relation in COUNTED[name].items()
        for row in model._base_manager.annotate(
            really=Count(relation, filter=~uncounted.get(relation, Q(pk__in=[])))
        )
        .exclude(**{counter: F("really")})
        .values_list("pk", counter, "really")
    ]


def contradictions() -> list[str]:
    """Follows and requests that can't be: across a block, and both at once."""
    found = []
    for block in Block._base_manager.all():
        across = Q(follower=block.blocker, followed=block.blocked)
        across |= Q(follower=block.blocked, followed=block.blocker)
        found += [str(row) for row in Follow._base_manager.filter(across)]
        found += [str(row) for row in FollowRequest._base_manager.filter(across)]
    for row in FollowRequest._base_manager.all():
        same = Follow._base_manager.filter(follower=row.follower_id, followed=row.followed_id)
        found += [f"{row} and {other}" for other in same]
    return found


def orphans() -> list[str]:
    """What hangs on a tweet or a person that has gone: nothing would ever remove it."""
    tweets, people = get_tweet_model()._base_manager, get_profile_model()._base_manager
    there = {"tweet": tweets.values("pk"), "profile": people.values("pk")}
    rows = [
        tweets.filter(retweet_of__isnull=False).exclude(retweet_of__in=there["tweet"]),
        TweetRevision._base_manager.exclude(tweet__in=there["tweet"]),
        TweetHashtag._base_manager.exclude(tweet__in=there["tweet"]),
        HashtagFollow._base_manager.exclude(profile__in=there["profile"]),
        SearchEntry._base_manager.exclude(tweet__in=there["tweet"]),
    ]
    for model in (Like, Bookmark, Mention):
        rows += [model._base_manager.exclude(**{f"{name}__in": there[name]}) for name in there]
    notifications, actors = Notification._base_manager, NotificationActor._base_manager
    rows += [
        notifications.exclude(recipient__in=there["profile"]),
        notifications.filter(tweet__isnull=False).exclude(tweet__in=there["tweet"]),
        notifications.filter(actors=None),
        actors.exclude(actor__in=there["profile"]),
        actors.exclude(notification__in=notifications.values("pk")),
    ]
    return [f"{row._meta.label} {row.pk}" for found in rows for row in found]


def mistold() -> set[tuple[GroupKey, Any]]:
    """Of whom people are told what isn't so, and of whom they aren't told what is, by services.

    Who lets whom follow is left out: no row says it.
    """
    people = list(get_profile_model()._base_manager.values_list("pk", flat=True))
    done = {(group, actor) for group, actor, _ in notification_rebuild.find_actions(people, EPOCH)}
    told = NotificationActor._base_manager.values_list(
        *(f"notification__{name}" for name in GroupKey._fields), "actor_id"
    )
    found = done ^ {(GroupKey(*group), actor) for *group, actor in told}
    return {(group, actor) for group, actor in found if group.kind not in {"follow", "accepted"}}


def unfindable() -> list[str]:
    """Tweets and people who are found by something else than what they say now."""
    words = dict(SearchEntry._base_manager.values_list("pk", "words"))
    tweets = get_tweet_model()._base_manager.filter(retweet_of__isnull=True)
    found = [
        str(tweet) for tweet in tweets if words.get(tweet.pk) != search_entry.make_words(tweet)
    ]
    for profile in get_profile_model()._base_manager.filter(deleted_at__isnull=True):
        names = SearchName._base_manager.filter(profile=profile.pk)
        if {*names.values_list("word", flat=True)} != search_name.search_words(profile):
            found.append(str(profile))
    return found


def wrong() -> list[Any]:
    """All of that."""
    return [*miscounted(), *contradictions(), *orphans(), *unfindable()]
