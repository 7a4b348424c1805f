"""Attachment: a picture, an animation, a video or a sound of a tweet, or one not yet published."""

from __future__ import annotations

import copy
import json
import posixpath
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .. import swapping
from ..conf import conf
from ..current_app import reverse_files
from ..file_storage import content_type_of, get_attachment_storage
from . import attachment_visibility, counters, visibility
from .fields import CascadeForeignKey, LooseForeignKey
from .text_fields import MultilineField
from .time_key import TimeKeyModel

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from .profile import AbstractProfile
    from .revision import TweetRevision
    from .tweet import AbstractTweet

MAX_ALT_LENGTH = 1500
"""Length of the column. The site may allow fewer: DJANGO_TWEETS_MEDIA_LIMITS."""

NOT_YOURS = _("One of these files is gone, or part of another tweet. Choose it again.")

FOLDER = "django_tweets/attachments"

POSTER = "poster"
"""Name of the file with the first frame of an animation or a video, without its extension."""


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Attachments. Readers may get one only through visible_to()."""

    def visible_to(self, viewer: AbstractProfile | None) -> AttachmentQuerySet:
        """Attachments of texts that viewer may read, and those that viewer has not published."""
        return self.filter(attachment_visibility.readable_attachments(viewer))

    def with_audience(self) -> AttachmentQuerySet:
        """Set `is_open`, whether everyone may see it, and `is_listed`, for search engines too."""
        is_open = attachment_visibility.readable_attachments(None)
        listed = models.Q(position__isnull=False, tweet__visibility=visibility.Visibility.PUBLIC)
        return self.annotate(
            is_open=models.Case(models.When(is_open, then=True), default=False),
            is_listed=models.Case(models.When(is_open & listed, then=True), default=False),
        )

    def unused(self) -> AttachmentQuerySet:
        """Attachments that an edit removed, and that no earlier text has any more."""
        return self.filter(
            attachment_visibility.unused_attachments(), position=None, tweet__isnull=False
        )

    def shown(self) -> AttachmentQuerySet:
        """Attachments that their tweet has now, in their order; not those that an edit removed."""
        return self.filter(position__isnull=False).order_by("tweet", "position")


class Attachment(TimeKeyModel):
    """A file that a tweet shows. Without a tweet, it was uploaded and is not published yet.

    An edit that takes it away leaves the row, without a position: earlier texts still show it.
    """

    class Kind(models.TextChoices):
        """The way in which a page shows it."""

        IMAGE = "image", pgettext_lazy("attachment", "Picture")
        GIFV = "gifv", pgettext_lazy("attachment", "Animation")
        VIDEO = "video", pgettext_lazy("attachment", "Video")
        AUDIO = "audio", pgettext_lazy("attachment", "Sound")

    class State(models.TextChoices):
        """Whether its files can be shown. A tweet has only attachments that are ready."""

        READY = "ready", pgettext_lazy("attachment", "Ready")
        PROCESSING = "processing", pgettext_lazy("attachment", "Being processed")
        FAILED = "failed", pgettext_lazy("attachment", "Failed")

    tweet = LooseForeignKey(
        swapping.tweet_label(),
        verbose_name=_("tweet"),
        related_name="attachments",
        null=True,
        editable=False,
    )
    owner = CascadeForeignKey(
        swapping.profile_label(),
        verbose_name=_("owner"),
        related_name="attachments",
        db_index=False,  # (owner, -tweet) below serves it
        editable=False,
    )
    kind = models.CharField(_("kind"), max_length=5, choices=Kind)
    file = models.FileField(
        _("file"),
        max_length=150,
        storage=get_attachment_storage,
        editable=False,
        db_index=True,  # by which stored_files.py finds files without a row
    )
    """The largest file. Its name is a folder of its own, the width, and the extension."""
    preview = models.FileField(
        _("still picture"),
        max_length=150,
        storage=get_attachment_storage,
        editable=False,
        blank=True,
    )
    widths = models.JSONField(_("widths"), default=list, editable=False)
    """Widths of the files that a page may choose from, in pixels, the smallest first."""
    size = models.PositiveBigIntegerField(default=0, editable=False)
    """Bytes of all its files together."""
    width = models.PositiveIntegerField(_("width"), default=0, editable=False)
    height = models.PositiveIntegerField(_("height"), default=0, editable=False)
    duration = models.FloatField(_("seconds"), default=0, editable=False)
    alt = MultilineField(_("description"), max_length=MAX_ALT_LENGTH, blank=True)
    focus_x = models.FloatField(
        _("focal point from the left"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    focus_y = models.FloatField(
        _("focal point from the top"),
        default=0.5,
        validators=[MinValueValidator(0), MaxValueValidator(1)],
    )
    placeholder = models.CharField(max_length=12, blank=True, editable=False)
    """Colors of its four quarters, row by row, each as three hexadecimal digits."""
    position = models.PositiveSmallIntegerField(_("position"), null=True, editable=False)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.READY, editable=False
    )
    """While it is not ready, `file` is the upload, which is sent to nobody."""
    failure = models.CharField(max_length=20, blank=True, editable=False)
    """Code of the error, if it failed."""
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    """Times that a task has begun to process it."""
    claimed_until = models.DateTimeField(null=True, editable=False)
    """Until then a task processes it. One that stops without a word loses it to the next one."""

    objects: ClassVar[Any] = AttachmentQuerySet.as_manager()
    _rows: ClassVar[Any] = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        indexes: ClassVar = [
            models.Index(fields=["owner", "-tweet"]),
            models.Index(fields=["tweet", "created_at"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tweet", "position"], name="%(app_label)s_%(class)s_position_once"
            ),
        ]

    url_query = ""
    """Query string of its URLs, for a moderator: set by timelines.moderation_cases."""

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Raise ValidationError for invalid values, also for a description that is too long."""
        super().clean_fields(exclude=exclude)
        if "alt" not in (exclude or ()):
            try:
                MaxLengthValidator(conf.MEDIA_LIMITS["alt_length"])(self.alt)
            except ValidationError as error:
                raise ValidationError({"alt": error}) from None

    @property
    def is_ready(self) -> bool:
        """Whether a tweet can have it."""
        return self.state == self.State.READY

    @property
    def label(self) -> str:
        """Its description for screen readers; without one, the name of its kind."""
        return self.alt or str(MISSING_ALT[self.kind])

    @property
    def sources(self) -> list[tuple[int, str]]:
        """Width and name of the files that a page may choose from, the largest last."""
        name = posixpath.basename(self.file.name or "")
        extension = posixpath.splitext(name)[1]
        return [(width, f"{width}{extension}") for width in self.widths] or [(self.width, name)]

    @property
    def mime_type(self) -> str:
        """The type of its largest file."""
        return content_type_of(self.file.name or "")

    @property
    def still_url(self) -> str:
        """The URL of a picture of it that does not move; "" of a sound."""
        if self.preview:
            return self.get_url(posixpath.basename(self.preview.name or ""))
        return self.url if self.kind == self.Kind.IMAGE else ""

    @property
    def focus(self) -> tuple[float, float]:
        """The point that a cropped picture keeps in view, as shares of width and height."""
        return self.focus_x, self.focus_y

    @cached_property
    def folder(self) -> str:
        """The folder of its files in the storage."""
        return posixpath.dirname(self.file.name or "")

    @property
    def file_names(self) -> list[str]:
        """Names of all of its files in the storage."""
        names = [self.file.name, self.preview.name, *map(self.get_file_name, self.widths)]
        return list(dict.fromkeys(name for name in names if name))

    def get_file_name(self, width: int) -> str:
        """Return the name in the storage of the file with this width: one of `widths`."""
        return f"{self.folder}/{width}{posixpath.splitext(self.file.name or '')[1]}"

    def find_file(self, name: str) -> str:
        """Return the name in the storage of the file that ends its URL with name, or "".

        What was uploaded, and is not processed yet, has no URL.
        """
        shown = self.file_names if self.is_ready else [self.preview.name or ""]
        return next((one for one in shown if posixpath.basename(one) == name), "")

    def get_url(self, name: str) -> str:
        """Return the URL of one of its files. name: the last part of the name in the storage."""
        return self.get_urls([name])[0]

    def get_urls(self, names: Iterable[str]) -> list[str]:
        """Return the URLs of files with these names, in their order: faster than one by one."""
        urls = reverse_files(self.pk, names)
        return [f"{url}{self.url_query}" for url in urls] if self.url_query else urls

    @property
    def url(self) -> str:
        """The URL of the largest file."""
        return self.get_url(posixpath.basename(self.file.name or ""))


