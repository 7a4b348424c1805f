"""Upload files, attach them to tweets, and remove them.

A file that is uploaded belongs to its owner alone until services.publish() or services.edit()
claims it, in the transaction that saves the tweet. What is not claimed within a day is deleted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import IO, TYPE_CHECKING, Any

from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files.base import File
from django.db import router, transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import video
from ..file_storage import get_attachment_storage, has_attachment_storage
from ..images.attachments import render_attachment
from ..models import Attachment, counters
from ..models.attachment import MAX_ATTACHMENTS, NOT_YOURS, POSTER, claim, new_folder
from ..models.databases import write_database
from ..routers import reads_from_write_database
from ..tasks import enqueue_on_commit
from . import stored_files, tasks
from .batches import key_batches
from .databases import for_write
from .limits import count_action
from .suspension import check_member, lock_members

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from ..images.attachments import RenderedAttachment
    from ..models import AbstractProfile, AbstractTweet

MAX_UNPUBLISHED = 40
"""Files that a member may have uploaded and not published: for ten composers."""

MAX_UNPUBLISHED_BYTES = 400 * 1024 * 1024
"""Bytes that these may take in the storage."""

MAX_CONVERSION_SECONDS = 5
"""CPU time in which a request converts a video that browsers can't play."""

KEPT_FOR = timedelta(days=1)
"""Time for which a file that no tweet shows is kept."""

CLEANING_INTERVAL = timedelta(minutes=10)
MAX_CLEANED = 500
"""Attachments that one run of the task deletes, with their files."""

_CLEANED = "django_tweets:attachments_cleaned"


@reads_from_write_database()
def upload(
    owner: AbstractProfile,
    file: IO[bytes],
    *,
    alt: str = "",
    focus: tuple[float, float] | None = None,
) -> Attachment:
    """Store file for a tweet that owner will publish, and return the Attachment.

    alt: the description for those who don't see it. focus: the point that a cropped picture keeps
    in view, as shares of its width and height from the left and the top; the middle without it.

    Raise ValidationError for what can't be an attachment, an invalid alt or focus, or if owner has
    MAX_UNPUBLISHED already; PermissionDenied if owner is suspended; LimitExceeded for too many
    uploads; ImproperlyConfigured if the site has not said where files go. If the transaction is
    rolled back, the files are removed.
    """
    if not has_attachment_storage():
        raise ImproperlyConfigured(
            'Attachments can’t be stored: set MEDIA_ROOT or STORAGES["django_tweets"].'
        )
    attachment = Attachment(owner_id=owner.pk, alt=alt)
    attachment.focus_x, attachment.focus_y = focus or (0.5, 0.5)
    attachment.clean_fields(exclude=["tweet", "owner", "kind", "file"])
    using = write_database(attachment)
    # Both again below, where they decide. Here, before anything is decoded.
    check_member(owner.pk, using=using)
    _check_room(owner, 0, using=using)
    count_action(owner, "upload")
    rendered = render_attachment(file, getattr(file, "name", "") or "")
    with (
        transaction.atomic(using=using),
        stored_files.remove_on_rollback(get_attachment_storage(), using=using) as files,
    ):
        folder = new_folder()
        _store(attachment, rendered, folder, files)
        if rendered.media:
            media = _make_playable(file, rendered.media)
            with media.file as stored:
                name = f"{folder}/{attachment.kind}.{media.extension}"
                attachment.file = files.save_file(name, File(stored))
        attachment.size = files.size
        # Locked after the files are stored, which may take long. Two uploads at a time can't pass
        # the limit together, and a profile that is deleted meanwhile gets no attachment.
        lock_members(owner.pk, using=using)
        _check_room(owner, attachment.size, using=using)
        attachment.save(using=using, force_insert=True)
        if cache.add(_CLEANED, True, CLEANING_INTERVAL.total_seconds()):
            enqueue_on_commit(tasks.delete_unpublished_attachments, using=using)
    return attachment


def _check_room(owner: AbstractProfile, size: int, *, using: str) -> None:
    """Raise ValidationError if owner has too many unpublished files for one more of that size."""
    unpublished = Attachment._base_manager.using(using).filter(owner=owner.pk, tweet__isnull=True)
    found = unpublished.aggregate(files=Count("pk"), size=Sum("size", default=0))
    if found["files"] >= MAX_UNPUBLISHED or found["size"] + size > MAX_UNPUBLISHED_BYTES:
        raise ValidationError(
            _("You have uploaded too many files without publishing them. Try again tomorrow."),
            code="too_many_files",
        )


