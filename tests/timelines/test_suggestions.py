"""Suggested profiles: which, with which reason, and the number of queries."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_profile_model, services
from django_tweets.models import Follow, Mute
from django_tweets.timelines import Reason, suggestions
from django_tweets.timelines.suggestions import MAX_FRIEND_FOLLOWS, MAX_FRIENDS, MAX_SUGGESTIONS
from tests.factories import make_profile, make_tweet, make_tweets
from tests.queries import at_most
from tests.timelines.test_plans import Community, get_index_name, plan_of
from tests.views.scenarios import KINDS, READERS, make_world

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def make_friend(viewer: Profile, *followed: Profile) -> Profile:
    """Create a profile that viewer follows and that follows the followed profiles."""
    friend = make_profile()
    services.follow(viewer, friend)
    for each in followed:
        Follow.objects.create(follower=friend, followed=each)
    viewer.refresh_from_db()
    return friend


def test_profiles_followed_by_most_friends_are_first(ada: Profile, bob: Profile) -> None:
    eve = make_profile()
    first = make_friend(ada, bob)
    second = make_friend(ada, bob, eve)
    third = make_friend(ada, bob)
    assert suggestions(ada) == [bob, eve]
    bob, eve = suggestions(ada)
    # The friend whom the viewer has followed last is named.
    assert bob.reason == Reason(third, 2)
    assert eve.reason == Reason(second, 0)
    assert suggestions(ada, limit=1) == [bob]
    assert first not in suggestions(ada)


def test_hidden_people_crowd_nobody_out(ada: Profile, bob: Profile) -> None:
    """Neither among the follows of a friend nor among popular people."""
    star = make_profile()
    make_tweet(star)
    friend = make_friend(ada, bob)
    for _ in range(MAX_FRIEND_FOLLOWS):
        Follow.objects.create(follower=friend, followed=make_profile(is_suspended=True))
    for _ in range(2 * MAX_SUGGESTIONS):
        popular = make_profile(follower_count=9)
        make_tweet(popular)
        services.block(popular, ada)
    assert suggestions(ada) == [bob, star]


def test_one_author_of_many_tweets_takes_nobodys_place(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    # By its full name, since `timelines.suggestions` is the function.
    monkeypatch.setattr(sys.modules["django_tweets.timelines.suggestions"], "RECENT_TWEETS", 3)
    star, chatty = make_profile(), make_profile()
    make_tweet(star)
    make_tweets(chatty, 4)
    services.block(chatty, ada)
    assert suggestions(ada) == [star]


def test_number_of_tweets_read_for_popular_people_is_bounded(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["django_tweets.timelines.suggestions"], "RECENT_TWEETS", 1)
    people = [make_profile() for _ in range(4)]
    for person in people:
        make_tweet(person)
    assert {*suggestions(ada)} == {*people[1:]}


def test_hidden_friends_are_not_counted(ada: Profile, bob: Profile) -> None:
    first, second = make_friend(ada, bob), make_friend(ada, bob)
    assert suggestions(ada)[0].reason == Reason(second, 1)
    get_profile_model()._base_manager.filter(pk=first.pk).update(is_suspended=True)
    assert suggestions(ada)[0].reason == Reason(second, 0)


def test_popular_profiles_come_after_friends_of_friends(ada: Profile, bob: Profile) -> None:
    star, other, silent = make_profile(), make_profile(), make_profile()
    for _ in range(2):
        services.follow(make_profile(), star)
        services.follow(make_profile(), silent)
    for author in (other, star, bob, ada):
        make_tweet(author)
    make_friend(ada, bob)
    assert suggestions(ada) == [bob, star, other]
    assert [profile.reason is None for profile in suggestions(ada)] == [False, True, True]


def test_newcomer_and_visitor_get_popular_profiles(ada: Profile, bob: Profile) -> None:
    make_tweet(bob)
    for viewer in (ada, None):
        (shown,) = suggestions(viewer)
        assert (shown, shown.reason, shown.relation) == (bob, None, set())
        assert shown.related_to == (viewer and viewer.pk)


def test_empty_site_has_no_suggestions(ada: Profile) -> None:
    for viewer in (ada, None):
        with at_most(4):
            assert suggestions(viewer) == []


def test_follower_of_the_viewer_is_marked(ada: Profile, bob: Profile) -> None:
    make_friend(ada, bob)
    services.follow(bob, ada)
    (shown,) = suggestions(ada)
    assert shown.relation == {"follows_back"}


NEVER = {"follower", "requester", "blocked", "blocker", "muter", "author"}


@pytest.mark.parametrize("is_found_before", [False, True])
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_hidden_profiles_are_not_suggested(reader: str, kind: str, is_found_before: bool) -> None:
    """A friend of the reader follows the author. Cached suggestions are checked again."""
    world = make_world(reader, kind)
    if world.viewer is not None:
        Follow.objects.get_or_create(follower=world.viewer, followed=world.fan)
    if is_found_before:
        cache_suggestions(world.viewer, world.author, world.fan)
    may_be = reader not in NEVER and kind not in {"protected", "suspended"}
    # Popular people are authors of recent public tweets.
    is_spoken = reader != "anonymous" or kind == "public" or is_found_before
    assert (world.author in suggestions(world.viewer)) == (may_be and is_spoken)


def cache_suggestions(viewer: Profile | None, *people: Profile) -> None:
    """Put people into the cached suggestions of viewer."""
    stranger = make_profile()
    make_friend(stranger, *people)
    make_tweet(people[0])
    suggestions(stranger)
    found = cache.get(f"django_tweets:suggestions:{stranger.pk}:{stranger.following_count}")
    name = f"{viewer.pk}:{viewer.following_count}" if viewer else "visitors"
    cache.set(f"django_tweets:suggestions:{name}", found)


def test_hidden_friend_is_not_named(ada: Profile, bob: Profile) -> None:
    kept = make_friend(ada, bob)
    suspended, blocker, muted = (make_friend(ada, bob) for _ in range(3))
    (shown,) = suggestions(ada)
    assert shown.reason == Reason(muted, 3)
    get_profile_model().objects.filter(pk=suspended.pk).update(is_suspended=True)
    services.block(blocker, ada)
    Mute.objects.create(muter=ada, muted=muted)
    ada.refresh_from_db()
    (shown,) = suggestions(ada)
    assert shown.reason == Reason(kept, 0)


def test_reason_is_dropped_without_visible_friends(ada: Profile, bob: Profile) -> None:
    """All friends in the reason have been suspended since it was cached."""
    friend = make_friend(ada, bob)
    suggestions(ada)
    get_profile_model().objects.filter(pk=friend.pk).update(is_suspended=True)
    (shown,) = suggestions(ada)
    assert (shown, shown.reason) == (bob, None)


@pytest.mark.parametrize("why", ["unfollowed", "suspended", "muted"])
@pytest.mark.parametrize("number", [1, 2])
def test_friend_of_the_cache_is_asked_for_again(
    ada: Profile, bob: Profile, why: str, number: int
) -> None:
    kept = make_friend(ada, bob)
    gone = [make_friend(ada, bob) for _ in range(number)]
    (shown,) = suggestions(ada)
    assert shown.reason == Reason(gone[-1], number)
    for friend in gone:
        if why == "unfollowed":
            services.unfollow(ada, friend)
            services.follow(ada, make_profile())  # the number of follows is the one of the cache
        elif why == "muted":
            services.mute(ada, friend)
        else:
            services.update_profile(friend, is_suspended=True)
    ada.refresh_from_db()
    assert ada.user
    with at_most(1):
        (shown,) = suggestions(ada)
    assert shown.reason == Reason(kept, 0)


def test_new_follow_changes_the_suggestions(ada: Profile, bob: Profile) -> None:
    assert suggestions(ada) == []
    make_friend(ada, bob)
    assert suggestions(ada) == [bob]
    services.follow(ada, bob)
    ada.refresh_from_db()
    assert suggestions(ada) == []


@pytest.mark.parametrize("count", [1, 20])
def test_suggestions_are_five_queries_then_one(ada: Profile, count: int) -> None:
    for _ in range(count):
        make_friend(ada, make_profile(), make_profile())
        make_tweets(make_profile(), 1)
    assert ada.user
    with at_most(5):  # friends, their follows, recent authors, popular ones, visible ones
        assert len(suggestions(ada, limit=30)) == min(3 * count, 30)
    with at_most(1):
        assert len(suggestions(ada, limit=30)) == min(3 * count, 30)


def test_follows_read_are_bounded(ada: Profile) -> None:
    """Both the follows of the viewer and those of each friend."""
    friends = [make_profile() for _ in range(MAX_FRIENDS + 1)]
    Follow.objects.bulk_create(Follow(follower=ada, followed=each) for each in friends)
    many = [make_profile() for _ in range(MAX_FRIEND_FOLLOWS + 1)]
    Follow.objects.bulk_create(Follow(follower=friends[-1], followed=each) for each in many)
    Follow.objects.create(follower=friends[0], followed=make_profile())
    assert set(suggestions(ada, limit=MAX_SUGGESTIONS)) == {*many[1:]}


@pytest.mark.databases("postgresql", "sqlite")
def test_follows_are_read_from_their_index() -> None:
    community = Community()
    with CaptureQueriesContext(connection) as queries:
        suggestions(community.reader)
    mine, theirs, *_ = (query["sql"] for query in queries)
    for statement in (mine, theirs):
        assert get_index_name(Follow, "follower", "-id") in plan_of(statement)


def test_page_shows_suggestions_with_reasons(as_ada: Any, ada: Profile, bob: Profile) -> None:
    make_friend(ada, bob)
    html = as_ada.get("/tweets/suggestions/").content.decode()
    assert html.count("whom you follow") == 1
    assert "@bob" in html
    assert 'id="tw-meet"' not in html
    html = as_ada.get("/tweets/explore/").content.decode()
    assert 'id="tw-meet"' in html
    assert 'href="/tweets/suggestions/"' in html
