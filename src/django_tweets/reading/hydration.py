"""Hydration: tweets that can be rendered without another query.

readable_tweets() reads the tweets that a viewer may see, each with its author. add_details() then
runs STEPS over them: each step adds a few attributes to all tweets at once, with at most one query.

To add something to every card, such as the viewer's vote in a poll:

- a yes or no from a table with a `profile` and a tweet: add a row to VIEWER_FLAGS. All flags are
  read by the same statement;
- anything else: write a function of a Batch, and add it to STEPS with the attributes it sets.

The attributes and their values without hydration are declared on AbstractTweet. No caller changes.
"""

from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db import connections, router
from django.db.models import Case, CharField, F, Value, When

from ..conf import conf
from ..models import (
    Attachment,
    Bookmark,
    Like,
    TweetViewCount,
    Visibility,
    WithheldTweet,
    attachment,
    visibility,
)
from ..models.link_preview import previewed_url
from ..swapping import get_profile_model, get_tweet_model
from ..text import find_reply_handle
from .attachment_sql import ATTACHMENT, attachments_sql

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import Model

    from ..models import AbstractProfile, AbstractTweet, TweetRevision

RELATED = ["profile", "retweet_of__profile"]

# Joined, because a statement of its own would be the eleventh of a member's home.
PREVIEW = "tweet_link_preview__preview"


def hydrate(ids: Iterable[int], viewer: AbstractProfile | None) -> list[AbstractTweet]:
    """The tweets of ids that viewer may see, in the order of ids, ready to render.

    For one tweet as for twenty: one query, and those of add_details().
    """
    ids = list(ids)
    found = {tweet.pk: tweet for tweet in readable_tweets(viewer).filter(pk__in=ids)}
    return add_details([found[pk] for pk in ids if pk in found], viewer)


def readable_tweets(viewer: AbstractProfile | None) -> Any:
    """A TweetQuerySet of the tweets that viewer may see, with authors and retweeted tweets.

    A retweet is visible only if the retweeted tweet is, so that one may be joined. `reply_handle`
    is the handle of the person whom a tweet answers, if viewer may see their profile (add_details()
    empties it where the text begins with that handle);
    `shown_edited_at` the time of the last edit, if viewer may know of it.
    """
    named = When(
        visibility.visible_profiles(viewer, "in_reply_to_profile__"),
        in_reply_to_profile__handle__isnull=False,
        then=F("in_reply_to_profile__handle"),
    )
    tweets: Any = get_tweet_model()._rows.visible_to(viewer).select_related(*get_related())
    return tweets.annotate(
        reply_handle=Case(named, default=Value(""), output_field=CharField()),
        shown_edited_at=visibility.shown_edited_at(viewer),
        original_edited_at=visibility.shown_edited_at(viewer, "retweet_of__"),
    )


def get_related() -> list[str]:
    """Return the relations that are read with tweets."""
    previews = [PREVIEW, f"retweet_of__{PREVIEW}"] if conf.LINK_PREVIEWS else []
    return [*RELATED, *previews]


def add_details(
    tweets: list[AbstractTweet], viewer: AbstractProfile | None, *, is_public_list: bool = False
) -> list[AbstractTweet]:
    """Set the details of cards on tweets from readable_tweets(), and return the tweets.

    is_public_list: without cards of quoted tweets that are not in public lists for viewer.

    Two queries at most. `hydrated_for` is set on
    all of them: the key of viewer, or None for an anonymous visitor.
    """
    shown = [tweet.shown for tweet in tweets]
    batch = Batch(viewer, tweets, shown, {}, is_public_list)
    for tweet in tweets:
        if tweet.shown is not tweet:
            tweet.shown.shown_edited_at = tweet.original_edited_at
        if tweet.reply_handle and is_answer_to(tweet.reply_handle, tweet.content):
            tweet.reply_handle = ""
    for step in STEPS:
        step.run(batch)
    for tweet in chain(tweets, batch.cards):
        tweet.hydrated_for = batch.viewer_key
    return tweets