def _store(
    attachment: Attachment, rendered: RenderedAttachment, folder: str, files: stored_files.NewFiles
) -> None:
    """Write the pictures of a new attachment, and set its fields."""
    for file in rendered.files:
        name = f"{folder}/{file.width}.{file.extension}"
        attachment.file = files.save(name, file.content)
        attachment.widths.append(file.width)
    if rendered.poster:
        name = f"{folder}/{POSTER}.{rendered.poster.extension}"
        attachment.preview = files.save(name, rendered.poster.content)
    for field in ("kind", "width", "height", "duration", "placeholder"):
        setattr(attachment, field, getattr(rendered, field))


def _make_playable(file: IO[bytes], info: video.VideoInfo) -> video.StoredMedia:
    """Return a video or a sound that browsers can play, without metadata.

    It is copied. Only what browsers can't play is converted, if that takes no longer than
    MAX_CONVERSION_SECONDS; else raise ValidationError.
    """
    if not info.needs_transcoding:
        return video.remux(file, info)
    try:
        return video.transcode(file, info, max_seconds=MAX_CONVERSION_SECONDS)
    except ValidationError as error:
        refused = ValidationError(
            _("Browsers can’t play this video. Save it as an MP4 file (H.264) and try again."),
            code="not_playable",
        )
        raise (refused if error.code == "media_too_large" else error) from None


def check_attachments(author: Any, attachments: Iterable[Attachment]) -> list[Attachment]:
    """Return attachments cleaned, for a tweet by author, given by its key.

    Raise ValidationError for too many, for one twice, and for one of somebody else.
    """
    found = list(attachments)
    if len(found) > MAX_ATTACHMENTS:
        raise ValidationError(
            {"attachments": _("A tweet can have %(max)d files.") % {"max": MAX_ATTACHMENTS}}
        )
    if len({row.pk for row in found}) < len(found) or any(row.owner_id != author for row in found):
        raise ValidationError({"attachments": NOT_YOURS})
    for row in found:
        row.clean_fields(exclude=["tweet", "owner", "kind", "file"])
    return found


def is_different(present: Sequence[Attachment], wanted: Sequence[Attachment]) -> bool:
    """Whether wanted are other attachments than present, or have another order, text or focus."""
    return [(a.pk, a.alt, a.focus) for a in present] != [(a.pk, a.alt, a.focus) for a in wanted]


def replace_attachments(
    tweet: AbstractTweet, attachments: Sequence[Attachment], *, using: str
) -> None:
    """Give a stored tweet these attachments, and take away the others that it has.

    Call it in the transaction that edits the tweet, while its row is locked. Its content is stored
    too: a constraint asks for one of both. Those taken away keep their files: earlier texts show
    them.
    """
    rows = Attachment._base_manager.using(using).filter(tweet=tweet.pk, position__isnull=False)
    rows.update(position=None)  # the new order may use each position of the old one again
    claim(tweet, attachments, using=using)
    type(tweet)._base_manager.using(using).filter(pk=tweet.pk).update(
        attachment_count=len(attachments), content=tweet.content
    )


def delete_attachments(rows: QuerySet[Attachment]) -> int:
    """Delete attachments, and their files on commit, in batches. Return how many."""
    return sum(_delete_batch(rows, keys) for keys in key_batches(rows))


def _delete_batch(rows: QuerySet[Attachment], keys: list[int]) -> int:
    using = router.db_for_write(Attachment)
    with transaction.atomic(using=using):
        counters.lock(Attachment, keys, using=using)
        # Only those that still match: somebody may have published one since.
        existing = list(rows.using(using).filter(pk__in=keys).order_by("pk"))
        found = Attachment._base_manager.using(using).filter(pk__in=[row.pk for row in existing])
        found.delete()
        for row in existing:
            stored_files.remove_names_on_commit(row.file.storage, row.file_names, using=using)
    return len(existing)


def delete_unpublished() -> int:
    """Delete what was uploaded longer than KEPT_FOR ago and never published, the oldest first.

    Return how many these are: at most MAX_CLEANED.
    """
    old = timezone.now() - KEPT_FOR
    rows = for_write(Attachment._base_manager.filter(tweet__isnull=True, created_at__lt=old))
    # In the order of an index: by their keys, all that is published would be read.
    keys = list(rows.order_by("created_at").values_list("pk", flat=True)[:MAX_CLEANED])
    return _delete_batch(rows, keys) if keys else 0


def delete_unused() -> int:
    """Delete what an edit removed and no earlier text has any more. Return how many these are."""
    return delete_attachments(Attachment._rows.unused())
