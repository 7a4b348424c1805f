"""Attachments in a folder, in memory and in S3: stored, served, deleted and found in the same way.

S3 is moto's server on this host, by HTTP.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import boto3  # type: ignore[import-untyped]  # it has no types
import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from moto.server import ThreadedMotoServer

from django_tweets import services
from django_tweets.file_servers import SignedURL, StoredFile, Stream
from django_tweets.file_storage import content_type_of, get_attachment_storage
from django_tweets.models import Attachment
from django_tweets.services import stored_files
from tests.attachments import make_attachment, make_picture, stored_names
from tests.factories import TWEET_EXTRA

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

BUCKET = "tweets"
KEYS = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}


@pytest.fixture(scope="module")
def s3_url() -> Iterator[str]:
    """The address of a server of S3, with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    client = boto3.client("s3", endpoint_url=url, region_name="us-east-1", **KEYS)
    client.create_bucket(Bucket=BUCKET)
    yield url
    server.stop()


def use(settings: Any, storage: dict[str, Any] | None) -> None:
    own = {} if storage is None else {"django_tweets": storage}
    settings.STORAGES = {**settings.STORAGES, **own}


@pytest.fixture
def s3(settings: Any, s3_url: str) -> None:
    """Attachments are stored in S3, below a folder of its own."""
    options = {
        "bucket_name": BUCKET,
        "endpoint_url": s3_url,
        "region_name": "us-east-1",
        "access_key": "key",
        "secret_key": "secret",
        "location": "site",
        "signature_version": "s3v4",
    }
    use(settings, {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options})


@pytest.fixture(params=["folder", "memory", "s3"])
def storage(request: pytest.FixtureRequest, settings: Any, media: Any) -> Any:
    """The storage of attachments, empty."""
    if request.param == "s3":
        request.getfixturevalue("s3")
    elif request.param == "memory":
        use(settings, {"BACKEND": "django.core.files.storage.InMemoryStorage"})
    found = get_attachment_storage()
    for name in all_files(found):
        found.delete(name)
    return found


def all_files(storage: Any) -> list[str]:
    return list(stored_files.walk(storage, "django_tweets/attachments"))


def url_of(attachment: Attachment) -> str:
    return reverse("django_tweets:attachment_file", args=[attachment.pk, "8.webp"])


def fetch(url: str, **headers: str) -> tuple[Any, bytes]:
    """Return the response of a visitor, read to its end, and its content."""
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    response: Any = Client().get(url, headers=names)
    return response, response.getvalue()


def publish(author: Profile, attachment: Attachment) -> Any:
    return services.publish(author, "hello", attachments=[attachment], **TWEET_EXTRA)


