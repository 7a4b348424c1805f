"""Limits of services: token buckets by member, in the database and in Redis."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from django_tweets import get_profile_model, get_tweet_model, rates, services
from django_tweets.models import RateLimit
from django_tweets.services import LimitExceeded, limit_cleaning, limits, tasks
from tests.attachments import make_picture
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile, make_tweet
from tests.interleaving import run_before_statement
from tests.queries import at_most

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile
    from tests.services.conftest import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media", "store")]


@pytest.fixture(autouse=True)
def no_new_members(settings: Any) -> None:
    settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None


def publish(author: Profile, content: str, **options: Any) -> Any:
    return services.publish(author, content, **options, **TWEET_EXTRA)


def allow_two(settings: Any, action: str) -> None:
    """Allow two of action in an hour, and any number of the others."""
    others = dict.fromkeys(rates.LIMITS)
    settings.DJANGO_TWEETS_LIMITS = {**others, action: "2/hour"}


ACTIONS: dict[str, tuple[str, Callable[[Profile], Any]]] = {
    "publish": ("publish", lambda ada: publish(ada, "hello")),
    "quote": ("publish", lambda ada: publish(ada, "hello", quote_of=make_tweet(make_profile()))),
    "reply": ("reply", lambda ada: publish(ada, "hello", in_reply_to=make_tweet(make_profile()))),
    "mention": ("mention", lambda ada: publish(ada, f"hello @{make_profile().handle}")),
    "mention in an edit": (
        "mention",
        lambda ada: services.edit(make_tweet(ada), f"hello @{make_profile().handle}"),
    ),
    "edit": ("edit", lambda ada: services.edit(make_tweet(ada), "other")),
    "attach": ("edit", lambda ada: services.attach(make_tweet(ada), [])),
    "follow": ("follow", lambda ada: services.follow(ada, make_profile())),
    "request": ("follow", lambda ada: services.follow(ada, make_profile(is_protected=True))),
    "like": ("like", lambda ada: services.like(ada, make_tweet(make_profile()))),
    "retweet": (
        "like",
        lambda ada: services.retweet(ada, make_tweet(make_profile()), **TWEET_EXTRA),
    ),
    "upload": ("upload", lambda ada: services.upload(ada, make_picture())),
    "report": (
        "report",
        lambda ada: services.report(ada, profile=make_profile(), category="spam"),
    ),
    "search": ("search", lambda ada: limits.count_action(ada, "search")),
}


@pytest.mark.parametrize("case", ACTIONS)
def test_third_action_of_two_is_refused(case: str, ada: Profile, settings: Any) -> None:
    action, act = ACTIONS[case]
    allow_two(settings, action)
    made = [act(ada), act(ada)]
    with CaptureQueriesContext(connection) as captured, pytest.raises(LimitExceeded) as caught:
        act(ada)
    assert len(made) == 2
    assert (caught.value.action, caught.value.rate) == (action, (2, 3600))
    assert 1790 <= caught.value.retry_after <= 1800
    assert str(caught.value) == "You are doing this too often. Try again in 30\xa0minutes."
    ours = {get_tweet_model()._meta.db_table, "django_tweets_like", "django_tweets_follow"}
    ours |= {"django_tweets_attachment", "django_tweets_followrequest"}
    written = [query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))]
    prepared = case in {"quote", "reply", "like", "retweet", "edit", "attach", "mention in an edit"}
    assert prepared or not [sql for sql in written if any(f'{name}"' in sql for name in ours)]
    act(make_profile())  # another member has another bucket


def test_every_action_is_tested() -> None:
    of_requests = {"autocomplete", "feed", "duplicate"}
    of_requests = {"autocomplete", "feed", "duplicate"}
    assert {action for action, _act in ACTIONS.values()} | of_requests == {*rates.LIMITS}


def test_refused_like_and_follow_write_nothing(ada: Profile, bob: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_LIMITS = {"like": "1/day", "follow": "1/day"}
    tweet = make_tweet(bob)
    for action in ("like", "follow"):
        limits.count_action(ada, action)
    for refused in (lambda: services.like(ada, tweet), lambda: services.follow(ada, bob)):
        with pytest.raises(LimitExceeded):
            refused()
    with pytest.raises(LimitExceeded):
        services.retweet(ada, tweet, **TWEET_EXTRA)
    tweet.refresh_from_db()
    bob.refresh_from_db()
    assert (tweet.like_count, tweet.retweet_count, bob.follower_count) == (0, 0, 0)


def test_bucket_fills_up_again(ada: Profile, settings: Any, clock: Clock) -> None:
    settings.DJANGO_TWEETS_LIMITS = {"like": "2/minute"}
    for _ in range(2):
        limits.count_action(ada, "like")
    with pytest.raises(LimitExceeded) as caught:
        limits.count_action(ada, "like")
    assert caught.value.retry_after == 30
    clock.now += 29
    with pytest.raises(LimitExceeded) as caught:
        limits.count_action(ada, "like")
    assert caught.value.retry_after == 1
    assert str(caught.value).endswith("Try again in 1\xa0minute.")
    clock.now += 1.01
    limits.count_action(ada, "like")
    with pytest.raises(LimitExceeded):
        limits.count_action(ada, "like")
    clock.now += 3600  # it holds no more than two
    for _ in range(2):
        limits.count_action(ada, "like")
    with pytest.raises(LimitExceeded):
        limits.count_action(ada, "like")


def test_message_is_in_the_language_of_the_reader(ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_LIMITS = {"like": "1/3 hours"}
    limits.count_action(ada, "like")
    with translation.override("de"), pytest.raises(LimitExceeded) as caught:
        limits.count_action(ada, "like")
    assert "3\xa0Stunden" in str(caught.value)


def test_several_actions_are_counted_together_or_not_at_all(ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_LIMITS = {"publish": "3/hour", "mention": "2/hour"}
    limits.count_actions(ada, {"publish": 1, "mention": 2})
    for _ in range(5):
        with pytest.raises(LimitExceeded) as caught:
            limits.count_actions(ada, {"publish": 1, "mention": 1})
        assert caught.value.action == "mention"
    for _ in range(2):
        limits.count_actions(ada, {"publish": 1, "mention": 0})
    with pytest.raises(LimitExceeded) as caught:
        limits.count_actions(ada, {"publish": 1, "mention": 0})
    assert caught.value.action == "publish"


def test_action_larger_than_a_bucket_empties_it(ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_LIMITS = {"mention": "2/hour"}
    limits.count_actions(ada, {"mention": 7})
    with pytest.raises(LimitExceeded):
        limits.count_actions(ada, {"mention": 1})


@pytest.mark.parametrize("value", [None, {"like": None}])
def test_limit_of_none_is_no_limit(value: Any, ada: Profile, settings: Any, store: str) -> None:
    settings.DJANGO_TWEETS_LIMITS = value
    with at_most(0):
        for _ in range(20):
            limits.count_action(ada, "like")


def test_defaults_apply_to_what_is_not_set(ada: Profile, settings: Any) -> None:
    del settings.DJANGO_TWEETS_LIMITS
    assert limits.find_rate("publish", ada) == (100, 3600)
    settings.DJANGO_TWEETS_LIMITS = {"like": "1/second"}
    assert limits.find_rate("publish", ada) == (100, 3600)
    assert limits.find_rate("like", ada) == (1, 1)
    assert limits.find_rate("feed") == (300, 60)


def test_staff_code_and_remote_profiles_are_not_limited(ada: Profile, settings: Any) -> None:
    allow_two(settings, "like")
    remote = get_profile_model()._base_manager.create(handle="eve@example.org", **PROFILE_EXTRA)
    for _ in range(3):
        limits.count_action(remote, "like")
        with services.without_limits():
            limits.count_action(ada, "like")
        with services.as_staff():
            limits.count_action(ada, "like")
    limits.count_action(ada, "like")  # none of these was counted


def test_limit_exceeded_is_a_permission_denied() -> None:
    """A view of a host that doesn't know it answers 403, not 500."""
    assert issubclass(LimitExceeded, PermissionDenied)


