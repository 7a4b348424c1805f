"""File storage of the site: the settings that are missing for uploads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.storage import FileSystemStorage
from django.urls import get_script_prefix

if TYPE_CHECKING:
    from django.db.models import Field


def missing_settings(field: Field[Any, Any] | None) -> list[str]:
    """Return which of MEDIA_ROOT and MEDIA_URL the storage of a file field needs and has not.

    Without MEDIA_ROOT a file is written to the working directory of the process, and without
    MEDIA_URL its address is 404. A storage that is no folder needs neither.
    """
    storage = getattr(field, "storage", None)
    if not isinstance(storage, FileSystemStorage):
        return []
    # Django makes "/" or the script prefix of an empty MEDIA_URL.
    has_url = storage.base_url not in {None, "", "/", get_script_prefix()}
    settings = {"MEDIA_ROOT": bool(storage.base_location), "MEDIA_URL": has_url}
    return [name for name, is_set in settings.items() if not is_set]