def test_upload_is_stored_served_and_deleted(
    storage: Any, ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    attachment = services.upload(ada, make_picture(500, 300))
    assert sorted(all_files(storage)) == sorted(attachment.file_names)
    tweet = publish(ada, attachment)
    response, content = fetch(attachment.url)
    assert content.startswith(b"RIFF")
    assert int(response.headers["Content-Length"]) == len(content)
    assert response.headers["Content-Type"] == "image/webp"
    with django_capture_on_commit_callbacks(execute=True):
        services.delete(tweet)
    assert all_files(storage) == []
    assert Client().get(attachment.url).status_code == 404


def test_rolled_back_upload_is_removed(storage: Any, ada: Profile) -> None:
    with transaction.atomic():
        attachment = services.upload(ada, make_picture())
        assert stored_names(attachment) == attachment.file_names
        transaction.set_rollback(True)
    assert all_files(storage) == []


def test_unused_files_are_found(
    storage: Any, ada: Profile, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    kept, left = make_attachment(ada), make_attachment(ada)
    Attachment.objects.filter(pk=left.pk).delete()
    call_command("remove_unused_files")
    assert len(all_files(storage)) == 4  # none is older than an hour
    monkeypatch.setattr(stored_files, "MIN_AGE", timedelta(minutes=-1))
    call_command("remove_unused_files")
    assert sorted(all_files(storage)) == sorted(kept.file_names)


def test_files_are_listed(storage: Any, ada: Profile, capsys: Any) -> None:
    attachment = make_attachment(ada)
    call_command("tweets_files")
    assert capsys.readouterr().out.split() == sorted(attachment.file_names)
    call_command("tweets_files", delete=True, interactive=False)
    assert all_files(storage) == []


def test_lost_file_is_missing(storage: Any, ada: Profile) -> None:
    attachment = make_attachment(ada)
    publish(ada, attachment)
    for name in attachment.file_names:
        storage.delete(name)
    assert Client().get(url_of(attachment)).status_code == 404
    assert Client().head(url_of(attachment)).status_code == 404


# Ranges of b"THE-TEXT".
RANGES = {
    "bytes=0-2": (206, b"THE", "bytes 0-2/8"),
    "bytes=4-": (206, b"TEXT", "bytes 4-7/8"),
    "bytes=-3": (206, b"EXT", "bytes 5-7/8"),
    "bytes=-99": (206, b"THE-TEXT", "bytes 0-7/8"),
    "bytes=2-99": (206, b"E-TEXT", "bytes 2-7/8"),
    "bytes=7-7": (206, b"T", "bytes 7-7/8"),
    "bytes=8-": (416, b"", "bytes */8"),
    "bytes=8-9": (416, b"", "bytes */8"),
    "bytes=-0": (416, b"", "bytes */8"),
    # Not understood, so ignored.
    "bytes=3-2": (200, b"THE-TEXT", None),
    "bytes=-": (200, b"THE-TEXT", None),
    "bytes=0-1,3-4": (200, b"THE-TEXT", None),
    "bytes=a-b": (200, b"THE-TEXT", None),
    "bytes=٣-٤": (200, b"THE-TEXT", None),
    "lines=0-2": (200, b"THE-TEXT", None),
    f"bytes={'9' * 30}-": (200, b"THE-TEXT", None),
}


def test_range_of_bytes_is_served(storage: Any, ada: Profile) -> None:
    attachment = make_attachment(ada)
    publish(ada, attachment)
    found = {}
    for value in RANGES:
        response, content = fetch(url_of(attachment), range=value)
        found[value] = (response.status_code, content, response.headers.get("Content-Range"))
        if response.status_code != 416:
            assert response.headers["Content-Length"] == str(len(content))
            assert response.headers["Accept-Ranges"] == "bytes"
    assert found == RANGES


def test_conditional_requests(storage: Any, ada: Profile) -> None:
    attachment = make_attachment(ada)
    publish(ada, attachment)
    url = url_of(attachment)
    etag = fetch(url)[0].headers["ETag"]
    unchanged, content = fetch(url, if_none_match=etag)
    assert (unchanged.status_code, content) == (304, b"")
    assert "immutable" in unchanged.headers["Cache-Control"]
    assert fetch(url, if_none_match='"other"')[0].status_code == 200
    for validator, status in ((etag, 206), ('"other"', 200), (f"W/{etag}", 200)):
        assert fetch(url, range="bytes=0-2", if_range=validator)[0].status_code == status
    head: Any = Client().head(url, headers={"range": "bytes=0-2"})
    assert (head.status_code, head.getvalue()) == (200, b"")
    assert head.headers["Content-Length"] == "8"
    assert head.headers["ETag"] == etag
    other = url.replace("8.webp", "4.webp")
    assert fetch(other)[0].headers["ETag"] != etag


def test_unchanged_file_is_hidden_too(storage: Any, ada: Profile) -> None:
    attachment = make_attachment(ada)
    tweet = publish(ada, attachment)
    etag = fetch(url_of(attachment))[0].headers["ETag"]
    services.edit(tweet, "hello", visibility="followers")
    for headers in ({"if_none_match": etag}, {"if_none_match": "*"}, {"range": "bytes=0-2"}):
        assert fetch(url_of(attachment), **headers)[0].status_code == 404


def test_empty_file_has_no_range(storage: Any) -> None:
    name = storage.save("django_tweets/attachments/00/empty/1.webp", make_empty())
    file = StoredFile(storage, name, "image/webp", '"1"')
    request = RequestFactory().get("/", headers={"range": "bytes=0-"})
    assert Stream().get_response(request, file).status_code == 416


def make_empty() -> Any:
    content = make_picture()
    content.truncate(0)
    return content


def test_redirect_to_a_signed_address(s3: None, ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_FILE_SERVER = {
        "BACKEND": "django_tweets.file_servers.SignedURL",
        "OPTIONS": {"expire": 30},
    }
    attachment = services.upload(ada, make_picture())
    tweet = publish(ada, attachment)
    response = Client().get(attachment.url)
    assert response.status_code == 302
    assert {*response.headers["Cache-Control"].split(", ")} == {"private", "no-store"}
    url = response.headers["Location"]
    asked = parse_qs(urlsplit(url).query)
    assert asked["X-Amz-Expires"] == ["30"]
    assert asked["X-Amz-Signature"]
    with urlopen(url) as answer:
        assert answer.headers["Content-Type"] == "image/webp"
        assert answer.read().startswith(b"RIFF")
    services.edit(tweet, "hello", visibility="followers")
    assert Client().get(attachment.url).status_code == 404


class OwnExpiry:
    """A storage whose url() takes no expiry."""

    def url(self, name: str) -> str:
        return f"https://files.example.org/{name}?signature=1"


def test_storage_with_an_expiry_of_its_own() -> None:
    storage: Any = OwnExpiry()
    file = StoredFile(storage, "a.webp", "image/webp", '"1"')
    assert SignedURL().get_url(file) == "https://files.example.org/a.webp?signature=1"


WEB_SERVERS = {
    "XAccelRedirect": ({"location": "/protected/"}, "X-Accel-Redirect", "/protected/"),
    "XSendfile": ({}, "X-Sendfile", "{media}-private/"),
}


@pytest.mark.parametrize("server", WEB_SERVERS)
def test_web_server_sends_the_file(ada: Profile, settings: Any, media: Any, server: str) -> None:
    options, header, start = WEB_SERVERS[server]
    backend = f"django_tweets.file_servers.{server}"
    settings.DJANGO_TWEETS_FILE_SERVER = {"BACKEND": backend, "OPTIONS": options}
    attachment = make_attachment(ada)
    tweet = publish(ada, attachment)
    response, content = fetch(url_of(attachment))
    assert content == b""
    assert response.headers[header] == start.format(media=media) + attachment.file_names[0]
    assert response.headers["Content-Type"] == "image/webp"
    assert "immutable" in response.headers["Cache-Control"]
    services.delete(tweet)
    assert header not in fetch(url_of(attachment))[0].headers


def test_types_are_our_own() -> None:
    assert content_type_of("a/1.webp") == "image/webp"
    assert content_type_of("a/1.mp4") == "video/mp4"
    assert content_type_of("a/1.html") == "application/octet-stream"
