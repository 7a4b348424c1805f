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
    Like,
    Mention,
    TweetRevision,
)

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
}


def miscounted() -> list[tuple[str, str, Any, int, int]]:
    """Rows whose count is wrong, as (model, counter, key, what it says, what there is)."""
    models = {"tweet": get_tweet_model(), "profile": get_profile_model()}
    return [
        (name, counter, *row)
        for name, model in models.items()
        for counter, relation in COUNTED[name].items()
        for row in model._base_manager.annotate(really=Count(relation))
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
    ]
    for model in (Like, Bookmark, Mention):
        rows += [model._base_manager.exclude(**{f"{name}__in": there[name]}) for name in there]
    return [f"{row._meta.label} {row.pk}" for found in rows for row in found]


def wrong() -> list[Any]:
    """All of that."""
    return [*miscounted(), *contradictions(), *orphans()]
