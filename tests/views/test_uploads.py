"""Uploads by the script: one file at a time, before the tweet is published."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from django_tweets import services
from django_tweets.file_storage import get_attachment_storage
from django_tweets.media_limits import DEFAULTS
from django_tweets.models import Attachment
from django_tweets.views import upload_bounds
from tests.factories import TWEET_EXTRA, make_profile

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

COMPOSE = reverse("django_tweets:tweet_create")
UPLOAD = reverse("django_tweets:media_upload")
FRAGMENT = {"x-tweets-fragment": "1"}


class Unread(BytesIO):
    """A body that must not be read."""

    def read(self, *args: Any) -> bytes:
        raise AssertionError("the body was read")


def picture() -> SimpleUploadedFile:
    out = BytesIO()
    Image.new("RGB", (600, 400), "teal").save(out, "PNG")
    return SimpleUploadedFile("sea.png", out.getvalue(), "image/png")


def post(client: Client, url: str = UPLOAD, **data: Any) -> Any:
    return client.post(url, data, headers=FRAGMENT)


def update_url(attachment: Attachment) -> str:
    return reverse("django_tweets:media_update", args=[attachment.pk])


def send_large(client: Client, url: str, length: int, **extra: Any) -> Any:
    """Send a request that says it has length bytes, and whose body can't be read."""
    return client.generic(
        "POST",
        url,
        content_type="multipart/form-data; boundary=x",
        headers=FRAGMENT,
        **{"CONTENT_LENGTH": str(length), "wsgi.input": Unread(), **extra},
    )


def test_upload_answers_with_the_tile(as_ada: Client, ada: Profile) -> None:
    response = post(as_ada, file=picture())
    attachment = Attachment.objects.get()
    html = response.content.decode()
    assert response.status_code == 200
    assert attachment.owner_id == ada.pk
    assert attachment.tweet_id is None
    assert f'name="attachments" value="{attachment.pk}"' in html
    (url,) = set(re.findall(r'<img src="(.*?)"', html))
    file = as_ada.get(url)
    assert b"".join(file.streaming_content).startswith(b"RIFF")  # type: ignore[attr-defined]  # a file
    assert Client().get(url).status_code == 404


@pytest.mark.parametrize("data", [{}, {"file": "text"}, {"file": SimpleUploadedFile("a", b"")}])
def test_upload_that_is_no_picture_says_so(as_ada: Client, data: Any) -> None:
    response = post(as_ada, **data)
    assert response.status_code == 422
    assert "data-message" in response.content.decode()
    assert not Attachment.objects.exists()


def test_visitor_is_refused_before_the_body_is_read(client: Client) -> None:
    assert send_large(client, UPLOAD, 100).status_code == 401
    response = client.post(UPLOAD, {"file": picture()})
    assert response.status_code == 302
    assert response.headers["Location"].startswith("/accounts/login/")


def test_upload_that_is_too_large_is_refused_before_the_body_is_read(as_ada: Client) -> None:
    response = send_large(as_ada, UPLOAD, upload_bounds.max_bytes(1) * 2)
    assert response.status_code == 413
    assert "too large" in response.content.decode()


def test_form_that_is_far_too_large_is_not_read(as_ada: Client) -> None:
    assert send_large(as_ada, COMPOSE, DEFAULTS["picture_bytes"] * 100).status_code == 413


def test_form_that_is_too_large_keeps_its_text(
    as_ada: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DJANGO_TWEETS_MEDIA_LIMITS = {"picture_bytes": 100, "video_bytes": 100}
    monkeypatch.setattr(upload_bounds, "FIELDS_BYTES", 500)
    response = as_ada.post(COMPOSE, {"content": "words", "files": picture(), **TWEET_EXTRA})
    assert response.status_code == 422
    assert "too large to be sent at once" in response.content.decode()
    assert ">\nwords</textarea>" in response.content.decode()
    assert not Attachment.objects.exists()


def test_token_is_checked(ada: Profile) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada.user)
    assert post(client, file=picture()).status_code == 403
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get(COMPOSE).content.decode())
    assert token
    assert post(client, file=picture(), csrfmiddlewaretoken=token[1]).status_code == 200


def test_description_and_focal_point_are_saved(as_ada: Client, ada: Profile) -> None:
    attachment = services.upload(ada, picture())
    url = update_url(attachment)
    assert post(as_ada, url, alt="A cat", focus="0.2,0.3").status_code == 200
    attachment.refresh_from_db()
    assert (attachment.alt, attachment.focus) == ("A cat", (0.2, 0.3))
    assert ">\nA cat</textarea>" in post(as_ada, url).content.decode()
    assert post(as_ada, url, alt="x" * 1501).status_code == 422
    attachment.refresh_from_db()
    assert attachment.alt == "A cat"


def test_upload_is_deleted_with_its_files(
    as_ada: Client, ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    attachment = services.upload(ada, picture())
    with django_capture_on_commit_callbacks(execute=True):
        assert post(as_ada, update_url(attachment), delete="1").status_code == 200
    assert not Attachment.objects.exists()
    storage = get_attachment_storage()
    assert [name for name in attachment.file_names if storage.exists(name)] == []


@pytest.mark.parametrize("case", ["of somebody else", "published"])
@pytest.mark.parametrize("data", [{"alt": "new"}, {"delete": "1"}, {}])
def test_file_that_is_not_the_members_to_change_is_not_there(
    as_ada: Client, ada: Profile, case: str, data: Any
) -> None:
    owner = make_profile() if case == "of somebody else" else ada
    attachment = services.upload(owner, picture(), alt="old")
    if case == "published":
        services.publish(ada, "hello", attachments=[attachment], **TWEET_EXTRA)
    assert post(as_ada, update_url(attachment), **data).status_code == 404
    assert Attachment.objects.get().alt == "old"


def test_upload_takes_few_statements(as_ada: Client) -> None:
    post(as_ada, file=picture())
    with CaptureQueriesContext(
        connection,
    ) as queries:
        post(as_ada, file=picture())
    assert len(queries) <= 12  # with ATOMIC_REQUESTS


def test_site_without_a_place_for_files_has_no_upload(as_ada: Client, settings: Any) -> None:
    settings.MEDIA_ROOT = ""
    assert post(as_ada, file=picture()).status_code == 404
