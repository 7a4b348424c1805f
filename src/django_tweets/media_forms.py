"""Pictures in the form for a tweet: files to upload, and attachments uploaded already."""

from __future__ import annotations

import math
import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import services, text
from .conf import conf
from .file_storage import StorageError, has_attachment_storage
from .images.attachments import accepted_types
from .models import Attachment
from .models.attachment import NOT_YOURS
from .page_urls import reverse_or_none
from .services.attachment_files import failure_text
from .services.media_processing import enqueue_again
from .snowflake import read_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .models import AbstractProfile, AbstractTweet

__all__ = ["FilesField", "KeysField", "MediaMixin", "Tile", "accepts_files", "sensitive_field"]

MAX_KEYS = 20
"""Keys that a form reads: a few more than a tweet can have, to say that these are too many."""


def accepts_files(member: AbstractProfile | None) -> bool:
    """Whether member can add files to a tweet: the site has a place and a page for them."""
    return bool(member and has_attachment_storage() and reverse_or_none("media_upload"))


class FilesInput(forms.FileInput):
    """An input for several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[Any]:
        if hasattr(files, "getlist"):
            found: list[Any] = files.getlist(name)
            return found
        return [*filter(None, [files.get(name)])]


class FilesField(forms.Field):
    """Files to upload. MediaMixin reports the errors of each."""

    widget = FilesInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "label": _("Add pictures"), **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        formats = ",".join(accepted_types())
        return {**super().widget_attrs(widget), "accept": formats, "data-module": "media"}


class KeysField(forms.Field):
    """Keys of attachments that were uploaded before, in their order."""

    widget = forms.MultipleHiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, **kwargs})

    def to_python(self, value: Any) -> list[int]:
        keys = list(dict.fromkeys(value or []))[:MAX_KEYS]
        # A value that can't be a key is the key of no file.
        return [read_id(key) or 0 for key in keys]


def sensitive_field() -> forms.BooleanField:
    """Return the field that covers the pictures of a tweet."""
    return forms.BooleanField(required=False, label=_("Sensitive pictures"))


@dataclass
class Tile:
    """An attachment in the form for a tweet."""

    attachment: Attachment
    error: str = ""
    """Errors of its description."""
    has_focus: bool = False
    """Whether its description is the field to fill in next."""

    def __post_init__(self) -> None:
        # Now: a service that fails may have set another one.
        self.tweet_id = self.attachment.tweet_id
        """The key of the tweet that has it; None before it is published."""
        self.state = "" if self.attachment.is_ready else self.attachment.state
        """"processing" or "failed"; "" if it can be published."""
        self.failure = failure_text(self.attachment)
        """Why it can't be published, if it failed."""

    @property
    def key(self) -> str:
        """Its key, as the form sends it."""
        return str(self.attachment.pk)

    @property
    def focus(self) -> str:
        """The focal point, as the form sends it."""
        return ",".join(f"{share:.4g}" for share in self.attachment.focus)

    @property
    def picture_url(self) -> str:
        """The URL of a small still picture of it; "" of a sound."""
        row = self.attachment
        if row.preview:
            return row.get_url(posixpath.basename(row.preview.name or ""))
        if row.widths and row.is_ready:
            return row.get_url(posixpath.basename(row.get_file_name(row.widths[0])))
        return ""

    @property
    def max_length(self) -> int:
        """Characters that the description may have."""
        return conf.MEDIA_LIMITS["alt_length"]

    @property
    def max_raw_length(self) -> int:
        """Characters that a browser lets somebody type."""
        return text.raw_limit(self.max_length)


def parse_focus(value: str) -> tuple[float, float] | None:
    """Return the focal point in a form; None if it is invalid."""
    try:
        x, y = map(float, value.split(","))
    except ValueError:
        return None
    is_inside = all(math.isfinite(share) and 0 <= share <= 1 for share in (x, y))
    return (x, y) if is_inside else None


