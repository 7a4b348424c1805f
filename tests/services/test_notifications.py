"""Notifications of each action: created with it, and removed when it is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from django_tweets import get_profile_model, notification_kinds, services
from django_tweets.models import Follow, FollowRequest, Notification, NotificationActor
from django_tweets.services import tasks
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.interleaving import run_before_statement
from tests.notification_rows import notification_rows

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


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
        # That of the new like: on MariaDB the first one has removed the actor.
        tasks.update_reaction_notification.enqueue("like", str(bob.pk), tweet.pk)
        assert notification_rows(ada) == [("like", tweet.pk, {"bob"})]

    def test_actor_stays_if_the_like_is_back_before_the_removal(
        self, ada: Profile, bob: Profile, tweet: Tweet, run_with_tasks: Call
    ) -> None:
        run_with_tasks(services.like, bob, tweet)
        services.unlike(bob, tweet)
        with run_before_statement("SAVEPOINT", lambda: services.like(bob, tweet)):
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

    def test_accepted_request_leaves_the_notification_of_another(
        self, ada: Profile, bob: Profile, run_with_tasks: Call
    ) -> None:
        services.update_profile(ada, is_protected=True)
        request = run_with_tasks(services.follow, bob, ada)
        run_with_tasks(services.follow, make_profile("eve"), ada)
        run_with_tasks(services.accept_follow, request)
        assert notification_rows(ada) == [("request", None, {"eve"})]
        assert notification_rows(bob) == [("accepted", None, {"ada"})]
        run_with_tasks(services.unfollow, bob, ada)
        assert notification_rows(bob) == []

    def test_accepted_request_has_no_notification_if_the_other_is_unwanted(
        self, ada: Profile, bob: Profile, run_with_tasks: Call
    ) -> None:
        services.update_notification_settings(bob, {"accepted": False})
        services.update_profile(ada, is_protected=True)
        request = run_with_tasks(services.follow, bob, ada)
        run_with_tasks(services.accept_follow, request)
        assert notification_rows(ada) == notification_rows(bob) == []

    def test_request_beside_a_follow_is_accepted_without_notification(
        self, ada: Profile, bob: Profile, run_with_tasks: Call
    ) -> None:
        services.update_profile(ada, is_protected=True)
        request = run_with_tasks(services.follow, bob, ada)
        Follow.objects.create(follower=bob, followed=ada)
        run_with_tasks(services.accept_follow, request)
        run_with_tasks(services.accept_follow, request)  # a second time
        assert not FollowRequest.objects.exists()
        assert notification_rows(ada) == notification_rows(bob) == []

    def test_follow_without_notifications_still_tells_of_earlier_actions(
        self, ada: Profile, bob: Profile, run_with_tasks: Call
    ) -> None:
        services.update_profile(ada, is_protected=True)
        run_with_tasks(services.like, ada, make_tweet(bob))
        like = Notification.objects.get(recipient=bob)
        assert like.count == 0
        with services.without_notifications():
            request = run_with_tasks(services.follow, bob, ada)
            run_with_tasks(services.accept_follow, request)
            like.refresh_from_db()
            assert like.count == 1
            run_with_tasks(services.unfollow, bob, ada)
        like.refresh_from_db()
        assert like.count == 0
        assert Notification.objects.count() == 1

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
        kinds = {kind.name: False for kind in notification_kinds.get_kinds() if kind.is_optional}
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


def test_member_who_has_gone_reads_nothing(ada: Profile) -> None:
    get_profile_model()._base_manager.filter(pk=ada.pk).delete()
    with pytest.raises(PermissionDenied, match="This profile no longer exists"):
        services.mark_notifications_read(ada, 1)


@pytest.mark.parametrize("kinds", [{"no_kind": True}, {"like": "perhaps"}])
def test_odd_choice_of_notifications_is_an_error(ada: Profile, kinds: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as error:
        services.update_notification_settings(ada, kinds)
    assert set(error.value.message_dict) == set(kinds)
