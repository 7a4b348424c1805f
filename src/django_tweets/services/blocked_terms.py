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

from .. import text
from ..models import ActionKind, BlockedTerm, ModerationAction
from ..models.databases import write_database
from ..models.writes import storable
from ..routers import reads_from_write_database
from .databases import for_write
from .idempotency import insert_once
from .moderators import check_may_moderate

if TYPE_CHECKING:
    from ..models import AbstractProfile

SIGNS = "signs"
"""Terms with signs, such as emoji and c++. They are compared as a whole, not word by word."""

ACCENTED = "accented"
"""Words and phrases with accents. Texts are compared with them with their own ones."""

KINDS = [*BlockedTerm.Kind.values, ACCENTED, SIGNS]
MAX_TERMS = 5000
REFRESHED_AFTER = 60
"""Seconds after which a process reads the lists again."""


class _Stored(NamedTuple):
    read_at: float
    lists: dict[str, dict[str, str]]
    """The verdicts by pattern, for each kind."""


_memory: list[_Stored] = []


def get_terms(kind: str) -> dict[str, str]:
    """Return the verdicts by the term, for a kind of BlockedTerm.Kind, ACCENTED or SIGNS.

    Words and phrases have a space at each end that is no star: so they are found in a text that
    has one space between its words, and at its ends. One statement a minute in each process.
    """
    now = time.monotonic()
    stored = next(iter(_memory), None)  # another thread may empty it meanwhile
    if stored is None or now - stored.read_at > REFRESHED_AFTER:
        stored = _Stored(now, _read())
        _memory[:] = [stored]
    return stored.lists[kind]


def forget_terms() -> None:
    """Let this process read the lists again when it needs them."""
    _memory.clear()


def _forget_everywhere(using: str) -> None:
    """Forget the lists now, for this transaction, and when it is committed, for other threads."""
    forget_terms()
    transaction.on_commit(forget_terms, using=using, robust=True)


def _read() -> dict[str, dict[str, str]]:
    lists: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    rows = for_write(BlockedTerm._base_manager.order_by("-pk"))
    for kind, key, verdict in rows.values_list("kind", "key", "verdict")[:MAX_TERMS]:
        if kind == BlockedTerm.Kind.DOMAIN:
            lists[kind][key] = verdict
            continue
        if key.startswith("="):
            lists[SIGNS][key[1:]] = verdict
            continue
        plain = text.fold(key)
        if plain == key and "ı" not in key:
            lists[kind][_make_pattern(key)] = verdict
            continue
        # Members leave accents out. The capital letter of ı is I.
        for each in {key, plain, plain.replace("ı", "i")}:
            lists[ACCENTED][_make_pattern(each)] = verdict
    return lists


def _make_pattern(key: str) -> str:
    before, after = key.startswith("*"), key.endswith("*")
    return f"{'' if before else ' '}{key.strip('*')}{'' if after else ' '}"


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
        before = {} if is_new else _state_of(stored)
        if not is_new and stored.verdict != verdict:
            stored.verdict = verdict
            stored.save(using=using, update_fields=["verdict"])
        if before != (after := _state_of(stored)):
            _log(ActionKind.BLOCK_TERM, moderator, before, after, using)
        _forget_everywhere(using)
    return stored


def unblock_term(moderator: AbstractProfile, term: BlockedTerm) -> None:
    """Remove a term from the block lists. Do nothing if it is gone.

    Raise PermissionDenied if moderator may not moderate.
    """
    check_may_moderate(moderator)
    using = write_database(term)
    with transaction.atomic(using=using):
        stored = BlockedTerm._base_manager.using(using).filter(pk=term.pk).first()
        if stored is not None and stored.delete(using=using)[0]:
            _log(ActionKind.UNBLOCK_TERM, moderator, _state_of(stored), {}, using)
        _forget_everywhere(using)


def _state_of(term: BlockedTerm) -> dict[str, str]:
    return {"kind": term.kind, "term": term.term, "verdict": term.verdict}


def _log(
    action: ActionKind,
    moderator: AbstractProfile,
    before: dict[str, str],
    after: dict[str, str],
    using: str,
) -> None:
    """Add a change of the lists to the log of moderation."""
    ModerationAction(
        action=action,
        moderator_id=moderator.pk,
        moderator_name=moderator.handle,
        before=before,
        after=after,
    ).save(using=using)
