"""Data exports for tests: make one, and read its content."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from django_tweets import services
from django_tweets.file_storage import get_attachment_storage
from django_tweets.models import DataExport

if TYPE_CHECKING:
    from tests.factories import Profile

BASE_URL = "https://example.org"


def open_zips(export: DataExport) -> list[ZipFile]:
    """Return the ZIP files of an export."""
    found = []
    for file in export.files:
        with get_attachment_storage().open(file["name"]) as stored:
            content = stored.read()
        assert len(content) == file["size"]
        found.append(ZipFile(BytesIO(content)))
    return found


def read_zip(profile: Profile) -> dict[str, bytes]:
    """Return the files in the newest export of profile, by their names."""
    export = DataExport._base_manager.get(pk=profile.pk)
    assert export.state == "ready", export.state
    return {name: one.read(name) for one in open_zips(export) for name in one.namelist()}


def write_zip(profile: Profile) -> dict[str, bytes]:
    """Return the files in the export of profile that staff make, by their names."""
    file = BytesIO()
    services.write_export(profile, file, base_url=BASE_URL)
    content = ZipFile(file)
    assert content.testzip() is None
    return {name: content.read(name) for name in content.namelist()}


def data(files: dict[str, bytes], name: str) -> Any:
    """Return the parsed JSON of that name."""
    return json.loads(files[f"data/{name}.json"])
