"""Files are stored before a transaction begins: no lock waits for a slow storage."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any, ClassVar

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from django.db import connection

from django_tweets import services
from django_tweets.services.media_processing import process_attachment
from tests.attachments import make_picture
from tests.services.test_media_processing import make_waiting
from tests.video.samples import VIDEOS, media

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = pytest.mark.django_db(transaction=True)


class NotingStorage(InMemoryStorage):
    """A storage that notes for each file whether it was saved in a transaction."""

    in_transaction: ClassVar[list[bool]] = []

    def _save(self, name: str, content: Any) -> str:
        self.in_transaction.append(connection.in_atomic_block)
        stored: str = super()._save(name, content)  # type: ignore[misc]  # its stubs leave it out
        return stored


def make_video(owner: Profile) -> None:
    services.upload(owner, BytesIO(media("mp4", **VIDEOS["mp4"])))


def convert(owner: Profile) -> None:
    process_attachment(make_waiting(owner).pk)


def make_file(name: str) -> ContentFile[bytes]:
    return ContentFile(make_picture().read(), name=name)


ACTIONS: dict[str, tuple[Callable[[Any], Any], int]] = {
    "picture": (lambda owner: services.upload(owner, make_picture(700, 400)), 1),
    "video": (make_video, 2),
    "conversion": (convert, 2),
    "avatar": (lambda owner: services.update_profile(owner, avatar=make_file("a.png")), 1),
    "both": (
        lambda owner: services.update_profile(
            owner, avatar=make_file("a.png"), banner=make_file("b.png")
        ),
        2,
    ),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_storage_is_called_before_the_transaction(ada: Profile, settings: Any, name: str) -> None:
    act, least = ACTIONS[name]
    backend = {"BACKEND": f"{__name__}.NotingStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": backend, "django_tweets": backend}
    NotingStorage.in_transaction.clear()
    act(ada)
    noted = NotingStorage.in_transaction
    assert len(noted) >= least
    if name == "conversion":
        noted = noted[1:]  # the upload of the test
    assert not any(noted)
