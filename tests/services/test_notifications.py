"""What people are told, of each verb, and that it goes with its cause."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import IntegrityError

from django_tweets import services, signals, snowflake
from django_tweets.models import Follow, FollowRequest, Notification, NotificationActor
from django_tweets.models.notification import Group, NotificationKind
from django_tweets.services import notification_groups, tasks
from tests.consistency import wrong
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.interleaving import meanwhile
from tests.notified import told

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_once(django_capture_on_commit_callbacks: Any) -> Callable[..., Any]:
    """Does something, with the tasks that come of it, and returns what it returns."""

    def do(deed: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        with django_capture_on_commit_callbacks(execute=True):
            return deed(*args, **kwargs)

    return do


Do = Any


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
    def test_each_joins_and_leaves(
        self, ada: Profile, bob: Profile, tweet: Tweet, at_once: Do, verb: tuple[str, Do, Do]
    ) -> None:
        kind, do, undo = verb
        extra = TWEET_EXTRA if kind == "retweet" else {}
        eve = make_profile("eve")
        at_once(do, bob, tweet, **extra)
        assert told(ada) == [(kind, tweet.pk, {"bob"})]
        at_once(do, eve, tweet, **extra)
        assert told(ada) == [(kind, tweet.pk, {"bob", "eve"})]
        first = Notification.objects.get()
        assert first.newest == first.actors.get(actor=eve).newest
        at_once(undo, eve, tweet)
        assert told(ada) == [(kind, tweet.pk, {"bob"})]
        at_once(undo, bob, tweet)
        assert told(ada) == []
        assert not NotificationActor.objects.exists()

    def test_nobody_is_told_what_they_do_themselves(
        self, ada: Profile, tweet: Tweet, at_once: Do
    ) -> None:
        at_once(services.like, ada, tweet)
        at_once(services.retweet, ada, tweet, **TWEET_EXTRA)
        at_once(publish, ada, "@ada, I mean me", in_reply_to=tweet, quote_of=tweet)
        assert told(ada) == []

    def test_a_retweet_that_is_deleted_is_taken_back(
        self, ada: Profile, bob: Profile, tweet: Tweet, at_once: Do
    ) -> None:
        retweet = at_once(services.retweet, bob, tweet, **TWEET_EXTRA)
        at_once(services.delete, retweet)
        assert told(ada) == []

    def test_all_goes_with_the_tweet(
        self, ada: Profile, bob: Profile, tweet: Tweet, at_once: Do
    ) -> None:
        at_once(services.like, bob, tweet)
        at_once(services.retweet, bob, tweet, **TWEET_EXTRA)
        at_once(services.delete, tweet)
        assert told(ada) == []
        assert not NotificationActor.objects.exists()

    def test_done_twice_is_once(self, ada: Profile, bob: Profile, tweet: Tweet) -> None:
        services.like(bob, tweet)
        for _ in range(2):
            tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)
        assert told(ada) == [("like", tweet.pk, {"bob"})]

    def test_late_is_never(self, ada: Profile, bob: Profile, tweet: Tweet) -> None:
        tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)
        assert told(ada) == []

    def test_unliked_while_it_is_told(self, ada: Profile, bob: Profile, tweet: Tweet) -> None:
        services.like(bob, tweet)
        with meanwhile("INSERT", lambda: services.unlike(bob, tweet)):
            tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)
        assert told(ada) == []

    def test_liked_again_while_it_is_taken_back(
        self, ada: Profile, bob: Profile, tweet: Tweet, at_once: Do
    ) -> None:
        at_once(services.like, bob, tweet)
        services.unlike(bob, tweet)
        with meanwhile("DELETE", lambda: services.like(bob, tweet)):
            tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)
        assert told(ada) == [("like", tweet.pk, {"bob"})]


class TestGroups:
    def test_the_last_leaves_while_somebody_joins(
        self, ada: Profile, bob: Profile, tweet: Tweet, at_once: Do
    ) -> None:
        at_once(services.like, bob, tweet)
        eve = make_profile("eve")
        services.like(eve, tweet)
        with meanwhile("UPDATE", lambda: notification_groups.remove(Notification.objects.all())):
            tasks.update_reaction_notification.enqueue("like", str(eve.pk), tweet.pk)
        assert told(ada) == [("like", tweet.pk, {"eve"})]

    def test_another_worker_makes_it_first(self, ada: Profile, bob: Profile, tweet: Tweet) -> None:
        eve = make_profile("eve")
        group = Group(ada.pk, NotificationKind.LIKE, tweet.pk)
        with meanwhile("SAVEPOINT", lambda: notification_groups.join(group, eve.pk)):
            assert notification_groups.join(group, bob.pk)
        assert told(ada) == [("like", tweet.pk, {"bob", "eve"})]

    def test_another_worker_takes_them_out_first(
        self, ada: Profile, bob: Profile, tweet: Tweet
    ) -> None:
        eve = make_profile("eve")
        group = Group(ada.pk, NotificationKind.LIKE, tweet.pk)
        for person in (bob, eve):
            notification_groups.join(group, person.pk)
        mine = NotificationActor.objects.filter(actor=bob)
        with meanwhile("SAVEPOINT", lambda: notification_groups.leave(mine.all())):
            assert not notification_groups.leave(mine.all())
        assert told(ada) == [("like", tweet.pk, {"eve"})]

    def test_nobody_can_be_in_it(self, ada: Profile, tweet: Tweet) -> None:
        with pytest.raises(IntegrityError):
            notification_groups.join(Group(ada.pk, NotificationKind.LIKE, tweet.pk), None)
        assert told(ada) == []

    def test_it_is_named_by_what_it_is(self, ada: Profile, bob: Profile, tweet: Tweet) -> None:
        notification_groups.join(Group(ada.pk, NotificationKind.LIKE, tweet.pk), bob.pk)
        row = Notification.objects.get()
        assert str(row) == f"{ada.pk}: like {tweet.pk}"
        assert str(row.actors.get()) == f"{row.pk}: {bob.pk}"


class TestFollows:
    def test_one_notification_a_day(self, ada: Profile, bob: Profile, at_once: Do) -> None:
        at_once(services.follow, bob, ada)
        at_once(services.follow, make_profile("eve"), ada)
        assert told(ada) == [("follow", None, {"bob", "eve"})]
        at_once(services.unfollow, bob, ada)
        assert told(ada) == [("follow", None, {"eve"})]

    def test_another_day_another_notification(self, ada: Profile, bob: Profile) -> None:
        for person, day in ((bob, 1), (make_profile("eve"), 2)):
            follow = services.follow(person, ada)
            Follow.objects.filter(pk=follow.pk).update(
                created_at=follow.created_at.replace(year=2020, month=1, day=day)
            )
            tasks.update_follow_notification.enqueue("follow", str(person.pk), str(ada.pk))
        assert told(ada) == [("follow", None, {"eve"}), ("follow", None, {"bob"})]

    def test_a_request_is_answered(self, ada: Profile, bob: Profile, at_once: Do) -> None:
        services.update_profile(ada, is_protected=True)
        request = at_once(services.follow, bob, ada)
        assert told(ada) == [("request", None, {"bob"})]
        at_once(services.accept_follow, request)
        assert told(ada) == []
        assert told(bob) == [("accepted", None, {"ada"})]
        at_once(services.unfollow, bob, ada)
        assert told(bob) == []

    @pytest.mark.parametrize("how", ["reject", "withdraw"])
    def test_a_request_that_came_to_nothing(
        self, ada: Profile, bob: Profile, at_once: Do, how: str
    ) -> None:
        services.update_profile(ada, is_protected=True)
        request = at_once(services.follow, bob, ada)
        if how == "reject":
            at_once(services.reject_follow, request)
        else:
            at_once(services.unfollow, bob, ada)
        assert not FollowRequest.objects.exists()
        assert told(ada) == told(bob) == []

    def test_a_block_takes_it_back(self, ada: Profile, bob: Profile, at_once: Do) -> None:
        at_once(services.follow, bob, ada)
        at_once(services.block, ada, bob)
        assert told(ada) == []


class TestWords:
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
    def test_one_notification_for_one_tweet(
        self,
        ada: Profile,
        bob: Profile,
        tweet: Tweet,
        at_once: Do,
        said: tuple[str, str | None, str],
    ) -> None:
        content, relation, kind = said
        answer = at_once(publish, bob, content, **({relation: tweet} if relation else {}))
        assert told(ada) == [(kind, answer.pk, {"bob"})]
        assert Notification.objects.get().is_said
        at_once(services.delete, answer)
        assert told(ada) == []

    def test_an_answer_that_quotes(
        self, ada: Profile, bob: Profile, tweet: Tweet, at_once: Do
    ) -> None:
        said = at_once(publish, bob, "hello @ada", in_reply_to=tweet, quote_of=tweet)
        assert told(ada) == [("reply", said.pk, {"bob"})]

    def test_several_are_told(self, ada: Profile, bob: Profile, tweet: Tweet, at_once: Do) -> None:
        eve, joe = make_profile("eve"), make_profile("joe")
        said = at_once(publish, bob, "@eve look", in_reply_to=tweet, quote_of=make_tweet(joe))
        assert told(ada) == [("reply", said.pk, {"bob"})]
        assert told(eve) == [("mention", said.pk, {"bob"})]
        assert told(joe) == [("quote", said.pk, {"bob"})]

    def test_an_edit_drops_and_adds(self, ada: Profile, bob: Profile, at_once: Do) -> None:
        eve = make_profile("eve")
        said = at_once(publish, bob, "hello @ada")
        before = Notification.objects.get()
        at_once(services.edit, said, "hello @ada and @eve")
        assert Notification.objects.get(recipient=ada).newest == before.newest
        assert told(eve) == [("mention", said.pk, {"bob"})]
        at_once(services.edit, said, "hello")
        assert told(ada) == told(eve) == []

    def test_the_answer_to_what_has_gone(
        self, ada: Profile, bob: Profile, tweet: Tweet, at_once: Do
    ) -> None:
        said = publish(bob, "hello", in_reply_to=tweet)
        at_once(services.delete, said)
        tasks.update_tweet_notifications.enqueue(said.pk)
        assert told(ada) == []

    def test_what_is_said_to_nobody_needs_no_task(
        self, ada: Profile, tweet: Tweet, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks() as waiting:
            first = publish(ada, "hello @nobody")
            publish(ada, "and on", in_reply_to=tweet)
            services.edit(first, "hello you")
        assert len(waiting) == 3  # the signals

    def test_done_twice_is_once(self, ada: Profile, bob: Profile, at_once: Do) -> None:
        said = at_once(publish, bob, "hello @ada")
        tasks.update_tweet_notifications.enqueue(said.pk)
        assert told(ada) == [("mention", said.pk, {"bob"})]


class TestWishes:
    @pytest.fixture(autouse=True)
    def ada_wants_nothing(self, ada: Profile) -> None:
        wishes = {f"on_{kind}": False for kind in NotificationKind.values}
        services.update_notification_settings(ada, **wishes)

    def test_nothing_is_written(
        self, ada: Profile, bob: Profile, tweet: Tweet, at_once: Do
    ) -> None:
        at_once(services.like, bob, tweet)
        at_once(services.retweet, bob, tweet, **TWEET_EXTRA)
        at_once(services.follow, bob, ada)
        for relation in ("in_reply_to", "quote_of"):
            at_once(publish, bob, "@ada", **{relation: tweet})
        at_once(publish, bob, "@ada")
        services.update_profile(bob, is_protected=True)
        at_once(services.accept_follow, at_once(services.follow, ada, bob))
        assert told(ada) == []

    def test_others_are_told(self, bob: Profile, tweet: Tweet, at_once: Do) -> None:
        eve = make_profile("eve")
        said = at_once(publish, bob, "@ada @eve", in_reply_to=tweet)
        assert told(eve) == [("mention", said.pk, {"bob"})]


def test_quietly(ada: Profile, bob: Profile, tweet: Tweet, at_once: Do) -> None:
    with services.quietly():
        at_once(services.like, bob, tweet)
    assert told(ada) == []
    at_once(services.follow, bob, ada)
    assert told(ada) == [("follow", None, {"bob"})]


def test_guests_hear_who_was_told_of_once(
    ada: Profile, bob: Profile, tweet: Tweet, at_once: Do
) -> None:
    heard: list[NotificationActor] = []

    def receiver(sender: Any, notification_actor: NotificationActor, **kwargs: Any) -> None:
        assert sender is NotificationActor
        heard.append(notification_actor)

    signals.notified.connect(receiver)
    try:
        at_once(services.like, bob, tweet)
        at_once(services.like, bob, tweet)
        at_once(publish, bob, "@ada")
        at_once(tasks.update_reaction_notification.enqueue, "like", str(bob.pk), tweet.pk)
    finally:
        signals.notified.disconnect(receiver)
    assert [row.notification.kind for row in heard] == ["like", "mention"]
    assert {row.actor_id for row in heard} == {bob.pk}


@pytest.mark.parametrize(
    "leave", [services.delete_profile, lambda person: person.delete()], ids=["in time", "at once"]
)
def test_people_who_leave(
    ada: Profile, bob: Profile, tweet: Tweet, at_once: Do, leave: Callable[[Profile], Any]
) -> None:
    """What they did, and what they were told."""
    eve = make_profile("eve")
    for person in (bob, eve):
        at_once(services.like, person, tweet)
    at_once(publish, bob, "@ada @eve")
    at_once(services.follow, ada, bob)
    at_once(leave, bob)
    assert told(ada) == [("like", tweet.pk, {"eve"})]
    assert told(eve) == []
    assert wrong() == []


@pytest.mark.parametrize("others", [0, 5])
def test_what_the_task_of_a_like_costs(
    bob: Profile,
    tweet: Tweet,
    at_once: Do,
    django_assert_num_queries: Any,
    others: int,
) -> None:
    for _ in range(others):
        at_once(services.like, make_profile(), tweet)
    services.like(bob, tweet)
    # look, find, savepoint, count (or make), join, release, look
    with django_assert_num_queries(7):
        tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)


def test_what_the_task_of_an_answer_costs(
    ada: Profile, bob: Profile, tweet: Tweet, django_assert_num_queries: Any
) -> None:
    said = publish(bob, "@ada", in_reply_to=tweet)
    # savepoint, hold, look, wishes, make, find, join, release
    with django_assert_num_queries(8):
        tasks.update_tweet_notifications.enqueue(said.pk)


def test_a_request_that_another_window_withdraws_first(ada: Profile, bob: Profile) -> None:
    services.update_profile(ada, is_protected=True)
    services.follow(bob, ada)
    with meanwhile("DELETE", FollowRequest.objects.all().delete):
        services.unfollow(bob, ada)
    assert not FollowRequest.objects.exists()


def test_when_it_was_is_said_as_the_site_has_its_times(settings: Any) -> None:
    at = snowflake.EPOCH + timedelta(hours=1)
    row = Notification(newest=snowflake.first(at))
    settings.USE_TZ = True
    assert row.at == at
    settings.USE_TZ = False
    assert row.at.tzinfo is None
