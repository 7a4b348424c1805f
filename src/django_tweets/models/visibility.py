"""Who may read what. This is the only room where that is decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.lookups import IsNull
from django.utils.translation import pgettext_lazy

from ..swapping import get_profile_model
from .block import Block
from .expressions import Condition
from .follow import Follow, FollowRequest
from .mention import Mention
from .mute import Mute
from .notification import NotificationActor

if TYPE_CHECKING:
    from .profile import AbstractProfile
    from .tweet import AbstractTweet


class Visibility(models.TextChoices):
    """Who may read a tweet, from the widest audience to the narrowest."""

    PUBLIC = "public", pgettext_lazy("visibility", "Everyone")
    UNLISTED = "unlisted", pgettext_lazy("visibility", "Everyone, but not in public lists")
    FOLLOWERS = "followers", pgettext_lazy("visibility", "Followers")
    MENTIONED = "mentioned", pgettext_lazy("visibility", "Only people mentioned")

    @classmethod
    def narrowest(cls, *audiences: str) -> Visibility:
        """The one of audiences that lets in the fewest."""
        return max(map(cls, audiences), key=list(cls).index)


OPEN = [Visibility.PUBLIC, Visibility.UNLISTED]

FOR_EVERYONE = Q(visibility__in=OPEN, profile__is_protected=False)
"""Of the tweets that somebody may read, those that are hidden from nobody: as audience()."""

# The rule, in SQL about a tweet and a person, its author, and me, who looks. What is asked of other
# tables is a row by its key, one for each row of ours: without OFFSET, PostgreSQL plans to read all
# that I follow, and all that names me, and spends 4 ms of each page on such plans.

TABLES = (Block, Follow, FollowRequest, Mention, Mute)

FOUND = "EXISTS (SELECT 1 FROM {} LIMIT 1 OFFSET 0)".format

BLOCKED = FOUND("{Block} b WHERE b.blocker_id = {me} AND b.blocked_id = {person.pk}")
BLOCKS_ME = FOUND("{Block} b WHERE b.blocker_id = {person.pk} AND b.blocked_id = {me}")
FOLLOWED = FOUND("{Follow} f WHERE f.follower_id = {me} AND f.followed_id = {person.pk}")
MENTIONS_ME = FOUND("{Mention} m WHERE m.tweet_id = {tweet.pk} AND m.profile_id = {me}")
MUTED = FOUND("{Mute} m WHERE m.muter_id = {me} AND m.muted_id = {tweet.profile}")
MUTED_PERSON = FOUND("{Mute} m WHERE m.muter_id = {me} AND m.muted_id = {person.pk}")

THERE = "{person.deleted_at} IS NULL"
UNSUSPENDED = "NOT {person.is_suspended}"
UNBLOCKED = f"NOT {BLOCKED} AND NOT {BLOCKS_ME}"

FOR_ALL = "{tweet.visibility} IN ('public', 'unlisted') AND NOT {person.is_protected}"
FOR_ME = f"""
    {FOR_ALL}
    OR {{person.pk}} = {{me}}
    OR {{tweet.visibility}} IN ('public', 'unlisted', 'followers') AND {FOLLOWED}
    OR {{tweet.visibility}} = 'mentioned'
    AND ({{tweet.in_reply_to_profile}} = {{me}} OR {MENTIONS_ME})
"""

OPEN_TO_ME = f"NOT {{person.is_protected}} OR {{person.pk}} = {{me}} OR {FOLLOWED}"
REACTS_OPENLY = f"{{told.kind}} NOT IN ('retweet', 'like') OR {OPEN_TO_ME}"

OPEN_TO_ALL = "NOT {person.is_protected} AND NOT {person.is_suspended}"
UNMET = " AND NOT ".join(
    [
        f"{OPEN_TO_ALL} AND {{person.pk}} <> {{me}}",
        FOLLOWED,
        FOUND("{FollowRequest} r WHERE r.follower_id = {me} AND r.followed_id = {person.pk}"),
        MUTED_PERSON,
    ]
)
FOLLOWS_ME = FOUND("{Follow} f WHERE f.follower_id = {person.pk} AND f.followed_id = {me}")


def audience(tweet: AbstractTweet) -> Visibility:
    """Who may read tweet, its author's protection included."""
    if tweet.profile.is_protected:
        return Visibility.narrowest(tweet.visibility, Visibility.FOLLOWERS)
    return Visibility(tweet.visibility)


def is_staff(viewer: AbstractProfile | None) -> bool:
    """Whether viewer works for the site, and so sees the profiles it has suspended."""
    user = viewer.user if viewer else None
    return bool(user and user.is_active and getattr(user, "is_staff", False))


