"""Search for profiles whose name or handle begins with the typed text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from ..models import Follow, SearchName, search_name
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page, make_page
from ..reading.pipeline import NO_ID, Listing, RowBatch, fill_page
from ..reading.relations import relate
from ..swapping import get_profile_model
from ..text import search_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..models import AbstractProfile

MAX_TOKENS = 5
NAMES_PER_BATCH = (1_000, 9_000)
"""Names that begin with the first word, of which those are read that match the other words. Where
nobody matches them, a page would otherwise read all names that begin so: 13 µs each."""
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
_NEXT_CHARACTER = dict(pairwise(ALPHABET))


def search_profiles(
    typed: str,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Return profiles with a name or handle that matches each typed word, as a prefix of a word.

    In alphabetical order of the name that matches the first word. The first page begins with the
    profile whose handle is typed, and the people whom viewer follows.
    """
    prefixes = _distinct_prefixes(typed)
    if not prefixes:
        return make_page([], cursor, size)
    visible: Any = get_profile_model()._rows.visible_to(viewer).listed_for(viewer)
    matching = visible
    for word in prefixes[1:]:
        matching = matching.filter(Exists(_prefix_scan(word).filter(profile=OuterRef("pk"))))
    handle = typed.strip().lstrip("@＠").lower()
    first = Q(handle=handle)
    if viewer is not None:
        first |= Q(pk=viewer.pk) | Q(_followed_by(viewer))
    people = matching.exclude(first)
    listing = NameListing(people if len(prefixes) == 1 else visible, prefixes[0], people)
    page = fill_page(listing, cursor, size)
    if cursor == NEWEST:
        named = visible.filter(handle=handle)
        starts_with_first = Exists(_prefix_scan(prefixes[0]).filter(profile=OuterRef("pk")))
        known = matching.filter(first, starts_with_first).exclude(handle=handle).order_by("handle")
        page.rows[:0] = [*named, *(known[:size] if viewer is not None else [])]
    relate(page.rows, viewer)
    return page


def _distinct_prefixes(typed: str) -> list[str]:
    """Return the typed words as names are stored, without one that begins another."""
    words = [search_name.encode_word(word) for word in search_terms.tokenize(typed)][:MAX_TOKENS]
    words = [*dict.fromkeys(words)]
    return [
        word
        for word in words
        if not any(other != word and other.startswith(word) for other in words)
    ]


class NameListing(Listing["AbstractProfile"]):
    """Profiles with a name that begins with word, in the order of the first such name of each.

    visible: profiles that the viewer may see. Pages start at the key of one of their names. They
    are in alphabetical order: an ascending cursor goes back.
    matching: those of them to show, which may be few. If it is the same, each name is shown.
    """

    def __init__(self, visible: Any, word: str, matching: Any) -> None:
        self.visible = visible
        self.word = word
        self.matching = matching

    def batch_sizes(self, limit: int) -> Sequence[int]:
        return (limit,) if self.matching is self.visible else NAMES_PER_BATCH

    def read_batch(self, cursor: Cursor, candidates: int, limit: int) -> RowBatch[AbstractProfile]:
        names = _prefix_scan(self.word).filter(profile__in=self.visible)
        earlier = _prefix_scan(self.word).filter(
            profile=OuterRef("profile"), word__lt=OuterRef("word")
        )
        names = names.filter(~Exists(earlier))
        key = cursor.after if cursor.is_ascending else cursor.before
        # Only a name that can be on a page: one could otherwise ask where a hidden profile's is.
        shown = SearchName._base_manager.filter(profile__in=self.visible)
        start = shown.filter(pk=key).first() if key is not None else None
        if start is not None:
            lookup = "lt" if cursor.is_ascending else "gt"
            names = names.filter(**{f"word__{lookup}e": start.word}).filter(
                Q(**{f"word__{lookup}": start.word}) | Q(**{f"pk__{lookup}": start.pk})
            )
        order = ("-word", "-pk") if cursor.is_ascending else ("word", "pk")
        names = names.order_by(*order)
        horizon = None
        if self.matching is not self.visible:
            # Names of visible people are counted before the other words are looked for.
            keys = list(names.values_list("pk", flat=True)[:candidates])
            horizon = keys[-1] if len(keys) == candidates else None
            names = SearchName._base_manager.filter(pk__in=keys or [NO_ID])
            names = names.filter(profile__in=self.matching).order_by(*order)
        rows = [(name.pk, name.profile) for name in names.select_related("profile")[:limit]]
        return RowBatch(rows, rows[-1][0] if horizon and len(rows) == limit else horizon)


def _prefix_scan(word: str) -> Any:
    """Names that begin with word, as a range of their index."""
    below = next_prefix(word)
    names = SearchName._base_manager.filter(word__gte=word)
    return names.filter(word__lt=below) if below else names


def next_prefix(word: str) -> str:
    """Return the first text that sorts after all that begin with word; "" if there is none."""
    kept = word.rstrip("z")
    return kept and kept[:-1] + _NEXT_CHARACTER[kept[-1]]


def _followed_by(viewer: AbstractProfile) -> Exists:
    return Exists(Follow._base_manager.filter(follower=viewer.pk, followed=OuterRef("pk")))
