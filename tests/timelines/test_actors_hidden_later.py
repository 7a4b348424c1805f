"""People and tweets that are hidden from the recipient after they caused a notification."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from django_tweets import get_profile_model, services, timelines
from django_tweets.models import Block, NotificationActor, NotificationSettings
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.consistency import find_wrong_counters, find_wrongly_told
from tests.factories import make_profile, make_tweet
from tests.interleaving import run_before_statement

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

    Act = Callable[..., None]

pytestmark = pytest.mark.django_db

WAYS = ["blocks", "is_blocked", "is_muted", "is_suspended", "is_inactive", "is_protected"]
WAYS += ["is_protected_and_unfollowed"]


@pytest.fixture
def act(django_capture_on_commit_callbacks: Any) -> Act:
    """Call a function, and run its tasks."""

    def call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            function(*args, **kwargs)

    return call


def hide(way: str, person: Profile, viewer: Profile) -> None:
    if way == "blocks":
        services.block(person, viewer)
    elif way == "is_blocked":
        services.block(viewer, person)
    elif way == "is_muted":
        services.mute(viewer, person)
    elif way == "is_inactive":
        set_active(person, is_active=False)
    elif way == "is_protected_and_unfollowed":
        services.unfollow(viewer, person)
    else:
        services.update_profile(person, **{way: True})


def show(way: str, person: Profile, viewer: Profile) -> None:
    if way == "blocks":
        services.unblock(person, viewer)
    elif way == "is_blocked":
        services.unblock(viewer, person)
    elif way == "is_muted":
        services.unmute(viewer, person)
    elif way == "is_inactive":
        set_active(person, is_active=True)
    elif way == "is_protected_and_unfollowed":
        request: Any = services.follow(viewer, person)
        with services.without_notifications():
            services.accept_follow(request)
    else:
        services.update_profile(person, **{way: False})


def set_active(person: Profile, *, is_active: bool) -> None:
    user = get_user_model().objects.get(pk=person.user_id)
    user.is_active = is_active
    user.save()


def make_person(way: str, viewer: Profile, name: str) -> Profile:
    person = make_profile(name)
    if way == "is_protected_and_unfollowed":
        services.follow(viewer, person)
        services.update_profile(person, is_protected=True)
    return person


def add(recipient: Profile, kind: str, tweet: Tweet, actor: Profile) -> None:
    notification_groups.add_actor(GroupKey(recipient.pk, kind, tweet.pk), actor.pk)


def mention(author: Profile, recipient: Profile, **fields: Any) -> Tweet:
    tweet = make_tweet(author, f"@{recipient.handle} look", **fields)
    services.tweet_notifications.update_tweet_notifications(tweet.pk)
    return tweet


def seen(viewer: Profile) -> Any:
    page = timelines.notifications(viewer, NotificationSettings.for_profile(viewer), size=2)
    rows = [
        (row.kind, row.newest, [person.handle for person in row.people], row.others, row.is_unread)
        for row in page.rows
    ]
    return rows, page.older, timelines.unread_count(viewer)


def set_bounds(monkeypatch: pytest.MonkeyPatch, bound: int) -> None:
    module = import_module("django_tweets.timelines.notifications")
    monkeypatch.setattr(module, "WINDOW", bound)
    monkeypatch.setattr(module, "UNREAD_READ", bound)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("number", [1, 11])
def test_person_hidden_later_leaves_nothing_and_comes_back(
    ada: Profile, act: Act, monkeypatch: pytest.MonkeyPatch, way: str, number: int
) -> None:
    set_bounds(monkeypatch, 3)
    bob = make_profile("bob")
    people = [make_person(way, ada, f"person{n}") for n in range(number)]
    tweets = [make_tweet(ada) for _ in range(3)]
    for tweet in tweets:
        add(ada, "like", tweet, bob)
    services.mark_notifications_read(ada, seen(ada)[0][0][1])
    before = seen(ada)
    for person in people:
        add(ada, "like", tweets[0], person)
        mention_by_them = make_tweet(person, "@ada look")
        add(ada, "like", make_tweet(ada), person)
        add(ada, "mention", mention_by_them, person)
    with_people = seen(ada)
    assert with_people != before
    for person in people:
        act(hide, way, person, ada)
    hidden = NotificationActor.objects.filter(actor__in=[person.pk for person in people])
    assert not hidden.filter(newest__gt=0).exists()
    assert seen(ada) == before
    assert [*find_wrong_counters(), *find_wrongly_told()] == []
    for person in people:
        act(show, way, person, ada)
    assert seen(ada) == with_people
    assert [*find_wrong_counters(), *find_wrongly_told()] == []


def test_person_protected_later_is_still_named_where_the_tweet_is_for_the_recipient(
    ada: Profile, bob: Profile, act: Act
) -> None:
    said = make_tweet(bob, "@ada look", visibility="mentioned")
    add(ada, "mention", said, bob)
    add(ada, "like", make_tweet(ada), bob)
    act(services.update_profile, bob, is_protected=True)
    assert [row[0] for row in seen(ada)[0]] == ["mention"]


def test_block_hides_the_blocker_from_the_blocked_and_the_other_way_round(
    ada: Profile, bob: Profile, act: Act
) -> None:
    add(ada, "like", make_tweet(ada), bob)
    add(bob, "like", make_tweet(bob), ada)
    act(services.block, ada, bob)
    assert seen(ada) == seen(bob) == ([], None, 0)
    assert not NotificationActor.objects.filter(newest__gt=0).exists()
    act(services.unblock, ada, bob)
    assert [len(seen(person)[0]) for person in (ada, bob)] == [1, 1]


def test_block_leaves_notifications_of_others_alone(ada: Profile, bob: Profile, act: Act) -> None:
    eve = make_profile("eve")
    add(eve, "like", make_tweet(eve), bob)
    before = seen(eve)
    act(services.block, ada, bob)
    assert seen(eve) == before


@pytest.mark.parametrize("number", [1, 5])
def test_narrowed_tweet_takes_no_room_and_comes_back(
    ada: Profile, bob: Profile, act: Act, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    set_bounds(monkeypatch, 2)
    add(ada, "like", make_tweet(ada), bob)
    before = seen(ada)
    tweets = [mention(bob, ada) for _ in range(number)]
    with_mentions = seen(ada)
    assert with_mentions != before
    for tweet in tweets:
        act(services.edit, tweet, tweet.content, visibility="followers")
    assert seen(ada) == before
    assert [*find_wrong_counters(), *find_wrongly_told()] == []
    for tweet in tweets:
        act(services.edit, tweet, tweet.content, visibility="public")
    assert seen(ada) == with_mentions


def test_tweet_that_was_never_readable_takes_no_room(
    ada: Profile, bob: Profile, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_bounds(monkeypatch, 2)
    add(ada, "like", make_tweet(ada), bob)
    before = seen(ada)
    for _ in range(3):
        mention(bob, ada, visibility="followers")
        add(ada, "mention", make_tweet(bob, "hello", visibility="followers"), bob)
    assert seen(ada) == before
    act(services.follow, ada, bob)
    assert len(seen(ada)[0]) == 2


def test_many_notifications_are_changed_in_batches(
    ada: Profile, bob: Profile, act: Act, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notification_groups, "BATCH", 2)
    tweets = [make_tweet(ada) for _ in range(5)]
    for tweet in tweets:
        add(ada, "like", tweet, bob)
        add(ada, "retweet", tweet, bob)
    act(services.block, bob, ada)
    assert seen(ada) == ([], None, 0)
    assert NotificationActor.objects.filter(newest__lt=0).count() == 10
    assert [*find_wrong_counters(), *find_wrongly_told()] == []


@pytest.mark.parametrize("number", [1, 4])
def test_query_count_does_not_depend_on_the_number_of_notifications(
    ada: Profile, bob: Profile, django_assert_num_queries: Any, number: int
) -> None:
    for _ in range(number):
        tweet = make_tweet(ada)
        for actor in (bob, make_profile()):
            add(ada, "like", tweet, actor)
    Block.objects.create(blocker=bob, blocked=ada)
    lock_again = int(number > 1)  # by counters.increment()
    # find, savepoint, lock, find again, actors, count, newest, release, find the next
    with django_assert_num_queries(9 + lock_again):
        services.notifications.update_told_actor(ada.pk, bob.pk)
    with django_assert_num_queries(1):
        services.notifications.update_told_actor(ada.pk, bob.pk)


def test_block_while_the_actor_is_added_is_seen(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada)
    with run_before_statement("INSERT", lambda: Block.objects.create(blocker=bob, blocked=ada)):
        add(ada, "like", tweet, bob)
    assert seen(ada) == ([], None, 0)
    assert [*find_wrong_counters(), *find_wrongly_told()] == []


@pytest.mark.parametrize("dry_run", [False, True])
def test_recount_repairs_after_a_lost_task(
    ada: Profile, bob: Profile, capsys: pytest.CaptureFixture[str], dry_run: bool
) -> None:
    add(ada, "like", make_tweet(ada), bob)
    get_profile_model()._base_manager.filter(pk=bob.pk).update(is_suspended=True)
    call_command("recount", dry_run=dry_run)
    verb = "Would repair" if dry_run else "Repaired"
    assert f"{verb} newest of 1 people of notifications." in capsys.readouterr().out
    assert len(find_wrongly_told()) == int(dry_run)
    assert find_wrong_counters() == []
