"""Lists of the moderators: cases, reports of a case with their tweets, and withheld tweets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Exists, F, OuterRef, Q, When
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from ..models import (
    ActionKind,
    Attachment,
    BlockedTerm,
    ModerationAction,
    ModerationCase,
    Report,
    ReportedTweet,
    Visibility,
    WithheldTweet,
    attachment,
    visibility,
)
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, InvalidCursor, Page
from ..reading.pipeline import QuerySetListing, fill_page
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..models import AbstractProfile, AbstractTweet

ORDERS = {"oldest": "opened_at", "newest": "-reported_at", "most": "-open_count"}
"""The orders of cases, and the field of each."""


@dataclass(frozen=True, slots=True)
class CaseCursor(Cursor):
    """Where a page of cases starts: after the case with this value and key."""

    value: str | None = None
    """The value of the field of the order."""
    key: str | None = None
    """The key of the profile, among cases with the same value."""

    @classmethod
    def parse(cls, query: Mapping[str, Any]) -> CaseCursor:
        """The cursor of a query string. Its values are checked when the page is read."""
        return cls(value=query.get("value"), key=query.get("key"))


def cases(
    cursor: CaseCursor | None = None,
    size: int = PAGE_SIZE,
    *,
    order: str = "oldest",
    category: str = "",
    claimed_by: AbstractProfile | None = None,
    reader: AbstractProfile,
) -> Page[ModerationCase]:
    """The open cases, each with its profile, and its `categories`: pairs of a name and a count.

    category: only cases with an open report of that category. claimed_by: only those that this
    moderator has claimed. reader: the moderator, who gets no case about themselves. Raise
    InvalidCursor for a cursor of another order. Two statements.
    """
    rows: Any = ModerationCase._base_manager.filter(is_open=True, profile__deleted_at=None)
    rows = rows.exclude(pk=reader.pk)
    if category:
        reports = Report._base_manager.filter(profile=OuterRef("pk"), category=category)
        rows = rows.filter(Exists(reports.filter(is_open=True)))
    if claimed_by is not None:
        rows = rows.filter(claimed_by=claimed_by.pk)
    field = ORDERS[order]
    if cursor is not None and cursor.key is not None:
        rows = _after(rows, field, cursor)
    rows = rows.select_related("profile", "claimed_by").order_by(field, "pk")
    found = list(rows[: size + 1])
    page = found[:size]
    _count_categories(page)
    older = _cursor_at(page[-1], field) if len(found) > size else None
    return Page(page, CaseCursor() if cursor and cursor.key else None, older)


def _cursor_at(case: ModerationCase, field: str) -> CaseCursor:
    value = getattr(case, field.removeprefix("-"))
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return CaseCursor(value=text, key=str(case.pk))


def _after(rows: Any, field: str, cursor: CaseCursor) -> Any:
    """Return the rows after cursor, in the order of field and of the key."""
    try:
        value = _parse_value(field, cursor.value or "")
        key = get_profile_model()._meta.pk.clean(cursor.key, None)
    except (ValidationError, ValueError) as error:
        raise InvalidCursor(cursor.value) from error
    name, order = field.removeprefix("-"), "lt" if field.startswith("-") else "gt"
    # The first condition finds the place in the index.
    return rows.filter(
        Q(**{f"{name}__{order}": value}) | Q(pk__gt=key), **{f"{name}__{order}e": value}
    )


def _parse_value(field: str, text: str) -> Any:
    if field == "-open_count":
        if not (text.isascii() and text.isdigit() and len(text) < 10):
            raise ValueError(text)
        return int(text)
    value = parse_datetime(text)
    if value is None or is_aware(value) != settings.USE_TZ:
        raise ValueError(text)
    return value


def _count_categories(page: list[ModerationCase]) -> None:
    keys = [case.pk for case in page]
    rows = Report._base_manager.filter(profile__in=keys, is_open=True)
    counts = rows.values_list("profile", "category").annotate(count=Count("pk"))
    found: dict[Any, list[tuple[str, int]]] = {}
    for key, category, count in counts.order_by("-count", "category") if keys else []:
        found.setdefault(key, []).append((category, count))
    for case in page:
        case.categories = found.get(case.pk, [])


class ShownTweet:
    """A tweet of a report, as a moderator may see it."""

    def __init__(
        self, row: ReportedTweet, tweet: AbstractTweet | None, *, is_unlocked: bool
    ) -> None:
        self.pk = row.tweet_id
        self.tweet = tweet
        """None if it is gone, or may not be read by the moderator before they unlock the report."""
        self.is_gone = tweet is None
        self.is_readable = tweet is not None and getattr(tweet, "is_readable", False)
        is_open = self.is_readable or getattr(tweet, "is_open", False)
        is_same = is_open and tweet is not None and tweet.content == row.content
        self.is_covered = not (is_same or is_unlocked)
        """Whether the report must be unlocked first: the tweet is private, or was when reported."""
        self.content = "" if self.is_covered else row.content
        """The text when it was reported."""
        self.is_edited = tweet is not None and tweet.content != row.content
        withheld = getattr(tweet, "withheld", None)
        self.withheld_reason = withheld.get_reason_display() if withheld is not None else ""
        if not (is_open or is_unlocked):
            self.tweet = None
        elif not self.is_readable and tweet is not None:
            for file in tweet.shown_attachments:
                file.url_query = f"?report={row.report_id}"


def case_reports(
    profile: AbstractProfile,
    viewer: AbstractProfile,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
    *,
    unlocked_since: datetime,
) -> Page[Report]:
    """The open reports about profile, the newest first, each with its `tweets`: see ShownTweet.

    viewer: the moderator. What they may not read is covered, unless they unlocked the report
    after unlocked_since. Three statements at most.
    """
    unlocks = ModerationAction._base_manager.filter(
        report=OuterRef("pk"),
        action=ActionKind.UNLOCK,
        moderator=viewer.pk,
        created_at__gte=unlocked_since,
    )
    is_unlocked = Case(When(Exists(unlocks), then=True), default=False)
    rows: Any = Report._base_manager.filter(profile=profile.pk, is_open=True)
    rows = rows.select_related("reporter").annotate(is_unlocked=is_unlocked)
    page: Page[Report] = fill_page(QuerySetListing(rows), cursor, size)
    show_tweets(page.rows, viewer)
    return page


def show_tweets(reports: list[Report], viewer: AbstractProfile) -> None:
    """Set `tweets` of reports, which have `is_unlocked`: whether viewer may read all."""
    unlocked = {report.pk: getattr(report, "is_unlocked", False) for report in reports}
    found: dict[int, list[ShownTweet]] = {}
    for row in _read_reported(unlocked, viewer):
        shown = ShownTweet(row, row.tweet, is_unlocked=unlocked[row.report_id])
        found.setdefault(row.report_id, []).append(shown)
    for report in reports:
        report.tweets = found.get(report.pk, [])


def _waits_for_review(path: str) -> Q:
    """Condition: a tweet would be read by all, if it did not wait for review."""
    conditions = {
        "withheld__reason": WithheldTweet.Reason.HELD,
        "withheld__visibility__in": [Visibility.PUBLIC, Visibility.UNLISTED],
        "profile__is_protected": False,
    }
    return Q(**{f"{path}{name}": value for name, value in conditions.items()})


def _read_reported(reports: Iterable[int], viewer: AbstractProfile) -> list[Any]:
    """Return the rows of reports with their tweets, which are None if they are gone.

    Of each tweet, `is_readable` is whether viewer may read it, and `is_open` whether it only waits
    for review. The caller covers the others. Two statements, or none without reports.
    """
    keys = list(reports)
    readable = Case(When(visibility.readable_tweet(viewer, "tweet__"), then=True), default=False)
    is_open = Case(When(_waits_for_review("tweet__"), then=True), default=False)
    rows: Any = ReportedTweet._base_manager.filter(report__in=keys).order_by("tweet_id")
    rows = rows.annotate(is_readable=readable, is_open=is_open)
    related = rows.select_related("tweet__profile", "tweet__withheld")
    found: list[Any] = list(related) if keys else []
    tweets = [row.tweet for row in found if row.tweet is not None]
    files = attachment.read_of(tweets, using=None)
    for row in found:
        if row.tweet is not None:
            row.tweet.is_readable, row.tweet.is_open = row.is_readable, row.is_open
            row.tweet.shown_attachments = files.get(row.tweet_id, [])
    return found


def find_reported_file(
    viewer: AbstractProfile, report_id: int, key: int, *, unlocked_since: datetime
) -> Attachment | None:
    """Return the attachment with this key if viewer, a moderator, sees it in a report; else None.

    It is of a tweet of the report, which viewer unlocked after unlocked_since, or which only
    waits for review: see case_reports(). It has `is_open` and `is_listed`. One statement.
    """
    unlocks = ModerationAction._base_manager.filter(
        report=report_id,
        action=ActionKind.UNLOCK,
        moderator=viewer.pk,
        created_at__gte=unlocked_since,
    )
    reported = ReportedTweet._base_manager.filter(report=report_id, tweet=OuterRef("tweet"))
    rows: Any = Attachment._rows.filter(Exists(reported), pk=key, position__isnull=False)
    rows = rows.filter(Q(Exists(unlocks)) | _waits_for_review("tweet__"))
    found: Attachment | None = rows.with_audience().first()
    return found


def blocked_terms(cursor: Cursor = NEWEST, size: int = PAGE_SIZE) -> Page[BlockedTerm]:
    """The words and domains of the block lists, the newest first, each with who has added it."""
    rows: Any = BlockedTerm._base_manager.select_related("added_by")
    return fill_page(QuerySetListing(rows), cursor, size)


def withheld_tweets(
    profile: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[WithheldTweet]:
    """The tweets of profile that are held, hidden or deleted, the newest first, without texts."""
    rows = WithheldTweet._base_manager.filter(tweet__profile=profile.pk).select_related("tweet")
    return fill_page(QuerySetListing(rows.annotate(key=F("tweet_id")), "key"), cursor, size)
