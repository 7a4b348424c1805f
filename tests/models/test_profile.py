from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import IntegrityError, transaction

from django_tweets import get_profile_model, services
from django_tweets.models import Profile
from tests.factories import PROFILE_EXTRA, make_profile, make_user
from tests.interleaving import run_before_statement

pytestmark = pytest.mark.django_db

IS_SWAPPED = bool(Profile._meta.swapped)


def without_profile(count: int) -> list[Any]:
    """Users of a site that has just installed the app."""
    model = get_user_model()
    names = [f"old{n}@example.org" for n in range(count)]
    return model._base_manager.bulk_create(model(**{model.USERNAME_FIELD: name}) for name in names)


def read_user(pk: Any) -> Any:
    """Read a user as the next request does."""
    return get_user_model()._default_manager.get(pk=pk)


def test_new_user_gets_a_profile_unless_the_model_is_the_hosts() -> None:
    model = get_user_model()
    user = model(**{model.USERNAME_FIELD: "new@example.org"})
    user.save()
    has_profile = get_profile_model().objects.filter(user=user).exists()
    assert has_profile is not IS_SWAPPED


def test_user_of_a_fixture_gets_no_profile() -> None:
    model = get_user_model()
    user = model(**{model.USERNAME_FIELD: "raw@example.org"})
    user.save_base(raw=True)
    assert not get_profile_model().objects.filter(user=user).exists()


def test_old_user_gets_a_profile_when_it_is_needed(django_assert_num_queries: Any) -> None:
    (user,) = without_profile(1)
    user = read_user(user.pk)
    profile = services.get_profile(user)
    assert profile.user == user
    assert get_profile_model().objects.get(user=user) == profile
    with django_assert_num_queries(0):
        assert services.get_profile(user) is user.profile is profile


def test_attribute_of_an_old_user_creates_only_a_profile_of_our_model() -> None:
    """A host asks whether there is a profile of its model, and creates it itself."""
    (user,) = without_profile(1)
    user = read_user(user.pk)
    if IS_SWAPPED:
        with pytest.raises(get_profile_model().DoesNotExist):
            user.profile  # noqa: B018 - the access is what is tested
        get_profile_model().objects.create(user=user, handle="hosts", **PROFILE_EXTRA)
        assert user.profile.handle == "hosts"
    assert user.profile == get_profile_model().objects.get(user=user)


def test_profile_that_the_host_created_since_is_found() -> None:
    (user,) = without_profile(1)
    first, second = read_user(user.pk), read_user(user.pk)
    assert not hasattr(second, "profile") or not IS_SWAPPED
    assert services.get_profile(first) == services.get_profile(second)


def test_old_users_read_with_select_related_get_profiles() -> None:
    without_profile(2)
    users = get_user_model()._default_manager.select_related("profile")
    assert len({services.get_profile(user).handle for user in users}) == 2


def test_profile_created_by_another_request_is_found() -> None:
    """As if two requests of a user had both found no profile."""
    (user,) = without_profile(1)
    first = get_user_model()._default_manager.select_related("profile").get(pk=user.pk)
    second = get_user_model()._default_manager.select_related("profile").get(pk=user.pk)
    assert services.get_profile(first) == services.get_profile(second)


def test_profile_that_is_created_at_the_same_moment_is_taken() -> None:
    (user,) = without_profile(1)
    model = get_profile_model()

    def create() -> None:
        model.objects.create(user_id=user.pk, handle="first", **PROFILE_EXTRA)

    with run_before_statement("SAVEPOINT", create):
        profile = services.get_profile(read_user(user.pk))
    assert profile.handle == "first"


def test_violation_of_another_constraint_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    make_profile("taken")
    (user,) = without_profile(1)
    model = get_profile_model()

    def create_for(cls: Any, user: Any) -> Any:
        return model.objects.create(user=user, handle="taken", **PROFILE_EXTRA)

    monkeypatch.setattr(model, "create_for", classmethod(create_for))
    with pytest.raises(IntegrityError):
        services.get_profile(read_user(user.pk))


def test_create_for_of_the_host_creates_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    users = without_profile(3)
    model = get_profile_model()

    def create_for(cls: Any, user: Any) -> Any:
        return model.objects.create(user=user, bio="by the host", **PROFILE_EXTRA)

    monkeypatch.setattr(model, "create_for", classmethod(create_for))
    assert services.get_profile(read_user(users[0].pk)).bio == "by the host"
    assert services.create_profiles(users) == 3
    assert model.objects.filter(bio="by the host").count() == 3


def test_unsaved_user_has_no_profile() -> None:
    user: Any = get_user_model()()
    with pytest.raises(ObjectDoesNotExist):
        user.profile  # noqa: B018 - the access is what is tested
    with pytest.raises(ObjectDoesNotExist):
        services.get_profile(user)


def test_profile_of_the_user_class_is_the_descriptor() -> None:
    assert get_user_model().profile.related.related_model is get_profile_model()


def test_same_names_get_different_handles() -> None:
    one = get_profile_model().objects.create(display_name="Ada Lovelace", **PROFILE_EXTRA)
    other = get_profile_model().objects.create(display_name="Ada Lovelace", **PROFILE_EXTRA)
    assert one.handle == "ada_lovelace"
    assert other.handle.startswith("ada_lovelace_")
    assert len(other.handle) <= 20


def test_second_profile_of_a_user_is_refused() -> None:
    user = make_user()
    with pytest.raises(IntegrityError), transaction.atomic():
        get_profile_model().objects.create(user=user, **PROFILE_EXTRA)
    assert get_profile_model().objects.filter(user=user).count() == 1