class MediaMixin:
    """The fields `files`, `attachments` and `is_sensitive` of a form for a tweet.

    Files are uploaded when the form is validated, and stay in the form if anything else is wrong.
    Beside each attachment is a text field `alt-KEY`, its focal point `focus-KEY`, and a box
    `remove` with its key. A mixin and no form, as PlainForm.
    """

    media_fields = ("files", "attachments", "is_sensitive")
    fields: dict[str, forms.Field]
    is_bound: bool
    data: Any
    initial: Any
    cleaned_data: dict[str, Any]
    add_error: Any
    instance: Any

    member: Any = None
    edited_tweet: AbstractTweet | None = None
    is_asking = False
    """Whether the form is shown again to ask for descriptions."""
    asks_once = False
    """Whether the next answer publishes without those that are missing then."""
    has_refused_files = False
    """Whether there were files that were too large to be read."""
    has_new_files = False
    refusal: services.LimitExceeded | StorageError | None = None
    """The error of files that were not uploaded: these are too many in a short time, or the storage
    can't take them. The response has its status."""

    def set_up_media(self, member: AbstractProfile | None, tweet: AbstractTweet | None) -> None:
        """Set the owner of the attachments. Remove the fields if this member can't upload."""
        self.member, self.edited_tweet = member, tweet
        self.uploaded: list[Tile] = []
        if not accepts_files(member):
            for name in self.media_fields:
                self.fields.pop(name, None)

    @property
    def max_attachments(self) -> int:
        """Files that a tweet can have."""
        return conf.MEDIA_LIMITS["attachments"]

    @property
    def accepts_files(self) -> bool:
        """Whether files can be added."""
        return "files" in self.fields

    @cached_property
    def tiles(self) -> list[Tile]:
        """The attachments that the form has."""
        if not self.accepts_files:
            return []
        if self.is_bound:
            published = {None, self.edited_tweet and self.edited_tweet.pk}
            return [tile for tile in self.uploaded if tile.tweet_id in published]
        if keys := self.initial.get("attachments"):
            return [*map(Tile, self._find(keys))]
        return [*map(Tile, self.edited_tweet.shown_attachments)] if self.edited_tweet else []

    def hidden_fields(self) -> list[forms.BoundField]:
        """Return the hidden fields that a template shows first. Each tile has its own key."""
        fields = super().hidden_fields()  # type: ignore[misc]  # a mixin for forms
        return [field for field in fields if field.name not in self.media_fields]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data  # type: ignore[misc]  # a mixin
        if self.accepts_files:
            self._clean_attachments(values)
        return values

    def _find(self, keys: list[int]) -> list[Attachment]:
        """Return the member's attachments with these keys, in one statement."""
        rows = Attachment._rows.visible_to(self.member).filter(owner=self.member).in_bulk(keys)
        return [rows[key] for key in keys if key in rows]

    def _clean_attachments(self, values: dict[str, Any]) -> None:
        removed = set(self._values("remove"))
        keys = [key for key in values.get("attachments", []) if str(key) not in removed]
        found = self._find(keys) if keys else []
        self.uploaded = [*map(self._read_tile, found)]
        files = values.pop("files", [])
        if self.edited_tweet and not (files or keys or removed or "with_media" in self.data):
            # The form was sent without these fields, so that nothing is to change.
            values.pop("attachments", None)
            values.pop("is_sensitive", None)
            self.instance.attachment_count = self.edited_tweet.attachment_count
            return
        if len(found) < len(keys):
            self.add_error("attachments", NOT_YOURS)
        self._check_states()
        self._upload(files)
        count = len(self.uploaded)
        # With a file that is no picture, this is what is wrong, and not that there is no text.
        self.instance.attachment_count = count or len(files)
        if "attachments" in values:
            values["attachments"] = [tile.attachment for tile in self.uploaded]
        if "is_sensitive" in values:
            values["is_sensitive"] = bool(count and values["is_sensitive"])

    def _values(self, name: str) -> Iterator[str]:
        data = self.data
        return iter(data.getlist(name) if hasattr(data, "getlist") else data.get(name, []))

    def _read_tile(self, attachment: Attachment) -> Tile:
        """Return the tile of an attachment, with the typed values."""
        tile = Tile(attachment)
        typed = self.data.get(f"alt-{tile.key}")
        if typed is not None:
            field: Any = Attachment._meta.get_field("alt")
            try:
                attachment.alt = field.formfield(max_length=tile.max_length).clean(typed)
            except ValidationError as error:
                attachment.alt, tile.error = typed, " ".join(error.messages)
                self.add_error("attachments", error)
        if focus := parse_focus(self.data.get(f"focus-{tile.key}", "")):
            attachment.focus_x, attachment.focus_y = focus
        return tile

    def _check_states(self) -> None:
        """Add an error for files that no tweet can have yet, or ever."""
        states = {tile.state for tile in self.uploaded}
        if Attachment.State.FAILED in states:
            self.add_error("attachments", gettext("Remove the file that could not be processed."))
        elif Attachment.State.PROCESSING in states:
            message = gettext("A file is still being processed. Publish again in a moment.")
            self.add_error("attachments", message)
            for tile in self.uploaded:
                enqueue_again(tile.attachment)

    def _upload(self, files: list[Any]) -> None:
        """Upload as many files as there is room for, and report the error of each refused file."""
        if self.has_refused_files:
            self.add_error("files", gettext("These files are too large to be sent at once."))
        room = max(self.max_attachments - len(self.uploaded), 0)
        if len(files) > room or len(self.uploaded) > self.max_attachments:
            self.add_error("files", self.too_many_text)
        for file in files[:room]:
            try:
                self.uploaded.append(Tile(services.upload(self.member, file)))
            except ValidationError as error:
                if isinstance(error, StorageError):
                    self.refusal = error
                problem = {"file": file.name, "problem": " ".join(error.messages)}
                self.add_error("files", gettext("%(file)s: %(problem)s") % problem)
            except services.LimitExceeded as error:
                self.refusal = error
                self.add_error("files", str(error))
                break
            else:
                self.has_new_files = True

    def ask_for_descriptions(self, *, once: bool = False) -> None:
        """Show the form again, with the focus on the first description that is missing.

        once: publish what is sent next without those that are missing then.
        """
        self.is_asking, self.asks_once = True, once
        for tile in self.uploaded:
            if not tile.attachment.alt:
                tile.has_focus = True
                break

    @property
    def too_many_text(self) -> str:
        """The message for more files than a tweet can have."""
        return gettext("A tweet can have %(max)d files.") % {"max": self.max_attachments}

    @property
    def lacks_descriptions(self) -> bool:
        """Whether a file that is not published yet has no description."""
        return any(not tile.attachment.alt for tile in self.uploaded if tile.tweet_id is None)