MISSING_ALT = {
    Attachment.Kind.IMAGE.value: _("Picture without description"),
    Attachment.Kind.GIFV.value: _("Animation without description"),
    Attachment.Kind.VIDEO.value: _("Video without description"),
    Attachment.Kind.AUDIO.value: _("Sound without description"),
}


def new_folder() -> str:
    """Return a folder for the files of one attachment, which no other has.

    They are in 256 folders, so that one of a million attachments can be listed.
    """
    name = uuid4().hex
    return f"{FOLDER}/{name[:2]}/{name[2:]}"


def describe(tweet: AbstractTweet) -> str:
    """Return the kind and description of a hydrated tweet's first attachment, in one line."""
    if not tweet.attachment_count:
        return ""
    if tweet.is_sensitive:
        return gettext("Sensitive content")
    for first in tweet.shown_attachments:
        kind = first.get_kind_display()
        if not first.alt:
            return kind
        return gettext("%(kind)s: %(text)s") % {"kind": kind, "text": first.alt}
    return str(Attachment.Kind.IMAGE.label)


def claim(tweet: AbstractTweet, attachments: Sequence[Attachment], *, using: str) -> None:
    """Make attachments those of tweet, in this order, with the texts and focal points they have.

    They must be the author's, ready, and unpublished or already the tweet's: else raise
    ValidationError. Call it in the transaction that saves the tweet. It takes two statements.
    """
    if not attachments:
        return
    # By their keys first: InnoDB locks the index that finds a row before the row itself, and might
    # find it here by another one than where attachments are deleted.
    counters.lock(Attachment, [row.pk for row in attachments], using=using)
    for position, attachment in enumerate(attachments):
        attachment.tweet_id, attachment.position = tweet.pk, position
    free = models.Q(tweet__isnull=True) | models.Q(tweet=tweet.pk)
    rows = Attachment._base_manager.using(using).filter(
        free, owner=tweet.profile_id, state=Attachment.State.READY
    )
    claimed = rows.bulk_update(attachments, ["tweet", "position", "alt", "focus_x", "focus_y"])
    if claimed < len(attachments):
        raise ValidationError({"attachments": NOT_YOURS})


