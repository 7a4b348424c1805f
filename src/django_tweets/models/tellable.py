"""Visibility rules of notifications: the actors whose names the recipient may read."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, F, Q

from ..notification_kinds import get_kind, sql_names
from ..swapping import get_profile_model, get_tweet_model
from .visibility import (
    NO_BLOCK,
    NOT_DELETED,
    UNLIMITED_FOR_VIEWER,
    UNPROTECTED_FOR_VIEWER,
    VIEWER_MAY_READ,
    VIEWER_MUTES,
    condition,
    existing_profile_rules,
)

TELLABLE_TWEET = f"""{{profile.pk}} = {{viewer}}
    OR {NOT_DELETED} AND {NO_BLOCK} AND ({VIEWER_MAY_READ})"""


def tellable_profiles(recipient: Any, kind: str, subject: int) -> Q:
    """Profiles of whose actions recipient, the key of a profile, may be told now.

    As nameable_actors(), and recipient wrote the tweet, if there is one, or may read it, unless its
    author is suspended. See NotificationActor.newest. The arguments are those of a GroupKey.
    """
    profile_model: Any = get_profile_model()
    viewer = profile_model(pk=recipient)
    named = condition(_actor_sql(kind), viewer, profile=F("handle"))
    found = get_kind(kind)
    if found is None or not found.is_about_tweet:
        return named
    rows = {"tweet": F("visibility"), "profile": F("profile__handle")}
    is_readable = condition(TELLABLE_TWEET, viewer, **rows)
    return Q(named, Exists(get_tweet_model()._base_manager.filter(is_readable, pk=subject)))


def tellable_actors(kind: str, actor: str, recipient: str) -> Q:
    """Condition of tellable_profiles() for rows with an actor and a recipient.

    For a kind without a tweet, or about a tweet of the recipient, who may read that. actor and
    recipient are relation paths.
    """
    rows = {"profile": F(f"{actor}__handle"), "recipient": F(f"{recipient}__handle")}
    return condition(_actor_sql(kind).replace("{viewer}", "{recipient.pk}"), None, **rows)


def tellable_tweets(kind: str, recipient: str, tweet: str = "") -> Q:
    """Condition of tellable_profiles() for rows with a tweet, whose author is the actor.

    For a kind of which the tweet itself is the cause. recipient and tweet are relation paths.
    """
    sql = f"{_actor_sql(kind)} AND ({TELLABLE_TWEET})"
    rows = {
        "profile": F(f"{tweet}profile__handle"),
        "tweet": F(f"{tweet}visibility"),
        "recipient": F(f"{recipient}__handle"),
    }
    return condition(sql.replace("{viewer}", "{recipient.pk}"), None, **rows)


def tellable_notifications(actor: str, notification: str = "") -> Q:
    """Condition of tellable_profiles() for many recipients. The arguments are relation paths."""
    kinds = sql_names(lambda kind: kind.names_protected_actors)
    may_be_named = f"{{notification.kind}} IN ({kinds}) OR {UNPROTECTED_FOR_VIEWER}"
    about = f"{{notification.tweet}} IS NULL OR {TELLABLE_TWEET.replace('{profile.', '{author.')}"
    sql = f"{_profile_sql()} AND ({may_be_named}) AND ({about})"
    rows = {"profile": F(f"{actor}handle"), "notification": F(f"{notification}kind")}
    rows["tweet"] = F(f"{notification}tweet__visibility")
    rows["author"] = F(f"{notification}tweet__profile__handle")
    return condition(sql.replace("{viewer}", "{notification.recipient}"), None, **rows)


def _actor_sql(kind: str) -> str:
    """SQL of the profiles of whose actions of this kind a viewer may be told."""
    found = get_kind(kind)
    if found is not None and found.names_protected_actors:
        return _profile_sql()
    return f"{_profile_sql()} AND ({UNPROTECTED_FOR_VIEWER})"


def _profile_sql() -> str:
    """SQL of profiles whose names a viewer may read, without the rule for protected profiles."""
    rules = [*existing_profile_rules(None), UNLIMITED_FOR_VIEWER, NO_BLOCK, f"NOT {VIEWER_MUTES}"]
    return " AND ".join(rules)
