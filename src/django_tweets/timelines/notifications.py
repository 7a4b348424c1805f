"""The notifications of a member, a page at a time, ready to render."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from ..models import Notification, NotificationActor, NotificationSettings, visibility
from ..models.expressions import Condition
from ..models.notification import REACTIONS, NotificationKind
from ..models.notification_settings import wish
from ..models.visibility import FOUND
from ..reading.hydration import hydrate
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page, slice_queryset
from ..reading.pipeline import Listing, Look, fill_page
from ..snowflake import MAX_ID
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from ..models import AbstractProfile

NAMED = 3  # people who are shown of one notification
ACTORS_READ = 10  # of whom it is asked whether they may be told of; see add_people()
WINDOW = 200  # notifications that one statement looks at, of which it shows a page
COUNTED = 100  # unread ones that are looked at, to count those that may be shown

UNWANTED = " OR ".join(
    f"{{told.kind}} = '{kind}' AND NOT s.{wish(kind)}" for kind in NotificationKind.values
)
WANTED = "NOT " + FOUND(f"{{settings}} s WHERE s.profile_id = {{me}} AND ({UNWANTED})")
"""Whether somebody wants what is of that kind."""


class Latest(Subquery):
    """The keys of a few rows. MySQL takes a limit only in a table, and PostgreSQL only then knows
    how few they are: else it takes 76 to 150 ms to compile the rule over them.
    """

    template = "(SELECT * FROM (%(subquery)s) latest)"


def notifications(
    viewer: AbstractProfile,
    settings: NotificationSettings,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
    *,
    said: bool = False,
    since: int = 0,
) -> Page[Notification]:
    """What viewer, whose settings these are, has been told; said: only what others say to them.

    Left out are the kinds that viewer doesn't want, who is not there for viewer or muted, and
    what viewer may not read any more; since is a bound, as a cursor's after. Seven queries at most.
    """
    rows = Notification._base_manager.filter(recipient=viewer.pk, newest__gt=since)
    rows = rows.exclude(kind__in=settings.unwanted) if settings.unwanted else rows
    rows = rows.filter(is_said=True) if said else rows
    page = fill_page(NotificationListing(rows, viewer), cursor, size)
    for row in page.rows:
        row.is_unread = row.newest > settings.read_until
    return page


def unread_count(viewer: AbstractProfile) -> int:
    """How many notifications viewer hasn't seen, of the newest hundred: one query."""
    stored = NotificationSettings._base_manager.filter(profile=viewer.pk)
    # Where in the index to begin: without, all that was ever read would be looked at.
    read = _value_or(stored.values("read_until"), 0)
    me = Value(viewer.pk, output_field=viewer._meta.pk)
    wanted = Condition(WANTED, settings=NotificationSettings, me=me, told=F("kind"))
    rows = Notification._base_manager.filter(wanted, recipient=viewer.pk, newest__gt=read)
    newest = Latest(rows.order_by("-newest").values("pk")[:COUNTED])
    looked_at = Notification._base_manager.filter(pk__in=newest)
    return looked_at.filter(visibility.notifications(viewer)).count()


class NotificationListing(Listing[Notification]):
    """The notifications of viewer among rows, for the page pipeline."""

    def __init__(self, rows: QuerySet[Notification], viewer: AbstractProfile) -> None:
        self.rows = rows
        self.viewer = viewer

    def look_sizes(self, limit: int) -> Sequence[int]:
        return (WINDOW,)

    def look(self, cursor: Cursor, candidates: int, limit: int) -> Look[Notification]:
        """One statement: the window, and the notifications in it that the viewer may see.

        Where hardly any may be shown, a page doesn't read all there are.
        """
        window = slice_queryset(self.rows, cursor, candidates + 1, "newest").values("newest")
        window = window[candidates:]
        bound, end = ("newest__lte", MAX_ID) if cursor.is_ascending else ("newest__gte", 0)
        visible = visibility.notifications(self.viewer)
        shown = self.rows.filter(visible, **{bound: _value_or(window, end)})
        actors = NotificationActor._base_manager.filter(notification=OuterRef("pk"))
        last = actors.order_by("-newest").values("newest")[ACTORS_READ - 1 : ACTORS_READ]
        shown = shown.annotate(horizon=Subquery(window), last_looked_at=_value_or(last, 0))
        found: list[Any] = list(slice_queryset(shown, cursor, limit, "newest"))
        if found:
            return Look([(row.newest, row) for row in found], found[0].horizon)
        return Look([], next((row["newest"] for row in window), None))

    def hydrate(self, rows: list[Notification]) -> None:
        add_people(rows, self.viewer)
        add_tweets(rows, self.viewer)


def _value_or(rows: QuerySet[Any], default: int) -> Coalesce:
    """The one value in rows; default, if there is no row."""
    return Coalesce(Subquery(rows), Value(default))


def add_people(rows: list[Any], viewer: AbstractProfile) -> None:
    """Set the people and others of each of rows: two queries.

    Of ten people it is asked whether viewer is told of them. So up to ten are counted exactly, and
    of more those who are hidden among the newest ten are left out.
    """
    done = _newest_actors(rows)
    # First who, and then which of them: PostgreSQL would ask of everybody there is, at once.
    keys = {actor for actors in done.values() for actor in actors}
    people: dict[Any, Any] = get_profile_model().objects.told_to(viewer).in_bulk(keys)
    for row in rows:
        found = [people[actor] for actor in done[row.pk] if actor in people]
        if row.kind in REACTIONS:
            found = [person for person in found if person.is_open]
        hidden = len(done[row.pk]) - len(found)
        row.people = found[:NAMED]
        row.others = row.count - hidden - 1


def _newest_actors(rows: list[Any]) -> dict[int, list[Any]]:
    """Keys of the newest ten people of each of rows."""
    near = Q(notification__in=[row.pk for row in rows if row.count <= ACTORS_READ])
    for row in rows:
        if row.count > ACTORS_READ:
            near |= Q(notification=row.pk, newest__gte=row.last_looked_at)
    done: dict[int, list[Any]] = {row.pk: [] for row in rows}
    newest = NotificationActor._base_manager.filter(near).order_by("-newest")
    for pk, actor in newest.values_list("notification_id", "actor_id"):
        done[pk].append(actor)
    return done


def add_tweets(rows: list[Any], viewer: AbstractProfile) -> None:
    """Set the tweet of each of rows, ready to render: three queries."""
    keys = {row.tweet_id for row in rows if row.tweet_id is not None}
    tweets = {tweet.pk: tweet for tweet in hydrate(keys, viewer)} if keys else {}
    for row in rows:
        row.shown = tweets.get(row.tweet_id)
