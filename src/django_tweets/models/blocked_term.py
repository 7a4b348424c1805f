"""BlockedTerm: a word or a domain that tweets and profiles may not have."""

from __future__ import annotations

from typing import Any, ClassVar
from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import swapping, text
from .fields import LooseForeignKey
from .text_fields import LineField
from .time_key import TimeKeyModel

MAX_WORDS = 6  # of one term
MAX_TERM_LENGTH = 100
MAX_KEY_LENGTH = 2 * MAX_TERM_LENGTH
MIN_PART_LENGTH = 3
"""Letters of a term that is found inside of words, in a language with spaces."""


class BlockedTerm(TimeKeyModel):
    """A word, phrase or domain of the block lists, which moderators edit."""

    class Kind(models.TextChoices):
        WORD = "word", pgettext_lazy("blocked term", "Word or phrase")
        DOMAIN = "domain", pgettext_lazy("blocked term", "Domain")

    class Verdict(models.TextChoices):
        HOLD = "hold", pgettext_lazy("blocked term", "Hold for review")
        REJECT = "reject", pgettext_lazy("blocked term", "Reject")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.WORD)
    term = LineField(_("word or domain"), max_length=MAX_TERM_LENGTH)
    key = models.CharField(max_length=MAX_KEY_LENGTH, editable=False)
    """The term as texts are compared with it: see make_key()."""
    verdict = models.CharField(_("action"), max_length=10, choices=Verdict, default=Verdict.HOLD)
    added_by = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("added by"), related_name="+", null=True
    )
    created_at = models.DateTimeField(_("added"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("blocked word or domain")
        verbose_name_plural = _("blocked words and domains")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key"], name="%(app_label)s_%(class)s_once")
        ]

    def __str__(self) -> str:
        return self.term

    def save(self, **kwargs: Any) -> None:
        """Save as Django does, with the key of the term."""
        self.key = make_key(self.kind, self.term)
        super().save(**kwargs)

    def clean(self) -> None:
        """Set the key. Raise ValidationError if the term can't be found in a text."""
        super().clean()
        if self.term:  # else the field has an error already
            self.key = make_key(self.kind, self.term)


def make_key(kind: str, term: str) -> str:
    """Return how texts are compared with a term. Raise ValidationError if they can't be.

    Of a domain: lower case, in ASCII. Of a word or phrase: its folded words with their accents, and
    a space between them; a star before or after it stands for any letters. Of a term with signs,
    such as c++ or an emoji: the folded term after a "=".
    """
    if kind == BlockedTerm.Kind.DOMAIN:
        return _domain_key(term)
    stripped = term.strip()
    if signs := text.find_signs(stripped.strip("*")):
        _check_length(f"={signs}")
        return f"={signs}"
    words = text.fold_words(stripped, keeps_accents=True)
    if text.find_spelled(stripped, keeps_accents=True) == ["".join(words)]:  # b.a.d
        words = ["".join(words)]
    if not words or len(words) > MAX_WORDS:
        message = _("Write one to %(max)d words.")
        raise ValidationError({"term": ValidationError(message, params={"max": MAX_WORDS})})
    key = " ".join(words)
    before, after = stripped.startswith("*"), stripped.endswith("*")
    if text.has_no_spaces(key):
        before = after = True
    elif (before or after) and len(
        normalize("NFD", text.fold(key))
    ) < MIN_PART_LENGTH:  # 도박 has five
        message = _("With a star, write at least %(min)d letters.")
        raise ValidationError({"term": ValidationError(message, params={"min": MIN_PART_LENGTH})})
    key = f"{'*' * before}{key}{'*' * after}"
    _check_length(key)  # ㍿ is one letter of a term, and four of its key
    return key


def _check_length(key: str) -> None:
    try:
        MaxLengthValidator(MAX_KEY_LENGTH)(key)
    except ValidationError as error:
        raise ValidationError({"term": error}) from None


def _domain_key(term: str) -> str:
    host = text.domain_of(term.strip().removeprefix("*").removeprefix("."))
    if host is None:
        raise ValidationError({"term": _("Write a domain, such as example.com.")})
    _check_length(host)
    return host
