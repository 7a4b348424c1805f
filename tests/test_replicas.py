"""Our router for replicas, and the middleware that lets members read what they have written.

The replica is a copy of the database that stays behind. tests/roles/test_streaming_replica.py has a
real one.
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import get_user_model
from django.core import signing
from django.db import connections, router, transaction
from django.http import HttpResponse
from django.test import AsyncClient, Client
from django.urls import include, path, reverse

from django_tweets import circuit_breaker, get_profile_model, get_tweet_model, replicas, services
from django_tweets.middleware import COOKIE, SALT, ReadYourWritesMiddleware
from django_tweets.models import Notification
from django_tweets.routers import ReplicaRouter, pin_reads, reads_from_write_database
from tests.factories import TWEET_EXTRA, make_tweet, make_user
from tests.replica import replica_of_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile
    from tests.replica import Replica

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.databases("sqlite")]

MIDDLEWARE = "django_tweets.middleware.ReadYourWritesMiddleware"


def template_view(request: Any) -> Any:
    """Return a page of the site that reads when it is rendered."""
    from django.template.response import TemplateResponse  # noqa: PLC0415 - of this view alone

    return TemplateResponse(request, "tweets.txt", {"tweets": get_tweet_model().objects.all()})


async def async_view(request: Any) -> HttpResponse:
    return HttpResponse(str(len([tweet async for tweet in get_tweet_model().objects.all()])))


urlpatterns = [
    path("tweets/", include("django_tweets.urls")),
    path("count/", lambda request: HttpResponse(str(get_tweet_model().objects.count()))),
    path("async/", async_view),
    path("template/", template_view),
]


@pytest.fixture(autouse=True)
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site with our router and middleware. Each test knows nothing about replicas."""
    settings.ROOT_URLCONF = __name__
    settings.MIDDLEWARE = [MIDDLEWARE, *settings.MIDDLEWARE]
    settings.DJANGO_TWEETS_REPLICAS = ["replica"]
    templates = [("django.template.loaders.locmem.Loader", {"tweets.txt": "{{ tweets|length }}"})]
    engine: dict[str, Any] = {**settings.TEMPLATES[0], "APP_DIRS": False}
    app_directories = "django.template.loaders.app_directories.Loader"
    engine["OPTIONS"] = {**engine["OPTIONS"], "loaders": [*templates, app_directories]}
    settings.TEMPLATES = [engine]
    # ATOMIC_REQUESTS, of the strict host, reads everything from the default database.
    monkeypatch.setitem(connections["default"].settings_dict, "ATOMIC_REQUESTS", False)
    replicas._get_breaker.cache_clear()


@pytest.fixture
def replica(ada: Profile, bob: Profile) -> Iterator[Replica]:
    """A replica that knows ada, bob, and one tweet of ada's."""
    services.follow(bob, ada)
    make_tweet(ada, "an old tweet")
    with replica_of_now("django_tweets.routers.ReplicaRouter") as replica:
        yield replica


def publish(client: Client, text: str = "a new tweet") -> Any:
    data = {"content": text, **TWEET_EXTRA}
    return client.post(reverse("django_tweets:tweet_create"), data)


def pages(author: Profile) -> list[str]:
    with reads_from_write_database():
        newest = get_tweet_model().objects.latest("pk")
    names = [("home",), ("profile_detail", author.handle)]
    names.append(("tweet_detail", author.handle, newest.pk))
    return [reverse(f"django_tweets:{name}", args=args) for name, *args in names]


def test_member_sees_the_new_tweet_at_once(ada: Profile, as_ada: Client, replica: Replica) -> None:
    publish(as_ada)
    replica.statements.clear()
    for page in pages(ada):
        assert b"a new tweet" in as_ada.get(page).content, page
    assert replica.statements == []


def test_other_members_read_from_the_replica(
    ada: Profile, as_ada: Client, as_bob: Client, replica: Replica
) -> None:
    publish(as_ada)
    for page in pages(ada)[:2]:
        response = as_bob.get(page)
        assert b"a new tweet" not in response.content
        assert b"an old tweet" in response.content
    assert replica.statements
    assert COOKIE not in as_bob.cookies


def test_reads_of_users_and_sessions_stay_where_they_are(as_bob: Client, replica: Replica) -> None:
    as_bob.get(reverse("django_tweets:home"))
    read = " ".join(replica.statements)
    assert get_tweet_model()._meta.db_table in read
    assert "django_session" not in read


def test_mark_is_a_signed_cookie_that_scripts_cannot_read(
    as_ada: Client, replica: Replica, settings: Any
) -> None:
    settings.SESSION_COOKIE_SECURE = True
    settings.DJANGO_TWEETS_READ_YOUR_WRITES = timedelta(seconds=7)
    cookie = publish(as_ada).cookies[COOKIE]
    assert cookie["max-age"] == 8
    assert (cookie["httponly"], cookie["secure"], cookie["samesite"]) == (True, True, "Lax")
    assert cookie.value.startswith("1:")


