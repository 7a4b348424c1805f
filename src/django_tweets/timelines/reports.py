"""Reports of a member, decisions about a member, and tweets that can be reported along."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, Func, IntegerField, OuterRef, Q, Subquery

from ..models import ActionKind, ModerationAction, Report, ReportedTweet
from ..models.moderation import LOGGED_ONLY
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page
from ..reading.pipeline import QuerySetListing, fill_page
from ..swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import AbstractProfile, AbstractTweet

OTHERS_SHOWN = 19
"""Tweets that can be reported along with one."""

INTERNAL_KINDS = [ActionKind.DISMISS, *LOGGED_ONLY]
"""Actions that the person concerned is not told of."""

PROFILE_KINDS = [ActionKind.LIMIT, ActionKind.SUSPEND]


def own_reports(
    reporter: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[Report]:
    """The reports of reporter, the latest first, each with `person` and `tweet_count`.

    `person` is the reported profile if reporter may still see it, or blocks it; else None. Two
    queries.
    """
    rows = Report._base_manager.filter(reporter=reporter.pk)
    tweets = ReportedTweet._base_manager.filter(report=OuterRef("pk")).order_by()
    number = Func(F("pk"), function="COUNT", output_field=IntegerField())
    rows = rows.annotate(tweet_count=Subquery(tweets.annotate(number=number).values("number")))
    return fill_page(ReportListing(rows, reporter), cursor, size)


class ReportListing(QuerySetListing[Report]):
    """The reports of one member, for the page pipeline."""

    def __init__(self, rows: Any, reporter: AbstractProfile) -> None:
        super().__init__(rows)
        self.reporter = reporter

    def hydrate(self, rows: list[Any]) -> None:
        people: Any = get_profile_model()._rows.visible_or_blocked_by(self.reporter)
        found = people.in_bulk({row.profile_id for row in rows}) if rows else {}
        for row in rows:
            row.person = found.get(row.profile_id)


def moderation_notices(
    person: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[ModerationAction]:
    """The decisions of the moderators about person, the latest first. Two queries.

    Each has `given_appeal`, or None; `is_undone` and `is_appealable`; and `shown_tweet`, the tweet
    that it is about, if person can still open it.
    """
    return fill_page(NoticeListing(_notices(person), person), cursor, size)


def find_notice(person: AbstractProfile, pk: int) -> ModerationAction | None:
    """The decision about person with this key, as moderation_notices() has it; None without one."""
    rows = list(_notices(person).filter(pk=pk))
    NoticeListing(rows, person).hydrate(rows)
    return rows[0] if rows else None


def _notices(person: AbstractProfile) -> QuerySet[ModerationAction]:
    """The decisions that person is told of, without the columns for moderators."""
    rows = ModerationAction._base_manager.exclude(action__in=INTERNAL_KINDS)
    rows = rows.filter(profile=person.pk).annotate(is_undone=_is_undone())
    return rows.select_related("appeal").defer("moderator_name", "reason", "after")


def _is_undone() -> Exists:
    """Expression: whether a later row of the log undoes an action, or all of its subject."""
    later = ModerationAction._base_manager.filter(
        profile=OuterRef("profile"), action=ActionKind.RESTORE, pk__gt=OuterRef("pk")
    )
    of_tweet = Q(tweet=OuterRef("tweet"), reverses=None)
    # NULL is equal to nothing in SQL. Limits and suspensions are about the author of their tweet.
    about_profile = Exists(
        ModerationAction._base_manager.filter(
            Q(tweet=None) | Q(action__in=PROFILE_KINDS), pk=OuterRef(OuterRef("pk"))
        )
    )
    of_profile = Q(about_profile, tweet=None, reverses=None)
    return Exists(later.filter(Q(reverses=OuterRef("pk")) | of_tweet | of_profile))


class NoticeListing(QuerySetListing[ModerationAction]):
    """The decisions about one member, for the page pipeline."""

    def __init__(self, rows: Any, person: AbstractProfile) -> None:
        super().__init__(rows)
        self.person = person

    def hydrate(self, rows: list[Any]) -> None:
        keys = {row.tweet_id for row in rows} - {None}
        tweets: Any = get_tweet_model()._rows.visible_to(self.person).select_related("profile")
        found = tweets.in_bulk(keys) if keys else {}
        for row in rows:
            row.shown_tweet = found.get(row.tweet_id)
            row.given_appeal = getattr(row, "appeal", None)
            can_undo = row.action != ActionKind.RESTORE and not row.is_undone
            row.is_appealable = can_undo and row.given_appeal is None


def reportable_tweets(
    author: AbstractProfile, viewer: AbstractProfile | None, tweet: AbstractTweet | None = None
) -> list[AbstractTweet]:
    """Tweets of author that viewer may report along with tweet, or with the profile: two queries.

    First those of the conversation of tweet, then the latest.
    """
    own: Any = get_tweet_model()._rows.visible_to(viewer)
    own = own.filter(profile=author.pk, retweet_of__isnull=True).order_by("-pk")
    found: dict[int, AbstractTweet] = {}
    if tweet is not None:
        root = tweet.conversation_id or tweet.pk
        own = own.exclude(pk=tweet.pk)
        thread = own.filter(Q(conversation=root) | Q(pk=root))
        found = {row.pk: row for row in thread[:OTHERS_SHOWN]}
    found |= {row.pk: row for row in own[:OTHERS_SHOWN]}
    return list(islice(found.values(), OTHERS_SHOWN))