def read_of_revisions(revisions: Iterable[TweetRevision], *, using: str | None) -> None:
    """Set shown_attachments of revisions. No statement if there are none."""
    revisions = list(revisions)
    keys = {key for revision in revisions for key, _alt in revision.attachments}
    rows = Attachment._base_manager.using(using).in_bulk(keys) if keys else {}
    for revision in revisions:
        revision.shown_attachments = [
            _with_alt(rows[key], alt) for key, alt in revision.attachments if key in rows
        ]


def _with_alt(attachment: Attachment, alt: str) -> Attachment:
    shown = copy.copy(attachment)
    shown.alt = alt
    return shown


SHOWN_FIELDS = (
    "id",
    "tweet_id",
    "kind",
    "file",
    "preview",
    "widths",
    "width",
    "height",
    "duration",
    "alt",
    "focus_x",
    "focus_y",
    "placeholder",
    "position",
)
"""Names of the columns that a page needs to show an attachment."""


def from_json(content: str, using: str) -> Attachment:
    """Return an attachment from a JSON object of its SHOWN_FIELDS. Its other fields are deferred.

    using: the database that it was read from.
    """
    values: dict[str, Any] = json.loads(content)
    if isinstance(values["widths"], str):  # MariaDB and SQLite have JSON as text
        values["widths"] = json.loads(values["widths"])
    return Attachment.from_db(using, list(values), list(values.values()))


def read_of(tweets: Iterable[AbstractTweet], *, using: str | None) -> dict[int, list[Attachment]]:
    """Return the attachments of each of tweets, by its key. No statement if there are none."""
    # Not the attribute: MariaDB returns nothing from an UPDATE, so Django defers the count that a
    # save has written as an expression, and would read it from a replica.
    keys = [tweet.pk for tweet in tweets if tweet.__dict__.get("attachment_count", True)]
    found: dict[int, list[Attachment]] = {}
    if keys:
        shown = {"tweet__in": keys, "position__isnull": False}
        for row in Attachment._base_manager.using(using).filter(**shown).order_by("position"):
            found.setdefault(row.tweet_id or 0, []).append(row)
    return found
