"""The notifications of a member, a page at a time, ready to render."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce

from ..models import Notification, NotificationActor, NotificationSettings, visibility
from ..models.notification_preference import wanted_by
from ..reading.hydration import hydrate
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page, slice_queryset
from ..reading.linked import Latest
from ..reading.pipeline import Listing, RowBatch, fill_page
from ..snowflake import MAX_ID

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from ..models import AbstractProfile

ACTORS_SHOWN = 3  # people who are shown in one notification
ACTORS_READ = visibility.NEWEST_ACTORS  # see add_people()
WINDOW = 200  # notifications that one statement looks at, to show a page of them
UNREAD_READ = 100  # unread notifications that are read, to count the visible ones
# Hidden rows are not among these: they have a negative `newest`. See NotificationListing.


def notifications(
    viewer: AbstractProfile,
    settings: NotificationSettings | None = None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
    *,
    mentions_only: bool = False,
    since: int = 0,
) -> Page[Notification]:
    """A page of viewer's notifications. settings: those of viewer; they are read if None.

    mentions_only: only mentions, replies and quotes. since: only what is newer, as a cursor's
    `after`. Left out are kinds that viewer doesn't want or that are not registered, people who are
    muted or not visible to viewer, and tweets that viewer may not see any more. Five queries at
    most.
    """
    rows = Notification._base_manager.filter(
        wanted_by(viewer), recipient=viewer.pk, newest__gt=since
    )
    rows = rows.filter(is_addressed=True) if mentions_only else rows
    page = fill_page(NotificationListing(rows, viewer), cursor, size)
    row: Any
    for row in page.rows:
        row.is_unread = row.newest > (row.read_until if settings is None else settings.read_until)
    return page


def unread_count(viewer: AbstractProfile) -> int:
    """The number of unread notifications of viewer, of the newest hundred: one query.

    The hundred are visible ones, apart from the exceptions that NotificationListing has.
    """
    return _unread(viewer).count()


class UnreadCount(Subquery):
    """Expression: unread_count(viewer), to be read along with something else."""

    output_field = IntegerField()

    def __init__(self, viewer: AbstractProfile) -> None:
        # No Count(), which would group the rows.
        number = Func(F("pk"), function="COUNT", output_field=IntegerField())
        super().__init__(_unread(viewer).order_by().annotate(number=number).values("number"))


def _unread(viewer: AbstractProfile) -> QuerySet[Notification]:
    # Where to start in the index: without this bound, all notifications ever read are scanned.
    read = _read_until(viewer)
    rows = Notification._base_manager.filter(
        wanted_by(viewer), recipient=viewer.pk, newest__gt=read
    )
    newest = Latest(rows.order_by("-newest").values("pk")[:UNREAD_READ])
    unread = Notification._base_manager.filter(pk__in=newest)
    return unread.filter(visibility.visible_notifications(viewer))


class NotificationListing(Listing[Notification]):
    """The notifications of viewer among rows, for the page pipeline.

    Untold ones are left out by the index, so a window is full of visible ones. What is hidden in
    another way is looked at, up to WINDOW per page, and left out: what was hidden a moment ago,
    until the task notification_groups.update_told() has run; the notifications of a suspended
    viewer; and those of a host's kinds about the tweet of a third person, whose changes would have
    to be looked for among the notifications of everybody.
    """

    def __init__(self, rows: QuerySet[Notification], viewer: AbstractProfile) -> None:
        self.rows = rows
        self.viewer = viewer

    def batch_sizes(self, limit: int) -> Sequence[int]:
        return (WINDOW,)

    def read_batch(self, cursor: Cursor, candidates: int, limit: int) -> RowBatch[Notification]:
        """One statement reads a window of candidates, and those of them that the viewer may see.

        So a page doesn't read all notifications where hardly any may be shown.
        """
        window = slice_queryset(self.rows, cursor, candidates + 1, "newest").values("newest")
        window = window[candidates:]
        bound, end = ("newest__lte", MAX_ID) if cursor.is_ascending else ("newest__gte", 0)
        visible = visibility.visible_notifications(self.viewer)
        shown = self.rows.filter(visible, **{bound: _value_or(window, end)})
        actors = NotificationActor._base_manager.filter(notification=OuterRef("pk"), newest__gt=0)
        last = actors.order_by("-newest").values("newest")[ACTORS_READ - 1 : ACTORS_READ]
        shown = shown.annotate(
            horizon=Subquery(window),
            last_looked_at=_value_or(last, 0),
            read_until=_read_until(self.viewer),
        )
        found: list[Any] = list(slice_queryset(shown, cursor, limit, "newest"))
        if found:
            return RowBatch([(row.newest, row) for row in found], found[0].horizon)
        return RowBatch([], next((row["newest"] for row in window), None))

    def hydrate(self, rows: list[Notification]) -> None:
        add_people(rows, self.viewer)
        add_tweets(rows, self.viewer)


def _read_until(viewer: AbstractProfile) -> Coalesce:
    stored = NotificationSettings._base_manager.filter(profile=viewer.pk)
    return _value_or(stored.values("read_until"), 0)


def _value_or(rows: QuerySet[Any], default: int) -> Coalesce:
    """The one value in rows; default if there is no row."""
    return Coalesce(Subquery(rows), Value(default))


def add_people(rows: list[Any], viewer: AbstractProfile) -> None:
    """Set `people` and `others` of each row: one query.

    The visibility of the newest ten people is checked once more. `count` is without untold ones; of
    those hidden a moment ago, only those among the newest ten are not counted.
    """
    actors: dict[int, list[Any]] = {row.pk: [] for row in rows}
    for actor in _newest_actors(rows, viewer):
        actors[actor.notification_id].append(actor)
    for row in rows:
        found = [actor.actor for actor in actors[row.pk] if actor.is_named]
        hidden = len(actors[row.pk]) - len(found)
        row.people = found[:ACTORS_SHOWN]
        row.others = row.count - hidden - 1


def _newest_actors(rows: list[Any], viewer: AbstractProfile) -> Any:
    """The newest ten actors of each row with their profiles, and whether viewer may see them.

    That is a column and no condition, with which PostgreSQL would apply the visibility rule to all
    profiles.
    """
    newest = Q(notification__in=[row.pk for row in rows if row.count <= ACTORS_READ])
    for row in rows:
        if row.count > ACTORS_READ:
            newest |= Q(notification=row.pk, newest__gte=row.last_looked_at)
    is_named = Case(When(visibility.nameable_actors(viewer), then=True), default=False)
    told = NotificationActor._base_manager.filter(newest, newest__gt=0)
    return told.annotate(is_named=is_named).select_related("actor").order_by("-newest")


def add_tweets(rows: list[Any], viewer: AbstractProfile) -> None:
    """Set `shown_tweet`, the tweet of each row, ready to render: three queries."""
    keys = {row.tweet_id for row in rows if row.tweet_id is not None}
    tweets = {tweet.pk: tweet for tweet in hydrate(keys, viewer)} if keys else {}
    for row in rows:
        row.shown_tweet = tweets.get(row.tweet_id)