def is_answer_to(handle: str, content: str) -> bool:
    """Whether content begins with a mention of handle, in upper or lower case."""
    return (find_reply_handle(content) or "").lower() == handle


class Batch(NamedTuple):
    """The tweets of one call of add_details(), for the steps."""

    viewer: AbstractProfile | None
    rows: list[AbstractTweet]
    """The tweets of the list, retweets among them."""
    shown: list[AbstractTweet]
    """For each row, the tweet on its card: the row itself, or the tweet that it retweets."""
    quoted: dict[int | None, AbstractTweet]
    """The quoted tweets that the viewer may see, by id: filled by the first step."""
    is_public_list: bool = False

    @property
    def viewer_key(self) -> Any:
        """Key of the viewer; None for an anonymous visitor."""
        return self.viewer and self.viewer.pk

    @property
    def cards(self) -> list[AbstractTweet]:
        """Every tweet that has a card: those shown, and those that they quote."""
        return [*self.shown, *self.quoted.values()]

    @property
    def own_keys(self) -> list[int]:
        """Keys of the tweets with a card that the viewer has written, and whose views count."""
        own = (tweet for tweet in self.cards if tweet.profile_id == self.viewer_key)
        return [tweet.pk for tweet in own if tweet.visibility != Visibility.MENTIONED]


def add_quotes(batch: Batch) -> None:
    """`quoted`: the quoted tweet, if it still exists and the viewer may see it here."""
    quotes = {tweet.quote_of_id for tweet in batch.shown if tweet.quote_of_id is not None}
    if quotes:
        # A retweet can't be quoted, so little else is joined: half as much to read.
        related = ["profile", *([PREVIEW] if conf.LINK_PREVIEWS else [])]
        tweets: Any = get_tweet_model()._rows.visible_to(batch.viewer).select_related(*related)
        if batch.is_public_list:
            tweets = tweets.listed_for(batch.viewer)
        batch.quoted.update(tweets.filter(retweet_of__isnull=True).in_bulk(quotes))
    for tweet in batch.shown:
        tweet.quoted = batch.quoted.get(tweet.quote_of_id)


def add_mentions_flags_and_attachments(batch: Batch) -> None:
    """`mentioned_handles`: current handles of the profiles that the tweets mention.

    The attributes of VIEWER_FLAGS: whether the viewer has liked a tweet, and so on.
    `shown_attachments`: the pictures and videos of each card. And what only the author of a tweet
    is told, so that the statement is another one for its author alone: `withheld_reason` of a tweet
    that the moderators have withheld, and `view_count` on a site that counts views.
    """
    keys = [tweet.pk for tweet in batch.shown]
    withheld = [tweet.pk for tweet in batch.cards if tweet.visibility == Visibility.WITHHELD]
    own = batch.own_keys if conf.VIEW_COUNTS else []
    told = AuthorKeys(withheld, own)
    mentioned = _mentioned_people(batch.cards, batch.viewer)
    with_files = {tweet.pk: tweet for tweet in batch.cards if tweet.attachment_count}
    if batch.viewer is not None and keys and (mentioned is not None or with_files):
        handles, found, attached = _read_all(batch.viewer, keys, mentioned, list(with_files), told)
    else:
        handles = dict(_handles(mentioned)) if mentioned is not None else {}
        found = viewer_flags(batch.viewer, keys, told)
        attached = attachment.read_of(with_files.values(), using=None)
    reasons = {pk: name for name, pk in found if name in WithheldTweet.Reason} if withheld else {}
    views = dict.fromkeys(own, 0)
    views |= {pk: int(name) for name, pk in found if name[0].isdigit()} if own else {}
    for tweet in batch.cards:
        tweet.shown_attachments = attached.get(tweet.pk, [])
        tweet.withheld_reason = reasons.get(tweet.pk, "")
        tweet.view_count = views.get(tweet.pk)
    for tweet in chain(batch.rows, batch.cards):
        tweet.mentioned_handles = handles
    for tweet in batch.shown:
        for flag in VIEWER_FLAGS:
            setattr(tweet, flag.attribute, (flag.attribute, tweet.pk) in found)


