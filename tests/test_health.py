"""Health views: what a load balancer and a monitoring system see."""

from __future__ import annotations

import logging
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import override_settings
from django.urls import include, path

from django_tweets import replicas
from django_tweets.health import ReadinessView, probes, views
from tests.replica import replica_of_now

if TYPE_CHECKING:
    from django.test import Client

pytestmark = pytest.mark.django_db

TOKEN = "a-token-of-the-monitoring"
WITH_TOKEN = {"Authorization": f"Bearer {TOKEN}"}

urlpatterns = [
    path("details/", ReadinessView.as_view(token=TOKEN)),
    path("short/", ReadinessView.as_view(token="short")),
    path("health/", include("django_tweets.health")),
]


@pytest.fixture(autouse=True)
def site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = __name__
    probes._newest_migrations.cache_clear()  # a test changes the installed apps
    monkeypatch.setattr(views, "KEPT_SECONDS", -1)  # each request asks again
    monkeypatch.setattr(views, "_results", views._Results())


class BrokenCache(LocMemCache):
    def get(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("redis.internal:6379 has gone")


BROKEN_CACHE = {"default": {"BACKEND": f"{__name__}.BrokenCache"}}


def break_database(*args: Any) -> Any:
    raise OperationalError("no route to db1.internal")


def test_process_is_alive_without_a_database(
    client: Client, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        response = client.get("/health/live/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_site_is_ready_in_one_statement(
    client: Client, django_assert_max_num_queries: Any, settings: Any
) -> None:
    # PostgreSQL has one more, which bounds the time of the other, and both savepoints of a test.
    with django_assert_max_num_queries(4 if connection.vendor == "postgresql" else 1):
        response = client.get("/health/ready/")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("url", ["/health/live/", "/health/ready/"])
def test_answer_is_never_cached_and_sets_no_cookie(client: Client, url: str) -> None:
    response = client.get(url)
    assert "no-store" in response.headers["Cache-Control"]
    assert not response.cookies
    assert response.headers["Content-Type"] == "application/json"
    assert client.head(url).status_code == 200
    assert client.post(url).status_code == 405


def test_closed_site_answers_without_a_login(client: Client, settings: Any) -> None:
    login = "django.contrib.auth.middleware.LoginRequiredMiddleware"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, login]
    assert client.get("/health/ready/").status_code == 200


def test_site_without_its_database_is_not_ready(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "django_tweets.health")
    with connection.execute_wrapper(break_database):
        for _ in range(2):
            response = client.get("/details/", headers=WITH_TOKEN)
            assert response.status_code == 503
    assert response.json()["status"] == "unavailable"
    assert response.json()["checks"]["database"]["error"] == "OperationalError"
    assert b"internal" not in response.content
    assert client.get("/health/ready/").status_code == 200
    lines = [r.getMessage() for r in caplog.records if r.name == "django_tweets.health.views"]
    assert lines == [
        "This process can't serve pages: database",
        "This process can serve pages again.",
    ]


def test_site_with_a_missing_migration_is_not_ready(client: Client) -> None:
    rows = MigrationRecorder(connection).migration_qs
    rows.filter(app="django_tweets").delete()
    response = client.get("/details/", headers=WITH_TOKEN)
    assert response.status_code == 503
    missing = response.json()["checks"]["database"]["missing_migrations"]
    assert [name.split(".")[0] for name in missing] == ["django_tweets"]


def test_site_without_its_cache_is_ready_and_degraded(client: Client) -> None:
    with override_settings(CACHES=BROKEN_CACHE):
        response = client.get("/details/", headers=WITH_TOKEN)
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert response.json()["checks"]["cache"]["error"] == "ConnectionError"


@pytest.mark.databases("sqlite")
def test_site_without_its_replica_is_degraded(client: Client, settings: Any) -> None:
    settings.DJANGO_TWEETS_REPLICAS = ["replica"]
    with replica_of_now() as replica:
        assert client.get("/health/ready/").json() == {"status": "ok"}
        with replica.connection.execute_wrapper(break_database):
            response = client.get("/details/", headers=WITH_TOKEN)
    assert (response.status_code, response.json()["status"]) == (200, "degraded")
    assert set(response.json()["checks"]) == {"database", "cache", "replica replica"}
    assert replicas.aliases() == ["replica"]


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("/details/", {}),
        ("/details/", {"Authorization": "Bearer another-token-of-somebody"}),
        ("/details/", {"Authorization": "Bearer tökèn"}),
        ("/short/", {"Authorization": "Bearer short"}),
        ("/health/ready/", {"Authorization": "Bearer "}),
    ],
)
def test_details_need_a_token(client: Client, url: str, headers: dict[str, str]) -> None:
    assert client.get(url, headers=headers).json() == {"status": "ok"}


def test_results_are_kept_for_a_second(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(views, "KEPT_SECONDS", 60)
    client.get("/health/ready/")
    with django_assert_num_queries(0):
        for _ in range(100):
            assert client.get("/health/ready/").status_code == 200


if find_spec("django_tasks_db"):

    @pytest.mark.django_db(transaction=True)
    def test_time_that_the_next_task_has_waited_is_told(client: Client, settings: Any) -> None:
        settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django_tasks_db"]
        from django_tasks_db.models import DBTaskResult, get_date_max  # noqa: PLC0415

        def get_seconds() -> float:
            checks = client.get("/details/", headers=WITH_TOKEN).json()["checks"]
            seconds: float = checks["tasks"]["next_task_has_waited_seconds"]
            return seconds

        with connection.schema_editor() as editor:
            editor.create_model(DBTaskResult)
        try:
            assert get_seconds() == 0
            row = DBTaskResult.objects.create(args_kwargs={}, run_after=get_date_max())
            enqueued_at = row.enqueued_at - timedelta(minutes=2)
            DBTaskResult.objects.update(enqueued_at=enqueued_at)
            assert 120 <= get_seconds() < 180
        finally:
            with connection.schema_editor() as editor:
                editor.delete_model(DBTaskResult)
