"""A check for the words and domains that moderators have blocked."""

from __future__ import annotations

from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .. import text
from ..models import BlockedTerm
from ..services.blocked_terms import ACCENTED, SIGNS, get_terms
from ..services.screening import ALLOW, Draft, Verdict, hold, reject

MIN_SPELLED_LENGTH = 3
"""Letters of a word that is found although it is spelled out."""

MIN_DOTLESS_LENGTH = 5
"""Letters of a term that is also found with ı instead of i: of shorter ones, Turkish has others."""


class BlockLists:
    """Hold or reject texts with a blocked word, phrase or domain, as moderators have chosen.

    Words are compared by what they look like: case, invisible characters, letters of another script
    and spaces between letters make no difference, nor do accents if the term has none. Subdomains
    belong to a domain.
    """

    def __call__(self, draft: Draft) -> Verdict:
        found = _find_words(draft, get_terms(BlockedTerm.Kind.WORD))
        found |= _find_words(draft, get_terms(ACCENTED), keeps_accents=True)
        found |= _find_signs(draft, get_terms(SIGNS))
        found |= _find_domains(draft, get_terms(BlockedTerm.Kind.DOMAIN))
        rejected = [term for term, then in found.items() if then == BlockedTerm.Verdict.REJECT]
        if rejected:
            return reject(gettext("This site does not accept “%(term)s”.") % {"term": rejected[0]})
        if found:
            return hold(format_lazy("{}: {}", _("Blocked"), ", ".join(found)))
        return ALLOW


def _find_words(
    draft: Draft, terms: dict[str, str], *, keeps_accents: bool = False
) -> dict[str, str]:
    """Return the verdicts of the words and phrases in draft, by term."""
    if not terms:
        return {}
    texts: list[str] = []
    for each in draft.texts.values():
        texts.append(" ".join(text.fold_words(each, keeps_accents=keeps_accents)))
        for word in text.find_spelled(each, keeps_accents=keeps_accents):
            # A word of one letter may stand beside it: "a c a s i n o".
            parts = {word, word[1:], word[:-1], word[1:-1]}
            texts += [part for part in parts if len(part) >= MIN_SPELLED_LENGTH]
        if (joined := text.join_separated(each)) != text.fold(each):
            texts.append(joined)
    folded = "".join(f" {each} \n" for each in texts)  # a phrase is in one text
    dotted = folded.replace("ı", "i")
    return {
        term.strip(): then
        for term, then in terms.items()
        if term in folded or (len(term.strip()) >= MIN_DOTLESS_LENGTH and term in dotted)
    }


def _find_signs(draft: Draft, terms: dict[str, str]) -> dict[str, str]:
    """Return the verdicts of the terms with signs in draft."""
    texts = draft.texts.values() if terms else ()
    folded = [" ".join(text.fold(each).split()) for each in texts]
    return {
        term: then
        for term, then in terms.items()
        if any(text.has_signs(each, term) for each in folded)
    }


def _find_domains(draft: Draft, terms: dict[str, str]) -> dict[str, str]:
    if not terms:
        return {}
    websites = [draft.texts["website"]] if "website" in draft.texts else []
    hosts = {*draft.domains, *filter(None, map(text.domain_of, websites))}
    parents = {
        ".".join(labels[start:])
        for host in hosts
        for labels in [host.split(".")]
        for start in range(len(labels))
    }
    return {each: terms[each] for each in sorted(parents & terms.keys())}
