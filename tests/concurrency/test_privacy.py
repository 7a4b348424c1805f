"""Profiles that are restored and purged at once, and exports that several processes make."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.file_storage import get_attachment_storage
from django_tweets.models import DataExport, ProfileDeletion
from django_tweets.models.data_export import FOLDER
from django_tweets.services import profile_deletion
from django_tweets.services.stored_files import walk
from tests.concurrency.test_races import call_in_threads
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
    pytest.mark.usefixtures("media"),
]


@pytest.fixture
def deleted(settings: Any) -> Profile:
    """A profile in its grace period, with a tweet and a like."""
    settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)
    ada = make_profile("ada")
    services.publish(ada, "#tea", **TWEET_EXTRA)
    services.like(ada, services.publish(make_profile("bob"), "hello", **TWEET_EXTRA))
    services.delete_profile(ada)
    return ada


def read(profile: Profile) -> Profile:
    return get_profile_model()._base_manager.get(pk=profile.pk)


def test_profile_is_restored_or_purged_and_never_both(deleted: Profile) -> None:
    rows = [read(deleted) for _ in range(8)]

    def act(number: int) -> Any:
        if number % 2:
            return profile_deletion._purge(deleted.pk)  # as if it were due
        try:
            return services.restore_profile(rows[number]).deleted_at
        except PermissionDenied:
            return "too late"

    results = call_in_threads(act)
    is_purged = results[1::2].count(True) == 1
    stored = get_profile_model()._base_manager.filter(pk=deleted.pk)
    assert results[::2] == ["too late" if is_purged else None] * 4
    assert stored.exists() != is_purged
    assert not ProfileDeletion._base_manager.exists()
    assert find_inconsistencies() == []


def test_eight_requests_are_one_export() -> None:
    """Those that come after it is made have to wait."""
    ada = make_profile("ada")
    rows = [read(ada) for _ in range(8)]

    def ask(number: int) -> Any:
        try:
            return services.request_export(rows[number]).token
        except ValidationError:
            return None

    tokens = {*call_in_threads(ask)} - {None}
    assert tokens == {DataExport._base_manager.get().token}


def test_eight_workers_make_one_export() -> None:
    ada = make_profile("ada")
    DataExport._base_manager.create(profile=ada)
    made = call_in_threads(lambda n: services.make_exports())
    assert sum(made) == 1
    export = DataExport._base_manager.get()
    assert (export.state, len(export.files)) == ("ready", 1)
    assert [file["name"] for file in export.files] == [*walk(get_attachment_storage(), FOLDER)]


def test_profile_deleted_while_it_is_exported_leaves_nothing() -> None:
    ada = make_profile("ada")
    DataExport._base_manager.create(profile=ada)
    rows = [read(ada) for _ in range(8)]

    def act(number: int) -> Any:
        if number % 2:
            return services.make_exports()
        return services.delete_profile(rows[number], now=True)

    call_in_threads(act)
    assert not DataExport._base_manager.exists()
    assert [*walk(get_attachment_storage(), FOLDER)] == []


def test_expired_export_is_removed_once() -> None:
    ada = make_profile("ada")
    DataExport._base_manager.create(profile=ada)
    services.make_exports()
    DataExport._base_manager.update(expires_at=timezone.now() - timedelta(days=1))
    assert sum(call_in_threads(lambda n: services.delete_expired_exports())) == 1
    assert [*walk(get_attachment_storage(), FOLDER)] == []
