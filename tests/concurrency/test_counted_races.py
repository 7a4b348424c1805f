"""Counters of tweets while their authors are protected, suspended and opened again."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.services import tasks
from tests.concurrency.test_races import PEOPLE, call_in_threads
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.databases("postgresql", "mysql"),
]


@pytest.mark.parametrize("flag", ["is_protected", "is_suspended"])
def test_counts_are_exact_if_the_author_is_hidden_meanwhile(flag: str) -> None:
    authors = [make_profile(), make_profile()]
    root = make_tweet(make_profile())

    def act(number: int) -> None:
        mine: Any = get_profile_model()._base_manager.get(pk=authors[number % 2].pk)
        if number < 2:
            for value in (True, False, True, False, True):
                services.update_profile(mine, **{flag: value})
                tasks.rebuild_profile_hashtags.func(mine.pk)
            return
        for n in range(4):
            references = {"in_reply_to": root, **({"quote_of": root} if n % 2 else {})}
            tweet = make_tweet(mine, "hello", **references)
            if number % 3 == 0:
                services.delete(tweet)
            elif number % 3 == 1:
                visibility = ["followers", "unlisted"][n % 2]
                with suppress(PermissionDenied):  # a suspended member can't
                    services.edit(tweet, "hello", visibility=visibility)

    call_in_threads(act)
    assert find_inconsistencies() == []
    assert get_tweet_model()._base_manager.get(pk=root.pk).reply_count == 0
    for author in authors:
        author.refresh_from_db()
        services.update_profile(author, **{flag: False})
        tasks.rebuild_profile_hashtags.func(author.pk)
    assert find_inconsistencies() == []


def test_counts_are_exact_if_authors_answer_each_other() -> None:
    authors = [make_profile() for _ in range(PEOPLE)]
    roots = [make_tweet(author) for author in authors]

    def act(number: int) -> None:
        for n in range(1, 5):
            other = roots[(number + n) % PEOPLE]
            quoted = roots[(number - n) % PEOPLE]
            reply = services.publish(
                authors[number], "hi", in_reply_to=other, quote_of=quoted, **TWEET_EXTRA
            )
            services.edit(reply, "hi", visibility="followers")
            services.edit(roots[number], "hello", visibility=["unlisted", "public"][n % 2])

    call_in_threads(act)
    assert find_inconsistencies() == []
