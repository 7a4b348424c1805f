"""Sources: whose tweets a timeline shows, and to whom.

A source names a membership table, and the rows of it that count: for a home, the follows of the
viewer. A backend reads the tweets of these members.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import connections, router
from django.db.models import BooleanField, Case, Exists, OuterRef, QuerySet, Value, When

from ..models import Follow, HashtagFollow, Mute
from ..models.visibility import visible_profiles
from ..reading.readable import ReadableRows
from ..swapping import get_tweet_model

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model

    from ..models import AbstractProfile


@dataclass(frozen=True)
class Source(ABC):
    """The authors of a timeline, and its viewer. Profiles that the viewer mutes are left out.

    The viewer must follow the members: then a tweet of a visible member is hidden only if it is
    for the people mentioned, or a retweet.
    """

    viewer: AbstractProfile

    membership: ClassVar[type[Model]]
    """The table of authors: one row for each member of each group."""
    group_field: ClassVar[str]
    """The foreign key of membership by which its rows are chosen."""
    member_field: ClassVar[str]
    """The foreign key of membership to the author's profile."""
    includes_viewer: ClassVar[bool]
    """Whether the viewer's own tweets are part of the timeline, all replies among them."""

    @property
    @abstractmethod
    def group(self) -> Any:
        """Key of the group: the value of group_field."""

    @property
    @abstractmethod
    def member_count(self) -> int:
        """Approximate number of members, without a query. A backend chooses its statement by it."""

    def members(self) -> QuerySet[Any]:
        """Rows of membership whose member the viewer hasn't muted."""
        muted = Mute._base_manager.filter(muter=self.viewer.pk, muted=OuterRef(self.member_field))
        rows: QuerySet[Any] = self.membership._base_manager.filter(**{self.group_field: self.group})
        return rows.filter(~Exists(muted))

    def members_by_visibility(self, limit: int) -> list[tuple[Any, bool]]:
        """Up to limit pairs: the key of a member, and whether the viewer may see their profile."""
        return list(self._pairs()[:limit])

    def visible_members(self, keys: Collection[Any]) -> list[Any]:
        """The keys of members, among keys, whom the viewer may see."""
        is_visible = visible_profiles(self.viewer, f"{self.member_field}__")
        rows = self.members().filter(is_visible, **{f"{self.member_field}__in": keys})
        return list(rows.values_list(f"{self.member_field}_id", flat=True))

    def _pairs(self) -> QuerySet[Any]:
        is_visible = When(
            visible_profiles(self.viewer, f"{self.member_field}__"), then=Value(value=True)
        )
        rows = self.members().annotate(
            is_visible=Case(is_visible, default=Value(value=False), output_field=BooleanField())
        )
        pairs: QuerySet[Any] = rows.values_list(f"{self.member_field}_id", "is_visible")
        return pairs

    @cached_property
    def readable(self) -> ReadableRows:
        """The tweets that the viewer may see, and whose authors the viewer has not muted."""
        tweets: Any = get_tweet_model()._rows.visible_to(self.viewer)
        return ReadableRows(tweets.unmuted_for(self.viewer))

    def own_keys(self) -> set[Any]:
        """The key of the viewer, if their own tweets are part of the timeline."""
        return {self.viewer.pk} if self.includes_viewer else set()


@dataclass(frozen=True)
class HomeSource(Source):
    """A home: the viewer's own tweets, and those of the people whom the viewer follows."""

    membership = Follow
    group_field = "follower"
    member_field = "followed"
    includes_viewer = True

    @property
    def group(self) -> Any:
        return self.viewer.pk

    @property
    def member_count(self) -> int:
        return self.viewer.following_count

    @cached_property
    def hashtags(self) -> list[int]:
        """Keys of the hashtags that the viewer follows. No query after members_by_visibility()."""
        return list(self._hashtag_follows().values_list("hashtag_id", flat=True))

    def members_by_visibility(self, limit: int) -> list[tuple[Any, bool]]:
        """Return pairs as any source does. The same query reads the followed hashtags."""
        connection = connections[router.db_for_read(Follow)]
        hashtags = self._hashtag_follows().values_list("hashtag_id")
        (pairs, values), (keys, params) = (
            rows.query.get_compiler(connection=connection).as_sql()
            for rows in (self._pairs()[:limit], hashtags)
        )
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT members.*, NULL FROM ({pairs}) members"
                f" UNION ALL SELECT NULL, NULL, tags.* FROM ({keys}) tags",
                [*values, *params],
            )
            rows = cursor.fetchall()
        vars(self)["hashtags"] = [hashtag for *_, hashtag in rows if hashtag is not None]
        as_key: Any = self.viewer._meta.pk.to_python  # SQLite has text for a UUID
        return [(as_key(key), bool(visible)) for key, visible, _ in rows if key is not None]

    def _hashtag_follows(self) -> QuerySet[HashtagFollow]:
        return HashtagFollow._base_manager.filter(profile=self.viewer.pk)
