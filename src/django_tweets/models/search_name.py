"""SearchName: the words by which a profile is found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping
from ..text import search_terms
from .fields import CascadeForeignKey
from .time_key import TimeKeyModel

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .profile import AbstractProfile

MAX_LENGTH = 60
MAX_WORDS = 20  # of one profile


class SearchName(TimeKeyModel):
    """A word of the display name or handle of a profile. Written when the profile is saved.

    Profiles are found by the beginning of a word. Full text search does that differently on each
    database; an index on a column works the same everywhere.
    """

    profile = CascadeForeignKey(
        swapping.profile_label(),
        verbose_name=_("profile"),
        db_index=False,
        related_name="search_names",
    )
    word = models.CharField(_("word"), max_length=MAX_LENGTH)

    class Meta:
        verbose_name = _("search name")
        verbose_name_plural = _("search names")
        indexes: ClassVar = [models.Index(fields=["word", "id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["profile", "word"], name="%(app_label)s_%(class)s_once")
        ]

    def __str__(self) -> str:
        return f"{self.profile_id}: {self.pk}"


def encode_word(word: str) -> str:
    """Encode a folded word in a-z and 0-9, which all databases sort alike.

    Words with the same beginning have codes with the same beginning.
    """
    code = f"w{word}" if word.isascii() and word.isalnum() else f"x{word.encode().hex()}"
    return code[:MAX_LENGTH]


def write(profiles: Sequence[AbstractProfile], *, using: str, table: Any = SearchName) -> None:
    """Update the search words of profiles. Call it in the transaction that saves them.

    table: the historical model in a migration, which has historical profiles.
    """
    names = table._base_manager.using(using)
    stored: dict[Any, dict[str, int]] = {profile.pk: {} for profile in profiles}
    rows = names.filter(profile__in=[*stored]).values_list("profile_id", "word", "pk")
    for key, word, pk in rows:
        stored[key][word] = pk
    gone, new = [], []
    for profile in profiles:
        now, before = search_words(profile), stored[profile.pk]
        gone += [pk for word, pk in before.items() if word not in now]
        missing = sorted(now - before.keys())
        new += [table(profile_id=profile.pk, word=word) for word in missing]
    if gone:  # by primary key, as in mention.rewrite()
        names.filter(pk__in=gone).delete()
    names.bulk_create(new, ignore_conflicts=True)


def search_words(profile: AbstractProfile) -> set[str]:
    """Return the encoded words of the name and handle of profile, and the handle as one word."""
    handle = profile.handle.lower()
    found: Iterable[str] = [
        handle.replace("_", ""),
        *search_terms.tokenize(handle),
        *search_terms.tokenize(profile.display_name),
    ]
    return {encode_word(word) for word in list(dict.fromkeys(found))[:MAX_WORDS]}