@pytest.mark.parametrize("value", ["1", "1:aaaaaa:forged", ""])
def test_forged_mark_pins_nothing(as_bob: Client, replica: Replica, value: str) -> None:
    as_bob.cookies[COOKIE] = value
    as_bob.get(reverse("django_tweets:home"))
    assert replica.statements


@pytest.mark.parametrize(("age", "is_pinned"), [(9, True), (12, False)])
def test_mark_ends_after_ten_seconds(
    as_bob: Client, replica: Replica, monkeypatch: pytest.MonkeyPatch, age: int, is_pinned: bool
) -> None:
    response, now = HttpResponse(), int(time.time())
    with monkeypatch.context() as patch:
        timestamp = signing.b62_encode(now - age)
        patch.setattr(signing.TimestampSigner, "timestamp", lambda signer: timestamp)
        response.set_signed_cookie(COOKIE, "1", salt=SALT)
    as_bob.cookies[COOKIE] = response.cookies[COOKIE].value
    as_bob.get(reverse("django_tweets:home"))
    assert (replica.statements == []) is is_pinned


def test_form_that_is_refused_pins_nothing(as_ada: Client, replica: Replica) -> None:
    assert publish(as_ada, "").status_code == 422
    assert COOKIE not in as_ada.cookies


def test_pages_are_not_pinned_when_the_time_is_zero(
    ada: Profile, as_ada: Client, replica: Replica, settings: Any
) -> None:
    settings.DJANGO_TWEETS_READ_YOUR_WRITES = timedelta(0)
    publish(as_ada)
    assert COOKIE not in as_ada.cookies
    assert b"a new tweet" not in as_ada.get(pages(ada)[1]).content


def test_view_of_the_site_reads_where_it_posts(
    ada: Profile, client: Client, replica: Replica
) -> None:
    make_tweet(ada, "second")
    assert client.get("/count/").content == b"1"
    assert client.post("/count/").content == b"2"


def test_opened_notifications_are_read_on_the_next_page(
    ada: Profile, bob: Profile, as_ada: Client
) -> None:
    services.like(bob, make_tweet(ada))
    with replica_of_now("django_tweets.routers.ReplicaRouter"):
        assert as_ada.get(reverse("django_tweets:notifications")).status_code == 200
        assert COOKIE in as_ada.cookies
        content = as_ada.get(reverse("django_tweets:home")).content.decode()
    assert Notification._base_manager.using("default").exists()
    assert "1 unread" not in content
    assert "(1)" not in content


def test_first_page_of_a_user_without_a_profile_creates_it(replica: Replica) -> None:
    user = make_user("cleo")
    with reads_from_write_database():
        get_profile_model()._base_manager.filter(user=user).delete()
    client = Client()
    client.force_login(user)
    assert client.get(reverse("django_tweets:home")).status_code == 200
    assert COOKIE in client.cookies


def test_reads_outside_of_a_request_use_the_replica(ada: Profile, replica: Replica) -> None:
    pin_reads()
    make_tweet(ada, "second")
    assert get_tweet_model().objects.count() == 1


def test_transaction_sees_its_writes(ada: Profile, replica: Replica) -> None:
    with transaction.atomic():
        make_tweet(ada, "second")
        assert get_tweet_model().objects.count() == 2


def test_row_of_a_replica_is_saved_in_the_default_database(ada: Profile, replica: Replica) -> None:
    copy: Any = get_profile_model().objects.get(pk=ada.pk)
    assert copy._state.db == "replica"
    copy.bio = "new"
    copy.save()
    with reads_from_write_database():
        stored: Any = get_profile_model().objects.get(pk=ada.pk)
    assert (stored.bio, stored._state.db) == ("new", "default")


def test_user_of_a_profile_is_read_from_the_default_database(
    ada: Profile, replica: Replica
) -> None:
    copy: Any = get_profile_model().objects.get(pk=ada.pk)
    assert (copy._state.db, copy.user._state.db) == ("replica", "default")


def test_rows_of_replica_and_default_database_may_be_related(
    ada: Profile, replica: Replica
) -> None:
    copy: Any = get_profile_model().objects.get(pk=ada.pk)
    user = copy.user
    assert router.allow_relation(copy, user)
    user._state.db = "other"
    assert not router.allow_relation(copy, user)
    assert ReplicaRouter().allow_relation(copy, user) is None


def test_row_of_an_unrelated_database_is_read_there(replica: Replica) -> None:
    user = get_user_model()()
    user._state.db = "other"
    assert router.db_for_read(get_profile_model(), instance=user) == "other"


