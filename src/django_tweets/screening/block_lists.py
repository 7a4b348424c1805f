"""A check for the words and domains that moderators have blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import text
from ..models import BlockedTerm
from ..services.blocked_terms import TermList, get_terms
from ..services.screening import ALLOW, Draft, Verdict, hold, reject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MAX_WORDS = 2000
"""Words of a draft that are looked at: more than fit in a tweet with four descriptions."""


class BlockLists:
    """Hold or reject texts with a blocked word, phrase or domain, as moderators have chosen.

    Words are compared by what they look like: case, accents, invisible characters, letters of
    another script and spaces between letters make no difference. Subdomains belong to a domain.
    """

    def __call__(self, draft: Draft) -> Verdict:
        found = _find_words(draft, get_terms(BlockedTerm.Kind.WORD))
        found |= _find_domains(draft, get_terms(BlockedTerm.Kind.DOMAIN))
        rejected = [term for term, then in found.items() if then == BlockedTerm.Verdict.REJECT]
        if rejected:
            return reject(gettext("This site does not accept “%(term)s”.") % {"term": rejected[0]})
        if found:
            return hold(format_lazy("{}: {}", _("Blocked"), ", ".join(found)))
        return ALLOW


def _find_words(draft: Draft, terms: TermList) -> dict[str, str]:
    """Return the verdicts of the words and phrases in draft, by term."""
    found: dict[str, str] = {}
    if not any(terms[:4]):
        return found
    words: list[str] = []
    for each in draft.texts.values():
        words += ["", *text.fold_words(each)]  # "": the end of one and the next are no phrase
    words = words[:MAX_WORDS]
    for start in range(len(words)):
        for count in range(1, terms.longest + 1):
            phrase = " ".join(words[start : start + count])
            if phrase in terms.whole:
                found[phrase] = terms.whole[phrase]
    for word in {*words}:
        found |= _pick(terms.starts, (word[:end] for end in _lengths(terms.starts, word)))
        found |= _pick(terms.ends, (word[-end:] for end in _lengths(terms.ends, word)))
        found |= _pick(terms.parts, _parts(word, terms.parts))
    return found


def _lengths(table: dict[str, str], word: str) -> Iterator[int]:
    return (length for length in {*map(len, table)} if length <= len(word))


def _parts(word: str, table: dict[str, str]) -> Iterator[str]:
    for length in _lengths(table, word):
        yield from (word[start : start + length] for start in range(len(word) - length + 1))


def _pick(table: dict[str, str], candidates: Iterable[str]) -> dict[str, str]:
    return {each: table[each] for each in candidates if each in table}


def _find_domains(draft: Draft, terms: TermList) -> dict[str, str]:
    if not terms.whole:
        return {}
    websites = [draft.texts["website"]] if "website" in draft.texts else []
    hosts = {*draft.domains, *filter(None, map(text.domain_of, websites))}
    parents = {
        ".".join(labels[start:])
        for host in hosts
        for labels in [host.split(".")]
        for start in range(len(labels))
    }
    return _pick(terms.whole, sorted(parents))