def mentioned_handles(
    tweets: Iterable[AbstractTweet | TweetRevision], viewer: AbstractProfile | None
) -> dict[str, str]:
    """Current handles of profiles that tweets mention and viewer may see, by key as text."""
    people = _mentioned_people(tweets, viewer)
    return dict(_handles(people)) if people is not None else {}


def _mentioned_people(
    tweets: Iterable[AbstractTweet | TweetRevision], viewer: AbstractProfile | None
) -> Any:
    """Pairs of key and handle of the profiles that tweets mention; None if they mention nobody."""
    keys = {e["profile"] for tweet in tweets for e in tweet.entities if "profile" in e}
    if not keys:
        return None
    people: Any = get_profile_model()._rows.visible_or_blocked_by(viewer).filter(pk__in=keys)
    return people.values_list("pk", "handle")


def _handles(pairs: Iterable[tuple[Any, str]]) -> Iterator[tuple[str, str]]:
    """Pairs with the key as text, as entities have it."""
    return ((str(key), handle) for key, handle in pairs)


class AuthorKeys(NamedTuple):
    """Keys of the viewer's own tweets, for details that only their author sees."""

    withheld: Sequence[int] = ()
    """Tweets that the moderators have withheld."""
    own: Sequence[int] = ()
    """All whose views count, on a site that counts them."""


NOTHING = AuthorKeys()


class ViewerFlag(NamedTuple):
    """A boolean attribute of a tweet: whether model has a row for the tweet and its viewer."""

    attribute: str
    get_model: Callable[[], type[Model]]
    """The model; it has a foreign key `profile`."""
    field: str
    """Its foreign key to the tweet."""


VIEWER_FLAGS = (
    ViewerFlag("is_liked", lambda: Like, "tweet"),
    ViewerFlag("is_bookmarked", lambda: Bookmark, "tweet"),
    ViewerFlag("is_retweeted", get_tweet_model, "retweet_of"),
)


def viewer_flags(
    viewer: AbstractProfile | None,
    keys: list[int],
    told: AuthorKeys = NOTHING,
) -> set[tuple[str, int]]:
    """Pairs of an attribute and a tweet's key for which the flag is set: one query for all.

    told: adds pairs of a reason and the key of a withheld tweet, and pairs of a number of views, as
    text, and the key of a tweet. In SQL: the ORM took 2 ms to build the same statement.
    """
    if viewer is None or not keys:
        return set()
    connection = connections[router.db_for_read(get_tweet_model())]
    sql, params = _flags_sql(viewer, keys, told, connection)
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return set(cursor.fetchall())


def _flags_sql(
    viewer: AbstractProfile,
    keys: list[int],
    told: AuthorKeys,
    connection: BaseDatabaseWrapper,
    more: str = "",
) -> tuple[str, list[Any]]:
    """A statement for viewer_flags(). more: further columns."""
    me = viewer._meta.pk.get_db_prep_value(viewer.pk, connection)
    marks = ", ".join(["%s"] * len(keys))
    quote = connection.ops.quote_name
    parts = []
    for flag in VIEWER_FLAGS:
        meta: Any = flag.get_model()._meta
        tweet, profile = (quote(meta.get_field(name).column) for name in (flag.field, "profile"))
        parts.append(
            f"SELECT '{flag.attribute}', {tweet}{more} FROM {quote(meta.db_table)}"
            f" WHERE {profile} = %s AND {tweet} IN ({marks})"
        )
    params = [me, *keys] * len(parts)
    if told.withheld:
        meta = WithheldTweet._meta
        tweet, reason = (quote(meta.get_field(name).column) for name in ("tweet", "reason"))
        marks = ", ".join(["%s"] * len(told.withheld))
        table = quote(meta.db_table)
        parts.append(f"SELECT {reason}, {tweet}{more} FROM {table} WHERE {tweet} IN ({marks})")
        params += told.withheld
    if told.own:
        meta = TweetViewCount._meta
        tweet, count = (quote(meta.get_field(name).column) for name in ("tweet", "count"))
        table, marks = quote(meta.db_table), ", ".join(["%s"] * len(told.own))
        views = f"CAST({count} AS CHAR(20))"  # MariaDB casts to no other text
        parts.append(f"SELECT {views}, {tweet}{more} FROM {table} WHERE {tweet} IN ({marks})")
        params += told.own
    return " UNION ALL ".join(parts), params


