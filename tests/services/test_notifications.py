"""Notifications of each action: created with it, and removed when it is undone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import notification_kinds, services, signals, snowflake
from django_tweets.models import Follow, FollowRequest, Notification, NotificationActor
from django_tweets.services import tasks
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.interleaving import run_before_statement
from tests.notification_rows import notification_rows

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def run_with_tasks(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Call a function, run the tasks that it enqueues, and return its result."""

    def call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return function(*args, **kwargs)

    return call


Call = Any


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada)


def publish(author: Profile, content: str, **fields: Any) -> Tweet:
    return services.publish(author, content, **{**TWEET_EXTRA, **fields})


class TestReactions:
    @pytest.mark.parametrize(
        "verb",
        [
            ("like", services.like, services.unlike),
            ("retweet", services.retweet, services.unretweet),
        ],
    )
    def test_actors_are_added_and_removed(
        self,
        ada: Profile,
        bob: Profile,
        tweet: Tweet,
        run_with_tasks: Call,
        verb: tuple[str, Call, Call],
    ) -> None:
        kind, do, undo = verb
        extra = TWEET_EXTRA if kind == "retweet" else {}
        eve = make_profile("eve")
        run_with_tasks(do, bob, tweet, **extra)
        assert notification_rows(ada) == [(kind, tweet.pk, {"bob"})]
        run_with_tasks(do, eve, tweet, **extra)
        assert notification_rows(ada) == [(kind, tweet.pk, {"bob", "eve"})]
        first = Notification.objects.get()
        assert first.newest == first.actors.get(actor=eve).newest
        run_with_tasks(undo, eve, tweet)
        assert notification_rows(ada) == [(kind, tweet.pk, {"bob"})]
        run_with_tasks(undo, bob, tweet)
        assert notification_rows(ada) == []
        assert not NotificationActor.objects.exists()

    def test_author_is_not_notified_of_own_actions(
        self, ada: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        run_with_tasks(services.like, ada, tweet)
        run_with_tasks(services.retweet, ada, tweet, **TWEET_EXTRA)
        run_with_tasks(publish, ada, "@ada, I mean me", in_reply_to=tweet, quote_of=tweet)
        assert notification_rows(ada) == []

    def test_deleted_retweet_removes_its_notification(
        self, ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        retweet = run_with_tasks(services.retweet, bob, tweet, **TWEET_EXTRA)
        run_with_tasks(services.delete, retweet)
        assert notification_rows(ada) == []

    def test_deleted_tweet_removes_its_notifications(
        self, ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        run_with_tasks(services.like, bob, tweet)
        run_with_tasks(services.retweet, bob, tweet, **TWEET_EXTRA)
        run_with_tasks(services.delete, tweet)
        assert notification_rows(ada) == []
        assert not NotificationActor.objects.exists()

    def test_task_that_runs_twice_adds_one_actor(
        self, ada: Profile, bob: Profile, tweet: Tweet
    ) -> None:
        services.like(bob, tweet)
        for _ in range(2):
            tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)
        assert notification_rows(ada) == [("like", tweet.pk, {"bob"})]

    def test_task_after_the_unlike_adds_nothing(
        self, ada: Profile, bob: Profile, tweet: Tweet
    ) -> None:
        tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)
        assert notification_rows(ada) == []

    def test_unlike_during_the_task_removes_the_actor(
        self, ada: Profile, bob: Profile, tweet: Tweet
    ) -> None:
        services.like(bob, tweet)
        with run_before_statement("INSERT", lambda: services.unlike(bob, tweet)):
            tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)
        assert notification_rows(ada) == []

    def test_like_during_the_removal_keeps_the_actor(
        self, ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        run_with_tasks(services.like, bob, tweet)
        services.unlike(bob, tweet)
        with run_before_statement("DELETE", lambda: services.like(bob, tweet)):
            tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)
        assert notification_rows(ada) == [("like", tweet.pk, {"bob"})]


