"""Bounds of admin pages: what they read, list and do does not grow with the number of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import path

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Like
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets, make_user
from tests.test_admin import url

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.needs("django.contrib.admin")]

MARKER = "a secret of 40,000 tweets"


@pytest.fixture
def as_staff(client: Client) -> Client:
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


if apps.is_installed("django.contrib.admin"):  # a host without it imports this file too
    from django_tweets import admin as admin_classes
    from django_tweets.admin import bounded

    class AdminWithMixin(admin_classes.UserAdminMixin, admin.ModelAdmin):
        """The user admin of a host."""

    USER_ADMINS = [AdminWithMixin, admin.ModelAdmin]
else:
    USER_ADMINS = []


def make_urls(user_admin: type[admin.ModelAdmin]) -> Any:
    """Return a URLconf with an admin that has user_admin for users."""
    site = admin.AdminSite(name="admin")
    site.register(get_user_model(), user_admin)
    return type("Urls", (), {"urlpatterns": [path("admin/", site.urls)]})


def fill(profile: Profile, count: int) -> None:
    """Give profile count tweets, followers and a like."""
    tweets = get_tweet_model()
    tweets._base_manager.bulk_create(
        tweets(profile=profile, content=f"{MARKER} {n}", **TWEET_EXTRA) for n in range(count)
    )
    other = make_tweet(make_profile())
    services.like(profile, other)
    for n in range(count // 20):
        fan = make_profile(f"{profile.handle}_{n}")
        services.follow(fan, profile)


def cost(client: Client, method: str, page: str, data: Any = None) -> tuple[int, int]:
    """Return the number of statements of a request, and the bytes of its answer."""
    with CaptureQueriesContext(connection) as captured:
        response = getattr(client, method)(page, data)
    assert response.status_code == 200
    assert MARKER not in response.content.decode()
    return len(captured), len(response.content)


@pytest.mark.parametrize("user_admin", USER_ADMINS)
def test_confirmation_of_deleting_a_user_does_not_list_what_the_user_wrote(
    as_staff: Client, settings: Any, user_admin: Any
) -> None:
    settings.ROOT_URLCONF = make_urls(user_admin)
    costs = []
    for handle, count in (("few", 10), ("many", 60)):
        profile = make_profile(handle)
        fill(profile, count)
        costs.append(cost(as_staff, "get", url(get_user_model(), "delete", profile.user.pk)))
    (few, few_bytes), (many, many_bytes) = costs
    assert many <= few
    assert abs(many_bytes - few_bytes) < 200


@pytest.mark.parametrize("name", ["delete", "change", "history", "changelist"])
def test_page_of_a_profile_with_many_rows_costs_as_one_with_few(
    as_staff: Client, name: str
) -> None:
    costs = []
    for handle, count in (("few", 10), ("many", 60)):
        profile = make_profile(handle)
        fill(profile, count)
        arguments = [] if name == "changelist" else [profile.pk]
        page = url(get_profile_model(), name, *arguments)
        data = {"q": handle} if name == "changelist" else None
        costs.append(cost(as_staff, "get", page, data))
    (few, few_bytes), (many, many_bytes) = costs
    assert many <= few
    assert many_bytes - few_bytes < (30_000 if name == "changelist" else 200)  # its rows


@pytest.mark.parametrize("way", ["page", "action"])
def test_user_is_deleted_at_once_and_the_profile_in_a_task(
    as_staff: Client, ada: Profile, settings: Any, way: str, django_capture_on_commit_callbacks: Any
) -> None:
    settings.ROOT_URLCONF = make_urls(AdminWithMixin)
    make_tweets(ada, 3)
    # Staff may delete a suspended member, too.
    get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=way == "page")
    user = ada.user
    page = url(get_user_model(), "changelist")
    data: dict[str, Any] = {"action": "delete_selected", "_selected_action": [user.pk]}
    if way == "page":
        page, data = url(get_user_model(), "delete", user.pk), {}
    with django_capture_on_commit_callbacks() as waiting:
        response = as_staff.post(page, {**data, "post": "yes"})
    assert response.status_code == 302
    assert not get_user_model()._base_manager.filter(pk=user.pk).exists()
    tweets = get_tweet_model()._base_manager.filter(profile=ada.pk)
    assert tweets.count() == 3
    assert not get_tweet_model()._rows.visible_to(None).filter(profile=ada.pk).exists()
    for callback in waiting:
        callback()
    assert not tweets.exists()
    assert not get_profile_model()._base_manager.filter(pk=ada.pk).exists()


def test_user_without_profile_is_deleted(as_staff: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = make_urls(AdminWithMixin)
    user = make_user()
    get_profile_model()._base_manager.filter(user=user.pk).delete()
    page = url(get_user_model(), "delete", user.pk)
    assert as_staff.post(page, {"post": "yes"}).status_code == 302
    assert not get_user_model()._base_manager.filter(pk=user.pk).exists()


def test_plain_admin_deletes_everything_of_a_user(
    as_staff: Client, ada: Profile, settings: Any
) -> None:
    settings.ROOT_URLCONF = make_urls(admin.ModelAdmin)
    fill(ada, 10)
    page = url(get_user_model(), "delete", ada.user.pk)
    assert as_staff.post(page, {"post": "yes"}).status_code == 302
    assert not get_tweet_model()._base_manager.filter(profile=ada.pk).exists()
    assert not Like._base_manager.filter(profile=ada.pk).exists()


def test_action_on_all_rows_takes_a_bounded_number(
    as_staff: Client, ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounded, "MAX_ACTION_ROWS", 3)
    tweets = make_tweets(ada, 5)
    page = url(get_tweet_model(), "changelist")
    data = {
        "action": "delete_selected",
        "_selected_action": [tweets[-1].pk],
        "select_across": "1",
    }
    shown = as_staff.post(page, data)
    assert shown.content.decode().count('name="_selected_action"') == 3
    assert as_staff.post(page, {**data, "post": "yes"}).status_code == 302
    left = get_tweet_model()._base_manager.order_by("pk").values_list("pk", flat=True)
    assert list(left) == [tweet.pk for tweet in tweets[:2]]


@pytest.mark.parametrize(
    ("model", "filters", "is_allowed"),
    [
        ("profile", "bio=x", False),
        ("profile", "bio__contains=x", False),
        ("profile", "handle__contains=x", False),
        ("profile", "display_name__regex=x", False),
        ("profile", "handle=ada", True),
        ("profile", "handle__exact=ada", True),
        ("tweet", "content__icontains=x", False),
        ("tweet", "like_count__gt=0", False),
        ("tweet", "id__in=1,2", True),
        ("tweet", "no_such_field=1", None),
    ],
)
def test_filter_in_the_url_is_answered_by_an_index_or_refused(
    as_staff: Client, model: str, filters: str, is_allowed: bool | None
) -> None:
    models = {"profile": get_profile_model(), "tweet": get_tweet_model()}
    response = as_staff.get(f"{url(models[model], 'changelist')}?{filters}")
    expected = {True: 200, False: 400, None: 302}[is_allowed]
    assert response.status_code == expected


def test_list_filter_of_a_host_is_allowed(rf: RequestFactory) -> None:
    class Filtered(admin_classes.TweetAdmin):
        list_filter = ["visibility", ("language", admin.AllValuesFieldListFilter)]
        date_hierarchy = "created_at"

    model_admin = Filtered(get_tweet_model(), admin.site)
    for lookup in ("visibility__exact", "language", "created_at__year"):
        assert model_admin.lookup_allowed(lookup, "1", rf.get("/"))
    assert not model_admin.lookup_allowed("content", "1", rf.get("/"))


def test_changelist_has_one_order(as_staff: Client, ada: Profile) -> None:
    make_tweets(ada, 2)
    with CaptureQueriesContext(connection) as captured:
        as_staff.get(url(get_tweet_model(), "changelist"), {"o": "1"})
    assert not any("content" in query["sql"].partition("ORDER BY")[2] for query in captured)
    assert "sortable" not in as_staff.get(url(get_tweet_model(), "changelist")).content.decode()


def test_list_of_a_host_may_be_sorted(rf: RequestFactory, ada: Profile) -> None:
    class Sorted(admin_classes.TweetAdmin):
        sortable_by = ["created_at"]

    request = rf.get("/", {"o": "4"})
    request.user = make_user(is_staff=True, is_superuser=True)
    changelist = Sorted(get_tweet_model(), admin.site).get_changelist_instance(request)
    assert "created_at" in changelist.queryset.query.order_by
