from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from django_tweets import get_profile_model, services
from tests.factories import make_user

if TYPE_CHECKING:
    from django.db.models import QuerySet

pytestmark = pytest.mark.django_db


def add_users_without_profile(count: int, first: int = 0) -> None:
    model = get_user_model()
    model._base_manager.bulk_create(
        model(**{model.USERNAME_FIELD: f"old{n}"}) for n in range(first, first + count)
    )


def run(**options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("create_profiles", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def find_users_without_profile() -> QuerySet[Any]:
    profiles = get_profile_model()._base_manager.filter(user__isnull=False)
    return get_user_model()._base_manager.exclude(pk__in=profiles.values("user"))


def users_without_profile() -> int:
    return find_users_without_profile().count()


def test_ten_thousand_users_take_few_queries(django_assert_max_num_queries: Any) -> None:
    add_users_without_profile(10_000)
    # On Django 5.2, SQLite takes 999 values in a query: about a hundred rows, and fewer of a host
    # whose profile has more columns. (323 queries with the model of tests/hosts/swapped.)
    with django_assert_max_num_queries(345):
        out, err = run()
    assert users_without_profile() == 0
    assert get_profile_model().objects.values("handle").distinct().count() == 10_000
    assert out.splitlines()[0] == "1,000 of 10,000 profiles created"
    assert out.splitlines()[-2:] == [
        "10,000 of 10,000 profiles created",
        "Every user has a profile.",
    ]
    assert err == ""


def test_stopped_command_can_be_run_again() -> None:
    make_user()
    add_users_without_profile(5)
    services.create_profiles(list(find_users_without_profile()[:2]))
    before = set(get_profile_model().objects.values_list("pk", flat=True))
    out, _ = run(batch_size=2)
    assert out.splitlines()[:2] == ["2 of 3 profiles created", "3 of 3 profiles created"]
    assert users_without_profile() == 0
    assert before <= set(get_profile_model().objects.values_list("pk", flat=True))


def test_second_run_does_nothing() -> None:
    add_users_without_profile(3)
    run()
    out, err = run()
    assert (out, err) == ("Every user has a profile.\n", "")


def test_verbosity_0_prints_nothing() -> None:
    add_users_without_profile(3)
    assert run(verbosity=0) == ("", "")
    assert users_without_profile() == 0


def test_handle_taken_in_between_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process takes the handles that this one has just found free."""
    add_users_without_profile(3)
    model = get_profile_model()
    monkeypatch.setattr(model, "suggest_handle", classmethod(lambda cls, user: "wanted"))
    bulk_create = type(model._base_manager).bulk_create

    def too_late(self: Any, profiles: Any, **options: Any) -> Any:
        extra = {k: v for k, v in vars(profiles[0]).items() if k == "member_since"}
        model.objects.create(handle=profiles[0].handle, **extra)
        return bulk_create(self, profiles, **options)

    monkeypatch.setattr(type(model._base_manager), "bulk_create", too_late)
    out, err = run()
    assert "2 of 3 profiles created" in out
    assert err.startswith("1 users have no profile: their handles were taken")
    monkeypatch.undo()
    run()
    assert users_without_profile() == 0
