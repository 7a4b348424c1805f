"""The field of avatars: a picture that is stored in two sizes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from django.core.files.base import ContentFile
from django.db import models
from django.db.models.fields.files import ImageFieldFile

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = "django_tweets/avatars"

_PAIR, _SINGLE = "pair.webp", "picture.webp"
_MARK = "-2.webp"  # ends the name of a picture whose small file is stored beside it
_SMALL = "-small.webp"


def new_name(filename: str) -> str:
    """Return a new, unique name for a file. filename: from AvatarFile.save()."""
    return f"{FOLDER}/{uuid4().hex}{_MARK if filename == _PAIR else '.webp'}"


def pair_name(name: str) -> str:
    """Return the name that a profile stores for a file: that of the large one for a small one."""
    return f"{name.removesuffix(_SMALL)}{_MARK}" if name.endswith(_SMALL) else name


class AvatarFile(ImageFieldFile):
    """An avatar. Its name says whether it has a small file: older avatars have none."""

    @property
    def small_name(self) -> str:
        """The name of the small file in the storage, or "" if there is none."""
        name = self.name or ""
        return f"{name.removesuffix(_MARK)}{_SMALL}" if name.endswith(_MARK) else ""

    @property
    def small_url(self) -> str:
        """The URL of the small file, or "" if there is none."""
        return self.storage.url(self.small_name) if self.small_name else ""

    def save(self, name: str, content: Any, save: bool = True) -> None:
        """Store content, and its small file if it has one. The field names both."""
        small: bytes | None = getattr(content, "small", None)
        super().save(_PAIR if small else _SINGLE, content, save=False)
        if small and self.small_name:
            self.storage.save(self.small_name, ContentFile(small))
        if save:
            self.instance.save()

    def delete(self, save: bool = True) -> None:
        """Remove both files."""
        small = self.small_name
        super().delete(save)
        if small:
            self.storage.delete(small)


class AvatarField(models.ImageField):
    """An ImageField, for migrations too, whose file is an AvatarFile."""

    attr_class = AvatarFile

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.ImageField", args, kwargs
