"""Visibility rules: which tweets and profiles a viewer may see.

The only place where this is decided.

A viewer is a profile, or None for an anonymous visitor. Nearly every function here returns a
condition (Q) for a queryset. The conditions are written in SQL: see expressions.Condition.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.translation import pgettext_lazy

from ..conf import conf
from ..notification_kinds import sql_names
from ..swapping import get_profile_model
from .block import Block
from .expressions import Condition
from .follow import Follow, FollowRequest
from .mention import Mention
from .mute import Mute
from .notification import NotificationActor
from .pair_viewer import PairViewer
from .revision import TweetRevision, mark_keys

if TYPE_CHECKING:
    from .pair_viewer import Viewer
    from .profile import AbstractProfile
    from .tweet import AbstractTweet


class Visibility(models.TextChoices):
    """The audience of a tweet, from the widest to the narrowest."""

    PUBLIC = "public", pgettext_lazy("visibility", "Everyone")
    UNLISTED = "unlisted", pgettext_lazy("visibility", "Everyone, but not in public lists")
    FOLLOWERS = "followers", pgettext_lazy("visibility", "Followers")
    MENTIONED = "mentioned", pgettext_lazy("visibility", "Only people mentioned")
    WITHHELD = "withheld", pgettext_lazy("visibility", "Only you, because of the moderators")
    """The moderators have hidden it, or it waits for them: see WithheldTweet. Nobody chooses it."""

    @classmethod
    def narrowest(cls, *audiences: str) -> Visibility:
        """Return the narrowest of audiences."""
        return max(map(cls, audiences), key=list(cls).index)

    @classmethod
    def choosable(cls, widest: str = "public") -> list[tuple[str, Any]]:
        """Return the choices of an author who may not choose a wider one than widest."""
        return cls.choices[cls.values.index(widest) : cls.values.index(cls.WITHHELD)]


OPEN_VISIBILITIES = [Visibility.PUBLIC, Visibility.UNLISTED]

READABLE_BY_EVERYONE = Q(visibility__in=OPEN_VISIBILITIES, profile__is_protected=False)
"""Condition for tweets that everyone may read, to be added to visible_to(). As audience().

Not for public lists: those have listed_tweets().
"""

NEWEST_ACTORS = 10
"""Number of actors of a notification that are read. The others are only counted: a tweet may have
100,000 likes, and its notification must cost the same as any other."""

# The rules in SQL, about a {tweet}, its author or another {profile}, and the {viewer}. Each
# EXISTS finds one row by its key. Without OFFSET 0, PostgreSQL plans to read all follows and all
# mentions of the viewer instead, and that takes 4 ms of each page.

TABLES = (Block, Follow, FollowRequest, Mention, Mute, TweetRevision)

EXISTS = "EXISTS (SELECT 1 FROM {} LIMIT 1 OFFSET 0)".format

VIEWER_BLOCKS = EXISTS("{Block} b WHERE b.blocker_id = {viewer} AND b.blocked_id = {profile.pk}")
BLOCKS_VIEWER = EXISTS("{Block} b WHERE b.blocker_id = {profile.pk} AND b.blocked_id = {viewer}")
VIEWER_FOLLOWS = EXISTS(
    "{Follow} f WHERE f.follower_id = {viewer} AND f.followed_id = {profile.pk}"
)
FOLLOWS_VIEWER = EXISTS(
    "{Follow} f WHERE f.follower_id = {profile.pk} AND f.followed_id = {viewer}"
)
VIEWER_HAS_ASKED = EXISTS(
    "{FollowRequest} r WHERE r.follower_id = {viewer} AND r.followed_id = {profile.pk}"
)
VIEWER_MUTES = EXISTS("{Mute} m WHERE m.muter_id = {viewer} AND m.muted_id = {profile.pk}")
VIEWER_MUTES_AUTHOR = EXISTS(
    "{Mute} m WHERE m.muter_id = {viewer} AND m.muted_id = {tweet.profile}"
)
MENTIONS_VIEWER = EXISTS("{Mention} m WHERE m.tweet_id = {tweet.pk} AND m.profile_id = {viewer}")

NOT_DELETED = "{profile.deleted_at} IS NULL"
NOT_SUSPENDED = "NOT {profile.is_suspended}"
ACTIVE_USER = EXISTS("{User} u WHERE u.{User.pk} = {profile.user} AND u.{User.is_active}")
USER_IS_ACTIVE = f"({{profile.user}} IS NULL OR {ACTIVE_USER})"
NOBODY = "1 = 0"  # an anonymous visitor of a closed site
NO_BLOCK = f"NOT {VIEWER_BLOCKS} AND NOT {BLOCKS_VIEWER}"

ANYONE_MAY_READ = "{tweet.visibility} IN ('public', 'unlisted') AND NOT {profile.is_protected}"
VIEWER_MAY_READ = f"""
    {ANYONE_MAY_READ}
    OR {{profile.pk}} = {{viewer}}
    OR {{tweet.visibility}} IN ('public', 'unlisted', 'followers') AND {VIEWER_FOLLOWS}
    OR {{tweet.visibility}} = 'mentioned'
    AND ({{tweet.in_reply_to_profile}} = {{viewer}} OR {MENTIONS_VIEWER})