def _read_all(
    viewer: AbstractProfile,
    keys: list[int],
    mentioned: Any,
    with_files: list[int],
    told: AuthorKeys,
) -> tuple[dict[str, str], set[tuple[str, int]], dict[int, list[Attachment]]]:
    """Handles of mentioned, by key as text, flags of keys, and attachments: one query.

    mentioned: as _mentioned_people() returns it. with_files: keys of tweets with attachments. The
    flags are as viewer_flags() returns them.
    """
    alias = router.db_for_read(get_tweet_model())
    connection = connections[alias]
    parts, params = [], list[Any]()
    # The people first: from these PostgreSQL learns the types of the columns that are NULL below.
    if mentioned is not None:
        people, values = mentioned.query.get_compiler(connection=connection).as_sql()
        parts.append(f"SELECT '', NULL, people.* FROM ({people}) people")
        params += values
    if with_files:
        parts.append(attachments_sql(with_files, connection))
        params += with_files
    flags, values = _flags_sql(viewer, keys, told, connection, ", NULL, NULL")
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([*parts, flags]), [*params, *values])
        rows = cursor.fetchall()
    as_key: Any = get_profile_model()._meta.pk.to_python  # SQLite has text for a UUID
    handles = {str(as_key(key)): handle for name, _, key, handle in rows if not name}
    attached: dict[int, list[Attachment]] = {}
    for name, tweet, _, content in rows:
        if name == ATTACHMENT:
            attached.setdefault(tweet, []).append(attachment.from_json(content, alias))
    for found in attached.values():
        found.sort(key=attrgetter("position"))
    flags_found = {(name, tweet) for name, tweet, *_ in rows if name not in {"", ATTACHMENT}}
    return handles, flags_found, attached


def add_link_previews(batch: Batch) -> None:
    """`link_preview`: the preview of the first link, on a site that shows previews.

    Not of a link that the tweet had before it was edited.
    """
    if not conf.LINK_PREVIEWS:
        return
    meta: Any = get_tweet_model()._meta
    relation = meta.get_field("tweet_link_preview")
    for tweet in batch.cards:
        row = relation.get_cached_value(
            tweet, default=None
        )  # joined: see get_related(), add_quotes()
        preview = row and row.preview
        is_current = preview and preview.is_available and preview.url == previewed_url(tweet)
        tweet.link_preview = preview if is_current else None


class Step(NamedTuple):
    """One step of hydration: run sets the attributes on all tweets of a batch, in one query."""

    name: str
    attributes: tuple[str, ...]
    run: Callable[[Batch], None]


STEPS = (
    Step("quotes", ("quoted",), add_quotes),
    Step(
        "mentions, viewer flags and attachments",  # after quotes
        (
            "mentioned_handles",
            *(flag.attribute for flag in VIEWER_FLAGS),
            "shown_attachments",
            "withheld_reason",
            "view_count",
        ),
        add_mentions_flags_and_attachments,
    ),
    Step("link previews", ("link_preview",), add_link_previews),
)
