"""A check for the same text from many accounts."""

from __future__ import annotations

import regex
from django.utils.translation import gettext_lazy as _

from .. import text
from ..models.counters import is_open_to_all
from ..rates import Rate, parse_rate
from ..services.limits import is_repeated
from ..services.screening import ALLOW, Draft, Verdict, hold

_CHANGING = regex.compile(r"[\p{N}]++|@\w++")


class RepeatedText:
    """Hold a tweet with a text that many accounts have published, with other numbers and mentions.

    rate: how many accounts may publish the same text in which time. min_length: the letters of a
    text that is compared; many members write "Good morning". Texts without a link or a mention by
    members who are not new are not compared, and neither are texts that few may read: with the same
    text, another member would find out that there is one. It counts as limits do: in one round
    trip to Redis, or in the database.
    """

    def __init__(self, *, rate: str = "4/hour", min_length: int = 20) -> None:
        self.rate: Rate = parse_rate(rate)
        self.min_length = min_length

    def __call__(self, draft: Draft) -> Verdict:
        content = draft.texts.get("content", "")
        if draft.tweet is None or draft.author.is_protected or not is_open_to_all(draft.tweet):
            return ALLOW
        if not (draft.is_by_new_member or draft.values("url") or draft.values("mention")):
            return ALLOW
        words = " ".join(text.fold_words(_CHANGING.sub(" ", content)))
        if len(words) < self.min_length or not is_repeated(draft.author, words, self.rate):
            return ALLOW
        return hold(_("The same text from many accounts"))
