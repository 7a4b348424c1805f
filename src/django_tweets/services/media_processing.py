"""Process uploads that take seconds, in a task: videos that browsers can't play, long animations.

Until then the Attachment belongs to its owner alone and no tweet can have it. So a tweet is never
shown without its video, and no list knows of the state.
"""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import router, transaction
from django.db.models import F, Q
from django.utils import timezone

from .. import video
from ..cache import cache
from ..conf import conf
from ..file_storage import StorageError, get_attachment_storage
from ..images.attachments import render_attachment
from ..models import Attachment
from ..routers import reads_from_write_database
from ..tasks import enqueue_on_commit
from . import stored_files, tasks
from .attachment_files import PROCESSED_FIELDS, not_playable, store_media, store_pictures
from .databases import for_write

logger = logging.getLogger("django_tweets")

LEASE = timedelta(minutes=5)
"""Time after which another task may process a file if the first one shows no sign of life."""

MAX_ATTEMPTS = 3
"""Tasks that may begin with a file. One that ends three of them would end the fourth too."""

RETRY_AFTER = timedelta(minutes=2)
"""Time after which a task is enqueued again that has not begun, if the owner asks for the file, and
after an error."""

BATCH_SIZE = 100


@reads_from_write_database()
def process_attachment(attachment_id: int) -> bool:
    """Make the files of an upload that waits for it. Return whether it is ready or failed now.

    Do nothing if it is gone or done, or while another task does it.
    """
    claim = _Claim(attachment_id)
    attachment = claim.take()
    if attachment is None:
        return False
    try:
        with TemporaryFile() as file:
            # Copied first: an error of the storage is none of the file.
            with attachment.file.open() as stored:
                shutil.copyfileobj(stored, file)
            claim.beat()
            _process(attachment, file, claim)
    except video.StoppedError:
        return False
    except Exception as error:  # of storages, of libraries
        if isinstance(error, ValidationError) and not isinstance(error, StorageError):
            claim.fail(error.code or "not_playable")
            return True
        logger.exception("Attachment %s could not be processed", attachment_id)
        claim.release()
        return False
    return True


def _process(attachment: Attachment, file: IO[bytes], claim: _Claim) -> None:
    """Convert file to formats of browsers, and store these in place of the upload."""
    folder, upload = attachment.folder, attachment.file.name or ""
    poster = attachment.preview.name
    rendered = render_attachment(file)
    media = _convert(file, rendered.media, claim) if rendered.media else None
    storage = get_attachment_storage()
    with stored_files.NewFiles(storage) as files:
        store_pictures(attachment, rendered, folder, files)
        if media is not None:
            store_media(attachment, media, folder, files)
        attachment.size = files.size + (storage.size(poster) if poster else 0)
        attachment.state = Attachment.State.READY
        values = {name: getattr(attachment, name) for name in PROCESSED_FIELDS}
        with transaction.atomic(using=claim.using):
            files.keep_on_commit(using=claim.using)
            claim.update(claimed_until=None, **values)
            stored_files.remove_names_on_commit(storage, [upload], using=claim.using)


def _convert(file: IO[bytes], info: video.VideoInfo, claim: _Claim) -> video.StoredMedia:
    if not info.needs_transcoding:  # a newer version takes more as it is
        return video.remux(file, info)
    longest = conf.MEDIA_LIMITS["task_seconds"]
    try:
        return video.transcode(file, info, max_seconds=longest, beat=claim.beat)
    except ValidationError as error:
        raise (not_playable() if error.code == "media_too_large" else error) from None


class _Claim:
    """The right to process an attachment, which is lost after LEASE without a beat."""

    def __init__(self, attachment_id: int) -> None:
        self._pk = attachment_id
        self.using = router.db_for_write(Attachment)
        self._until: Any = None
        self._attempts = 0

    def take(self) -> Attachment | None:
        """Return the attachment, or None if there is nothing to do for this task."""
        row: Attachment | None = waiting().using(self.using).filter(pk=self._pk).first()
        if row is None:
            return None
        self._until, self._attempts = row.claimed_until, row.attempts
        if row.attempts >= MAX_ATTEMPTS:
            self.fail("not_playable")
            return None
        self._attempts += 1
        is_mine = self._change(claimed_until=timezone.now() + LEASE, attempts=F("attempts") + 1)
        return row if is_mine else None

    def beat(self) -> None:
        """Say that the work goes on. Raise StoppedError if the file is not wanted any more."""
        self.update(claimed_until=timezone.now() + LEASE)

    def update(self, **changes: Any) -> None:
        """Change the row. Raise StoppedError if it is gone, or another task has it."""
        if not self._change(**changes):
            raise video.StoppedError

    def _change(self, **changes: Any) -> bool:
        rows = Attachment._base_manager.using(self.using).filter(
            pk=self._pk, state=Attachment.State.PROCESSING, claimed_until=self._until
        )
        changed = rows.update(**changes)
        self._until = changes.get("claimed_until", self._until)
        return bool(changed)

    def fail(self, code: str) -> None:
        """Tell the owner that it can't be processed. What was uploaded goes with the row."""
        self._change(state=Attachment.State.FAILED, failure=code, claimed_until=None)

    def release(self) -> None:
        """Let another task try again later after an error; after MAX_ATTEMPTS tell the owner."""
        if self._attempts >= MAX_ATTEMPTS:
            self.fail("not_playable")
            return
        self._change(claimed_until=timezone.now() + self._attempts * RETRY_AFTER)


def waiting() -> Any:
    """Return the attachments that no task is processing and that are not done."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    # Files without a tweet, by an index: they are few.
    return Attachment._base_manager.filter(
        free, tweet__isnull=True, state=Attachment.State.PROCESSING
    )


def process_attachments() -> int:
    """Process the waiting uploads, the oldest first. Return the number of ready or failed ones.

    For a command and for whatever repairs lost tasks: a task that comes later finds nothing to do.
    """
    rows = for_write(waiting()).order_by("created_at").values_list("pk", flat=True)
    return sum(process_attachment(key) for key in list(rows[:BATCH_SIZE]))


def enqueue_again(attachment: Attachment) -> None:
    """Enqueue the task of an attachment again if it seems to be lost: its owner waits for it."""
    now = timezone.now()
    since = attachment.claimed_until or attachment.created_at + RETRY_AFTER
    if attachment.state != Attachment.State.PROCESSING or since > now:
        return
    name = f"django_tweets:attachment_retried:{attachment.pk}"
    if cache.add(name, True, RETRY_AFTER.total_seconds()):
        using = router.db_for_write(Attachment)
        enqueue_on_commit(tasks.process_attachment, attachment.pk, using=using)