def profiles(viewer: AbstractProfile | None, path: str = "") -> Q:
    """The profiles, at the end of path, that exist for viewer (None: an anonymous visitor)."""
    return _rule(_present(viewer), viewer, person=F(f"{path}handle"))


def known_profiles(viewer: AbstractProfile | None) -> Q:
    """As profiles(), and those whom viewer has blocked."""
    rules = [THERE if is_staff(viewer) else f"{THERE} AND {UNSUSPENDED}"]
    if viewer is not None:
        rules.append(f"NOT {BLOCKS_ME}")
    return _rule(" AND ".join(rules), viewer, person=F("handle"))


def tweets(viewer: AbstractProfile | None) -> Q:
    """The tweets that viewer may read (None: an anonymous visitor).

    It fails closed: a tweet is read because a line of FOR_ALL or FOR_ME lets it through, and a
    retweet because both it and what it repeats are let through. A retweet of a deleted tweet is
    not.
    """
    original = _readable(viewer, "retweet_of__")
    return _readable(viewer, "") & (Q(retweet_of__isnull=True) | original)


def unmuted(viewer: AbstractProfile) -> Q:
    """What comes from nobody whom viewer has muted. They may read it, and would rather not."""
    original = _rule(f"NOT {MUTED}", viewer, tweet=F("retweet_of__visibility"))
    of_tweet = _rule(f"NOT {MUTED}", viewer, tweet=F("visibility"))
    return of_tweet & (Q(retweet_of__isnull=True) | original)


def known(viewer: AbstractProfile) -> Q:
    """What comes from viewer, and from those whom viewer follows."""
    rule = f"{{person.pk}} = {{me}} OR {FOLLOWED}"
    return _rule(rule, viewer, person=F("profile__handle"))


def open_to(viewer: AbstractProfile | None) -> Q:
    """The profiles that don't hide from viewer what is for followers, and whom they follow."""
    if viewer is None:
        return Q(is_protected=False)
    return _rule(OPEN_TO_ME, viewer, person=F("handle"))


def unmet(viewer: AbstractProfile | None) -> Q:
    """The profiles that may be suggested to viewer: public ones of others.

    Viewer neither follows them, nor has asked to, nor mutes them. Whether they are there for
    viewer is the other question: see profiles().
    """
    return _rule(OPEN_TO_ALL if viewer is None else UNMET, viewer, person=F("handle"))


def followers(viewer: AbstractProfile) -> Q:
    """The profiles that follow viewer."""
    return _rule(FOLLOWS_ME, viewer, person=F("handle"))


def unmuted_people(viewer: AbstractProfile) -> Q:
    """The profiles that viewer has not muted."""
    return _rule(f"NOT {MUTED_PERSON}", viewer, person=F("handle"))


def tellers(viewer: AbstractProfile) -> Q:
    """Of those who have done what viewer is notified of, those of whom viewer is told.

    What protected people like and retweet is for their followers.
    """
    rule = f"{_present(viewer)} AND NOT {MUTED_PERSON} AND ({REACTS_OPENLY})"
    return _rule(rule, viewer, person=F("actor__handle"), told=F("notification__kind"))


def notifications(viewer: AbstractProfile) -> Q:
    """Of the notifications of viewer, those in which there is somebody to tell of.

    And what they are about, if that is a tweet, viewer may read.
    """
    people = NotificationActor._base_manager.filter(tellers(viewer), notification=OuterRef("pk"))
    # Not Exists(): PostgreSQL would begin with everybody whom viewer could be told of.
    somebody = IsNull(Subquery(people.order_by().values("pk")[:1]), rhs=False)
    return Q(Q(tweet__isnull=True) | _readable(viewer, "tweet__"), Q(somebody))


def _readable(viewer: AbstractProfile | None, path: str) -> Q:
    """The rule for the tweet at the end of path, whatever it repeats."""
    rule = f"{_present(viewer)} AND ({FOR_ALL if viewer is None else FOR_ME})"
    rows = {"tweet": F(f"{path}visibility"), "person": F(f"{path}profile__handle")}
    return _rule(rule, viewer, **rows)


def _present(viewer: AbstractProfile | None) -> str:
    """Who is not being deleted, for all but staff not suspended, and of no block with viewer."""
    rules = [THERE]
    if not is_staff(viewer):
        rules.append(UNSUSPENDED)
    if viewer is not None:
        rules.append(UNBLOCKED)
    return " AND ".join(rules)


def _rule(sql: str, viewer: AbstractProfile | None, **rows: F) -> Q:
    names: dict[str, Any] = {model.__name__: model for model in TABLES} | rows
    if viewer is not None:
        names["me"] = Value(viewer.pk, output_field=get_profile_model()._meta.pk)
    return Q(Condition(sql, **names))
