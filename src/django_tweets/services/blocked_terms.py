"""The block lists of words and domains, which moderators edit.

Each process keeps them in its memory, since they are asked for each tweet that is written. A change
reaches the other processes within REFRESHED_AFTER seconds.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..models import BlockedTerm
from ..models.databases import write_database
from ..models.writes import storable
from ..routers import reads_from_write_database
from .databases import for_write
from .idempotency import insert_once
from .moderators import check_may_moderate

if TYPE_CHECKING:
    from ..models import AbstractProfile

MAX_TERMS = 5000
REFRESHED_AFTER = 60
"""Seconds after which a process reads the lists again."""


class TermList(NamedTuple):
    """The terms of one kind: the verdict by key. Longest: the words of the longest phrase."""

    whole: dict[str, str]
    """Words, phrases and domains, as models/blocked_term.py makes their keys."""
    starts: dict[str, str]
    """Of words with a star after them, without the star."""
    ends: dict[str, str]
    parts: dict[str, str]
    """Of words with a star at both ends."""
    longest: int


class _Stored(NamedTuple):
    read_at: float
    lists: dict[str, TermList]


_memory: list[_Stored] = []


def get_terms(kind: str) -> TermList:
    """Return the terms of a kind of BlockedTerm.Kind. One statement a minute in each process."""
    now = time.monotonic()
    if not _memory or now - _memory[0].read_at > REFRESHED_AFTER:
        _memory[:] = [_Stored(now, _read())]
    return _memory[0].lists[kind]


def forget_terms() -> None:
    """Let this process read the lists again when it needs them."""
    _memory.clear()


def _forget_everywhere(using: str) -> None:
    """Forget the lists now, for this transaction, and when it is committed, for other threads."""
    forget_terms()
    transaction.on_commit(forget_terms, using=using, robust=True)


def _read() -> dict[str, TermList]:
    lists = {kind: TermList({}, {}, {}, {}, 1) for kind in BlockedTerm.Kind.values}
    rows = for_write(BlockedTerm._base_manager.order_by("-pk"))
    for kind, key, verdict in rows.values_list("kind", "key", "verdict")[:MAX_TERMS]:
        terms = lists[kind]
        before, after = key.startswith("*"), key.endswith("*")
        table = {
            (False, False): terms.whole,
            (False, True): terms.starts,
            (True, False): terms.ends,
            (True, True): terms.parts,
        }[before, after]
        table[key.strip("*")] = verdict
        lists[kind] = terms._replace(longest=max(terms.longest, key.count(" ") + 1))
    return lists


@reads_from_write_database()
def block_term(
    moderator: AbstractProfile,
    term: str,
    *,
    kind: str = BlockedTerm.Kind.WORD,
    verdict: str = BlockedTerm.Verdict.HOLD,
) -> BlockedTerm:
    """Add a word, phrase or domain to the block lists and return its row, or change its verdict.

    kind: "word" or "domain". A star before or after a word stands for any letters. verdict: "hold"
    or "reject". Raise ValidationError for invalid values, or if there are MAX_TERMS, and
    PermissionDenied if moderator may not moderate.
    """
    check_may_moderate(moderator)
    row = BlockedTerm(kind=kind, term=term, verdict=verdict, added_by_id=moderator.pk)
    row.clean_fields(exclude=["added_by", "key"])
    row.clean()
    using = write_database(row)
    rows = BlockedTerm._base_manager.using(using)
    if rows.count() >= MAX_TERMS and not rows.filter(kind=kind, key=row.key).exists():
        raise ValidationError(_("The lists have %(max)d terms already.") % {"max": MAX_TERMS})

    def insert() -> None:
        with transaction.atomic(using=using):
            row.save(using=using, force_insert=True)

    with storable(), transaction.atomic(using=using):
        stored, is_new = insert_once(row, "kind", "key", insert=insert)
        if not is_new and stored.verdict != verdict:
            stored.verdict = verdict
            stored.save(using=using, update_fields=["verdict"])
        _forget_everywhere(using)
    return stored


def unblock_term(moderator: AbstractProfile, term: BlockedTerm) -> None:
    """Remove a term from the block lists. Do nothing if it is gone.

    Raise PermissionDenied if moderator may not moderate.
    """
    check_may_moderate(moderator)
    using = write_database(term)
    BlockedTerm._base_manager.using(using).filter(pk=term.pk).delete()
    _forget_everywhere(using)
