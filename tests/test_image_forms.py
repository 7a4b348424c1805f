"""Uploads in the forms of the pages and of the admin: taken, or an error that the form shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from django_tweets import get_profile_model, images, services
from tests import hostile_images as hostile
from tests.factories import PROFILE_EXTRA, make_user
from tests.test_image_bounds import sample

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

EDIT = reverse("django_tweets:profile_edit")
FIELDS = {"display_name": "", "handle": "ada", "bio": "", "location": "", "website": ""}

PHONE = sample("MPO", frames=True)
SCANS = hostile.progressive(200, 200, 70)
BROKEN = sample("PNG")[:60]


def post(client: Client, page: str, **files: Any) -> Any:
    uploads = {
        name: SimpleUploadedFile("me.jpg", value, "text/html")
        if isinstance(value, bytes)
        else value
        for name, value in files.items()
    }
    return client.post(page, {**FIELDS, **PROFILE_EXTRA, **uploads})


@pytest.fixture
def admin_page(ada: Profile) -> str:
    model = get_profile_model()._meta
    return reverse(f"admin:{model.app_label}_{model.model_name}_change", args=[ada.pk])


@pytest.fixture
def as_staff(client: Client) -> Client:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def test_pictures_of_a_phone_are_taken(as_ada: Client, ada: Profile, media: Path) -> None:
    assert post(as_ada, EDIT, avatar=PHONE, banner=PHONE).status_code == 302
    ada.refresh_from_db()
    for file, size in ((ada.avatar, images.AVATAR), (ada.banner, images.BANNER)):
        with Image.open(media / file.name) as picture:
            assert (picture.format, picture.size) == ("WEBP", size)


@pytest.mark.parametrize("content", [SCANS, BROKEN, b"\0", b"\xff\xd8\xff"], ids=range(4))
def test_both_pictures_have_their_own_error(
    as_ada: Client, ada: Profile, media: Path, content: bytes
) -> None:
    response = post(as_ada, EDIT, avatar=content, banner=content)
    assert response.status_code == 422
    assert response.context["form"].errors.keys() == {"avatar", "banner"}
    assert not list(media.rglob("*"))


@pytest.mark.parametrize(
    "name", ["a\0.png", "../../etc/passwd", "x" * 500, "ü🙂.png", "a\r\nb.png"]
)
def test_name_of_the_file_does_not_matter(
    as_ada: Client, ada: Profile, media: Path, name: str
) -> None:
    upload = SimpleUploadedFile("me.png", sample("PNG"))
    upload._name = name  # type: ignore[attr-defined]  # as it may be sent
    assert post(as_ada, EDIT, avatar=upload).status_code == 302
    ada.refresh_from_db()
    assert ada.avatar.name.startswith("django_tweets/avatars/")
    assert len(list(media.rglob("*.webp"))) == 2  # of two sizes


def test_text_instead_of_a_file_changes_nothing(as_ada: Client, ada: Profile, media: Path) -> None:
    assert as_ada.post(EDIT, {**FIELDS, **PROFILE_EXTRA, "avatar": "x" * 1000}).status_code == 302
    ada.refresh_from_db()
    assert not ada.avatar


def test_last_of_several_files_of_a_field_counts(as_ada: Client, ada: Profile, media: Path) -> None:
    uploads = [SimpleUploadedFile("me.png", content) for content in (BROKEN, sample("PNG"))]
    data = {**FIELDS, **PROFILE_EXTRA, "avatar": uploads}
    assert as_ada.post(EDIT, data).status_code == 302
    assert len(list(media.rglob("*.webp"))) == 2  # of two sizes


def test_too_many_files_are_refused(as_ada: Client, settings: Any, media: Path) -> None:
    """Django's limit, which is 100 at first. We read two."""
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    assert post(as_ada, EDIT, **{f"file{n}": BROKEN for n in range(4)}).status_code == 400
    assert post(as_ada, EDIT, **{f"file{n}": BROKEN for n in range(3)}).status_code == 302


@pytest.mark.needs("django.contrib.admin")
def test_admin_takes_the_picture_of_a_phone(
    as_staff: Client, admin_page: str, ada: Profile, media: Path
) -> None:
    assert post(as_staff, admin_page, user=ada.user.pk, avatar=PHONE).status_code == 302
    ada.refresh_from_db()
    assert ada.avatar


@pytest.mark.needs("django.contrib.admin")
@pytest.mark.parametrize("content", [SCANS, BROKEN], ids=range(2))
def test_admin_shows_the_error_of_a_picture(
    as_staff: Client, admin_page: str, ada: Profile, media: Path, content: bytes
) -> None:
    response = post(as_staff, admin_page, user=ada.user.pk, banner=content)
    assert response.status_code == 200
    assert response.context["adminform"].form.errors.keys() == {"banner"}


def test_service_stores_a_converted_picture(ada: Profile, media: Path) -> None:
    upload = SimpleUploadedFile("me.jpg", PHONE)
    services.update_profile(ada, avatar=images.to_webp(upload, images.AVATAR))
    with Image.open(media / ada.avatar.name) as picture:
        assert picture.size == images.AVATAR