def test_handle_is_stored_and_found_in_lower_case() -> None:
    profile = make_profile("grace", handle="Grace_Hopper")
    assert profile.handle == "grace_hopper"
    assert get_profile_model().objects.get(handle="GRACE_hopper") == profile
    assert get_profile_model().objects.filter(handle__in=["GRACE_HOPPER"]).exists()


def test_handles_that_differ_in_case_are_the_same() -> None:
    make_profile("grace")
    with pytest.raises(IntegrityError), transaction.atomic():
        get_profile_model().objects.create(handle="GRACE", **PROFILE_EXTRA)


@pytest.mark.parametrize("handle", ["with space", "é", "a" * 21, "dash-ed", "a@b", "", "ß"])
def test_invalid_local_handle_is_refused(handle: str) -> None:
    profile = make_profile()
    profile.handle = handle
    with pytest.raises(ValidationError):
        profile.full_clean()


@pytest.mark.parametrize(
    "handle",
    [
        "Ada@social.example.org",
        "ada.lovelace@example.org",
        "a-b_c@xn--bcher-kva.example",
        "1@2.example",
        f"{'a' * 243}@example.org",
    ],
)
def test_remote_handle_is_accepted_without_a_user(handle: str) -> None:
    remote = get_profile_model()(handle=handle, **PROFILE_EXTRA)
    remote.full_clean()
    remote.save()
    remote = get_profile_model().objects.get(handle=handle)
    assert remote.handle == handle.lower()
    assert remote.is_remote
    assert str(remote) == f"@{handle.lower()}"


@pytest.mark.parametrize(
    "handle",
    [
        "ada@",
        "@example.org",
        "ada@example",
        "ada@@example.org",
        "ada@grace@example.org",
        "ada/x@example.org",
        "ada@example.org/x",
        "ada@-example.org",
        "ada@example..org",
        ".ada@example.org",
        "ada.@example.org",
        "ada@bücher.example",
        "ada b@example.org",
        "ada@example.org\n",
        f"{'a' * 244}@example.org",
        "a" * 21,
        "dash-ed",
    ],
)
def test_invalid_remote_handle_is_refused(handle: str) -> None:
    with pytest.raises(ValidationError, match="handle"):
        get_profile_model()(handle=handle, **PROFILE_EXTRA).full_clean()


def test_remote_handle_is_refused_for_a_user() -> None:
    profile = make_profile()
    profile.handle = "ada@example.org"
    with pytest.raises(ValidationError, match="handle"):
        profile.full_clean()


def test_author_without_user_may_have_a_local_handle() -> None:
    imported = get_profile_model()(handle="imported", **PROFILE_EXTRA)
    imported.full_clean()
    assert not imported.is_remote


def test_author_without_user_and_handle_gets_a_handle_when_saved() -> None:
    imported = get_profile_model()(display_name="Ada Lovelace", **PROFILE_EXTRA)
    imported.clean()
    imported.save()
    assert imported.handle == "ada_lovelace"


def test_initials_of_a_remote_profile_without_name_leave_out_the_domain() -> None:
    assert get_profile_model()(handle="ada_b@social.example.org").initials == "AB"
    assert get_profile_model()(handle="ada@example.org", display_name="Ada L.").initials == "AL"


def test_bio_is_optional_and_limited() -> None:
    profile = make_profile()
    profile.bio = ""
    profile.full_clean()
    profile.bio = "x" * 200
    profile.full_clean()
    profile.bio = "x" * 201
    with pytest.raises(ValidationError, match="bio"):
        profile.full_clean()


@pytest.mark.parametrize("url", ["ftp://example.org", "javascript:alert(1)", "example"])
def test_website_is_http_or_https(url: str) -> None:
    profile = make_profile(website="https://example.org/~ada")
    profile.full_clean()
    profile.website = url
    with pytest.raises(ValidationError, match="website"):
        profile.full_clean()


def test_saving_an_old_instance_keeps_the_counter() -> None:
    profile = make_profile(bio="old")
    get_profile_model().objects.filter(pk=profile.pk).update(follower_count=7)
    profile.bio = "new"
    profile.save()
    stored = get_profile_model().objects.get(pk=profile.pk)
    assert (stored.bio, stored.follower_count) == ("new", 7)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ada Lovelace", "AL"),
        ("Augusta Ada King", "AK"),
        ("ada", "A"),
        ("Åsa Öberg", "ÅÖ"),
        ("محمد علي", "مع"),
        ("山田太郎", "山"),
        ("ñ", "Ñ"),
        ("🚲", ""),
        ("42 Degrees", "4D"),
        ("O’Brien (Tom)", "OT"),
    ],
)
def test_initials_of_a_name(name: str, initials: str) -> None:
    assert get_profile_model()(display_name=name).initials == initials


def test_color_is_one_of_twelve_and_does_not_change() -> None:
    model: Any = get_profile_model()
    people = [model(pk=key, handle="ada") for key in range(200)]
    colors = [person.color_index for person in people]
    assert set(colors) == set(range(12))
    for person in people:
        person.handle = "grace"
    assert [person.color_index for person in people] == colors


def test_shown_name_is_the_handle_without_display_name() -> None:
    assert get_profile_model()(handle="ada").shown_name == "ada"
    assert get_profile_model()(handle="ada", display_name="Ada").shown_name == "Ada"
    assert str(get_profile_model()(handle="ada")) == "@ada"


def test_unique_fields_say_what_is_taken(ada: Profile) -> None:
    """A handle in words of its own, other fields as Django says it."""
    again = get_profile_model()(handle=ada.handle, user=ada.user, **PROFILE_EXTRA)
    with pytest.raises(ValidationError) as error:
        again.validate_unique()
    messages = error.value.message_dict
    assert messages["handle"] == ["This handle is taken."]
    assert "already exists" in messages["user"][0]
