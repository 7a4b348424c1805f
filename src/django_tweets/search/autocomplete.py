"""Autocomplete: profiles and hashtags that begin with a typed text, from a bounded read."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from django.db import connections, router
from django.db.models import Q, Subquery, Value
from django.db.models.functions import Coalesce

from .. import text
from ..models import Follow, Hashtag
from ..models.hashtag import is_public
from ..swapping import get_profile_model

if TYPE_CHECKING:
    from ..models import AbstractProfile

SIZE = 8
MAX_FOLLOWS = 3000  # the newest of the viewer, whose names are compared
MAX_CANDIDATES = 200  # names that begin with the text, in alphabetical order


def suggest_profiles(
    beginning: str, viewer: AbstractProfile, size: int = SIZE
) -> list[AbstractProfile]:
    """Return profiles whose handle or name starts with beginning: first those that viewer follows.

    Then others by handle: the most followed of the first MAX_CANDIDATES. Two queries.
    """
    beginning = text.make_storable(beginning.lower())
    there: Any = get_profile_model()._rows.visible_to(viewer)
    follows = Follow._base_manager.filter(follower=viewer.pk).order_by("-pk").values("pk")
    oldest = Coalesce(Subquery(follows[MAX_FOLLOWS - 1 : MAX_FOLLOWS]), Value(0))
    named = Q(handle__startswith=beginning) | Q(display_name__istartswith=beginning)
    followed = there.filter(named, followers__follower=viewer.pk, followers__pk__gte=oldest)
    followed = followed.order_by("-followers__pk")
    found = list(followed[:size])
    if len(found) < size:
        others = there.filter(**_handle_prefix_lookup(beginning)).order_by("handle")[
            :MAX_CANDIDATES
        ]
        new = [other for other in others if other not in found]
        found += sorted(new, key=attrgetter("follower_count"), reverse=True)[: size - len(found)]
    return found


def _handle_prefix_lookup(beginning: str) -> dict[str, str]:
    """Return a prefix lookup for handles that uses the index of the database."""
    vendor = connections[router.db_for_read(get_profile_model())].vendor
    if vendor == "sqlite":  # pragma: no branch - others: below
        # LIKE ignores case there, the index does not. No handle has a character after "z".
        return {"handle__gte": beginning, "handle__lt": f"{beginning}{{"}
    # MariaDB's LIKE BINARY can't use the index, PostgreSQL's UPPER(handle) can't either.
    lookup = "istartswith" if vendor == "mysql" else "startswith"  # pragma: no cover - not SQLite
    return {f"handle__{lookup}": beginning}  # pragma: no cover - not SQLite


def suggest_hashtags(
    beginning: str, size: int = SIZE, max_candidates: int = MAX_CANDIDATES
) -> list[Hashtag]:
    """Return the most used of the first max_candidates hashtags that start with beginning.

    Only those in public tweets: others must not be revealed. One query.
    """
    key = text.fold_hashtag(beginning).encode(errors="ignore").hex()
    # "g" comes after every hexadecimal digit.
    begins = Hashtag._base_manager.filter(is_public(), key__gte=key, key__lt=f"{key}g")
    found = begins.order_by("key")[:max_candidates]
    return sorted(found, key=attrgetter("tweet_count"), reverse=True)[:size]
