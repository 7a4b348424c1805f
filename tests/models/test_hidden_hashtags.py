"""Hashtags whose uses are hidden: when they are counted, named and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from django_tweets import get_profile_model, get_tweet_model, services, timelines
from django_tweets.models import Hashtag, TweetHashtag, Visibility
from django_tweets.services import hashtag_counts
from tests.consistency import find_inconsistencies, find_wrong_counters, find_wrong_uses
from tests.factories import make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def consistent() -> Any:
    yield
    assert find_inconsistencies() + find_wrong_uses() == []


def counts() -> dict[str, int]:
    return dict(Hashtag.objects.order_by("key").values_list("name", "tweet_count"))


def save_profile(profile: Profile, field: str, value: bool) -> None:
    setattr(profile, field, value)
    profile.save()


def save_field(profile: Profile, field: str, value: bool) -> None:
    setattr(profile, field, value)
    profile.save(update_fields=[field])


def update_rows(profile: Profile, field: str, value: bool) -> None:
    get_profile_model().objects.filter(handle=profile.handle).update(**{field: value})


def bulk_update(profile: Profile, field: str, value: bool) -> None:
    setattr(profile, field, value)
    get_profile_model().objects.bulk_update([profile], [field])


def call_service(profile: Profile, field: str, value: bool) -> None:
    services.update_profile(profile, **{field: value})


@pytest.mark.parametrize("field", ["is_protected", "is_suspended"])
@pytest.mark.parametrize(
    "write", [save_profile, save_field, update_rows, bulk_update, call_service]
)
def test_hidden_author_is_not_counted(
    ada: Profile, bob: Profile, field: str, write: Callable[..., None]
) -> None:
    make_tweet(ada, "#Tea #Milk")
    make_tweet(ada, "#tea", visibility=Visibility.UNLISTED)
    make_tweet(bob, "#tea")
    write(ada, field, True)
    assert counts() == {"milk": 0, "tea": 1}
    write(ada, field, False)
    assert counts() == {"Milk": 1, "tea": 2}


@pytest.mark.parametrize("update_fields", [None, ["is_active"]])
def test_deactivated_author_is_not_counted(ada: Profile, update_fields: Any) -> None:
    make_tweet(ada, "#Tea")
    user: Any = ada.user
    for is_active in (False, True):
        user.is_active = is_active
        user.save(update_fields=update_fields)
        assert counts() == ({"Tea": 1} if is_active else {"tea": 0})
    user.save()
    user.save(update_fields=["last_login"])
    assert counts() == {"Tea": 1}


def test_user_without_profile_is_deactivated(ada: Profile) -> None:
    user: Any = ada.user
    get_profile_model()._base_manager.filter(pk=ada.pk).delete()
    user.is_active = False
    user.save()
    assert counts() == {}


def test_save_without_hiding_writes_no_uses(ada: Profile) -> None:
    make_tweet(ada, "#tea")
    before = set(TweetHashtag.objects.values_list("pk", flat=True))
    ada.save()
    get_profile_model().objects.filter(pk=ada.pk).update(is_suspended=False, bio="x")
    get_profile_model().objects.filter(pk=ada.pk).update(bio="y")
    assert set(TweetHashtag.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("visibility", [Visibility.UNLISTED, Visibility.FOLLOWERS])
def test_visibility_saved_alone_counts(ada: Profile, visibility: str) -> None:
    tweet = make_tweet(ada, "#Tea")
    tweet.visibility = visibility
    tweet.save(update_fields=["visibility"])
    assert counts() == {"tea": 0}
    tweet.visibility = Visibility.PUBLIC
    tweet.save(update_fields=["visibility"])
    assert counts() == {"Tea": 1}


@pytest.mark.parametrize("hidden", ["tweet", "protected", "suspended", "deactivated"])
def test_name_is_that_of_the_first_public_use(ada: Profile, bob: Profile, hidden: str) -> None:
    visibility = Visibility.FOLLOWERS if hidden == "tweet" else Visibility.PUBLIC
    if hidden in {"protected", "suspended"}:
        services.update_profile(bob, **{f"is_{hidden}": True})
    if hidden == "deactivated":
        get_user_model()._base_manager.filter(pk=bob.user_id).update(is_active=False)
    make_tweet(bob, "#TeAtImE", visibility=visibility)
    assert counts() == {"teatime": 0}
    make_tweet(ada, "#Teatime")
    make_tweet(ada, "#TEATIME")
    assert counts() == {"Teatime": 2}


def test_name_follows_the_oldest_public_use(ada: Profile, bob: Profile) -> None:
    first = make_tweet(ada, "#One")
    make_tweet(bob, "#ONE")
    make_tweet(ada, "#oNE")
    services.edit(first, "#ONe")
    assert counts() == {"ONe": 3}
    services.edit(first, "none")
    assert counts() == {"ONE": 2}
    services.update_profile(bob, is_protected=True)
    assert counts() == {"oNE": 1}
    services.update_profile(ada, is_suspended=True)
    assert counts() == {"one": 0}
    services.update_profile(bob, is_protected=False)
    assert counts() == {"ONE": 1}


def test_name_of_a_deleted_tweet_is_gone(ada: Profile, bob: Profile) -> None:
    first = make_tweet(ada, "#One #Only")
    make_tweet(bob, "#ONE")
    services.delete(first)
    assert counts() == {"ONE": 1}


def test_shown_name_has_no_joiner_at_its_ends(ada: Profile) -> None:
    make_tweet(ada, "#می\u200cخواهم\u200c and #Tea\ufe0f!")
    assert counts() == {"Tea": 1, "می\u200cخواهم": 1}


def test_followed_hashtag_stays_until_nobody_follows_it(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "#Tea")
    tea = Hashtag.objects.get()
    services.follow_hashtag(bob, tea)
    services.delete(tweet)
    assert counts() == {"tea": 0}
    assert timelines.hashtags.followed(bob).rows == [tea]
    services.unfollow_hashtag(bob, tea)
    assert counts() == {}


def test_deleted_follower_leaves_no_unused_hashtag(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "#Tea")
    services.follow_hashtag(bob, Hashtag.objects.get())
    services.delete(tweet)
    services.delete_profile(bob)
    assert counts() == {}


def test_recount_repairs_what_was_updated_in_the_database(ada: Profile, bob: Profile) -> None:
    for n in range(3):
        make_tweet(ada, f"#Tea #Milk #one{n}")
    make_tweet(bob, "#Tea")
    profiles, tweets = get_profile_model()._base_manager, get_tweet_model()._base_manager
    for rows, field, hidden, shown in (
        (profiles.filter(pk=ada.pk), "is_suspended", True, False),
        (profiles.filter(pk=ada.pk), "is_protected", True, False),
        (get_user_model()._base_manager.filter(pk=ada.user_id), "is_active", False, True),
        (tweets.filter(profile=ada), "visibility", "followers", "public"),
    ):
        rows.update(**{field: hidden})
        call_command("recount", verbosity=0, dry_run=True)
        assert counts()["Tea"] == 4
        call_command("recount", verbosity=0, batch_size=2)
        assert counts() == {"milk": 0, "one0": 0, "one1": 0, "one2": 0, "Tea": 1}
        rows.update(**{field: shown})
        call_command("recount", verbosity=0)
        assert find_inconsistencies() + find_wrong_uses() == []
        assert (counts()["Tea"], counts()["Milk"]) == (4, 3)


def test_recount_repairs_names_and_unused_hashtags(ada: Profile) -> None:
    make_tweet(ada, "#Tea")
    Hashtag.objects.update(name="TEA", named_by=None)
    Hashtag.objects.create(key="6d", name="m")
    call_command("recount", verbosity=0, dry_run=True)
    assert counts() == {"TEA": 1, "m": 0}
    call_command("recount", verbosity=0)
    assert counts() == {"Tea": 1}


def test_task_takes_up_where_it_was_stopped(ada: Profile, monkeypatch: Any) -> None:
    monkeypatch.setattr("django_tweets.services.hashtag_counts.BATCH_SIZE", 3)
    for n in range(5):
        make_tweet(ada, f"#Tea #Milk #t{n}")
    get_profile_model()._base_manager.filter(pk=ada.pk).update(is_protected=True)
    assert len(hashtag_counts._recount_batch(ada.pk, 0)) == 3
    assert find_wrong_counters() == []
    assert set(counts().values()) == {0, 1, 4}
    for _ in range(2):
        services.tasks.rebuild_profile_hashtags.func(ada.pk)
        assert set(counts().values()) == {0}
