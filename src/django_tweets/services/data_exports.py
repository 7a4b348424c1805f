"""Data exports: members ask for everything they have done here, and download it for some days.

A task makes the files. Without a worker a task runs in the request: then only a small export is
made at once, and `manage.py make_exports` makes the others.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from os import SEEK_END
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.files import File
from django.core.validators import RegexValidator
from django.db import router, transaction
from django.db.models import Q, Sum
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .. import signals, text
from ..conf import conf
from ..file_storage import get_attachment_storage, has_attachment_storage
from ..formatting.times import format_datetime
from ..models import (
    Attachment,
    Block,
    Bookmark,
    DataExport,
    Follow,
    FollowRequest,
    HashtagFollow,
    Like,
    Mute,
    Notification,
    TweetRevision,
    counters,
)
from ..models.data_export import new_token
from ..models.databases import write_database
from ..models.handles import PURGED_PREFIX
from ..routers import reads_from_write_database
from ..swapping import get_profile_model, get_tweet_model
from ..task_bounds import is_sweeping
from ..tasks import enqueue_on_commit, runs_in_background
from . import stored_files, tasks
from .databases import for_write
from .export_data import Subject
from .export_zip import NOTHING, ExportZip
from .signal_sending import send_on_commit
from .suspension import Suspended, acts_as_staff

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from ..models import AbstractProfile

logger = logging.getLogger("django_tweets")

MAX_FILE_SIZE = 2 * 1000**3
"""Bytes after which another ZIP file begins. So much room is taken on the disk of a worker."""

LEASE = timedelta(minutes=10)
"""Time after which another process makes an export whose process shows no sign of life."""
BEAT = timedelta(minutes=1)
"""Time after which the one who makes it says again that the work goes on."""

MAX_ATTEMPTS = 3
"""Times that an export is tried before the member is told that it has failed."""

MAX_ROWS_IN_REQUEST = 1000
MAX_BYTES_IN_REQUEST = 20 * 1000**2
"""Bounds of an export in the request, where no worker runs tasks: about 1.5 seconds of work."""

MAX_CLEANED = 100
"""Expired exports that one run removes."""

_OPEN = Q(state__in=[DataExport.State.WAITING, DataExport.State.MAKING])


class SupersededError(Exception):
    """The export that is made is no longer wanted: its profile or its request is gone."""


def get_data_export(profile: AbstractProfile) -> DataExport | None:
    """Return the newest data export of profile; None if there was none."""
    return for_write(DataExport._base_manager.filter(pk=profile.pk)).first()


@reads_from_write_database()
def request_export(profile: AbstractProfile, *, base_url: str = "") -> DataExport:
    """Have all data of a profile collected for download, and return the DataExport.

    Return the one that is waiting or being made, if there is one. The files of an earlier one are
    removed. base_url: the address of the site, such as https://example.org, for the links in it.

    Suspended members may ask too: it is their right. Raise ValidationError if the last one was
    asked for less than DJANGO_TWEETS_EXPORT_INTERVAL ago, unless that failed or as_staff() is in
    effect, and for a base_url that can't be stored; PermissionDenied if the profile has been
    deleted for good; ImproperlyConfigured if the site has not said where files go.
    """
    if not has_attachment_storage():
        raise ImproperlyConfigured(
            'Data exports can’t be stored: set MEDIA_ROOT or STORAGES["django_tweets"].'
        )
    if text.make_storable(base_url) != base_url:
        raise ValidationError(RegexValidator.message, code="invalid")
    using = write_database(profile)
    with transaction.atomic(using=using):
        # Locked: two requests make one export, and one for a profile that goes now makes none.
        if not counters.lock_profiles(
            [profile.pk], ~Q(handle__startswith=PURGED_PREFIX), using=using
        ):
            raise Suspended(_("This profile no longer exists."))
        stored = DataExport._base_manager.using(using).filter(pk=profile.pk).first()
        if stored is None:
            stored = DataExport(profile_id=profile.pk)
        elif stored.is_open:
            return stored
        else:
            _check_interval(stored)
            _remove_files(stored, using)
        _start_again(stored, base_url)
        stored.save(using=using)
        enqueue_on_commit(tasks.make_export, profile.pk, using=using)
        enqueue_on_commit(tasks.delete_expired_exports, using=using)
    return stored


def _check_interval(export: DataExport) -> None:
    again = export.requested_at + conf.EXPORT_INTERVAL
    is_free = export.state == DataExport.State.FAILED or acts_as_staff()
    if not is_free and timezone.now() < again:
        message = _("From %(time)s you can ask for your data again.")
        raise ValidationError(message % {"time": format_datetime(again)}, code="too_soon")


def _start_again(export: DataExport, base_url: str) -> None:
    export.token, export.state = new_token(), DataExport.State.WAITING
    export.requested_at = timezone.now()
    export.ready_at = export.expires_at = export.claimed_until = export.media_after = None
    export.attempts, export.files = 0, []
    export.base_url = base_url.rstrip("/")[:200]
    export.language = get_language() or ""


def _remove_files(export: DataExport, using: str) -> None:
    names = [file["name"] for file in export.files]
    stored_files.remove_names_on_commit(get_attachment_storage(), names, using=using)


def make_requested_export(profile_id: Any) -> None:
    """Make the export that a profile has asked for. Do nothing if there is none to be made.

    Where tasks run in the request, only a small one.
    """
    found = claimable().filter(pk=profile_id).first()
    has_time = is_sweeping() or runs_in_background(tasks.make_export)
    if found and (has_time or _is_small(found.pk)):
        make_export(found)


def make_exports() -> int:
    """Make all waiting exports, and those left unfinished. Return the number of exports made.

    Each is tried once. It is safe to run this twice, also at the same time.
    """
    keys = list(claimable().order_by("requested_at").values_list("pk", flat=True))
    made = 0
    for key in keys:
        for export in claimable().filter(pk=key):
            made += make_export(export)
    return made


def claimable() -> QuerySet[DataExport]:
    """Return the waiting exports that no process is making."""
    free = Q(claimed_until=None) | Q(claimed_until__lt=timezone.now())
    return for_write(DataExport._base_manager.filter(_OPEN, free))


def _is_small(profile_id: Any) -> bool:
    """Whether an export takes no longer than a request may. It reads a bounded number of rows."""
    left = MAX_ROWS_IN_REQUEST
    for model, column in (
        (get_tweet_model(), "profile"),
        (TweetRevision, "tweet__profile"),
        (Like, "profile"),
        (Bookmark, "profile"),
        (Follow, "follower"),
        (Follow, "followed"),
        (FollowRequest, "follower"),
        (FollowRequest, "followed"),
        (Block, "blocker"),
        (Mute, "muter"),
        (HashtagFollow, "profile"),
        (Notification, "recipient"),
        (Attachment, "owner"),
    ):
        rows: Any = for_write(model._base_manager.filter(**{column: profile_id}))
        left -= len(rows.values_list("pk", flat=True)[: left + 1])
        if left < 0:
            return False
    size = for_write(Attachment._base_manager.filter(owner=profile_id)).aggregate(
        size=Sum("size", default=0)
    )
    return bool(size["size"] <= MAX_BYTES_IN_REQUEST)


@reads_from_write_database()
def make_export(export: DataExport) -> bool:
    """Make the files of an export. Return whether it is ready.

    Files that are stored already are kept: after an interruption it goes on with the next one. What
    fails is logged, and tried again by make_exports(), MAX_ATTEMPTS times in all.
    """
    claim = _Claim(export)
    if export.attempts >= MAX_ATTEMPTS:  # each time its process was killed
        claim.release()
        return False
    if not claim.take():
        return False
    try:
        profile = for_write(get_profile_model()._base_manager.filter(pk=export.pk)).get()
        subject = Subject(profile, export.base_url, claim.beat)
        while not _add_file(export, claim, subject):
            pass
        claim.finish()
    except (SupersededError, get_profile_model().DoesNotExist):
        return False
    except Exception:  # of storages, of a host's models
        logger.exception("The data export of profile %s failed", export.pk)
        claim.release()
        return False
    return True


def _add_file(export: DataExport, claim: _Claim, subject: Subject) -> bool:
    """Make and store the next ZIP file of an export. Return whether it was the last one."""
    storage = get_attachment_storage()
    with TemporaryFile(dir=settings.FILE_UPLOAD_TEMP_DIR) as file:
        last = _write_zip(file, subject, export, MAX_FILE_SIZE)
        size = file.tell()
        file.seek(0)
        stored = File(file)
        stored.content_type = "application/zip"  # type: ignore[attr-defined]  # for S3
        wanted = export.get_file_name(len(export.files) + 1)
        try:
            name = storage.save(wanted, stored)
        except BaseException:
            stored_files.remove_names(storage, [wanted])  # of which it may have written a part
            raise
    files = [*export.files, {"name": name, "size": size}]
    try:
        claim.update(files=files, media_after=export.media_after if last is None else last)
    except BaseException:
        stored_files.remove_names(storage, [name])
        raise
    return last is None


def _write_zip(
    file: IO[bytes], subject: Subject, export: DataExport, max_size: int | None
) -> int | None:
    """Write a ZIP file. Return the key of the last attachment in it, None if none is left."""
    after = NOTHING if export.media_after is None else export.media_after
    with ExportZip(file, subject, export.language) as writer:
        if export.media_after is None:
            writer.write_data()
        last = writer.write_media(after, max_size)
    file.seek(0, SEEK_END)
    return last


@reads_from_write_database()
def write_export(profile: AbstractProfile, file: IO[bytes], *, base_url: str = "") -> None:
    """Write all data of a profile into an open file, as one ZIP file of any size. For staff."""
    export = DataExport(profile_id=profile.pk, language=get_language() or "")
    subject = Subject(profile, base_url.rstrip("/"), lambda: None)
    _write_zip(file, subject, export, None)


class _Claim:
    """The right to make an export, which is lost after LEASE without a beat.

    Every statement names the token of the request and the time until which the export is claimed:
    so it changes nothing once somebody else has it.
    """

    def __init__(self, export: DataExport) -> None:
        self._export = export
        self._using = router.db_for_write(DataExport)

    def take(self) -> bool:
        """Claim the export. Return False if another process has it, or it is not open now."""
        with suppress(SupersededError):
            changes = {"state": DataExport.State.MAKING, "attempts": self._export.attempts + 1}
            self.update(_OPEN, claimed_until=timezone.now() + LEASE, **changes)
            return True
        return False

    def beat(self) -> None:
        """Extend the claim if it was last extended some time ago."""
        until = timezone.now() + LEASE
        claimed: Any = self._export.claimed_until
        if until - claimed >= BEAT:
            self.update(claimed_until=until)

    def update(self, *conditions: Q, **changes: Any) -> None:
        """Change the row and the instance. Raise SupersededError if it is lost."""
        export = self._export
        mine = DataExport._base_manager.using(self._using).filter(
            *conditions, pk=export.pk, token=export.token, claimed_until=export.claimed_until
        )
        if not mine.update(**changes):
            raise SupersededError
        for name, value in changes.items():
            setattr(export, name, value)

    def finish(self) -> None:
        """Let the member download the export, and tell the host."""
        now = timezone.now()
        with transaction.atomic(using=self._using):
            self.update(
                state=DataExport.State.READY,
                ready_at=now,
                expires_at=now + conf.EXPORT_EXPIRY,
                claimed_until=None,
            )
            enqueue_on_commit(tasks.tell_of_export, self._export.pk, using=self._using)
            send_on_commit(signals.data_export_ready, self._export, data_export=self._export)

    def release(self) -> None:
        """Release the claim after an error, for another try; after MAX_ATTEMPTS tell the member."""
        with suppress(SupersededError), transaction.atomic(using=self._using):
            if self._export.attempts < MAX_ATTEMPTS:
                self.update(state=DataExport.State.WAITING, claimed_until=None)
                return
            _remove_files(self._export, self._using)
            self.update(state=DataExport.State.FAILED, claimed_until=None, files=[])


def delete_expired_exports() -> int:
    """Remove the files of exports that can't be downloaded any more. Return how many exports."""
    ready = DataExport.State.READY
    rows = for_write(DataExport._base_manager.filter(expires_at__lte=timezone.now(), state=ready))
    return sum(_expire(row) for row in rows.order_by("expires_at")[:MAX_CLEANED])


def _expire(export: DataExport) -> bool:
    using = router.db_for_write(DataExport)
    with transaction.atomic(using=using):
        same = DataExport._base_manager.using(using).filter(
            pk=export.pk, token=export.token, state=DataExport.State.READY
        )
        is_mine = bool(same.update(state=DataExport.State.EXPIRED, files=[]))
        if is_mine:
            _remove_files(export, using)
    return is_mine


def delete_exports(profile_id: Any) -> None:
    """Delete the export of a profile that is deleted, and its files on commit."""
    for export in for_write(DataExport._base_manager.filter(pk=profile_id)):
        using = router.db_for_write(DataExport)
        with transaction.atomic(using=using):
            _remove_files(export, using)
            export.delete(using=using)