"""
# Earlier texts, r, of a {tweet} that the viewer may read: the same rules with the audience and the
# mentions of that text. REPLACE finds a key in all databases, without wildcards.
REVISION_OF_TWEET = "{TweetRevision} r WHERE r.{TweetRevision.tweet} = {tweet.pk}"
ANYONE_MAY_READ_REVISION = "r.{TweetRevision.visibility} IN ('public', 'unlisted')"
VIEWER_MAY_READ_REVISION = f"""
    {ANYONE_MAY_READ_REVISION}
    OR {{profile.pk}} = {{viewer}}
    OR r.{{TweetRevision.visibility}} = 'followers' AND {VIEWER_FOLLOWS}
    OR r.{{TweetRevision.visibility}} = 'mentioned'
    AND ({{tweet.in_reply_to_profile}} = {{viewer}} OR r.{{TweetRevision.mentioned}}
        <> REPLACE(r.{{TweetRevision.mentioned}}, {{viewer_mark}}, ''))
"""
# Public lists: the only place that says which tweets are on them. See listed_tweets().
PUBLICLY_LISTED = "NOT {profile.is_protected} AND NOT {profile.is_limited}"
LISTED_FOR_ANYONE = f"{{tweet.visibility}} = 'public' AND {PUBLICLY_LISTED}"
LISTED_FOR_VIEWER = f"""
    {{tweet.visibility}} IN ('public', 'followers', 'mentioned') AND NOT {{profile.is_limited}}
    OR {{profile.pk}} = {{viewer}}
    OR {{tweet.in_reply_to_profile}} = {{viewer}}
    OR {VIEWER_FOLLOWS}
    OR {MENTIONS_VIEWER}
"""

UNLIMITED_FOR_VIEWER = (
    f"(NOT {{profile.is_limited}} OR {{profile.pk}} = {{viewer}} OR {VIEWER_FOLLOWS})"
)
UNPROTECTED_FOR_VIEWER = (
    f"NOT {{profile.is_protected}} OR {{profile.pk}} = {{viewer}} OR {VIEWER_FOLLOWS}"
)

SUGGESTABLE_TO_ANYONE = f"{PUBLICLY_LISTED} AND NOT {{profile.is_suspended}}"
SUGGESTABLE_TO_VIEWER = f"""
    {SUGGESTABLE_TO_ANYONE}
    AND {{profile.pk}} <> {{viewer}}
    AND NOT {VIEWER_FOLLOWS}
    AND NOT {VIEWER_HAS_ASKED}
    AND NOT {VIEWER_MUTES}
