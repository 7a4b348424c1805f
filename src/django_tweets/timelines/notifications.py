"""What somebody is told, a page at a time, ready to render."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from ..models import Notification, NotificationActor, NotificationSettings, visibility
from ..models.expressions import Condition
from ..models.notification import REACTIONS, NotificationKind
from ..models.notification_settings import wish
from ..models.visibility import FOUND
from ..snowflake import MAX_ID
from ..swapping import get_profile_model
from .hydration import hydrate
from .keyset import NEWEST, PAGE_SIZE, Cursor, Page, cut, page_of

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import AbstractProfile

NAMED = 3  # people who are shown of one notification
LOOKED_AT = 10  # of whom it is asked whether they may be told of; see _introduce()
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
    found, horizon = _find(rows, viewer, cursor, size)
    page = page_of([(row.newest, row) for row in found], cursor, size, horizon=horizon)
    _introduce(page.rows, viewer)
    _show(page.rows, viewer)
    for row in page.rows:
        row.is_unread = row.newest > settings.read_until
    return page


def unread_count(viewer: AbstractProfile) -> int:
    """How many notifications viewer hasn't seen, of the newest hundred: one query."""
    stored = NotificationSettings._base_manager.filter(profile=viewer.pk)
    # Where in the index to begin: without, all that was ever read would be looked at.
    read = _or(stored.values("read_until"), 0)
    me = Value(viewer.pk, output_field=viewer._meta.pk)
    wanted = Condition(WANTED, settings=NotificationSettings, me=me, told=F("kind"))
    rows = Notification._base_manager.filter(wanted, recipient=viewer.pk, newest__gt=read)
    newest = Latest(rows.order_by("-newest").values("pk")[:COUNTED])
    looked_at = Notification._base_manager.filter(pk__in=newest)
    return looked_at.filter(visibility.notifications(viewer)).count()


def _find(
    rows: QuerySet[Notification], viewer: AbstractProfile, cursor: Cursor, size: int
) -> tuple[list[Any], int | None]:
    """One more than size of rows, in the direction of cursor, and the horizon of the look.

    Where hardly any may be shown, a page doesn't read all there are.
    """
    window = cut(rows, cursor, WINDOW, "newest").values("newest")[WINDOW:]
    bound, end = ("newest__lte", MAX_ID) if cursor.is_upwards else ("newest__gte", 0)
    shown = rows.filter(visibility.notifications(viewer), **{bound: _or(window, end)})
    people = NotificationActor._base_manager.filter(notification=OuterRef("pk"))
    last = people.order_by("-newest").values("newest")[LOOKED_AT - 1 : LOOKED_AT]
    shown = shown.annotate(horizon=Subquery(window), last_looked_at=_or(last, 0))
    found: list[Any] = list(cut(shown, cursor, size, "newest"))
    if found:
        return found, found[0].horizon
    return found, next((row["newest"] for row in window), None)


def _or(rows: QuerySet[Any], default: int) -> Coalesce:
    """The one value in rows; default, if there is no row."""
    return Coalesce(Subquery(rows), Value(default))


def _introduce(rows: list[Any], viewer: AbstractProfile) -> None:
    """Set the people and others of each of rows: two queries.

    Of ten people it is asked whether viewer is told of them. So up to ten are counted exactly, and
    of more those who are hidden among the newest ten are left out.
    """
    done = _done(rows)
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


def _done(rows: list[Any]) -> dict[int, list[Any]]:
    """Keys of the newest ten people of each of rows."""
    near = Q(notification__in=[row.pk for row in rows if row.count <= LOOKED_AT])
    for row in rows:
        if row.count > LOOKED_AT:
            near |= Q(notification=row.pk, newest__gte=row.last_looked_at)
    done: dict[int, list[Any]] = {row.pk: [] for row in rows}
    newest = NotificationActor._base_manager.filter(near).order_by("-newest")
    for pk, actor in newest.values_list("notification_id", "actor_id"):
        done[pk].append(actor)
    return done


def _show(rows: list[Any], viewer: AbstractProfile) -> None:
    """Set the tweet of each of rows, ready to render: three queries."""
    keys = {row.tweet_id for row in rows if row.tweet_id is not None}
    tweets = {tweet.pk: tweet for tweet in hydrate(keys, viewer)} if keys else {}
    for row in rows:
        row.shown = tweets.get(row.tweet_id)