class TestFollows:
    def test_follows_of_one_day_are_one_notification(
        self, ada: Profile, bob: Profile, run_with_tasks: Call
    ) -> None:
        run_with_tasks(services.follow, bob, ada)
        run_with_tasks(services.follow, make_profile("eve"), ada)
        assert notification_rows(ada) == [("follow", None, {"bob", "eve"})]
        run_with_tasks(services.unfollow, bob, ada)
        assert notification_rows(ada) == [("follow", None, {"eve"})]

    def test_follows_of_two_days_are_two_notifications(self, ada: Profile, bob: Profile) -> None:
        for person, day in ((bob, 1), (make_profile("eve"), 2)):
            follow = services.follow(person, ada)
            Follow.objects.filter(pk=follow.pk).update(
                created_at=follow.created_at.replace(year=2020, month=1, day=day)
            )
            tasks.update_follow_notification.enqueue("follow", str(person.pk), str(ada.pk))
        assert notification_rows(ada) == [("follow", None, {"eve"}), ("follow", None, {"bob"})]

    def test_accepted_request_notifies_the_follower_instead(
        self, ada: Profile, bob: Profile, run_with_tasks: Call
    ) -> None:
        services.update_profile(ada, is_protected=True)
        request = run_with_tasks(services.follow, bob, ada)
        assert notification_rows(ada) == [("request", None, {"bob"})]
        run_with_tasks(services.accept_follow, request)
        assert notification_rows(ada) == []
        assert notification_rows(bob) == [("accepted", None, {"ada"})]
        run_with_tasks(services.unfollow, bob, ada)
        assert notification_rows(bob) == []

    @pytest.mark.parametrize("how", ["reject", "withdraw"])
    def test_ended_request_removes_its_notification(
        self, ada: Profile, bob: Profile, run_with_tasks: Call, how: str
    ) -> None:
        services.update_profile(ada, is_protected=True)
        request = run_with_tasks(services.follow, bob, ada)
        if how == "reject":
            run_with_tasks(services.reject_follow, request)
        else:
            run_with_tasks(services.unfollow, bob, ada)
        assert not FollowRequest.objects.exists()
        assert notification_rows(ada) == notification_rows(bob) == []

    def test_block_removes_the_notification_of_the_follow(
        self, ada: Profile, bob: Profile, run_with_tasks: Call
    ) -> None:
        run_with_tasks(services.follow, bob, ada)
        run_with_tasks(services.block, ada, bob)
        assert notification_rows(ada) == []


