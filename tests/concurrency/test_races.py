"""Services called by several threads at once, each with its own connection."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Follow, FollowRequest
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]

PEOPLE = 8


def call_in_threads(action: Callable[[int], Any]) -> list[Any]:
    """Call action in 8 threads at the same moment, and return the results."""
    ready = Barrier(PEOPLE)

    def act(number: int) -> Any:
        try:
            connection.ensure_connection()
            ready.wait()
            return action(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(PEOPLE) as pool:
        return list(pool.map(act, range(PEOPLE)))


def make_user_without_profile(name: str) -> Any:
    model = get_user_model()
    model._base_manager.bulk_create([model(**{model.USERNAME_FIELD: name})])
    return model._base_manager.get(**{model.USERNAME_FIELD: name})


@pytest.mark.parametrize("in_transaction", [False, True])
def test_eight_requests_create_one_profile(in_transaction: bool) -> None:
    # A unique name: while a deleted entry with the same name is not yet purged, InnoDB gives two
    # inserts a shared lock on it, and aborts one of them.
    user = make_user_without_profile(f"old{in_transaction}")

    def ask(number: int) -> Any:
        mine = get_user_model()._base_manager.get(pk=user.pk)
        if in_transaction:  # as with ATOMIC_REQUESTS
            with transaction.atomic():
                return services.get_profile(mine).pk
        return services.get_profile(mine).pk

    assert len(set(call_in_threads(ask))) == 1
    assert get_profile_model().objects.filter(user=user).count() == 1


def test_users_with_the_same_slug_get_different_handles() -> None:
    users = [make_user_without_profile(f"same.name{'!' * n}") for n in range(PEOPLE)]
    handles = call_in_threads(lambda number: services.get_profile(users[number]).handle)
    assert len(set(handles)) == PEOPLE


def test_handle_goes_to_one_of_eight_profiles() -> None:
    profiles = [make_profile() for _ in range(PEOPLE)]

    def want(number: int) -> list[str]:
        try:
            services.update_profile(profiles[number], handle="wanted")
        except ValidationError as error:
            return list(error.message_dict)
        return []

    assert sorted(call_in_threads(want)) == [[], *[["handle"]] * (PEOPLE - 1)]
    assert get_profile_model().objects.filter(handle="wanted").count() == 1


def test_tweet_count_is_exact_for_eight_threads_of_one_author() -> None:
    author = make_profile()

    def write(number: int) -> None:
        mine = get_profile_model().objects.get(pk=author.pk)
        for n in range(10):
            tweet = services.publish(mine, f"{number} {n}", **TWEET_EXTRA)
            if n % 3 == 0:
                services.delete(tweet)

    call_in_threads(write)
    author.refresh_from_db()
    assert author.tweet_count == author.tweets.count() == PEOPLE * 6


def test_reply_and_quote_counts_are_exact_for_eight_authors() -> None:
    authors = [make_profile() for _ in range(PEOPLE)]
    root = make_tweet(authors[0])

    def answer(number: int) -> None:
        for n in range(5):
            services.publish(authors[number], f"{n}", in_reply_to=root, **TWEET_EXTRA)
            services.publish(authors[number], f"{n}", quote_of=root, **TWEET_EXTRA)

    call_in_threads(answer)
    root.refresh_from_db()
    assert (root.reply_count, root.quote_count) == (PEOPLE * 5, PEOPLE * 5)


def test_tweet_deleted_in_eight_threads_is_counted_once() -> None:
    author = make_profile()
    make_tweet(author)
    tweet = make_tweet(author)
    call_in_threads(lambda number: services.delete(get_tweet_model()(id=tweet.pk, profile=author)))
    author.refresh_from_db()
    assert author.tweet_count == author.tweets.count() == 1


def test_edits_at_once_leave_content_and_entities_of_one_edit() -> None:
    tweet = make_tweet(make_profile())

    def edit(number: int) -> None:
        services.edit(get_tweet_model().objects.get(pk=tweet.pk), f"#tag{number}")

    call_in_threads(edit)
    tweet.refresh_from_db()
    assert tweet.content == f"#{tweet.entities[0]['value']}"


def test_profiles_that_follow_each_other_at_once() -> None:
    people = [make_profile() for _ in range(2)]
    call_in_threads(lambda number: services.follow(people[number % 2], people[1 - number % 2]))
    assert Follow.objects.count() == 2
    assert find_inconsistencies() == []


def test_follow_in_eight_threads_creates_one_follow() -> None:
    one, other = make_profile(), make_profile()
    follows = call_in_threads(lambda number: services.follow(one, other))
    assert {follow.pk for follow in follows} == {Follow.objects.get().pk}
    assert find_inconsistencies() == []


def test_follow_request_in_eight_threads_creates_one_request() -> None:
    one, other = make_profile(), make_profile(is_protected=True)
    requests = call_in_threads(lambda number: services.follow(one, other))
    assert {request.pk for request in requests} == {FollowRequest.objects.get().pk}


def test_retweet_in_eight_threads_creates_one_retweet() -> None:
    reader, tweet = make_profile(), make_tweet(make_profile())
    retweets = call_in_threads(lambda number: services.retweet(reader, tweet))
    assert len({retweet.pk for retweet in retweets}) == 1
    assert find_inconsistencies() == []


def test_block_at_once_with_follow_leaves_no_follow() -> None:
    for _ in range(10):
        people = [make_profile() for _ in range(2)]

        def act(number: int, people: list[Any] = people) -> None:
            one, other = people[number % 2], people[1 - number % 2]
            service = services.block if number < 2 else services.follow
            with suppress(PermissionDenied):
                service(one, other)

        call_in_threads(act)
        assert not Follow.objects.exists()
        assert find_inconsistencies() == []


def test_request_accepted_and_withdrawn_at_once_is_gone() -> None:
    for _ in range(10):
        asker, asked = make_profile(), make_profile(is_protected=True)
        request: Any = services.follow(asker, asked)

        def act(number: int, pair: Any = (asker, asked), request: Any = request) -> None:
            if number % 3 == 0:
                services.accept_follow(request)
            elif number % 3 == 1:
                services.unfollow(*pair)
            else:
                services.reject_follow(request)

        call_in_threads(act)
        assert not FollowRequest.objects.exists()
        assert find_inconsistencies() == []


def test_request_while_protection_ends_is_accepted() -> None:
    for _ in range(5):
        asked = make_profile(is_protected=True)
        askers = [make_profile() for _ in range(PEOPLE)]

        def act(number: int, asked: Any = asked, askers: Any = askers) -> None:
            if number:
                services.follow(askers[number], asked)
            else:
                services.update_profile(asked, is_protected=False)

        call_in_threads(act)
        assert not FollowRequest.objects.exists()
        assert asked.followers.count() == PEOPLE - 1
        assert find_inconsistencies() == []


def test_follow_while_protection_begins_leaves_one_row() -> None:
    for _ in range(5):
        asked = make_profile()
        asker = make_profile()

        def act(number: int, asked: Any = asked, asker: Any = asker) -> None:
            if number % 4:
                services.follow(asker, get_profile_model().objects.get(pk=asked.pk))
            else:
                services.update_profile(asked, is_protected=True)

        call_in_threads(act)
        assert Follow.objects.count() + FollowRequest.objects.count() == 1
        assert find_inconsistencies() == []
        asked.delete()


def test_tweet_deleted_during_reactions_leaves_no_rows() -> None:
    for _ in range(5):
        author = make_profile()
        tweet = make_tweet(author)
        readers = [make_profile() for _ in range(PEOPLE)]
        actions = [services.delete, services.like, services.bookmark, services.retweet]

        def act(
            number: int, tweet: Any = tweet, readers: Any = readers, actions: Any = actions
        ) -> None:
            reader = [readers[number]] if number else []
            with suppress(PermissionDenied):
                actions[number and number % 3 + 1](*reader, tweet)

        call_in_threads(act)
        assert not get_tweet_model().objects.filter(retweet_of=tweet.pk).exists()
        assert find_inconsistencies() == []


@pytest.mark.parametrize("in_transaction", [False, True])
def test_form_that_is_sent_eight_times_is_one_tweet(in_transaction: bool) -> None:
    author, parent = make_profile(), make_tweet(make_profile())

    def send(number: int) -> Any:
        options: dict[str, Any] = {"in_reply_to": parent, "key": "the form", **TWEET_EXTRA}
        if in_transaction:  # as with ATOMIC_REQUESTS
            with transaction.atomic():
                get_profile_model()._base_manager.get(pk=author.pk)
                return services.publish(author, "hello #tea", **options).pk
        return services.publish(author, "hello #tea", **options).pk

    assert len(set(call_in_threads(send))) == 1
    assert get_tweet_model().objects.exclude(pk=parent.pk).count() == 1
    assert find_inconsistencies() == []


def test_user_deleted_during_writes_leaves_exact_counters() -> None:
    """user.delete() deletes everything in one transaction."""
    for _ in range(2):
        people = [make_profile() for _ in range(PEOPLE)]
        gone, others = people[3], [*people[:3], *people[4:]]
        tweets = [make_tweet(person) for person in people for _ in range(2)]
        for other in others:
            services.follow(other, gone)
            services.follow(gone, other)
        for tweet in tweets:
            services.retweet(gone, tweet)
            services.like(gone, tweet)
            services.retweet(others[0], tweet)

        def act(number: int, gone: Any = gone, others: Any = others, tweets: Any = tweets) -> None:
            if not number:
                gone.user.delete()
                return
            me = others[number - 1]
            for tweet in tweets:
                with suppress(PermissionDenied):
                    services.publish(me, "x", in_reply_to=tweet, quote_of=tweet, **TWEET_EXTRA)
                    services.unretweet(me, tweet)
                    services.retweet(me, tweet)

        call_in_threads(act)
        assert find_inconsistencies() == []
