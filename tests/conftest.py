from __future__ import annotations

import math
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import connection
from django.test import Client, TransactionTestCase
from django.urls import clear_script_prefix

from django_tweets import task_bounds
from tests import block_lists, redis_server, web_servers
from tests.factories import make_profile
from tests.host_independent import is_host_independent
from tests.pace import set_small
from tests.table_cleanup import delete_committed_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile

# `tox run -e package` and `tox run -e browser` run these.
collect_ignore = [] if "PACKAGE_DIST" in os.environ else ["package"]
if os.environ["DJANGO_SETTINGS_MODULE"] != "tests.hosts.browser.settings":
    collect_ignore.append("browser")
if django.VERSION < (6, 0):  # which has no tasks
    collect_ignore.append("workers")


# Before the hook of pytest-xdist, which reads the groups and was registered later.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect tests that need another host or database, and keep modules on one worker.

    A skipped test is always an error: with FAIL_ON_SKIP set, as in CI, it fails the run.
    """
    selected: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (selected if _fits(item) else left_out).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = selected
    for item in items:
        if is_host_independent(item.path, Path(__file__).parent):
            item.add_marker("host_independent")
        if _shares_fixture(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def _shares_fixture(item: pytest.Item) -> bool:
    """Return whether item uses a module fixture. Such a module runs on one worker."""
    fixtures: Any = item
    definitions = fixtures._fixtureinfo.name2fixturedefs.values()
    return any(definition[-1].scope == "module" for definition in definitions)


def _fits(item: pytest.Item) -> bool:
    databases = item.get_closest_marker("databases")
    needs = item.get_closest_marker("needs")
    return (
        (databases is None or connection.vendor in databases.args)
        and (needs is None or all(apps.is_installed(app) for app in needs.args))
        and (item.get_closest_marker("redis") is None or redis_server.PROGRAM is not None)
        and (item.get_closest_marker("nginx") is None or web_servers.NGINX is not None)
    )


def pytest_sessionfinish(session: pytest.Session) -> None:
    if hasattr(session.config, "workerinput"):  # one of several processes: their parent counts
        return
    reporter: Any = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("FAIL_ON_SKIP") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def quick_cleanup() -> Iterator[None]:
    """Delete rows after a test with transaction=True in less time than Django does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", delete_committed_rows)
        yield


@pytest.fixture(scope="session", autouse=True)
def unlimited_task_time() -> Iterator[None]:
    """Bound tasks by batches alone: the same rows take 20 times as long beside other load."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("SECONDS_IN_REQUEST", "SECONDS_IN_BACKGROUND"):
            patch.setattr(task_bounds, name, math.inf)
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Each test starts with an empty cache: primary keys repeat. Only the pace of a small site is
    there, which takes a statement more every ten minutes, and the block lists, which do so every
    minute.

    And without the prefix of an earlier request, with which settings keep their URLs.
    """
    cache.clear()
    block_lists.set_empty()
    set_small()
    clear_script_prefix()
    for name in ("MEDIA_URL", "STATIC_URL"):
        vars(settings).pop(name, None)
    # The storage of static files keeps the URL with which it is first used: that of no request.
    getattr(staticfiles_storage, "base_url", None)


@pytest.fixture(scope="session")
def redis_caches() -> Iterator[dict[str, Any]]:
    """The setting CACHES of a site with Redis. For tests that are marked with redis."""
    with redis_server.run_redis() as caches:
        yield caches


@pytest.fixture
def redis_cache(redis_caches: dict[str, Any], settings: Any) -> None:
    """The site's cache is an empty Redis."""
    settings.CACHES = redis_caches
    cache.clear()


@pytest.fixture
def ada(db: None) -> Profile:
    return make_profile("ada")


@pytest.fixture
def bob(db: None) -> Profile:
    return make_profile("bob")


@pytest.fixture
def as_ada(ada: Profile) -> Client:
    """A browser in which ada is logged in."""
    client = Client()
    client.force_login(ada.user)
    return client


@pytest.fixture
def as_bob(bob: Profile) -> Client:
    """A browser in which bob is logged in."""
    client = Client()
    client.force_login(bob.user)
    return client


@pytest.fixture
def media(settings: Any, tmp_path: Path) -> Path:
    """The folder that uploads are stored in, empty at first. Attachments go beside it."""
    settings.MEDIA_ROOT = tmp_path
    storages = settings.STORAGES.items()
    settings.STORAGES = {name: value for name, value in storages if name != "django_tweets"}
    return tmp_path