class TestTweets:
    @pytest.mark.parametrize(
        "said",
        [
            ("hello @ada", None, "mention"),
            ("hello", "quote_of", "quote"),
            ("@ada hello", "quote_of", "quote"),
            ("hello", "in_reply_to", "reply"),
            ("@ada hello", "in_reply_to", "reply"),
        ],
    )
    def test_tweet_notifies_once(
        self,
        ada: Profile,
        bob: Profile,
        tweet: Tweet,
        run_with_tasks: Call,
        said: tuple[str, str | None, str],
    ) -> None:
        content, relation, kind = said
        answer = run_with_tasks(publish, bob, content, **({relation: tweet} if relation else {}))
        assert notification_rows(ada) == [(kind, answer.pk, {"bob"})]
        assert Notification.objects.get().is_addressed
        run_with_tasks(services.delete, answer)
        assert notification_rows(ada) == []

    def test_reply_comes_before_quote_and_mention(
        self, ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        said = run_with_tasks(publish, bob, "hello @ada", in_reply_to=tweet, quote_of=tweet)
        assert notification_rows(ada) == [("reply", said.pk, {"bob"})]

    def test_tweet_notifies_several_profiles(
        self, ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        eve, joe = make_profile("eve"), make_profile("joe")
        said = run_with_tasks(
            publish, bob, "@eve look", in_reply_to=tweet, quote_of=make_tweet(joe)
        )
        assert notification_rows(ada) == [("reply", said.pk, {"bob"})]
        assert notification_rows(eve) == [("mention", said.pk, {"bob"})]
        assert notification_rows(joe) == [("quote", said.pk, {"bob"})]

    def test_edit_adds_and_removes_recipients(
        self, ada: Profile, bob: Profile, run_with_tasks: Call
    ) -> None:
        eve = make_profile("eve")
        said = run_with_tasks(publish, bob, "hello @ada")
        before = Notification.objects.get()
        run_with_tasks(services.edit, said, "hello @ada and @eve")
        assert Notification.objects.get(recipient=ada).newest == before.newest
        assert notification_rows(eve) == [("mention", said.pk, {"bob"})]
        run_with_tasks(services.edit, said, "hello")
        assert notification_rows(ada) == notification_rows(eve) == []

    def test_task_after_the_deletion_adds_nothing(
        self, ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        said = publish(bob, "hello", in_reply_to=tweet)
        run_with_tasks(services.delete, said)
        tasks.update_tweet_notifications.enqueue(said.pk)
        assert notification_rows(ada) == []

    def test_tweet_without_recipients_enqueues_no_task(
        self, ada: Profile, tweet: Tweet, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks() as waiting:
            first = publish(ada, "hello @nobody")
            publish(ada, "and on", in_reply_to=tweet)
            services.edit(first, "hello you")
        assert len(waiting) == 3  # the signals

    def test_task_that_runs_twice_notifies_once(
        self, ada: Profile, bob: Profile, run_with_tasks: Call
    ) -> None:
        said = run_with_tasks(publish, bob, "hello @ada")
        tasks.update_tweet_notifications.enqueue(said.pk)
        assert notification_rows(ada) == [("mention", said.pk, {"bob"})]


class TestPreferences:
    @pytest.fixture(autouse=True)
    def ada_switches_all_off(self, ada: Profile) -> None:
        kinds = {kind.name: False for kind in notification_kinds.get_kinds()}
        services.update_notification_settings(ada, kinds)

    def test_unwanted_kinds_are_not_written(
        self, ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        run_with_tasks(services.like, bob, tweet)
        run_with_tasks(services.retweet, bob, tweet, **TWEET_EXTRA)
        run_with_tasks(services.follow, bob, ada)
        for relation in ("in_reply_to", "quote_of"):
            run_with_tasks(publish, bob, "@ada", **{relation: tweet})
        run_with_tasks(publish, bob, "@ada")
        services.update_profile(bob, is_protected=True)
        run_with_tasks(services.accept_follow, run_with_tasks(services.follow, ada, bob))
        assert notification_rows(ada) == []

    def test_preferences_of_one_recipient_do_not_affect_others(
        self, bob: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        eve = make_profile("eve")
        said = run_with_tasks(publish, bob, "@ada @eve", in_reply_to=tweet)
        assert notification_rows(eve) == [("mention", said.pk, {"bob"})]


def test_without_notifications_notifies_nobody(
    ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
) -> None:
    with services.without_notifications():
        run_with_tasks(services.like, bob, tweet)
    assert notification_rows(ada) == []
    run_with_tasks(services.follow, bob, ada)
    assert notification_rows(ada) == [("follow", None, {"bob"})]


def test_notified_signal_is_sent_once_per_actor(
    ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
) -> None:
    received: list[NotificationActor] = []

    def receiver(sender: Any, notification_actor: NotificationActor, **kwargs: Any) -> None:
        assert sender is NotificationActor
        received.append(notification_actor)

    signals.notified.connect(receiver)
    try:
        run_with_tasks(services.like, bob, tweet)
        run_with_tasks(services.like, bob, tweet)
        run_with_tasks(publish, bob, "@ada")
        run_with_tasks(tasks.update_reaction_notification.enqueue, "like", str(bob.pk), tweet.pk)
    finally:
        signals.notified.disconnect(receiver)
    assert [row.notification.kind for row in received] == ["like", "mention"]
    assert {row.actor_id for row in received} == {bob.pk}


@pytest.mark.parametrize(
    "leave", [services.delete_profile, lambda person: person.delete()], ids=["in time", "at once"]
)
def test_deleted_profile_is_removed_as_actor_and_recipient(
    ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call, leave: Callable[[Profile], Any]
) -> None:
    eve = make_profile("eve")
    for person in (bob, eve):
        run_with_tasks(services.like, person, tweet)
    run_with_tasks(publish, bob, "@ada @eve")
    run_with_tasks(services.follow, ada, bob)
    run_with_tasks(leave, bob)
    assert notification_rows(ada) == [("like", tweet.pk, {"eve"})]
    assert notification_rows(eve) == []
    assert find_inconsistencies() == []


@pytest.mark.parametrize("others", [0, 5])
def test_query_count_of_a_like_does_not_depend_on_other_likes(
    bob: Profile,
    tweet: Tweet,
    run_with_tasks: Call,
    django_assert_num_queries: Any,
    others: int,
) -> None:
    for _ in range(others):
        run_with_tasks(services.like, make_profile(), tweet)
    services.like(bob, tweet)
    # read cause, find row, savepoint, count (or create), add actor, release, read whether they may
    # still be told, read cause again
    with django_assert_num_queries(8):
        tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)


def test_query_count_of_a_reply(
    ada: Profile, bob: Profile, tweet: Tweet, django_assert_num_queries: Any
) -> None:
    said = publish(bob, "@ada", in_reply_to=tweet)
    # savepoint, lock, read, preferences, create, find rows, add actors, release,
    # read whether they may still be told
    with django_assert_num_queries(9):
        tasks.update_tweet_notifications.enqueue(said.pk)


def test_request_withdrawn_by_another_worker_is_no_error(ada: Profile, bob: Profile) -> None:
    services.update_profile(ada, is_protected=True)
    services.follow(bob, ada)
    with run_before_statement("DELETE", FollowRequest.objects.all().delete):
        services.unfollow(bob, ada)
    assert not FollowRequest.objects.exists()


def test_time_is_aware_only_with_use_tz(settings: Any) -> None:
    at = snowflake.EPOCH + timedelta(hours=1)
    row = Notification(newest=snowflake.first_id(at))
    settings.USE_TZ = True
    assert row.at == at
    settings.USE_TZ = False
    assert row.at.tzinfo is None
