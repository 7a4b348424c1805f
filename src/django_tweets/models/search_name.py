"""SearchName: what a person can be found by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from .. import swapping
from ..text import search_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .profile import AbstractProfile

MAX_LENGTH = 60
MAX_WORDS = 20  # of one person


class SearchName(models.Model):
    """A word of somebody's name or handle. Written with their profile.

    A table of its own, for it is looked up by how a word begins: no full text does that alike
    on all databases, and an index of columns does.
    """

    profile = models.ForeignKey(
        swapping.profile_label(),
        verbose_name=_("profile"),
        on_delete=models.CASCADE,
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
        return f"{self.profile_id}: {self.word}"


def encode(word: str) -> str:
    """A folded word in a to z and 0 to 9, so that what begins alike is encoded alike.

    No database has another opinion of the order of these.
    """
    code = f"w{word}" if word.isascii() and word.isalnum() else f"x{word.encode().hex()}"
    return code[:MAX_LENGTH]


def write(profiles: Sequence[AbstractProfile], *, using: str) -> None:
    """Let the names of profiles be those they have now, in the transaction that writes them."""
    names = SearchName._base_manager.using(using)
    stored: dict[Any, dict[str, int]] = {profile.pk: {} for profile in profiles}
    rows = names.filter(profile__in=[*stored]).values_list("profile_id", "word", "pk")
    for key, word, pk in rows:
        stored[key][word] = pk
    gone, new = [], []
    for profile in profiles:
        now, before = words_of(profile), stored[profile.pk]
        gone += [pk for word, pk in before.items() if word not in now]
        missing = sorted(now - before.keys())
        new += [SearchName(profile_id=profile.pk, word=word) for word in missing]
    if gone:  # by their keys, as mention.rewrite()
        names.filter(pk__in=gone).delete()
    names.bulk_create(new, ignore_conflicts=True)


def words_of(profile: AbstractProfile) -> set[str]:
    """What profile is found by: each word of the name, the handle, and the words of the handle."""
    handle = profile.handle.lower()
    found: Iterable[str] = [
        handle.replace("_", ""),
        *search_terms.tokenize(handle),
        *search_terms.tokenize(profile.display_name),
    ]
    return {encode(word) for word in list(dict.fromkeys(found))[:MAX_WORDS]}
