"""An edit widens no audience: neither by a handle that has a new owner, nor by a visibility."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_tweet_model, services, timelines
from django_tweets.models import Visibility
from django_tweets.models.entities import MAX_MENTIONS
from django_tweets.timelines.compute_suggestions import compute_suggestions
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def free_handles(settings: Any) -> None:
    """Let anybody take a handle as soon as it is given up."""
    settings.DJANGO_TWEETS_FORMER_HANDLE_DAYS = 0


def can_read(viewer: Profile | None, tweet: Any) -> bool:
    return get_tweet_model().objects.visible_to(viewer).filter(pk=tweet.pk).exists()


def save_again(tweet: Tweet) -> None:
    tweet.refresh_from_db()
    tweet.save()


def correct_a_letter(tweet: Tweet) -> None:
    services.edit(tweet, tweet.content.replace("secrt", "secret"))


def give_up(owner: Profile) -> None:
    services.delete_profile(owner)


def rename(owner: Profile) -> None:
    services.update_profile(owner, handle="bob2")


@pytest.mark.parametrize("change", [save_again, correct_a_letter])
@pytest.mark.parametrize("leave", [rename, give_up])
def test_new_owner_of_a_handle_is_not_mentioned(
    ada: Profile, bob: Profile, change: Any, leave: Any
) -> None:
    tweet: Any = services.publish(
        ada, "for @bob: the secrt", visibility=Visibility.MENTIONED, **TWEET_EXTRA
    )
    leave(bob)
    eve = make_profile("eve")
    services.update_profile(eve, handle="bob")
    change(tweet)
    assert not can_read(eve, tweet)
    if leave is rename:
        assert can_read(bob, tweet)


@pytest.mark.parametrize("change", [save_again, correct_a_letter])
def test_owner_of_a_handle_that_nobody_had_is_not_mentioned(ada: Profile, change: Any) -> None:
    tweet: Any = services.publish(
        ada, "the secrt: @Ghost", visibility=Visibility.MENTIONED, **TWEET_EXTRA
    )
    ghost = make_profile("ghost")
    change(tweet)
    assert not can_read(ghost, tweet)
    services.edit(tweet, "without")
    services.edit(tweet, "written again: @ghost")
    assert can_read(ghost, tweet)


@pytest.mark.parametrize("change", [save_again, correct_a_letter])
def test_purged_profile_is_no_longer_mentioned(
    ada: Profile, bob: Profile, change: Any, django_capture_on_commit_callbacks: Any
) -> None:
    carol = make_profile("carol")
    with django_capture_on_commit_callbacks(execute=True):
        tweet: Any = services.publish(
            ada, "for @bob, @carol: the secrt", visibility=Visibility.MENTIONED, **TWEET_EXTRA
        )
    with django_capture_on_commit_callbacks(execute=True):
        bob.delete()
    with django_capture_on_commit_callbacks(execute=True):
        change(tweet)
    assert find_inconsistencies() == []
    assert ["profile" in entity for entity in tweet.entities] == [False, True]
    assert can_read(carol, tweet)


def test_handle_after_the_last_resolved_mention_stays_nobodys(ada: Profile) -> None:
    handles = [f"@h{number}" for number in range(MAX_MENTIONS + 1)]
    tweet: Any = services.publish(
        ada, " ".join(handles), visibility=Visibility.MENTIONED, **TWEET_EXTRA
    )
    late = make_profile(handles[-1].removeprefix("@"))
    services.edit(tweet, handles[-1])
    assert not can_read(late, tweet)


def test_repeated_handle_keeps_the_profile_of_its_first_mention(ada: Profile, bob: Profile) -> None:
    tweet: Any = services.publish(
        ada, "@bob " * (MAX_MENTIONS + 1), visibility=Visibility.MENTIONED, **TWEET_EXTRA
    )
    services.edit(tweet, "@bob")
    assert can_read(bob, tweet)


def test_earlier_text_keeps_its_mentions(ada: Profile, bob: Profile) -> None:
    tweet: Any = services.publish(
        ada, "for @bob: the secrt", visibility=Visibility.MENTIONED, **TWEET_EXTRA
    )
    rename(bob)
    eve = make_profile("eve")
    services.update_profile(eve, handle="bob")
    correct_a_letter(tweet)
    assert [revision.content for revision in timelines.revisions(tweet, bob)]
    assert not timelines.revisions(tweet, eve)


@pytest.mark.parametrize("command", ["rebuild_hashtags", "rebuild_search"])
def test_rebuild_resolves_no_handle(ada: Profile, bob: Profile, command: str) -> None:
    tweet: Any = services.publish(
        ada, "for @bob and @ghost #tea", visibility=Visibility.MENTIONED, **TWEET_EXTRA
    )
    rename(bob)
    owners = [make_profile("eve"), make_profile("ghost")]
    services.update_profile(owners[0], handle="bob")
    call_command(command, verbosity=0)
    assert [can_read(viewer, tweet) for viewer in (bob, *owners)] == [True, False, False]


def test_edit_of_a_mention_looks_profiles_up_once(ada: Profile, bob: Profile) -> None:
    make_profile("carol")
    tweet: Any = services.publish(ada, "@bob secrt", **TWEET_EXTRA)
    handle = connection.ops.quote_name("handle")
    with CaptureQueriesContext(connection) as queries:
        services.edit(tweet, "@bob @carol secret")
    statements = [query["sql"] for query in queries.captured_queries]
    assert sum(sql.startswith("SELECT") and f"{handle} IN" in sql for sql in statements) == 1


def test_edit_mentions_new_people(ada: Profile, bob: Profile) -> None:
    carol = make_profile("carol")
    tweet: Any = services.publish(ada, "@bob", visibility=Visibility.MENTIONED, **TWEET_EXTRA)
    services.edit(tweet, "@bob @carol")
    assert can_read(bob, tweet)
    assert can_read(carol, tweet)


@pytest.mark.parametrize("relation", ["in_reply_to", "quote_of"])
def test_edit_does_not_widen_a_reply_or_quote(ada: Profile, bob: Profile, relation: str) -> None:
    services.follow(bob, ada)
    said: Any = services.publish(ada, "hello", visibility=Visibility.FOLLOWERS, **TWEET_EXTRA)
    answer: Any = services.publish(bob, "hi", **{relation: said}, **TWEET_EXTRA)
    services.edit(answer, "hi", visibility=Visibility.PUBLIC)
    answer.refresh_from_db()
    assert answer.visibility == Visibility.FOLLOWERS
    services.edit(answer, "hi", visibility=Visibility.MENTIONED)
    answer.refresh_from_db()
    assert answer.visibility == Visibility.MENTIONED


def test_people_followed_by_suspended_friends_are_not_suggested(ada: Profile) -> None:
    shown, hidden, popular, unknown = (make_profile(name) for name in ("f1", "f2", "x", "y"))
    for friend in (shown, hidden):
        services.follow(ada, friend)
    for friend, followed in [(shown, popular), (hidden, popular), (hidden, unknown)]:
        services.follow(friend, followed)
    with services.as_staff():
        services.update_profile(hidden, is_suspended=True)
    compute_suggestions(ada.pk)
    (suggested,) = timelines.suggestions(ada, limit=5)
    assert (suggested.pk, suggested.reason.others) == (popular.pk, 0)
