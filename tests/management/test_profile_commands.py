"""The commands for data exports and deleted profiles."""

from __future__ import annotations

import stat
from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.models import DataExport, ProfileDeletion
from tests.factories import make_tweet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def run(*arguments: str, **options: Any) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


class TestExportProfile:
    def test_export_writes_a_private_file(self, ada: Profile, tmp_path: Path) -> None:
        make_tweet(ada, "SAID")
        path = tmp_path / "ada.zip"
        out = run("export_profile", "@Ada", str(path), base_url="https://example.org")
        assert str(path) in out
        assert f"{path.stat().st_size:,} bytes" in out
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        with ZipFile(path) as files:
            assert b"https://example.org/" in files.read("data/tweets.json")
        assert not DataExport._base_manager.exists()

    def test_export_prints_nothing_with_verbosity_0(self, ada: Profile, tmp_path: Path) -> None:
        assert run("export_profile", "ada", str(tmp_path / "ada.zip"), verbosity=0) == ""

    def test_export_does_not_overwrite_a_file(self, ada: Profile, tmp_path: Path) -> None:
        path = tmp_path / "ada.zip"
        path.write_text("mine")
        with pytest.raises(CommandError, match="File exists"):
            run("export_profile", "ada", str(path))
        assert path.read_text() == "mine"

    def test_unknown_handle_is_an_error(self, ada: Profile, tmp_path: Path) -> None:
        services.delete_profile(ada)
        for handle in ("nobody", "ada", f"~{ada.pk}"):
            with pytest.raises(CommandError, match="no profile"):
                run("export_profile", handle, str(tmp_path / "x.zip"))
        assert not (tmp_path / "x.zip").exists()


class TestDeleteProfile:
    def test_profile_is_deleted_after_the_grace_period(self, ada: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)
        out = run("delete_profile", "ada", no_input=True)
        deletion = services.get_deletion(ada)
        assert deletion is not None
        assert f"until {deletion.due_at:%Y-%m-%d %H:%M}" in out
        assert "restored" in run("delete_profile", "ada", restore=True)
        assert services.get_deletion(ada) is None

    def test_profile_is_deleted_at_once(
        self, ada: Profile, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)
        services.update_profile(ada, is_suspended=True)
        with django_capture_on_commit_callbacks(execute=True):
            assert run("delete_profile", "ada", now=True, no_input=True) == "@ada is deleted.\n"
        assert not get_profile_model()._base_manager.filter(pk=ada.pk).exists()

    @pytest.mark.parametrize(("typed", "is_deleted"), [("@Ada", True), ("yes", False), ("", False)])
    def test_deletion_asks_for_the_handle(
        self, ada: Profile, monkeypatch: pytest.MonkeyPatch, typed: str, is_deleted: bool
    ) -> None:
        monkeypatch.setattr("builtins.input", lambda question: typed)
        if is_deleted:
            run("delete_profile", "ada")
        else:
            with pytest.raises(CommandError, match="Nothing was deleted"):
                run("delete_profile", "ada")
        stored = get_profile_model()._base_manager.get(pk=ada.pk)
        assert bool(stored.deleted_at) == is_deleted

    def test_purged_profile_is_not_restored(self, ada: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)
        services.delete_profile(ada)
        ProfileDeletion._base_manager.update(due_at=timezone.now())
        with pytest.raises(CommandError, match="too late"):
            run("delete_profile", "ada", restore=True)


def test_make_exports_makes_and_expires(ada: Profile, bob: Profile) -> None:
    services.request_export(ada)
    assert run("make_exports") == "Made exports: 1\nExpired exports: 0\n"
    DataExport._base_manager.update(expires_at=timezone.now() - timedelta(days=1))
    services.request_export(bob)
    assert run("make_exports") == "Made exports: 1\nExpired exports: 1\n"
    assert run("make_exports") == "Made exports: 0\nExpired exports: 0\n"


def test_purge_profiles_deletes_those_that_are_due(
    ada: Profile, bob: Profile, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)
    services.delete_profile(ada)
    ProfileDeletion._base_manager.update(due_at=timezone.now() - timedelta(days=1))
    services.delete_profile(bob)
    with django_capture_on_commit_callbacks(execute=True):
        assert run("purge_profiles") == "Deleted profiles: 1\n"
    assert [*get_profile_model()._base_manager.all()] == [bob]
