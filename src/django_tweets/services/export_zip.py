"""Write a data export into ZIP files: data as JSON, pages to read, and the files of the member.

The first ZIP file has all data and all pages. Files of the member fill it up, and then further ZIP
files. Nothing is in memory but a batch of rows, or a piece of a file.
"""

from __future__ import annotations

import json
import logging
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from . import export_data, export_pages
from .databases import for_write
from .export_data import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from .export_data import Row, Section, Subject

logger = logging.getLogger("django_tweets")

PIECE = 256 * 1024
"""Bytes of a file that are read at a time."""

NOTHING = -1
"""The value of `after` before the first file of the member: every key is higher."""


class ExportZip:
    """A ZIP file of the export of a subject, written into an open file."""

    def __init__(self, file: IO[bytes], subject: Subject, language: str) -> None:
        self._zip = ZipFile(file, "w", compression=ZIP_DEFLATED, allowZip64=True)
        self._file, self.subject, self._language = file, subject, language

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._zip.close()  # writes its directory

    def write_data(self) -> None:
        """Write all data as JSON, all pages, and the pictures of the profile."""
        with translation.override(self._language or None):
            profile = export_data.profile_data(self.subject)
            settings = export_data.settings_data(self.subject)
            self._write_json("profile", profile)
            self._write_json("settings", settings)
            months = self._write_tweets_json()
            counts = {section: self._write_section(section) for section in SECTIONS}
            self._write_months(months)
            self._write_parts("index.html", export_pages.index(profile, months, counts))
            self._write_parts("style.css", iter([export_pages.STYLE]))
        for name in ("avatar", "banner"):
            if profile[name]:
                picture = getattr(self.subject.profile, name)
                self._write_stored(profile[name], picture.storage, picture.name)

    def write_media(self, after: int, max_size: int | None) -> int | None:
        """Write the files of attachments with keys above after, until the ZIP has max_size bytes.

        Return the key of the last one that was written, None if there are no more.
        """
        rows = export_data.own_attachments(self.subject).filter(pk__gt=after)
        for batch in self.subject.batches(rows):
            for row in batch:
                for name, stored in export_data.attachment_media(row).items():
                    self._write_stored(name, row.file.storage, stored)
                if max_size is not None and self._file.tell() >= max_size:
                    key: int = row.pk
                    has_more = for_write(rows.filter(pk__gt=key)).exists()
                    return key if has_more else None
        return None

    def _write_json(self, name: str, data: Row) -> None:
        self._write_parts(f"data/{name}.json", iter([_to_json(data), "\n"]))

    def _write_tweets_json(self) -> list[export_pages.Month]:
        """Write all tweets, and return their months, the oldest first."""
        counts: dict[tuple[int, int], int] = {}
        with self._open("data/tweets.json") as write:
            separator = "[\n"
            for batch in export_data.tweet_batches(self.subject):
                for tweet in batch:
                    write(separator + _to_json(tweet))
                    separator = ",\n"
                    month = export_pages.month_of(int(tweet["id"]))
                    counts[month] = counts.get(month, 0) + 1
            write(_end(separator))
        return [export_pages.Month(*month, count) for month, count in sorted(counts.items())]

    def _write_section(self, section: Section) -> int:
        """Write the JSON and the page of section. Return how many rows it has."""
        count = 0
        with self._open(f"data/{section.name}.json") as write:
            separator = "[\n"
            for batch in section.read(self.subject):
                for row in batch:
                    write(separator + _to_json(row))
                    separator = ",\n"
                count += len(batch)
            write(_end(separator))
        with self._open(f"{section.name}.html") as write:
            write(export_pages.head(str(section.title)) + "<ul>\n")
            for batch in section.read(self.subject):
                write(export_pages.section_rows(batch))
            write("</ul>\n" + export_pages.FOOT)
        return count

    def _write_months(self, months: list[export_pages.Month]) -> None:
        """Write a page for each month: one after the other, as the keys of tweets are in order."""
        for month in months:
            with self._open(month.path) as write:
                write(export_pages.head(month.title, root="../"))
                for batch in export_data.tweet_batches(self.subject, month.keys):
                    write("".join(map(export_pages.tweet, batch)))
                write(export_pages.FOOT)

    def _write_parts(self, name: str, parts: Iterator[str]) -> None:
        with self._open(name) as write:
            for part in parts:
                write(part)

    @contextmanager
    def _open(self, name: str) -> Iterator[Any]:
        """Add a text file to the ZIP. Give a function that writes text into it."""
        with self._zip.open(_entry(name, ZIP_DEFLATED), "w", force_zip64=True) as file:
            yield lambda written: file.write(written.encode())

    def _write_stored(self, name: str, storage: Any, stored: str) -> None:
        """Add a file from a storage, uncompressed. One that the storage lacks is logged."""
        self.subject.beat()
        try:
            source = storage.open(stored)
        except FileNotFoundError:
            logger.warning("A data export lacks %s: it is not in its storage", name)
            return
        with source, self._zip.open(_entry(name, ZIP_STORED), "w", force_zip64=True) as target:
            while piece := source.read(PIECE):
                target.write(piece)
                self.subject.beat()


def _entry(name: str, compression: int) -> ZipInfo:
    """Return a new entry of a ZIP file: one that everybody may read once it is unpacked."""
    entry = ZipInfo(name, datetime.now(UTC).timetuple()[:6])
    entry.compress_type = compression
    entry.external_attr = 0o644 << 16
    return entry


def _to_json(data: Row) -> str:
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False)


def _end(separator: str) -> str:
    """Return the end of a list, whose next separator would be this one."""
    return "[]\n" if separator == "[\n" else "\n]\n"
