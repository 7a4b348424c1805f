"""The page that collects and offers one's data, and its files: for their owner alone."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from django_tweets import services
from django_tweets.file_storage import get_attachment_storage
from django_tweets.models import DataExport
from tests.attachments import make_attachment
from tests.factories import make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

PAGE = reverse("django_tweets:data_export")
FILE = reverse("django_tweets:data_export_file", args=[1])


@pytest.fixture
def made(as_ada: Client, ada: Profile, django_capture_on_commit_callbacks: Any) -> DataExport:
    """The export that ada has asked for on the page."""
    with django_capture_on_commit_callbacks(execute=True):
        response = as_ada.post(PAGE)
    assert (response.status_code, response.headers["Location"]) == (302, PAGE)
    return DataExport._base_manager.get(pk=ada.pk)


def change(**fields: Any) -> None:
    DataExport._base_manager.update(**fields)


def page(client: Client) -> str:
    response = client.get(PAGE)
    assert response.status_code == 200
    assert "private" in response.headers["Cache-Control"]
    return response.content.decode()


class TestPage:
    def test_settings_link_to_the_page(self, as_ada: Client) -> None:
        html = as_ada.get(reverse("django_tweets:settings")).content.decode()
        assert f'href="{PAGE}"' in html
        assert (
            f'href="{PAGE}"' in as_ada.get(reverse("django_tweets:profile_delete")).content.decode()
        )

    def test_first_time_it_offers_to_collect(self, as_ada: Client) -> None:
        html = page(as_ada)
        assert "Collect my data<" in html
        assert FILE not in html

    def test_visitor_is_sent_to_login(self, client: Client) -> None:
        for path in (PAGE, FILE):
            response = client.get(path)
            assert response.headers["Location"] == f"/accounts/login/?next={path}"
        assert client.post(PAGE).status_code == 302
        assert not DataExport._base_manager.exists()

    def test_page_says_that_the_data_is_being_collected(self, as_ada: Client, ada: Profile) -> None:
        services.request_export(ada)
        html = page(as_ada)
        assert "is being collected" in html
        assert "Look again" in html
        assert "Collect my data" not in html

    def test_page_links_to_the_files_until_they_expire(
        self, as_ada: Client, made: DataExport
    ) -> None:
        html = page(as_ada)
        assert "Your data is ready" in html
        assert f'href="{FILE}"' in html
        assert "KB)" in html.replace("\xa0", " ")
        change(expires_at=timezone.now())
        html = page(as_ada)
        assert "have been removed" in html
        assert FILE not in html

    def test_page_says_that_something_went_wrong(self, as_ada: Client, made: DataExport) -> None:
        change(state="failed", files=[])
        html = page(as_ada)
        assert "Something went wrong" in html
        assert as_ada.post(PAGE).status_code == 302

    def test_second_request_is_told_to_wait(self, as_ada: Client, made: DataExport) -> None:
        response = as_ada.post(PAGE)
        assert response.status_code == 422
        assert "ask for your data again" in response.content.decode()
        assert as_ada.get(FILE).getvalue()

    def test_links_have_the_address_of_the_site(
        self, as_ada: Client, ada: Profile, made: DataExport
    ) -> None:
        assert made.base_url == "http://testserver"

    def test_site_without_a_place_for_files_has_no_page(
        self, as_ada: Client, settings: Any
    ) -> None:
        settings.MEDIA_ROOT = ""
        assert as_ada.get(PAGE).status_code == 404
        assert as_ada.post(PAGE).status_code == 404
        assert as_ada.get(FILE).status_code == 404

    def test_page_takes_few_statements(
        self, as_ada: Client, made: DataExport, django_assert_max_num_queries: Any
    ) -> None:
        with django_assert_max_num_queries(10):
            page(as_ada)


class TestFile:
    def test_owner_downloads_the_file(self, as_ada: Client, ada: Profile, made: DataExport) -> None:
        response = as_ada.get(FILE)
        content = response.getvalue()
        assert len(content) == made.size
        assert "index.html" in ZipFile(BytesIO(content)).namelist()
        assert response.headers["Content-Type"] == "application/zip"
        disposition = response.headers["Content-Disposition"]
        assert disposition == f'attachment; filename="ada-{made.ready_at:%Y-%m-%d}.zip"'
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert {"private", "no-store"} <= {*response.headers["Cache-Control"].split(", ")}
        assert "noindex" in response.headers["X-Robots-Tag"]

    def test_download_goes_on_where_it_stopped(self, as_ada: Client, made: DataExport) -> None:
        content = as_ada.get(FILE).getvalue()
        response = as_ada.get(FILE, headers={"Range": "bytes=10-19"})
        assert response.status_code == 206
        assert response.getvalue() == content[10:20]

    def test_others_do_not_get_the_file(
        self, as_bob: Client, client: Client, made: DataExport, django_user_model: Any
    ) -> None:
        assert as_bob.get(FILE).status_code == 404
        assert client.get(FILE).status_code == 302
        staff = django_user_model._default_manager.filter(profile__handle="bob")
        staff.update(is_staff=True, is_superuser=True)
        assert as_bob.get(FILE).status_code == 404

    def test_expired_file_is_gone(self, as_ada: Client, made: DataExport) -> None:
        change(expires_at=timezone.now() - timedelta(seconds=1))
        assert as_ada.get(FILE).status_code == 404

    @pytest.mark.parametrize("number", [0, 2, 10**9])
    def test_there_is_no_other_file(self, as_ada: Client, made: DataExport, number: int) -> None:
        url = reverse("django_tweets:data_export_file", args=[number])
        assert as_ada.get(url).status_code == 404

    @pytest.mark.parametrize("state", ["waiting", "making", "failed", "expired"])
    def test_unfinished_export_has_no_file(
        self, as_ada: Client, made: DataExport, state: str
    ) -> None:
        change(state=state)
        assert as_ada.get(FILE).status_code == 404

    def test_lost_file_is_not_found(self, as_ada: Client, made: DataExport, caplog: Any) -> None:
        get_attachment_storage().delete(made.files[0]["name"])
        assert as_ada.get(FILE).status_code == 404
        assert "is gone" in caplog.text

    def test_files_are_numbered(self, as_ada: Client, ada: Profile, made: DataExport) -> None:
        change(files=made.files * 2)
        response = as_ada.get(reverse("django_tweets:data_export_file", args=[2]))
        assert response.getvalue()
        assert response.headers["Content-Disposition"].endswith('-2.zip"')
        assert "ZIP file 2" in page(as_ada)

    def test_nginx_sends_the_file(self, as_ada: Client, made: DataExport, settings: Any) -> None:
        settings.DJANGO_TWEETS_FILE_SERVER = {
            "BACKEND": "django_tweets.file_servers.XAccelRedirect",
            "OPTIONS": {"location": "/private"},
        }
        response = as_ada.get(FILE)
        assert response.headers["X-Accel-Redirect"] == f"/private/{made.files[0]['name']}"
        assert "no-store" in response.headers["Cache-Control"]


def test_suspended_member_downloads_it_too(
    as_ada: Client, ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    make_tweet(ada, "SAID")
    make_attachment(ada)
    services.update_profile(ada, is_suspended=True)
    with django_capture_on_commit_callbacks(execute=True):
        as_ada.post(PAGE)
    files = ZipFile(BytesIO(as_ada.get(FILE).getvalue()))
    assert b"SAID" in files.read("data/tweets.json")
