"""Upload files, attach them to tweets, and remove them.

A file that is uploaded belongs to its owner alone until services.publish() or services.edit()
claims it, in the transaction that saves the tweet. What is not claimed within a day is deleted.
"""

from __future__ import annotations

from datetime import timedelta
from typing import IO, TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.db import router, transaction
from django.db.models import Count, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from ..cache import cache
from ..conf import conf
from ..file_storage import get_attachment_storage, has_attachment_storage
from ..images.attachments import render_attachment
from ..models import Attachment, counters
from ..models.attachment import NOT_YOURS, claim, new_folder
from ..models.databases import write_database
from ..routers import reads_from_write_database
from ..tasks import enqueue_on_commit, runs_in_background
from ..tracing import span
from . import stored_files, tasks
from .attachment_files import (
    PROCESSED_FIELDS,
    failure_text,
    make_playable,
    store_media,
    store_pictures,
    store_upload,
)
from .batches import key_batches
from .databases import for_write
from .limits import count_action
from .suspension import check_member, lock_members

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from ..models import AbstractProfile, AbstractTweet

KEPT_FOR = timedelta(days=1)
"""Time for which a file that no tweet shows is kept."""

CLEANING_INTERVAL = timedelta(minutes=10)
MAX_CLEANED = 500
"""Attachments that one run of the task deletes, with their files."""

_CLEANED = "django_tweets:attachments_cleaned"


@span("upload")
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

    What takes seconds is left to a task if tasks run in the background: the state of the Attachment
    is "processing" until then, and no tweet can have it.

    Raise ValidationError for what can't be an attachment, an invalid alt or focus, or if owner has
    as many unpublished files as DJANGO_TWEETS_MEDIA_LIMITS allows; StorageError, which is one too,
    if the storage fails; PermissionDenied if owner is suspended; LimitExceeded for too many
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
    can_defer = runs_in_background(tasks.process_attachment)
    with span("render_attachment"):
        rendered = render_attachment(file, getattr(file, "name", "") or "", can_defer=can_defer)
    with stored_files.NewFiles(get_attachment_storage()) as files:
        folder = new_folder()
        store_pictures(attachment, rendered, folder, files)
        if rendered.is_deferred:
            store_upload(attachment, file, folder, files)
        elif rendered.media:
            store_media(attachment, make_playable(file, rendered.media), folder, files)
        attachment.size = files.size
        with transaction.atomic(using=using):
            files.keep_on_commit(using=using)
            # Two uploads at a time can't pass the limit together, and a profile that is deleted
            # meanwhile gets no attachment.
            lock_members(owner.pk, using=using)
            _check_room(owner, attachment.size, using=using)
            if not attachment.is_ready:
                _check_processed(owner, using=using)
            attachment.save(using=using, force_insert=True)
            if not attachment.is_ready:
                enqueue_on_commit(tasks.process_attachment, attachment.pk, using=using)
            if cache.add(_CLEANED, True, CLEANING_INTERVAL.total_seconds()):
                enqueue_on_commit(tasks.delete_unpublished_attachments, using=using)
    return attachment


def _check_room(owner: AbstractProfile, size: int, *, using: str) -> None:
    """Raise ValidationError if owner has too many unpublished files for one more of that size."""
    unpublished = Attachment._base_manager.using(using).filter(owner=owner.pk, tweet__isnull=True)
    found = unpublished.aggregate(files=Count("pk"), size=Sum("size", default=0))
    limits = conf.MEDIA_LIMITS
    is_full = found["files"] >= limits["unpublished_files"]
    if is_full or found["size"] + size > limits["unpublished_bytes"]:
        raise ValidationError(
            _("You have uploaded too many files without publishing them. Try again tomorrow."),
            code="too_many_files",
        )


def _check_processed(owner: AbstractProfile, *, using: str) -> None:
    """Raise ValidationError if tasks are processing enough files of owner."""
    most = conf.MEDIA_LIMITS["processed_files"]
    rows = Attachment._base_manager.using(using).filter(owner=owner.pk, tweet__isnull=True)
    if rows.filter(state=Attachment.State.PROCESSING).count() >= most:
        raise ValidationError(
            _("Wait until your other files are ready, and try again."), code="too_many_files"
        )


def check_attachments(author: Any, attachments: Iterable[Attachment]) -> list[Attachment]:
    """Return attachments cleaned, for a tweet by author, given by its key.

    Raise ValidationError for too many, for one twice, for one of somebody else, and for one that is
    not ready.
    """
    found = list(attachments)
    most = conf.MEDIA_LIMITS["attachments"]
    if len(found) > most:
        message = _("A tweet can have %(max)d files.") % {"max": most}
        raise ValidationError({"attachments": message})
    if len({row.pk for row in found}) < len(found) or any(row.owner_id != author for row in found):
        raise ValidationError({"attachments": NOT_YOURS})
    for row in found:
        if not row.is_ready:
            _check_ready(row)
        row.clean_fields(exclude=["tweet", "owner", "kind", "file"])
    return found


def _check_ready(attachment: Attachment) -> None:
    """Raise ValidationError unless attachment has been processed since its instance was read."""
    rows = for_write(Attachment._base_manager.filter(pk=attachment.pk))
    stored = rows.first()
    if stored is None:
        raise ValidationError({"attachments": NOT_YOURS})
    if not stored.is_ready:
        message = failure_text(stored) or _("A file is still being processed. Try again soon.")
        raise ValidationError({"attachments": ValidationError(message, code=stored.state)})
    for name in PROCESSED_FIELDS:
        setattr(attachment, name, getattr(stored, name))


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
    """Delete unpublished attachments that are older than KEPT_FOR, the oldest first.

    Return their number: at most MAX_CLEANED.
    """
    old = timezone.now() - KEPT_FOR
    rows = for_write(Attachment._base_manager.filter(tweet__isnull=True, created_at__lt=old))
    # In the order of an index: by their keys, all that is published would be read.
    keys = list(rows.order_by("created_at").values_list("pk", flat=True)[:MAX_CLEANED])
    return _delete_batch(rows, keys) if keys else 0


def delete_unused() -> int:
    """Delete attachments that an edit removed and no earlier text has. Return their number."""
    return delete_attachments(Attachment._rows.unused())
