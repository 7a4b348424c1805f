"""Files of attachments: who gets them, and with which headers.

test_matrix.py has the file of a tweet of each kind for each reader.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from django_tweets import get_tweet_model, services
from django_tweets.file_storage import get_attachment_storage
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.views.scenarios import CASES, make_world

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_tweets.models import Attachment
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

MISSING = 999_999


def url_of(attachment: Attachment | int, name: str = "8.webp") -> str:
    pk = attachment if isinstance(attachment, int) else attachment.pk
    return reverse("django_tweets:attachment_file", args=[pk, name])


def logged_in(profile: Profile) -> Client:
    client = Client()
    client.force_login(profile.user)
    return client


def status(client: Client, attachment: Attachment) -> int:
    return client.get(url_of(attachment)).status_code


def publish(author: Profile, *attachments: Attachment, **fields: Any) -> Tweet:
    return services.publish(author, "hello", attachments=attachments, **TWEET_EXTRA, **fields)


def normalize(sql: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b", "?", sql)


def reads(captured: Any) -> list[str]:
    """Return the statements, without the savepoints of a host with ATOMIC_REQUESTS."""
    return [each["sql"] for each in captured if "SAVEPOINT" not in each["sql"]]


def observe(client: Client, url: str) -> tuple[Any, ...]:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url)
    statements = [normalize(sql) for sql in reads(captured)]
    return response.status_code, dict(response.headers), response.getvalue(), statements


@pytest.mark.matrix
@pytest.mark.parametrize(("reader", "kind"), CASES)
def test_hidden_file_is_like_a_missing_one(reader: str, kind: str) -> None:
    world = make_world(reader, kind)
    seen = observe(world.client(), url_of(world.attachment))
    if not world.can_see_tweet:
        assert seen == observe(world.client(), url_of(MISSING))
        assert seen[0] == 404
    # One more looks for the end of a suspension.
    assert len(seen[-1]) <= (1 if reader == "anonymous" else 4 + world.is_suspended)


@pytest.mark.parametrize("name", ["4.webp", "8.webp"])
def test_file_is_sent(ada: Profile, name: str) -> None:
    attachment = make_attachment(ada)
    publish(ada, attachment)
    response = Client().get(url_of(attachment, name))
    assert response.getvalue() == b"THE-TEXT"
    assert {key: response.headers[key] for key in ("Content-Type", "X-Content-Type-Options")} == {
        "Content-Type": "image/webp",
        "X-Content-Type-Options": "nosniff",
    }
    assert response.headers["Content-Disposition"] == f'inline; filename="{attachment.pk}-{name}"'
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["5.webp", "8.png", "8", "..", "%2e%2e%2f8.webp", "8.webp\0"])
def test_other_names_are_missing(ada: Profile, name: str) -> None:
    attachment = make_attachment(ada)
    publish(ada, attachment)
    assert Client().get(url_of(attachment, "8.webp").replace("8.webp", name)).status_code == 404


def test_public_file_takes_one_statement_and_no_session(ada: Profile) -> None:
    attachment = make_attachment(ada)
    publish(ada, attachment)
    with CaptureQueriesContext(connection) as captured:
        response = Client().get(url_of(attachment))
    assert len(reads(captured)) == 1
    assert "Cookie" not in response.headers.get("Vary", "")


PUBLIC = "public, s-maxage=60, max-age=31536000, immutable"
KEPT = "private, max-age=31536000, immutable"
SHORT = "private, max-age=300"


HEADERS = {
    ("public", "visitor"): (PUBLIC, None),
    ("public", "member"): (KEPT, None),
    ("unlisted", "visitor"): (PUBLIC, "noindex"),
    ("unlisted", "member"): (KEPT, "noindex"),
    ("followers", "member"): (SHORT, "noindex"),
}


@pytest.mark.parametrize(("visibility", "reader"), HEADERS)
def test_headers_for_caches_and_search_engines(
    ada: Profile, bob: Profile, visibility: str, reader: str
) -> None:
    cache_control, robots = HEADERS[visibility, reader]
    is_member = reader == "member"
    services.follow(bob, ada)
    attachment = make_attachment(ada)
    publish(ada, attachment, visibility=visibility)
    headers = (logged_in(bob) if is_member else Client()).get(url_of(attachment)).headers
    assert {*headers["Cache-Control"].split(", ")} == {*cache_control.split(", ")}
    assert headers.get("X-Robots-Tag") == robots
    assert ("Cookie" in headers.get("Vary", "")) == is_member
    assert headers.get("Cross-Origin-Resource-Policy") == ("same-site" if is_member else None)


def test_missing_file_is_never_stored(as_ada: Client) -> None:
    for client in (Client(), as_ada):
        headers = client.get(url_of(MISSING)).headers
        assert {*headers["Cache-Control"].split(", ")} == {"private", "no-store"}


def narrow(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.edit(tweet, "hello", visibility="mentioned")


def deactivate(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    get_user_model()._base_manager.filter(pk=ada.user_id).update(is_active=False)


# What hides a tweet, and from whom: the member bob, and a visitor.
HIDING: dict[str, tuple[Callable[[Profile, Profile, Tweet], Any], list[str]]] = {
    "narrowed": (narrow, ["bob", "visitor"]),
    "protected": (
        lambda ada, bob, tweet: services.update_profile(ada, is_protected=True),
        ["bob", "visitor"],
    ),
    "blocked": (lambda ada, bob, tweet: services.block(ada, bob), ["bob"]),
    "blocks": (lambda ada, bob, tweet: services.block(bob, ada), ["bob"]),
    "suspended": (
        lambda ada, bob, tweet: services.update_profile(ada, is_suspended=True),
        ["bob", "visitor"],
    ),
    "inactive": (deactivate, ["bob", "visitor"]),
    "deleted": (lambda ada, bob, tweet: services.delete(tweet), ["bob", "visitor"]),
    "deleted author": (
        lambda ada, bob, tweet: services.delete_profile(ada),
        ["bob", "visitor"],
    ),
    "removed": (lambda ada, bob, tweet: services.attach(tweet, []), []),
    "removed and narrowed": (
        lambda ada, bob, tweet: narrow(ada, bob, services.attach(tweet, [])),
        ["bob", "visitor"],
    ),
}


@pytest.mark.parametrize("how", HIDING)
def test_address_answers_404_at_once(ada: Profile, bob: Profile, how: str) -> None:
    hide, hidden_from = HIDING[how]
    attachment = make_attachment(ada)
    tweet = publish(ada, attachment)
    clients = {"bob": logged_in(bob), "visitor": Client()}
    assert {status(client, attachment) for client in clients.values()} == {200}
    hide(ada, bob, tweet)
    assert [name for name, client in clients.items() if status(client, attachment) == 404] == (
        hidden_from
    )


def test_unpublished_file_is_for_its_owner(ada: Profile, bob: Profile) -> None:
    attachment = make_attachment(ada)
    assert status(logged_in(ada), attachment) == 200
    for client in (Client(), logged_in(bob), logged_in(make_profile("boss"))):
        assert status(client, attachment) == 404


@pytest.mark.parametrize(
    ("before", "after", "readers"),
    [
        ("public", "public", {"visitor", "bob", "follower", "author"}),
        ("public", "followers", {"follower", "author"}),
        # An edit that shows a tweet to more people does not show them its earlier picture.
        ("followers", "public", {"follower", "author"}),
        ("mentioned", "public", {"author"}),
    ],
)
def test_file_that_an_edit_removed_is_read_with_its_text(
    ada: Profile, bob: Profile, before: str, after: str, readers: set[str]
) -> None:
    follower = make_profile()
    services.follow(follower, ada)
    removed, kept = make_attachment(ada), make_attachment(ada)
    tweet = publish(ada, removed, kept, visibility=before)
    services.edit(tweet, "changed", attachments=[kept])
    get_tweet_model()._base_manager.filter(pk=tweet.pk).update(visibility=after)
    clients = {
        "visitor": Client(),
        "bob": logged_in(bob),
        "follower": logged_in(follower),
        "author": logged_in(ada),
    }
    found = {name for name, client in clients.items() if status(client, removed) == 200}
    assert found == readers
    assert Client().get(url_of(removed)).headers.get("X-Robots-Tag") in {"noindex", None}


def test_key_that_begins_like_another_is_not_taken_for_it(ada: Profile) -> None:
    """The text of an edit has the keys 1 and 11, for example, as text."""
    removed = make_attachment(ada, pk=1)
    longer = make_attachment(ada, pk=11)
    tweet = publish(ada, removed, longer, visibility="followers")
    services.edit(tweet, "changed", attachments=[removed], visibility="followers")
    get_tweet_model()._base_manager.filter(pk=tweet.pk).update(visibility="public")
    services.edit(tweet, "more", attachments=[])  # this text, for everyone, has key 1 alone
    assert [status(Client(), row) for row in (removed, longer)] == [200, 404]


def test_file_of_another_tweet_is_not_read_by_an_earlier_text(ada: Profile) -> None:
    mine, other = make_attachment(ada), make_attachment(ada)
    tweet = publish(ada, mine)
    publish(ada, other, visibility="mentioned")
    services.attach(tweet, [])
    assert [status(Client(), row) for row in (mine, other)] == [200, 404]


def test_file_that_its_storage_lost_is_missing(
    ada: Profile, caplog: pytest.LogCaptureFixture
) -> None:
    attachment = make_attachment(ada)
    publish(ada, attachment)
    get_attachment_storage().delete(attachment.file_names[0])
    for method in ("get", "head"):
        assert getattr(Client(), method)(url_of(attachment)).status_code == 404
    assert f"attachment {attachment.pk} is not in its storage" in caplog.text


def test_host_that_caches_pages_asks_each_time(ada: Profile, settings: Any) -> None:
    settings.MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
        *settings.MIDDLEWARE,
        "django.middleware.cache.FetchFromCacheMiddleware",
    ]
    settings.DJANGO_TWEETS_FILE_SERVER = {
        "BACKEND": "django_tweets.file_servers.XAccelRedirect",
        "OPTIONS": {"location": "/files/"},
    }
    attachment = make_attachment(ada)
    tweet = publish(ada, attachment)
    client = Client(headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in client.get(url_of(attachment)).headers
    narrow(ada, ada, tweet)
    assert status(client, attachment) == 404


def test_tweet_of_a_card_links_to_its_files(ada: Profile) -> None:
    attachment = make_attachment(ada)
    tweet = publish(ada, attachment)
    html = Client().get(tweet.get_absolute_url()).content.decode()
    assert attachment.url in html
    assert url_of(attachment) == attachment.url


def test_files_of_hidden_tweets_are_no_matter_of_deleted_ones(ada: Profile) -> None:
    tweet = make_tweet(ada)
    attachment = make_attachment(ada, tweet_id=tweet.pk, position=0)
    get_tweet_model()._base_manager.filter(pk=tweet.pk)._raw_delete("default")
    assert status(Client(), attachment) == 404
