"""Files that a web server sends, after a view has said who may have them: with a real nginx."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from django_tweets import services
from django_tweets.file_storage import get_attachment_storage
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA
from tests.web_servers import run_nginx

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_tweets.models import Attachment
    from tests.factories import Profile, Tweet
    from tests.web_servers import WebServer

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.nginx,
    pytest.mark.usefixtures("media"),
]

CONTENT = bytes(range(256)) * 40


@pytest.fixture
def nginx(live_server: Any, settings: Any) -> Iterator[WebServer]:
    settings.DJANGO_TWEETS_FILE_SERVER = {
        "BACKEND": "django_tweets.file_servers.XAccelRedirect",
        "OPTIONS": {"location": "/tweets-files/"},
    }
    files: Any = get_attachment_storage()
    # A short path: that of a socket has at most 107 bytes.
    with (
        tempfile.TemporaryDirectory() as folder,
        run_nginx(Path(folder), site=live_server.url, files=files.location) as server,
    ):
        yield server


def publish(owner: Profile, **fields: Any) -> tuple[Tweet, Attachment]:
    attachment = make_attachment(owner, CONTENT)
    fields = {"attachments": [attachment], **TWEET_EXTRA, **fields}
    return services.publish(owner, "hello", **fields), attachment


def cookie_of(profile: Profile) -> str:
    client = Client()
    client.force_login(profile.user)
    return f"sessionid={client.cookies['sessionid'].value}"


def test_file_is_sent_with_the_headers_of_the_view(nginx: WebServer, ada: Profile) -> None:
    _, attachment = publish(ada)
    answer = nginx.request(attachment.url)
    assert (answer.status, answer.content) == (200, CONTENT)
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert "immutable" in answer.headers["Cache-Control"]
    assert answer.headers.get_all("X-Content-Type-Options") == ["nosniff"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "X-Accel-Redirect" not in answer.headers
    head = nginx.request(attachment.url, "HEAD")
    assert (head.status, head.content) == (200, b"")
    assert head.headers["Content-Length"] == str(len(CONTENT))


@pytest.mark.parametrize(
    ("asked", "start", "end"),
    [("bytes=2-5", 2, 6), ("bytes=10000-", 10_000, 10_240), ("bytes=-100", 10_140, 10_240)],
)
def test_range_is_sent(nginx: WebServer, ada: Profile, asked: str, start: int, end: int) -> None:
    _, attachment = publish(ada)
    answer = nginx.request(attachment.url, Range=asked)
    assert (answer.status, answer.content) == (206, CONTENT[start:end])
    assert answer.headers["Content-Range"] == f"bytes {start}-{end - 1}/{len(CONTENT)}"
    assert answer.headers["Content-Type"] == "image/webp"


def test_range_after_the_end_is_refused(nginx: WebServer, ada: Profile) -> None:
    _, attachment = publish(ada)
    assert nginx.request(attachment.url, Range="bytes=99999-").status == 416


def test_file_that_is_known_is_not_sent_again(nginx: WebServer, ada: Profile) -> None:
    tweet, attachment = publish(ada)
    etag = nginx.request(attachment.url).headers["ETag"]
    answer = nginx.request(attachment.url, If_None_Match=etag)
    assert (answer.status, answer.content) == (304, b"")
    services.edit(tweet, "hello", visibility="followers")
    assert nginx.request(attachment.url, If_None_Match=etag).status == 404


def test_file_is_for_those_who_may_read_the_tweet(
    nginx: WebServer, ada: Profile, bob: Profile
) -> None:
    _, attachment = publish(ada, visibility="followers")
    for headers in ({}, {"Cookie": cookie_of(bob)}, {"Range": "bytes=0-9"}):
        answer = nginx.request(attachment.url, **headers)
        assert answer.status == 404
        assert CONTENT[:10] not in answer.content
        assert "no-store" in answer.headers["Cache-Control"]
    services.follow(bob, ada)
    answer = nginx.request(attachment.url, Cookie=cookie_of(bob))
    assert (answer.status, answer.content) == (200, CONTENT)
    assert answer.headers["Cache-Control"] == "private, max-age=300"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-site"
    assert "Cookie" in answer.headers["Vary"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_folder_has_no_address(nginx: WebServer, ada: Profile) -> None:
    _, attachment = publish(ada)
    for name in ("", attachment.file_names[0]):
        answer = nginx.request(f"/tweets-files/{name}", X_Accel_Redirect="/tweets-files/")
        assert answer.status == 404
