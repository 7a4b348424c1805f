"""The admin of attachments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import path, reverse

from django_tweets import get_tweet_model, services
from django_tweets.models import Attachment
from tests.attachments import make_attachment, stored_names
from tests.factories import TWEET_EXTRA, make_user

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.needs("django.contrib.admin"),
    pytest.mark.usefixtures("media"),
]


@pytest.fixture
def as_staff(client: Client) -> Client:
    client.force_login(make_user("boss", is_staff=True, is_superuser=True))
    return client


def url(name: str, *args: Any) -> str:
    return reverse(f"admin:django_tweets_attachment_{name}", args=args)


def publish(owner: Profile, attachment: Attachment) -> None:
    services.publish(owner, "hello", attachments=[attachment], **TWEET_EXTRA)


@pytest.mark.parametrize("count", [1, 5])
def test_list_has_the_owners_in_few_statements(
    as_staff: Client, ada: Profile, count: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(count):
        make_attachment(ada, size=2048)
    with django_assert_max_num_queries(7):
        page = as_staff.get(url("changelist"), {"q": "@Ada"})
    assert len(page.context["cl"].result_list) == count
    assert page.content.decode().count("2.0\xa0KB") == count


def test_files_are_not_sent_to_staff(as_staff: Client, ada: Profile) -> None:
    attachment = make_attachment(ada, alt="A secret garden")
    html = as_staff.get(url("change", attachment.pk)).content.decode()
    assert "A secret garden" in html
    assert attachment.folder not in html
    assert as_staff.get(url("add")).status_code == 403
    assert as_staff.post(url("change", attachment.pk), {"alt": "x"}).status_code == 403


def test_unpublished_file_is_deleted(
    as_staff: Client, ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    attachment = make_attachment(ada)
    with django_capture_on_commit_callbacks(execute=True):
        assert as_staff.post(url("delete", attachment.pk), {"post": "yes"}).status_code == 302
    assert not Attachment.objects.exists()
    assert stored_names(attachment) == []


def test_file_of_a_tweet_stays(as_staff: Client, ada: Profile) -> None:
    attachment, other = make_attachment(ada), make_attachment(ada)
    publish(ada, attachment)
    assert as_staff.post(url("delete", attachment.pk), {"post": "yes"}).status_code == 403
    keys = [attachment.pk, other.pk]
    data = {"action": "delete_selected", "_selected_action": keys, "post": "yes"}
    assert as_staff.post(url("changelist"), data).status_code == 302
    assert Attachment.objects.get().pk == attachment.pk
    assert get_tweet_model().objects.get().attachment_count == 1


def test_staff_without_the_permission_see_nothing(client: Client, ada: Profile) -> None:
    staff = make_user("clerk", is_staff=True)
    client.force_login(staff)
    attachment = make_attachment(ada)
    for name, *args in (("changelist",), ("change", attachment.pk)):
        assert client.get(url(name, *args)).status_code == 403
    staff.user_permissions.add(Permission.objects.get(codename="view_attachment"))
    assert client.get(url("changelist")).status_code == 200
    assert client.post(url("delete", attachment.pk), {"post": "yes"}).status_code == 403


def test_user_with_attachments_is_deleted(as_staff: Client, ada: Profile, settings: Any) -> None:
    publish(ada, make_attachment(ada))
    from django_tweets.admin import AttachmentAdmin  # noqa: PLC0415 - a host may have no admin

    model: Any = get_user_model()
    site = admin.AdminSite(name="admin")
    site.register(model, admin.ModelAdmin)
    site.register(Attachment, AttachmentAdmin)
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [path("admin/", site.urls)]})
    page = reverse(
        f"admin:{model._meta.app_label}_{model._meta.model_name}_delete", args=[ada.user.pk]
    )
    assert as_staff.post(page, {"post": "yes"}).status_code == 302
    assert not Attachment._base_manager.exists()
