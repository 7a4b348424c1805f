"""Several processes that write at once, like the workers of a site."""

from __future__ import annotations

import logging
import multiprocessing
import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.core.management import call_command
from django.db import connections

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import FollowRequest, Hashtag
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]

WORKERS = 8
ACTIONS = 120  # of each worker


def run_in_processes(work: Callable[..., Any], *arguments: Any) -> list[Any]:
    """Run work in 8 processes and return the results. An error in one is raised here."""
    connections.close_all()  # a child must not talk through its parent's connection
    with multiprocessing.get_context("fork").Pool(WORKERS) as pool:
        jobs = [(seed, *arguments) for seed in range(WORKERS)]
        return pool.starmap(work, jobs, chunksize=1)


def _write(seed: int, author: int, count: int) -> list[int]:
    profile = get_profile_model().objects.get(pk=author)
    try:
        return [make_tweet(profile, f"number {n}").pk for n in range(count)]
    finally:
        connections.close_all()


def test_eight_workers_publish_for_one_author() -> None:
    author = make_profile()
    written = run_in_processes(_write, author.pk, 40)
    ids = [pk for worker in written for pk in worker]
    assert len(set(ids)) == WORKERS * 40
    assert set(get_tweet_model().objects.values_list("pk", flat=True)) == set(ids)
    author.refresh_from_db()
    assert author.tweet_count == WORKERS * 40


def _random_content(other: Profile) -> str:
    """Return some of the same few hashtags in random order, and maybe a mention."""
    hashtags = random.sample([f"#tag{n}" for n in range(6)], random.randrange(4))
    return " ".join(["hello", *hashtags, *random.sample([f"@{other.handle}"], random.randrange(2))])


def _publish(one: Profile, other: Profile, tweet: Tweet, **options: Any) -> None:
    """Publish a tweet, which another worker may delete at once."""
    services.publish(one, _random_content(other), **options, **TWEET_EXTRA)


def _delete_own(one: Profile, other: Profile, tweet: Tweet) -> None:
    """Delete the newest tweet of one, which another worker may delete too."""
    newest = get_tweet_model()._base_manager.filter(profile=one.pk).order_by("-pk").first()
    if newest is not None:
        services.delete(newest)


def _edit_own(one: Profile, other: Profile, tweet: Tweet) -> None:
    said = get_tweet_model()._base_manager.filter(profile=one.pk, retweet_of=None)
    if (newest := said.order_by("-pk").first()) is not None:
        services.edit(newest, _random_content(other))


def _follow_or_unfollow_hashtag(one: Profile, other: Profile, tweet: Tweet) -> None:
    hashtags = list(Hashtag._base_manager.all())
    if hashtags:
        service = random.choice([services.follow_hashtag, services.unfollow_hashtag])
        # Another worker may have deleted it, with the last tweet that had it.
        with suppress(ValidationError):
            service(one, random.choice(hashtags))


def _rename(one: Profile, other: Profile, tweet: Tweet) -> None:
    services.update_profile(one, display_name=f"{random.choice(['Ann', 'Ben'])} {one.pk}")


def _mark_read(one: Profile, other: Profile, tweet: Tweet) -> None:
    services.mark_notifications_read(one, tweet.pk)


def _answer_request(one: Profile, other: Profile, tweet: Tweet) -> None:
    request = FollowRequest._base_manager.filter(followed=one.pk).first()
    if request is not None:
        random.choice([services.accept_follow, services.reject_follow])(request)


def _protect(one: Profile, other: Profile, tweet: Tweet) -> None:
    services.update_profile(one, is_protected=random.random() < 0.3)


# Services with two profiles, then those with one of them and a tweet.
SERVICES: list[Callable[[Profile, Profile, Tweet], Any]] = [
    lambda one, other, tweet: services.follow(one, other),
    lambda one, other, tweet: services.unfollow(one, other),
    lambda one, other, tweet: services.block(one, other),
    lambda one, other, tweet: services.unblock(one, other),
    lambda one, other, tweet: services.mute(one, other),
    lambda one, other, tweet: services.unmute(one, other),
    lambda one, other, tweet: services.like(one, tweet),
    lambda one, other, tweet: services.unlike(one, tweet),
    lambda one, other, tweet: services.retweet(one, tweet),
    lambda one, other, tweet: services.unretweet(one, tweet),
    lambda one, other, tweet: services.bookmark(one, tweet),
    lambda one, other, tweet: services.unbookmark(one, tweet),
    _publish,
    lambda one, other, tweet: _publish(one, other, tweet, in_reply_to=tweet),
    lambda one, other, tweet: _publish(one, other, tweet, quote_of=tweet),
    _edit_own,
    _delete_own,
    _answer_request,
    _protect,
    _follow_or_unfollow_hashtag,
    _rename,
    _mark_read,
    lambda one, other, tweet: services.compute_trends(),
    *[
        lambda one, other, tweet, name=name: call_command(name, batch_size=50, verbosity=0)
        for name in ("recount", "rebuild_hashtags", "rebuild_search")
    ],
]


class _Errors(logging.Handler):
    """Log records of tasks that failed: enqueue() raises nothing."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(logging.Formatter().format(record))


def _act_at_random(seed: int, people: list[Any]) -> list[str]:
    """Call random services with the same few profiles and newest tweets; return errors in tasks."""
    random.seed(seed)
    errors = _Errors()
    logging.getLogger().addHandler(errors)
    profiles, tweets = get_profile_model()._base_manager, get_tweet_model()._base_manager
    try:
        for _ in range(ACTIONS):
            one, other = (profiles.get(pk=pk) for pk in random.sample(people, 2))
            tweet = random.choice(list(tweets.select_related("profile").order_by("-pk")[:4]))
            # Another worker may have blocked, protected or deleted any of them.
            with suppress(PermissionDenied, ObjectDoesNotExist):
                random.choice(SERVICES)(one, other, tweet)
        return errors.found
    finally:
        connections.close_all()


def test_eight_workers_act_on_the_same_few_rows() -> None:
    people = [make_profile() for _ in range(4)]
    for person in people:
        make_tweet(person)
    # Workers delete only tweets that are newer than these, so there always is one.
    errors = run_in_processes(_act_at_random, [person.pk for person in people])
    assert errors == [[]] * WORKERS
    assert find_inconsistencies() == []
