"""The notifications of a member, a page at a time, ready to render."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from ..models import Notification, NotificationActor, NotificationSettings, visibility
from ..models.notification_preference import wanted_by
from ..reading.hydration import hydrate
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page, slice_queryset
from ..reading.pipeline import Listing, RowBatch, fill_page
from ..snowflake import MAX_ID
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from ..models import AbstractProfile

ACTORS_SHOWN = 3  # people who are shown in one notification
ACTORS_READ = visibility.NEWEST_ACTORS  # see add_people()
WINDOW = 200  # notifications that one statement looks at, to show a page of them
UNREAD_READ = 100  # unread notifications that are read, to count the visible ones
# Hidden rows are not among these: they have a negative `newest`. See NotificationListing.


class Latest(Subquery):
    """The keys of a few rows, as a derived table.

    MySQL allows a LIMIT only there, and only then PostgreSQL knows how few rows there are: without
    it, compiling the visibility rule over them takes 76 to 150 ms.
    """

    template = "(SELECT * FROM (%(subquery)s) latest)"


def notifications(
    viewer: AbstractProfile,
    settings: NotificationSettings,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
    *,
    mentions_only: bool = False,
    since: int = 0,
) -> Page[Notification]:
    """A page of the notifications of viewer, whose settings these are.

    mentions_only: only mentions, replies and quotes. since: only what is newer, as a cursor's
    `after`. Left out are kinds that viewer doesn't want or that are not registered, people who are
    muted or not visible to viewer, and tweets that viewer may not see any more. Seven queries at
    most.
    """
    rows = Notification._base_manager.filter(
        wanted_by(viewer), recipient=viewer.pk, newest__gt=since
    )
    rows = rows.filter(is_addressed=True) if mentions_only else rows
    page = fill_page(NotificationListing(rows, viewer), cursor, size)
    for row in page.rows:
        row.is_unread = row.newest > settings.read_until
    return page


def unread_count(viewer: AbstractProfile) -> int:
    """The number of unread notifications of viewer, of the newest hundred: one query.

    The hundred are visible ones, apart from the exceptions that NotificationListing has.
    """
    stored = NotificationSettings._base_manager.filter(profile=viewer.pk)
    # Where to start in the index: without this bound, all notifications ever read are scanned.
    read = _value_or(stored.values("read_until"), 0)
    rows = Notification._base_manager.filter(
        wanted_by(viewer), recipient=viewer.pk, newest__gt=read
    )
    newest = Latest(rows.order_by("-newest").values("pk")[:UNREAD_READ])
    unread = Notification._base_manager.filter(pk__in=newest)
    return unread.filter(visibility.visible_notifications(viewer)).count()


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
        shown = shown.annotate(horizon=Subquery(window), last_looked_at=_value_or(last, 0))
        found: list[Any] = list(slice_queryset(shown, cursor, limit, "newest"))
        if found:
            return RowBatch([(row.newest, row) for row in found], found[0].horizon)
        return RowBatch([], next((row["newest"] for row in window), None))

    def hydrate(self, rows: list[Notification]) -> None:
        add_people(rows, self.viewer)
        add_tweets(rows, self.viewer)


def _value_or(rows: QuerySet[Any], default: int) -> Coalesce:
    """The one value in rows; default if there is no row."""
    return Coalesce(Subquery(rows), Value(default))


def add_people(rows: list[Any], viewer: AbstractProfile) -> None:
    """Set `people` and `others` of each row: two queries.

    The visibility of the newest ten people is checked once more. `count` is without untold ones; of
    those hidden a moment ago, only those among the newest ten are not counted.
    """
    actors = _newest_actors(rows)
    # Two statements: in one, PostgreSQL would apply the visibility rule to all profiles.
    keys = {key for keys in actors.values() for key in keys}
    people: dict[Any, Any] = get_profile_model()._rows.nameable_to(viewer).in_bulk(keys)
    for row in rows:
        found = [people[actor] for actor in actors[row.pk] if actor in people]
        if not row.get_kind().names_protected_actors:
            found = [person for person in found if person.is_open]
        hidden = len(actors[row.pk]) - len(found)
        row.people = found[:ACTORS_SHOWN]
        row.others = row.count - hidden - 1


def _newest_actors(rows: list[Any]) -> dict[int, list[Any]]:
    """Keys of the newest ten people of each row, by the key of the row."""
    newest = Q(notification__in=[row.pk for row in rows if row.count <= ACTORS_READ])
    for row in rows:
        if row.count > ACTORS_READ:
            newest |= Q(notification=row.pk, newest__gte=row.last_looked_at)
    actors: dict[int, list[Any]] = {row.pk: [] for row in rows}
    told = NotificationActor._base_manager.filter(newest, newest__gt=0)
    found = told.order_by("-newest")
    for pk, actor in found.values_list("notification_id", "actor_id"):
        actors[pk].append(actor)
    return actors


def add_tweets(rows: list[Any], viewer: AbstractProfile) -> None:
    """Set `shown_tweet`, the tweet of each row, ready to render: three queries."""
    keys = {row.tweet_id for row in rows if row.tweet_id is not None}
    tweets = {tweet.pk: tweet for tweet in hydrate(keys, viewer)} if keys else {}
    for row in rows:
        row.shown_tweet = tweets.get(row.tweet_id)