"""


def audience(tweet: AbstractTweet) -> Visibility:
    """Return the audience of tweet, with the protection of its author taken into account."""
    if tweet.profile.is_protected:
        return Visibility.narrowest(tweet.visibility, Visibility.FOLLOWERS)
    return Visibility(tweet.visibility)


def is_staff(viewer: Viewer | None) -> bool:
    """Whether viewer is active staff, and so sees suspended profiles."""
    if isinstance(viewer, PairViewer):
        return viewer.is_staff
    try:
        user = viewer.user if viewer else None
    except ObjectDoesNotExist:  # deleted since the instance was read
        user = None
    return bool(user and user.is_active and getattr(user, "is_staff", False))


def visible_profiles(viewer: AbstractProfile | None, path: str = "") -> Q:
    """Profiles that viewer may see: not deleted, not suspended, no block in either direction.

    A user with is_active=False makes the profile suspended. On a closed site
    (DJANGO_TWEETS_PUBLIC), an anonymous visitor may see nothing: see also everyone.py.

    path: the relation to the profile, such as "in_reply_to_profile__".
    """
    return condition(visible_profile_sql(viewer), viewer, profile=F(f"{path}handle"))


def visible_or_blocked_profiles(viewer: AbstractProfile | None) -> Q:
    """Like visible_profiles(), plus the profiles that viewer blocks, also if they block viewer."""
    rules = existing_profile_rules(viewer)
    if viewer is not None:
        rules.append(f"({VIEWER_BLOCKS} OR NOT {BLOCKS_VIEWER})")
    elif not conf.PUBLIC:
        rules.append(NOBODY)
    return condition(" AND ".join(rules), viewer, profile=F("handle"))


def readable_tweets(viewer: Viewer | None) -> Q:
    """Tweets that viewer may read.

    It fails closed: a tweet is readable only if a line of ANYONE_MAY_READ or VIEWER_MAY_READ is
    true. A retweet is readable only if both it and its original are. The retweet of a deleted
    tweet is not.
    """
    original = readable_tweet(viewer, "retweet_of__")
    return readable_tweet(viewer, "") & (Q(retweet_of__isnull=True) | original)


def listed_profiles(viewer: AbstractProfile | None) -> Q:
    """Profiles that viewer may find in the search for people, among the visible_profiles().

    A limited one is found by itself and its followers.
    """
    sql = "NOT {profile.is_limited}" if viewer is None else UNLIMITED_FOR_VIEWER
    return condition(sql, viewer, profile=F("handle"))


def readable_revisions(viewer: AbstractProfile | None) -> Q:
    """Revisions that viewer may read.

    Viewer may read the tweet now, and the audience and the mentions of the earlier text include
    viewer.
    """
    may_read = EXISTS(
        f"{REVISION_OF_TWEET} AND r.{{TweetRevision.pk}} = {{revision.pk}}"
        f" AND {revision_sql(viewer)}"
    )
    rows = {
        "revision": F("visibility"),
        "tweet": F("tweet__visibility"),
        "profile": F("tweet__profile__handle"),
    }
    return readable_tweet(viewer, "tweet__") & condition(may_read, viewer, **rows)


def shown_edited_at(viewer: AbstractProfile | None, path: str = "") -> Case:
    """Expression: edited_at of a tweet if viewer may know that it was edited, else NULL.

    They may not if there are earlier texts and they may read none of them.
    """
    first = EXISTS(REVISION_OF_TWEET)
    readable = EXISTS(f"{REVISION_OF_TWEET} AND {revision_sql(viewer)}")
    # The first condition leaves the others out for nearly all rows.
    sql = f"{{tweet.edited_at}} IS NOT NULL AND (NOT {first} OR {readable})"
    rows = {"tweet": F(f"{path}visibility"), "profile": F(f"{path}profile__handle")}
    return Case(When(condition(sql, viewer, **rows), then=F(f"{path}edited_at")))


def revision_sql(viewer: AbstractProfile | None) -> str:
    return f"({ANYONE_MAY_READ_REVISION if viewer is None else VIEWER_MAY_READ_REVISION})"


def listed_tweets(viewer: Viewer | None) -> Q:
    """Tweets that viewer may find in public lists, among the readable_tweets().

    Public lists are search, explore, the pages of hashtags, trends, suggestions, sitemaps, feeds,
    and the pages of mentions and quotes. An unlisted tweet is on them for its author, the author's
    followers, and the people whom it mentions or answers; for nobody else, also as the original of
    a retweet. So is each tweet of a profile that the moderators have limited. Hydration leaves the
    card of an unlisted tweet out there if a listed tweet quotes it.

    viewer None: tweets that are in public lists for everyone, such as explore.
    """
    original = _listed_tweet(viewer, "retweet_of__")
    return _listed_tweet(viewer, "") & (Q(retweet_of__isnull=True) | original)


def unmuted_tweets(viewer: Viewer) -> Q:
    """Tweets whose author viewer does not mute. For a retweet, neither of its two authors.

    Viewer may read muted tweets, but lists leave them out.
    """
    sql = f"NOT {VIEWER_MUTES_AUTHOR}"
    original = condition(sql, viewer, tweet=F("retweet_of__visibility"))
    return condition(sql, viewer, tweet=F("visibility")) & (Q(retweet_of__isnull=True) | original)


def answers_followed(viewer: Viewer) -> Q:
    """Tweets that are no replies, or replies to viewer or to unmuted profiles they follow."""
    sql = f"{{profile.pk}} = {{viewer}} OR {VIEWER_FOLLOWS} AND NOT {VIEWER_MUTES}"
    is_followed = condition(sql, viewer, profile=F("in_reply_to_profile__handle"))
    return Q(in_reply_to_profile__isnull=True) | is_followed


def tweets_by_followed(viewer: Viewer) -> Q:
    """Tweets by the profiles that viewer follows, and by viewer."""
    sql = f"{{profile.pk}} = {{viewer}} OR {VIEWER_FOLLOWS}"
    return condition(sql, viewer, profile=F("profile__handle"))


def unprotected_profiles(viewer: AbstractProfile | None) -> Q:
    """Profiles not protected from viewer: unprotected, followed by viewer, or viewer itself."""
    if viewer is None:
        return Q(is_protected=False)
    return condition(UNPROTECTED_FOR_VIEWER, viewer, profile=F("handle"))


def suggestable_profiles(viewer: AbstractProfile | None) -> Q:
    """Profiles that may be suggested to viewer, among the visible_profiles().

    They are public. Viewer does not follow or mute them, and has not asked to follow them.
    """
    sql = SUGGESTABLE_TO_ANYONE if viewer is None else SUGGESTABLE_TO_VIEWER
    return condition(sql, viewer, profile=F("handle"))


def followers(viewer: AbstractProfile) -> Q:
    """Profiles that follow viewer."""
    return condition(FOLLOWS_VIEWER, viewer, profile=F("handle"))


def unmuted_profiles(viewer: AbstractProfile) -> Q:
    """Profiles that viewer does not mute."""
    return condition(f"NOT {VIEWER_MUTES}", viewer, profile=F("handle"))


def nameable_actors(viewer: AbstractProfile) -> Q:
    """Actors of notifications whose names viewer, the recipient, may see.

    Likes and retweets by protected profiles are for their followers only. Others see the name of a
    protected actor only if the registered kind has names_protected_actors. Nobody but followers is
    told of what a limited profile does.
    """
    kinds = sql_names(lambda kind: kind.names_protected_actors)
    may_be_named = f"{{notification.kind}} IN ({kinds}) OR {UNPROTECTED_FOR_VIEWER}"
    sql = f"{visible_profile_sql(viewer)} AND {UNLIMITED_FOR_VIEWER} AND NOT {VIEWER_MUTES}"
    sql += f" AND ({may_be_named})"
    return condition(sql, viewer, profile=F("actor__handle"), notification=F("notification__kind"))


def visible_notifications(viewer: AbstractProfile) -> Q:
    """Notifications that are shown to viewer, the recipient.

    Viewer may read the tweet, if there is one, and one of the NEWEST_ACTORS may be named: a
    notification without a name has no text. Untold actors are not among these, so that hidden
    people use up the ten only until their sign is changed.
    """
    actors = NotificationActor._base_manager.filter(newest__gt=0).order_by("-newest")
    last = actors.filter(notification=OuterRef(OuterRef("pk"))).values("newest")
    bound = Coalesce(Subquery(last[NEWEST_ACTORS - 1 : NEWEST_ACTORS]), Value(0))
    named = actors.filter(
        nameable_actors(viewer), notification=OuterRef("pk"), newest__gte=bound
    ).order_by()
    # Not Exists(): PostgreSQL would start with every profile that viewer may be told about.
    has_name = IsNull(Subquery(named.values("pk")[:1]), rhs=False)
    return Q(Q(tweet__isnull=True) | readable_tweet(viewer, "tweet__"), Q(has_name))


def readable_tweet(viewer: Viewer | None, path: str, *, for_everyone: bool = False) -> Q:
    """Condition on the tweet at the end of path alone, without the one on its original."""
    may_read = ANYONE_MAY_READ if viewer is None else VIEWER_MAY_READ
    rows = {"tweet": F(f"{path}visibility"), "profile": F(f"{path}profile__handle")}
    is_shown = visible_profile_sql(viewer, for_everyone=for_everyone)
    return condition(f"{is_shown} AND ({may_read})", viewer, **rows)


def _listed_tweet(viewer: Viewer | None, path: str) -> Q:
    """Condition on the tweet at the end of path alone, without the one on its original."""
    sql = LISTED_FOR_ANYONE if viewer is None else LISTED_FOR_VIEWER
    rows = {"tweet": F(f"{path}visibility"), "profile": F(f"{path}profile__handle")}
    return condition(sql, viewer, **rows)


def visible_profile_sql(viewer: Viewer | None, *, for_everyone: bool = False) -> str:
    """SQL of visible_profiles(); for_everyone: of everyone.shown_profiles()."""
    rules = existing_profile_rules(viewer)
    if viewer is not None:
        rules.append(NO_BLOCK)
    elif not (for_everyone or conf.PUBLIC):
        rules.append(NOBODY)
    return " AND ".join(rules)


def existing_profile_rules(viewer: Viewer | None) -> list[str]:
    """SQL of profiles that are neither deleted nor suspended. Staff also see suspended ones."""
    if is_staff(viewer):
        return [NOT_DELETED]
    if user_flag() is None:
        return [NOT_DELETED, NOT_SUSPENDED]
    return [NOT_DELETED, NOT_SUSPENDED, USER_IS_ACTIVE]


def user_flag() -> models.BooleanField | None:
    """Return the field is_active of the user model; None if it is no column of a table."""
    try:
        field: Any = get_user_model()._meta.get_field("is_active")
    except FieldDoesNotExist:  # AbstractBaseUser has an attribute of that name, which is True
        return None
    return field if isinstance(field, models.BooleanField) else None


def condition(sql: str, viewer: Viewer | None, **rows: F) -> Q:
    names: dict[str, Any] = {model.__name__: model for model in TABLES} | rows
    if flag := user_flag():
        names["User"] = flag.model
    if isinstance(viewer, PairViewer):
        names["viewer"] = viewer.pk
    elif viewer is not None:
        names["viewer"] = Value(viewer.pk, output_field=get_profile_model()._meta.pk)
        names["viewer_mark"] = Value(mark_keys([viewer.pk]), output_field=models.TextField())
    return Q(Condition(sql, **names))
