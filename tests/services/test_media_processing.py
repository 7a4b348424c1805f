"""Uploads that a task processes: videos that browsers can't play, and long animations."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO, StringIO
from itertools import count
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import router
from django.utils import timezone
from PIL import Image

from django_tweets import get_tweet_model, services, video
from django_tweets.file_storage import get_attachment_storage
from django_tweets.models import Attachment
from django_tweets.models.attachment import new_folder
from django_tweets.services import media_processing, tasks
from django_tweets.video import transcoding
from tests.attachments import make_attachment, stored_names
from tests.factories import TWEET_EXTRA, make_tweet
from tests.video.samples import media

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

UNPLAYABLE = {"video": "libx264", "pixels": "yuv444p"}
STALE = timedelta(minutes=6)


def make_waiting(owner: Profile, content: bytes = b"", **fields: Any) -> Attachment:
    """Create an attachment that waits for its task, as upload() does where there is a worker."""
    folder = new_folder()
    content = content or media("mp4", **UNPLAYABLE)
    name = get_attachment_storage().save(f"{folder}/upload", ContentFile(content))
    fields = {"kind": "video", "width": 64, "height": 48, "state": "processing", **fields}
    row = Attachment(owner_id=owner.pk, file=name, size=len(content), **fields)
    row.save(using=router.db_for_write(Attachment))
    return row


def process(attachment: Attachment) -> Attachment:
    tasks.process_attachment.func(attachment.pk)
    attachment.refresh_from_db()
    vars(attachment).pop("folder", None)
    return attachment


def stored_files() -> list[str]:
    storage: Any = get_attachment_storage()
    return sorted(name.rpartition("/")[2] for name in media_files(storage))


def media_files(storage: Any, folder: str = "django_tweets/attachments") -> list[str]:
    folders, names = storage.listdir(folder)
    found = [f"{folder}/{name}" for name in names]
    return found + [one for each in folders for one in media_files(storage, f"{folder}/{each}")]


def test_task_converts_the_video(ada: Profile, django_capture_on_commit_callbacks: Any) -> None:
    attachment = make_waiting(ada, alt="Waves")
    with django_capture_on_commit_callbacks(execute=True):
        process(attachment)
    assert (attachment.state, attachment.failure, attachment.alt) == ("ready", "", "Waves")
    assert stored_files() == ["poster.webp", "video.mp4"]
    assert attachment.size == sum(
        get_attachment_storage().size(name) for name in attachment.file_names
    )
    with attachment.file.open() as stored:
        assert not video.probe(BytesIO(stored.read())).needs_transcoding
    tweet = services.publish(ada, "hello", attachments=[attachment], **TWEET_EXTRA)
    assert tweet.attachment_count == 1


def test_video_that_browsers_can_play_is_copied(ada: Profile) -> None:
    """It was uploaded to an older version of the site, which converted more."""
    content = media("mp4", video="libx264", sound="aac")
    assert process(make_waiting(ada, content)).state == "ready"


def test_tweet_refuses_a_file_in_process(ada: Profile) -> None:
    attachment = make_waiting(ada)
    with pytest.raises(ValidationError) as error:
        services.publish(ada, "hello", attachments=[attachment], **TWEET_EXTRA)
    assert "being processed" in str(error.value)
    tweet = make_tweet(ada)
    for change in (services.attach, lambda t, a: services.edit(t, "changed", attachments=a)):
        with pytest.raises(ValidationError):
            change(tweet, [attachment])
    assert get_tweet_model().objects.get().content == tweet.content
    assert not Attachment.objects.filter(tweet__isnull=False).exists()


def test_instance_from_before_the_task_is_published(ada: Profile) -> None:
    attachment = make_waiting(ada)
    process(Attachment.objects.get())
    tweet = services.publish(ada, "hello", attachments=[attachment], **TWEET_EXTRA)
    assert attachment.find_file("video.mp4")
    assert tweet.attachment_count == 1


def test_tweet_refuses_an_instance_of_a_deleted_file(ada: Profile) -> None:
    attachment = make_waiting(ada)
    services.discard_attachment(Attachment.objects.get())
    with pytest.raises(ValidationError) as error:
        services.publish(ada, "hello", attachments=[attachment], **TWEET_EXTRA)
    assert "gone" in str(error.value)


def test_state_is_read_from_the_database_not_from_the_instance(ada: Profile) -> None:
    attachment = make_waiting(ada)
    attachment.state = "ready"
    with pytest.raises(ValidationError):
        services.publish(ada, "hello", attachments=[attachment], **TWEET_EXTRA)
    assert not get_tweet_model().objects.exists()


@pytest.mark.parametrize(
    ("content", "failure", "text"),
    [
        (b"\0\0\0\x18ftypisom" + bytes(100), "not_media", "not a video or sound"),
        (b"plain text", "not_a_picture", "not a picture"),
    ],
)
def test_file_that_is_broken_fails(ada: Profile, content: bytes, failure: str, text: str) -> None:
    attachment = process(make_waiting(ada, content))
    assert (attachment.state, attachment.failure) == ("failed", failure)
    with pytest.raises(ValidationError) as error:
        services.publish(ada, "hello", attachments=[attachment], **TWEET_EXTRA)
    assert text in str(error.value)
    assert process(attachment).attempts == 1


def test_video_that_takes_too_long_fails(
    ada: Profile, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {"task_seconds": 1}
    monkeypatch.setattr(transcoding, "thread_time", count().__next__)
    assert process(make_waiting(ada)).failure == "not_playable"


def test_storage_that_fails_is_tried_again_later(
    ada: Profile, caplog: pytest.LogCaptureFixture
) -> None:
    attachment = make_waiting(ada)
    name = str(attachment.file.name)
    with get_attachment_storage().open(name) as stored:
        content = stored.read()
    get_attachment_storage().delete(name)
    assert process(attachment).state == "processing"
    assert "could not be processed" in caplog.text
    assert process(attachment).attempts == 1  # not at once
    get_attachment_storage().save(name, ContentFile(content))
    Attachment.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))
    assert process(attachment).state == "ready"


def test_file_fails_after_the_last_attempt(ada: Profile) -> None:
    attachment = make_waiting(ada)
    get_attachment_storage().delete(str(attachment.file.name))
    for _ in range(media_processing.MAX_ATTEMPTS):
        Attachment.objects.update(claimed_until=None)
        process(attachment)
    assert (attachment.state, attachment.failure) == ("failed", "not_playable")
    killed = make_waiting(ada, attempts=media_processing.MAX_ATTEMPTS)
    assert (process(killed).state, killed.attempts) == ("failed", media_processing.MAX_ATTEMPTS)


def test_file_of_another_task_is_left_to_it(ada: Profile) -> None:
    attachment = make_waiting(ada, claimed_until=timezone.now() + timedelta(minutes=1))
    assert (process(attachment).state, attachment.attempts) == ("processing", 0)
    Attachment.objects.update(claimed_until=timezone.now() - timedelta(minutes=1))
    assert process(attachment).state == "ready"


class Removing(BytesIO):
    """A file that deletes all attachments when it is read: as their owner may meanwhile."""

    def read(self, *args: Any) -> bytes:
        Attachment.objects.all().delete()
        return super().read(*args)


def test_file_that_its_owner_deletes_is_not_stored(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    attachment = make_waiting(ada)
    content = media("mp4", **UNPLAYABLE)
    storage = get_attachment_storage()
    monkeypatch.setattr(type(storage), "open", lambda *args: Removing(content), raising=False)
    assert not media_processing.process_attachment(attachment.pk)
    assert not Attachment.objects.exists()
    assert stored_files() == ["upload"]


def test_long_conversion_stops_when_the_file_is_gone(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = media("mp4", **UNPLAYABLE)
    info = video.probe(BytesIO(content))
    monkeypatch.setattr(transcoding, "BEAT_SECONDS", -1)
    calls = []

    def beat() -> None:
        calls.append(1)
        if len(calls) == 2:
            raise video.StoppedError

    with pytest.raises(video.StoppedError):
        video.transcode(BytesIO(content), info, beat=beat)
    assert len(calls) == 2
    assert process(make_waiting(ada)).state == "ready"  # it is told that the work goes on


def test_waiting_upload_has_no_url(ada: Profile) -> None:
    attachment = make_waiting(ada)
    assert attachment.find_file("upload") == ""
    assert len(stored_names(attachment)) == 1


def test_command_processes_waiting_uploads(ada: Profile) -> None:
    rows = [make_waiting(ada) for _ in range(2)]
    busy = make_waiting(ada, claimed_until=timezone.now() + timedelta(minutes=1))
    out = StringIO()
    call_command("process_attachments", stdout=out)
    assert out.getvalue() == "Processed attachments: 2\n"
    states = dict(Attachment.objects.values_list("pk", "state"))
    assert states == {**{row.pk: "ready" for row in rows}, busy.pk: "processing"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, 0),
        ({"created_at": -STALE}, 1),
        ({"created_at": -STALE, "state": "ready"}, 0),
        ({"claimed_until": -STALE}, 1),
        ({"claimed_until": STALE}, 0),
    ],
)
def test_lost_task_is_enqueued_again_when_the_owner_asks(
    ada: Profile, fields: Any, expected: int, django_capture_on_commit_callbacks: Any
) -> None:
    now = timezone.now()
    times = {name: now + value for name, value in fields.items() if isinstance(value, timedelta)}
    attachment = make_waiting(ada, **{**fields, **times})
    with django_capture_on_commit_callbacks() as asked:
        for _ in range(2):
            media_processing.enqueue_again(attachment)
    assert len(asked) == expected


def make_animation(frames: int, size: tuple[int, int] = (600, 400)) -> BytesIO:
    pictures = [Image.new("RGB", size, (number * 9 % 256, 40, 90)) for number in range(frames)]
    out = BytesIO()
    pictures[0].save(out, "GIF", save_all=True, append_images=pictures[1:], duration=100)
    out.seek(0)
    return out


def test_task_converts_an_animation(ada: Profile) -> None:
    attachment = make_waiting(ada, make_animation(12).read(), kind="gifv")
    assert process(attachment).state == "ready"
    assert attachment.kind == "gifv"
    assert attachment.duration == 1.2
    assert len(attachment.widths) == 1


if django.VERSION >= (6, 0):

    @pytest.fixture
    def worker(settings: Any) -> None:
        """Tasks run elsewhere: in these tests, not at all."""
        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}

    def upload(owner: Profile, content: bytes) -> Attachment:
        return services.upload(owner, BytesIO(content))

    @pytest.mark.usefixtures("worker")
    def test_video_that_browsers_cannot_play_is_queued(
        ada: Profile, django_capture_on_commit_callbacks: Any
    ) -> None:
        from django.tasks import default_task_backend  # noqa: PLC0415 - new in Django 6

        with django_capture_on_commit_callbacks(execute=True):
            attachment = upload(ada, media("mp4", **UNPLAYABLE))
        assert attachment.state == "processing"
        assert stored_files() == ["poster.webp", "upload"]
        assert attachment.find_file("poster.webp")
        backend: Any = default_task_backend
        queued = [(each.task.func.__name__, each.args) for each in backend.results]
        assert ("process_attachment", [attachment.pk]) in queued
        with django_capture_on_commit_callbacks(execute=True):
            assert process(attachment).state == "ready"
        assert stored_files() == ["poster.webp", "video.mp4"]

    @pytest.mark.usefixtures("worker")
    @pytest.mark.parametrize(
        ("content", "state"),
        [
            (media("mp4", video="libx264"), "ready"),
            (media("mp3", sound="libmp3lame"), "ready"),
            (make_animation(3).read(), "ready"),
            (make_animation(60).read(), "processing"),
        ],
        ids=["playable", "sound", "short animation", "long animation"],
    )
    def test_short_work_is_done_in_the_request_and_long_work_queued(
        ada: Profile, content: bytes, state: str
    ) -> None:
        attachment = upload(ada, content)
        assert attachment.state == state
        assert attachment.duration > 0
        if state == "processing":
            assert attachment.kind == "gifv"
            assert (attachment.width, attachment.height) == (600, 400)
            assert process(attachment).state == "ready"

    @pytest.mark.usefixtures("worker")
    def test_number_of_files_in_process_is_limited_per_member(ada: Profile, bob: Profile) -> None:
        content = media("mp4", **UNPLAYABLE)
        for _ in range(4):
            upload(ada, content)
        with pytest.raises(ValidationError) as error:
            upload(ada, content)
        assert error.value.code == "too_many_files"
        assert upload(ada, media("mp4", video="libx264")).state == "ready"
        assert upload(bob, content).state == "processing"
        process(Attachment.objects.filter(owner=ada.pk)[0])
        assert upload(ada, content).state == "processing"


def test_files_of_a_tweet_are_ready(ada: Profile) -> None:
    attachment = make_attachment(ada)
    services.publish(ada, "hello", attachments=[attachment], **TWEET_EXTRA)
    assert Attachment.objects.get().is_ready
