"""Download one's data, delete the profile and take that back, with and without scripts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from zipfile import ZipFile

from django.test import override_settings
from django.urls import reverse
from playwright.sync_api import expect

from tests.factories import make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.conftest import Member

SETTINGS = reverse("django_tweets:settings")
RESTORE = reverse("django_tweets:profile_restore")


def test_member_downloads_and_reads_the_data(
    member: Callable[..., Member], scripts: bool, tmp_path: Path
) -> None:
    reader = member(java_script_enabled=scripts)
    make_tweet(reader.profile, "what I said")
    page = reader.page
    page.goto(SETTINGS)
    page.get_by_role("link", name="Download your data").click()
    page.get_by_role("button", name="Collect my data").click()
    expect(page.get_by_text("Your data is ready")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="ZIP file 1").click()
    path = tmp_path / "data.zip"
    download.value.save_as(path)
    with ZipFile(path) as files:
        files.extractall(tmp_path)
    page.goto((tmp_path / "index.html").as_uri())
    expect(page.get_by_role("heading", name="Your data")).to_be_visible()
    page.locator('a[href^="tweets/"]').click()
    expect(page.get_by_text("what I said")).to_be_visible()
    page.get_by_role("link", name="Your data").click()
    page.get_by_role("link", name="Followers").click()
    expect(page.get_by_role("heading", name="Followers")).to_be_visible()


def test_member_deletes_and_restores_the_profile(
    member: Callable[..., Member], scripts: bool
) -> None:
    reader = member(java_script_enabled=scripts)
    page = reader.page
    with override_settings(DJANGO_TWEETS_DELETION_GRACE=timedelta(days=30)):
        page.goto(reverse("django_tweets:profile_delete"))
        page.get_by_label("Your handle").fill(reader.profile.handle)
        page.get_by_role("button", name="Delete profile").click()
        page.wait_for_url(f"**{RESTORE}")
        expect(page.get_by_role("heading", name="Your profile is deleted")).to_be_visible()
        page.goto(SETTINGS)
        page.wait_for_url(f"**{RESTORE}")
        page.get_by_role("button", name="Restore my profile").click()
        page.wait_for_url(f"**{reverse('django_tweets:home')}")
        page.goto(reader.profile.get_absolute_url())
        expect(page.get_by_text(f"@{reader.profile.handle}").first).to_be_visible()