def test_replica_is_not_migrated(replica: Replica) -> None:
    assert router.allow_migrate("replica", "auth") is False
    assert router.allow_migrate("default", "auth") is True


def test_request_reads_one_replica(ada: Profile, replica: Replica, settings: Any) -> None:
    """Another one may be behind it: a page would show a reply, and then not."""
    settings.DJANGO_TWEETS_REPLICAS = ["replica", "second"]
    connections["second"] = connections["replica"]
    used: list[set[str | None]] = []

    def view(request: Any) -> HttpResponse:
        tweets = [get_tweet_model().objects.get(content="an old tweet") for _ in range(8)]
        used.append({tweet._state.db for tweet in tweets})
        return HttpResponse()

    middleware = ReadYourWritesMiddleware(view)
    request = Client().get("/count/").wsgi_request
    for _ in range(20):
        middleware(request)
    del connections["second"]
    assert {len(each) for each in used} == {1}


# A replica that is away


@pytest.fixture
def away(replica: Replica) -> Iterator[Replica]:
    """A replica that can't be connected to."""
    first, replica.connection.connection = replica.connection.connection, None
    replica.connection.settings_dict["NAME"] = "/nowhere/replica.sqlite3"
    yield replica
    if (last := replica.connection.connection) is not None:
        last.close()
    replica.connection.connection = first


@pytest.mark.usefixtures("away")
def test_pages_are_read_from_the_default_database_while_the_replica_is_away(
    ada: Profile, as_bob: Client, caplog: pytest.LogCaptureFixture
) -> None:
    make_tweet(ada, "a new tweet")
    for page in pages(ada) * 2:
        assert b"a new tweet" in as_bob.get(page).content
    (line,) = [record for record in caplog.records if record.name == "django_tweets"]
    assert line.levelno == logging.WARNING
    assert "Replica replica is away" in line.getMessage()


def test_replica_that_is_back_is_used_again(
    away: Replica, client: Client, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(circuit_breaker, "MIN_PAUSE", 0)
    monkeypatch.setattr(circuit_breaker, "SLOWNESS", 0)
    assert [client.get("/count/").content for _ in range(3)] == [b"1"] * 3
    away.connection.settings_dict["NAME"] = ":memory:"
    # The new database is empty. So the first query fails, and is done in the default database.
    assert client.get("/count/").content == b"1"
    messages = [r.getMessage() for r in caplog.records if r.name == "django_tweets"]
    assert len(messages) == 2
    assert messages[1] == "Replica replica is back."


@pytest.fixture
def failing(replica: Replica, ada: Profile) -> Replica:
    """A replica that fails in the middle of a page. The default database has two tweets."""
    make_tweet(ada, "second")
    with replica.connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = 0")
        cursor.execute("PRAGMA foreign_keys = 0")
        cursor.execute(f'DROP TABLE "{get_tweet_model()._meta.db_table}"')
    return replica


@pytest.mark.parametrize("url", ["/count/", "/template/"])
def test_page_is_read_again_if_a_replica_fails(failing: Replica, client: Client, url: str) -> None:
    assert client.get(url).content == b"2"


def test_home_is_read_again_if_a_replica_fails(failing: Replica, as_bob: Client) -> None:
    response = as_bob.get(reverse("django_tweets:home"))
    assert response.status_code == 200
    assert b"second" in response.content


def test_error_that_no_replica_has_made_stays(
    client: Client, replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    with reads_from_write_database():
        assert client.get("/count/").status_code == 200
    with connections["default"].execute_wrapper(_fail):
        assert client.get("/async/").status_code == 200  # nothing reads the default database
        assert client.post("/count/").status_code == 500


def _fail(*args: Any) -> None:
    raise replicas.FAILURES[1]("the default database has gone")


def test_async_view_is_not_read_again(failing: Replica, client: Client) -> None:
    client.raise_request_exception = False
    assert client.get("/async/").status_code == 500


# ASGI


def test_member_sees_the_new_tweet_at_once_by_asgi(
    ada: Profile, as_bob: Client, replica: Replica
) -> None:
    client = AsyncClient()
    client.force_login(ada.user)
    data = {"content": "a new tweet", **TWEET_EXTRA}
    response = async_to_sync(client.post)(reverse("django_tweets:tweet_create"), data)
    assert response.status_code == 302
    replica.statements.clear()
    for page in pages(ada):
        assert b"a new tweet" in async_to_sync(client.get)(page).content
    assert replica.statements == []
    assert async_to_sync(AsyncClient().get)("/async/").content == b"1"


def test_page_is_read_again_by_asgi(failing: Replica) -> None:
    assert async_to_sync(AsyncClient().get)("/count/").content == b"2"
