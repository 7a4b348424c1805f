"""Search for profiles whose name or handle begins with the typed text."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from ..models import Follow, SearchName, search_name
from ..reading.keyset import NEWEST, PAGE_SIZE, Cursor, Page, make_page
from ..reading.pipeline import Listing, RowBatch, fill_page
from ..reading.relations import relate
from ..swapping import get_profile_model
from ..text import search_terms

if TYPE_CHECKING:
    from ..models import AbstractProfile

MAX_TOKENS = 5
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
    prefixes = [search_name.encode_word(word) for word in search_terms.tokenize(typed)][:MAX_TOKENS]
    if not prefixes:
        return make_page([], cursor, size)
    matching = get_profile_model()._rows.visible_to(viewer)
    for word in prefixes[1:]:
        matching = matching.filter(Exists(_prefix_scan(word).filter(profile=OuterRef("pk"))))
    handle = typed.strip().lstrip("@＠").lower()
    first = Q(handle=handle)
    if viewer is not None:
        first |= Q(pk=viewer.pk) | Q(_followed_by(viewer))
    page = fill_page(NameListing(matching.exclude(first), prefixes[0]), cursor, size)
    if cursor == NEWEST:
        named = get_profile_model()._rows.visible_to(viewer).filter(handle=handle)
        starts_with_first = Exists(_prefix_scan(prefixes[0]).filter(profile=OuterRef("pk")))
        known = matching.filter(first, starts_with_first).exclude(handle=handle).order_by("handle")
        page.rows[:0] = [*named, *(known[:size] if viewer is not None else [])]
    relate(page.rows, viewer)
    return page


class NameListing(Listing["AbstractProfile"]):
    """Profiles with a name that begins with word, in the order of the first such name of each.

    people: the profiles to search. Pages start at the key of a name. They are in alphabetical
    order: an ascending cursor goes back.
    """

    def __init__(self, people: Any, word: str) -> None:
        self.people = people
        self.word = word

    def read_batch(self, cursor: Cursor, candidates: int, limit: int) -> RowBatch[AbstractProfile]:
        names = _prefix_scan(self.word).filter(profile__in=self.people)
        earlier = _prefix_scan(self.word).filter(
            profile=OuterRef("profile"), word__lt=OuterRef("word")
        )
        names = names.filter(~Exists(earlier)).select_related("profile")
        key = cursor.after if cursor.is_ascending else cursor.before
        # Only a name that can be on a page: one could otherwise ask where a hidden profile's is.
        shown = SearchName._base_manager.filter(profile__in=self.people)
        start = shown.filter(pk=key).first() if key is not None else None
        if start is not None:
            lookup = "lt" if cursor.is_ascending else "gt"
            names = names.filter(**{f"word__{lookup}e": start.word}).filter(
                Q(**{f"word__{lookup}": start.word}) | Q(**{f"pk__{lookup}": start.pk})
            )
        order = ("-word", "-pk") if cursor.is_ascending else ("word", "pk")
        return RowBatch([(name.pk, name.profile) for name in names.order_by(*order)[:limit]], None)


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