class TestNewMembers:
    @pytest.fixture(autouse=True)
    def stricter(self, settings: Any) -> None:
        settings.DJANGO_TWEETS_LIMITS = {"publish": "3/hour", "search": "3/hour"}
        settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = {"days": 2, "tweets": 3, "publish": "1/hour"}

    def change(self, profile: Profile, *, days: float, tweets: int) -> Profile:
        """Return profile as it is after so many days and tweets."""
        rows = get_profile_model()._base_manager.filter(pk=profile.pk)
        rows.update(created_at=timezone.now() - timedelta(days=days), tweet_count=tweets)
        return rows.get()

    @pytest.mark.parametrize(
        ("days", "tweets", "is_new"), [(1.9, 3, True), (2.1, 2, True), (2.1, 3, False)]
    )
    def test_member_is_new_until_some_days_and_tweets(
        self, ada: Profile, days: float, tweets: int, is_new: bool
    ) -> None:
        ada = self.change(ada, days=days, tweets=tweets)
        assert limits.find_rate("publish", ada) == ((1, 3600) if is_new else (3, 3600))
        for number in range(1 if is_new else 3):
            publish(ada, f"number {number}")
        with pytest.raises(LimitExceeded):
            publish(ada, "one more")

    def test_general_limit_applies_to_actions_without_one_for_new_members(
        self, ada: Profile, settings: Any
    ) -> None:
        assert limits.find_rate("search", ada) == (3, 3600)
        assert limits.find_rate("like", ada) == (300, 24 * 3600)  # the default of new members
        settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = {"publish": None}
        assert limits.find_rate("publish", ada) == (3, 3600)
        settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None
        assert limits.find_rate("like", ada) == (1000, 24 * 3600)

    @pytest.mark.parametrize("general", ["10/hour", "1/2 minutes"])
    def test_new_members_may_never_do_more_than_others(
        self, ada: Profile, settings: Any, general: str
    ) -> None:
        settings.DJANGO_TWEETS_LIMITS = {"publish": general}
        settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = {"publish": "40/hour"}
        assert limits.find_rate("publish", ada) == rates.parse_rate(general)

    def test_nobody_is_new_after_no_days_and_tweets(self, ada: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = {"days": 0, "tweets": 0}
        assert limits.find_rate("publish", ada) == (3, 3600)

    def test_action_without_a_limit_has_none_for_new_members(
        self, ada: Profile, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_LIMITS = {"publish": None}
        assert limits.find_rate("publish", ada) is None


class TestStatements:
    @pytest.fixture(autouse=True)
    def limited(self, settings: Any) -> None:
        settings.DJANGO_TWEETS_LIMITS = {}
        limit_cleaning.clean_later("default")  # which takes statements every ten minutes

    def test_action_takes_one_statement_in_the_database(self, ada: Profile, store: str) -> None:
        counts = {"redis": (0, 0, 0), "database": (3, 1, 2)}[store]
        first, later, both = counts
        with at_most(first):
            limits.count_action(ada, "like")
        with at_most(later):
            limits.count_action(ada, "like")
        limits.count_action(ada, "mention")
        with at_most(both):
            limits.count_actions(ada, {"like": 1, "mention": 2})

    def test_publish_takes_one_statement_more(self, ada: Profile, store: str) -> None:
        publish(ada, "hello")
        more = int(store == "database")
        with at_most(3 + more):
            publish(ada, "good morning")


class TestDatabase:
    """Races between processes, and the task that deletes rows, with limits in the database."""

    @pytest.fixture
    def store(self) -> str:
        return "database"

    def test_row_that_another_process_inserts_meanwhile_is_used(
        self, ada: Profile, settings: Any
    ) -> None:
        allow_two(settings, "like")
        with run_before_statement("SAVEPOINT", lambda: limits.count_action(ada, "like")):
            limits.count_action(ada, "like")
        assert RateLimit._base_manager.count() == 1
        with pytest.raises(LimitExceeded):
            limits.count_action(ada, "like")

    def test_action_is_refused_if_the_row_of_another_process_cannot_be_read(
        self, ada: Profile, settings: Any
    ) -> None:
        allow_two(settings, "like")
        limits.count_action(ada, "like")
        key = RateLimit._base_manager.get().pk
        RateLimit._base_manager.all().delete()

        def insert_before(execute: Any, sql: str, *args: Any) -> Any:
            if sql.startswith("INSERT") and not is_inserting:
                is_inserting.append(True)
                RateLimit._base_manager.create(key=key, full_at=2**60)
                is_inserting.clear()
            return execute(sql, *args)

        is_inserting: list[bool] = []
        with connection.execute_wrapper(insert_before), pytest.raises(LimitExceeded) as caught:
            limits.count_action(ada, "like")
        assert caught.value.retry_after == 1800

    def test_bucket_that_fills_up_between_two_statements_allows_the_action(
        self, ada: Profile, settings: Any
    ) -> None:
        allow_two(settings, "like")
        for _ in range(2):
            limits.count_action(ada, "like")
        rows = RateLimit._base_manager.all()
        with run_before_statement("SELECT", lambda: rows.update(full_at=0)):
            limits.count_action(ada, "like")

    def test_task_deletes_buckets_that_have_been_full_for_a_week(
        self, ada: Profile, settings: Any, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.DJANGO_TWEETS_LIMITS = {}
        monkeypatch.setattr(limit_cleaning, "MAX_CLEANED", 1)
        for action in ("like", "follow"):
            limits.count_action(ada, action)
        assert [len(str(row)) for row in RateLimit._base_manager.all()] == [32, 32]
        clock.now += timedelta(days=6).total_seconds()
        tasks.delete_old_limits.func()
        assert RateLimit._base_manager.count() == 2
        clock.now += timedelta(days=2).total_seconds()
        tasks.delete_old_limits.func()
        assert RateLimit._base_manager.count() == 0

    def test_first_action_enqueues_the_task(
        self, ada: Profile, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        settings.DJANGO_TWEETS_LIMITS = {}
        RateLimit._base_manager.create(key="old", full_at=0)
        with django_capture_on_commit_callbacks(execute=True):
            limits.count_action(ada, "like")
        assert not RateLimit._base_manager.filter(key="old").exists()
