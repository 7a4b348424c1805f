from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from django_tweets import get_profile_model, services
from tests.factories import make_user

pytestmark = pytest.mark.django_db


def add_users_of_old(count: int, first: int = 0) -> None:
    model = get_user_model()
    model._base_manager.bulk_create(
        model(**{model.USERNAME_FIELD: f"old{n}"}) for n in range(first, first + count)
    )


def run(**options: Any) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("create_profiles", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def waiting() -> int:
    return get_user_model()._base_manager.filter(profile__isnull=True).count()


def test_ten_thousand_users(django_assert_max_num_queries: Any) -> None:
    add_users_of_old(10_000)
    # SQLite takes 999 values at a time on Django 5.2, and so rows in hundreds.
    with django_assert_max_num_queries(300):
        out, err = run()
    assert waiting() == 0
    assert get_profile_model().objects.values("handle").distinct().count() == 10_000
    assert out.splitlines()[0] == "1,000 of 10,000 profiles created"
    assert out.splitlines()[-2:] == [
        "10,000 of 10,000 profiles created",
        "Every user has a profile.",
    ]
    assert err == ""


def test_it_goes_on_where_it_was_stopped() -> None:
    make_user()
    add_users_of_old(5)
    model = get_user_model()
    services.create_profiles(list(model._base_manager.filter(profile__isnull=True)[:2]))
    before = set(get_profile_model().objects.values_list("pk", flat=True))
    out, _ = run(batch_size=2)
    assert out.splitlines()[:2] == ["2 of 3 profiles created", "3 of 3 profiles created"]
    assert waiting() == 0
    assert before <= set(get_profile_model().objects.values_list("pk", flat=True))


def test_again_there_is_nothing_to_do() -> None:
    add_users_of_old(3)
    run()
    out, err = run()
    assert (out, err) == ("Every user has a profile.\n", "")


def test_it_can_be_silent() -> None:
    add_users_of_old(3)
    assert run(verbosity=0) == ("", "")
    assert waiting() == 0


def test_who_could_not_be_served_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process gives away the handles that this one has just found free."""
    add_users_of_old(3)
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
    assert waiting() == 0
