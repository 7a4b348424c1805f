"""The people whose name or handle begins with what is typed, a page at a time."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from ..models import Follow, SearchName, search_name
from ..swapping import get_profile_model
from ..text import search_terms
from ..timelines.keyset import NEWEST, PAGE_SIZE, Cursor, Page, page_of
from ..timelines.profiles import relate

if TYPE_CHECKING:
    from ..models import AbstractProfile

MAX_WORDS = 5
ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
NEXT = dict(pairwise(ALPHABET))


def search_profiles(
    typed: str,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Those with a word for each word of typed that begins with it, by that of the first.

    First of all, on the first page, whose handle is typed, and those whom viewer follows.
    """
    wanted = [search_name.encode(word) for word in search_terms.cut(typed)][:MAX_WORDS]
    if not wanted:
        return page_of([], cursor, size)
    matching = get_profile_model().objects.visible_to(viewer)
    for word in wanted[1:]:
        matching = matching.filter(Exists(_names(word).filter(profile=OuterRef("pk"))))
    handle = typed.strip().lstrip("@＠").lower()
    first = Q(handle=handle)
    if viewer is not None:
        first |= Q(pk=viewer.pk) | Q(_is_followed_by(viewer))
    page = _page(matching.exclude(first), wanted[0], cursor, size)
    if cursor == NEWEST:
        named = get_profile_model().objects.visible_to(viewer).filter(handle=handle)
        of_first = Exists(_names(wanted[0]).filter(profile=OuterRef("pk")))
        known = matching.filter(first, of_first).exclude(handle=handle).order_by("handle")
        page.rows[:0] = [*named, *(known[:size] if viewer is not None else [])]
    relate(page.rows, viewer)
    return page


def _page(people: Any, word: str, cursor: Cursor, size: int) -> Page[AbstractProfile]:
    """Those of people with a name that begins with word, in the order of the first such name."""
    names = _names(word).filter(profile__in=people)
    earlier = _names(word).filter(profile=OuterRef("profile"), word__lt=OuterRef("word"))
    names = names.filter(~Exists(earlier)).select_related("profile")
    at = cursor.after if cursor.is_upwards else cursor.before
    start = SearchName._base_manager.filter(pk=at).first() if at is not None else None
    if start is not None:
        way = "lt" if cursor.is_upwards else "gt"
        names = names.filter(**{f"word__{way}e": start.word}).filter(
            Q(**{f"word__{way}": start.word}) | Q(**{f"pk__{way}": start.pk})
        )
    order = ("-word", "-pk") if cursor.is_upwards else ("word", "pk")
    found = [(name.pk, name.profile) for name in names.order_by(*order)[: size + 1]]
    return page_of(found, cursor, size)


def _names(word: str) -> Any:
    """The names that begin with word, as a range of their index."""
    below = next_prefix(word)
    names = SearchName._base_manager.filter(word__gte=word)
    return names.filter(word__lt=below) if below else names


def next_prefix(word: str) -> str:
    """What comes behind all that begins with word; "" if nothing can."""
    kept = word.rstrip("z")
    return kept and kept[:-1] + NEXT[kept[-1]]


def _is_followed_by(viewer: AbstractProfile) -> Exists:
    return Exists(Follow._base_manager.filter(follower=viewer.pk, followed=OuterRef("pk")))
