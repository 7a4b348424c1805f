"""Requests for data exports: one at a time, made once, downloaded for some days, then removed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ImproperlyConfigured, PermissionDenied, ValidationError
from django.utils import timezone

from django_tweets import services
from django_tweets.file_storage import get_attachment_storage
from django_tweets.models import DataExport
from django_tweets.models.data_export import FOLDER
from django_tweets.services import data_exports, stored_files, tasks
from django_tweets.swapping import json_key
from tests.attachments import make_attachment
from tests.data_exports import data, open_zips, read_zip
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def get(profile: Profile) -> DataExport:
    return DataExport._base_manager.get(pk=profile.pk)


def change(profile: Profile, **fields: Any) -> None:
    DataExport._base_manager.filter(pk=profile.pk).update(**fields)


def stored() -> list[str]:
    """Return the files of exports in the storage."""
    return sorted(stored_files.walk(get_attachment_storage(), FOLDER))


def make_later(export: DataExport, **ago: int) -> None:
    """Let time pass since the request."""
    passed = timedelta(**ago)
    changes = {"requested_at": export.requested_at - passed}
    if export.expires_at:
        changes["expires_at"] = export.expires_at - passed
    DataExport._base_manager.filter(pk=export.pk).update(**changes)


class TestRequest:
    def test_small_export_is_ready_at_once(
        self, ada: Profile, run_with_tasks: Callable[..., Any], settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_EXPORT_EXPIRY = timedelta(days=3)
        make_tweet(ada, "HELLO")
        run_with_tasks(services.request_export, ada, base_url="https://example.org/")
        export = get(ada)
        assert export.state == "ready"
        assert export.is_available
        assert export.expires_at is not None
        assert export.ready_at is not None
        assert export.expires_at - export.ready_at == timedelta(days=3)
        assert stored() == [file["name"] for file in export.files]
        assert data(read_zip(ada), "tweets")[0]["url"].startswith("https://example.org/")

    def test_second_request_returns_the_open_request(self, ada: Profile) -> None:
        first = services.request_export(ada)
        second = services.request_export(ada)
        assert first.token == second.token
        assert second.is_open

    def test_next_request_has_to_wait(
        self, ada: Profile, run_with_tasks: Callable[..., Any], settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_EXPORT_INTERVAL = timedelta(days=2)
        run_with_tasks(services.request_export, ada)
        first = get(ada)
        make_later(first, hours=47)
        with pytest.raises(ValidationError, match="ask for your data again"):
            services.request_export(ada)
        make_later(first, hours=49)
        run_with_tasks(services.request_export, ada)
        assert get(ada).token != first.token
        assert stored() == [file["name"] for file in get(ada).files]  # the earlier ones are gone

    def test_staff_need_not_wait(self, ada: Profile, run_with_tasks: Callable[..., Any]) -> None:
        run_with_tasks(services.request_export, ada)
        with services.as_staff():
            assert services.request_export(ada).is_open

    def test_failed_export_may_be_asked_for_again(self, ada: Profile) -> None:
        services.request_export(ada)
        change(ada, state="failed")
        assert services.request_export(ada).is_open

    def test_suspended_member_gets_it_too(
        self, ada: Profile, run_with_tasks: Callable[..., Any]
    ) -> None:
        services.update_profile(ada, is_suspended=True)
        make_tweet(ada, "SAID")
        run_with_tasks(services.request_export, ada)
        assert data(read_zip(ada), "tweets")[0]["text"] == "SAID"

    def test_deleted_profile_gets_no_export(self, ada: Profile) -> None:
        services.delete_profile(ada)
        with pytest.raises(PermissionDenied):
            services.request_export(ada)
        assert not DataExport._base_manager.exists()

    def test_site_without_a_file_storage_makes_no_export(self, ada: Profile, settings: Any) -> None:
        settings.MEDIA_ROOT = ""
        with pytest.raises(ImproperlyConfigured, match="MEDIA_ROOT"):
            services.request_export(ada)

    def test_row_says_whose_it_is(self, ada: Profile) -> None:
        assert str(services.request_export(ada)) == f"{ada.pk}: waiting"
        assert services.get_data_export(make_profile("bob")) is None


class TestMaking:
    def test_files_are_divided_into_zips(
        self, ada: Profile, run_with_tasks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(data_exports, "MAX_FILE_SIZE", 1)
        media = [make_attachment(ada, f"FILE {n}".encode()) for n in range(3)]
        run_with_tasks(services.request_export, ada)
        zips = open_zips(get(ada))
        names = [[name for name in one.namelist() if "media/" in name] for one in zips]
        assert names == [[f"media/{row.pk}.webp"] for row in media]
        contents = [one.read(name) for one, (name,) in zip(zips, names, strict=True)]
        assert contents == [b"FILE 0", b"FILE 1", b"FILE 2"]
        assert "index.html" in zips[0].namelist()
        assert "index.html" not in zips[1].namelist()

    def test_interrupted_export_goes_on_with_the_next_zip(
        self, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(data_exports, "MAX_FILE_SIZE", 1)
        for n in range(3):
            make_attachment(ada, f"FILE {n}".encode())
        services.request_export(ada)
        storage, calls = type(get_attachment_storage()._wrapped), []  # type: ignore[attr-defined]  # of a LazyObject
        save = storage.save

        def fail_once(self: Any, name: str, content: Any, **kwargs: Any) -> Any:
            calls.append(name)
            if len(calls) == 2:
                raise OSError("disk full")
            return save(self, name, content, **kwargs)

        monkeypatch.setattr(storage, "save", fail_once)
        assert services.make_exports() == 0
        assert (get(ada).state, len(get(ada).files)) == ("waiting", 1)
        assert services.make_exports() == 1
        assert len(calls) == 4  # three ZIP files, one of them twice
        assert len({name for name in read_zip(ada) if name.startswith("media/")}) == 3

    def test_member_is_told_after_three_failures(
        self, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        services.request_export(ada)
        monkeypatch.setattr(type(ada), "get_export_data", lambda self: 1 / 0, raising=True)
        for _ in range(3):
            assert get(ada).state == "waiting"
            assert services.make_exports() == 0
        assert get(ada).state == "failed"
        assert services.make_exports() == 0
        assert stored() == []

    def test_failed_export_leaves_no_files_and_can_be_made_again(
        self,
        ada: Profile,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        monkeypatch.setattr(data_exports, "MAX_FILE_SIZE", 1)
        for n in range(3):
            make_attachment(ada, f"FILE {n}".encode())
        services.request_export(ada)
        storage = type(get_attachment_storage()._wrapped)  # type: ignore[attr-defined]  # of a LazyObject
        save = storage.save

        def fail(self: Any, name: str, content: Any, **kwargs: Any) -> Any:
            if get(ada).files:
                raise OSError("disk full")
            return save(self, name, content, **kwargs)

        with monkeypatch.context() as patch, django_capture_on_commit_callbacks(execute=True):
            patch.setattr(storage, "save", fail)
            for _ in range(3):
                assert services.make_exports() == 0
        assert (get(ada).state, get(ada).files) == ("failed", [])
        assert stored() == []
        services.request_export(ada)
        assert services.make_exports() == 1
        zips = open_zips(get(ada))
        assert len(zips) == 3
        assert "index.html" in zips[0].namelist()

    def test_earliest_request_is_made_first(
        self, ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any], received: list[Any]
    ) -> None:
        cleo = make_profile("cleo")
        for profile, hours in ((ada, 2), (bob, 3), (cleo, 1)):
            make_later(services.request_export(profile), hours=hours)
        assert run_with_tasks(services.make_exports) == 3
        assert [export.pk for _, export in received] == [bob.pk, ada.pk, cleo.pk]

    def test_export_whose_process_is_killed_each_time_fails(self, ada: Profile) -> None:
        services.request_export(ada)
        change(ada, state="making", attempts=3, claimed_until=timezone.now() - timedelta(hours=1))
        assert services.make_exports() == 0
        assert get(ada).state == "failed"

    def test_claimed_export_is_left_to_its_process(self, ada: Profile) -> None:
        services.request_export(ada)
        change(ada, state="making", claimed_until=timezone.now() + timedelta(minutes=1))
        assert services.make_exports() == 0
        tasks.make_export.func(json_key(ada.pk))
        assert get(ada).state == "making"
        change(ada, claimed_until=timezone.now() - timedelta(minutes=1))
        assert services.make_exports() == 1

    def test_export_is_claimed_once(self, ada: Profile) -> None:
        first, second = services.request_export(ada), services.request_export(ada)
        assert data_exports.make_export(first)
        assert not data_exports.make_export(second)
        assert len(stored()) == 1

    def test_superseded_export_stores_nothing(
        self, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A newer request replaces this one while its first ZIP file is written."""
        services.request_export(ada)

        def replace_request(self: Any) -> dict[str, Any]:
            change(ada, token="another")
            return {}

        monkeypatch.setattr(type(ada), "get_export_data", replace_request)
        assert services.make_exports() == 0
        assert stored() == []

    def test_work_that_takes_long_keeps_its_claim(
        self, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(data_exports, "BEAT", timedelta(0))
        make_tweet(ada)
        first = services.request_export(ada)
        seen: list[Any] = []

        def look(self: Any) -> dict[str, Any]:
            seen.append(get(ada).claimed_until)
            return {}

        monkeypatch.setattr(type(ada), "get_export_data", look)
        monkeypatch.setattr(type(ada.tweets.get()), "get_export_data", look)
        assert data_exports.make_export(first)
        assert seen[0] < seen[-1]

    def test_signal_tells_that_it_is_ready(
        self, ada: Profile, run_with_tasks: Callable[..., Any], received: list[tuple[str, Any]]
    ) -> None:
        run_with_tasks(services.request_export, ada)
        assert received == [("data_export_ready", get(ada))]


class TestRemoval:
    def test_expired_files_are_removed(
        self, ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any]
    ) -> None:
        for profile in (ada, bob):
            run_with_tasks(services.request_export, profile)
        make_later(get(ada), days=8)
        assert not get(ada).is_available
        assert run_with_tasks(services.delete_expired_exports) == 1
        assert (get(ada).state, get(ada).files) == ("expired", [])
        assert stored() == [file["name"] for file in get(bob).files]
        assert services.delete_expired_exports() == 0

    def test_one_run_removes_those_first_that_expired_first(
        self, ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any], monkeypatch: Any
    ) -> None:
        monkeypatch.setattr(data_exports, "MAX_CLEANED", 1)
        cleo = make_profile("cleo")
        for profile in (ada, bob, cleo):
            run_with_tasks(services.request_export, profile)
        for profile, days in ((ada, 9), (bob, 10), (cleo, 8)):
            make_later(get(profile), days=days)
        states = []
        for _ in range(3):
            assert services.delete_expired_exports() == 1
            states.append([get(profile).state == "expired" for profile in (ada, bob, cleo)])
        assert states == [[False, True, False], [True, True, False], [True, True, True]]

    def test_export_that_was_asked_for_again_does_not_expire(
        self, ada: Profile, run_with_tasks: Callable[..., Any]
    ) -> None:
        run_with_tasks(services.request_export, ada)
        make_later(get(ada), days=8)
        old = get(ada)
        run_with_tasks(services.request_export, ada)
        assert not data_exports._expire(old)
        assert get(ada).is_available

    @pytest.mark.parametrize("at_once", [True, False])
    def test_deleted_profile_leaves_no_files(
        self, ada: Profile, run_with_tasks: Callable[..., Any], at_once: bool
    ) -> None:
        run_with_tasks(services.request_export, ada)
        assert stored()
        run_with_tasks(
            ada.delete if at_once else services.delete_profile, *([] if at_once else [ada])
        )
        assert stored() == []
        assert not DataExport._base_manager.exists()

    def test_profile_deleted_while_its_export_is_made_leaves_no_files(
        self, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        export = services.request_export(ada)
        ada.delete()
        assert not data_exports.make_export(export)
        assert stored() == []

    def test_files_without_a_row_are_unused(
        self, ada: Profile, run_with_tasks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(stored_files, "MIN_AGE", timedelta(0))
        run_with_tasks(services.request_export, ada)
        assert list(stored_files.find_unused_files()) == []
        names = stored()
        change(ada, files=[])
        assert [file.name for file in stored_files.find_unused_files()] == names


def test_publishing_while_exporting_is_possible(ada: Profile) -> None:
    """An export takes no lock that a member waits for."""
    export = services.request_export(ada)
    services.publish(ada, "meanwhile", **TWEET_EXTRA)
    assert data_exports.make_export(export)
    assert data(read_zip(ada), "tweets")[0]["text"] == "meanwhile"
