"""Actions of the admin on profiles: data exports, and deletion with a grace period."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Permission
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.models import DataExport, ProfileDeletion
from tests.factories import make_user
from tests.test_admin import url

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.needs("django.contrib.admin"),
    pytest.mark.usefixtures("media"),
]


@pytest.fixture
def as_staff(client: Client, settings: Any) -> Client:
    settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def act(client: Client, action: str, *profiles: Profile) -> str:
    data = {"action": action, ACTION_CHECKBOX_NAME: [str(row.pk) for row in profiles]}
    response = client.post(url(get_profile_model(), "changelist"), data, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def reload(profile: Profile) -> Profile:
    return get_profile_model()._base_manager.get(pk=profile.pk)


def test_staff_collect_the_data_of_members(as_staff: Client, ada: Profile) -> None:
    with services.as_staff():
        services.request_export(ada)
    services.make_exports()
    assert "find their data" in act(as_staff, "collect_data", ada)
    assert DataExport._base_manager.get().state == "waiting"  # the interval is for members


def test_site_without_a_place_for_files_has_no_such_action(
    as_staff: Client, ada: Profile, settings: Any
) -> None:
    settings.MEDIA_ROOT = ""
    html = as_staff.get(url(get_profile_model(), "changelist")).content.decode()
    assert 'value="collect_data"' not in html
    assert 'value="restore"' in html


def test_staff_delete_and_restore(as_staff: Client, ada: Profile) -> None:
    as_staff.post(url(get_profile_model(), "delete", ada.pk), {"post": "yes"})
    assert reload(ada).handle == "ada"
    assert reload(ada).deleted_at is not None
    page = as_staff.get(url(get_profile_model(), "change", ada.pk))
    assert b'name="_save"' not in page.content
    act(as_staff, "restore", ada)
    assert reload(ada).deleted_at is None
    assert b'name="_save"' in as_staff.get(url(get_profile_model(), "change", ada.pk)).content


def test_staff_are_told_that_it_is_too_late(as_staff: Client, ada: Profile) -> None:
    services.delete_profile(ada)
    ProfileDeletion._base_manager.update(due_at=timezone.now())
    assert "too late to restore @ada" in act(as_staff, "restore", ada)
    assert reload(ada).deleted_at is not None


def test_staff_end_the_grace_period(
    as_staff: Client, ada: Profile, bob: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    services.delete_profile(ada)
    with django_capture_on_commit_callbacks(execute=True):
        act(as_staff, "delete_now", ada, bob)
    left = get_profile_model()._base_manager.filter(pk__in=[ada.pk, bob.pk])
    assert [*left] == [bob]  # was not deleted


def test_deleting_a_deleted_profile_ends_the_grace_period(
    as_staff: Client, ada: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    services.delete_profile(ada)
    with django_capture_on_commit_callbacks(execute=True):
        as_staff.post(url(get_profile_model(), "delete", ada.pk), {"post": "yes"})
    assert not get_profile_model()._base_manager.filter(pk=ada.pk).exists()
    assert as_staff.get(url(get_profile_model(), "change", ada.pk)).status_code == 302


@pytest.mark.parametrize(
    ("verb", "actions"),
    [("view", set()), ("change", {"collect_data"}), ("delete", {"restore", "delete_now"})],
)
def test_actions_need_their_permission(
    client: Client, ada: Profile, verb: str, actions: set[str]
) -> None:
    user = make_user(is_staff=True)
    model = get_profile_model()
    names = [f"{each}_{model._meta.model_name}" for each in ("view", verb)]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    html = client.get(url(model, "changelist")).content.decode()
    offered = {name for name in ("collect_data", "restore", "delete_now") if f'"{name}"' in html}
    assert offered == actions
