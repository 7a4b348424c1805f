"""Suggested profiles: which, with which reason, and the number of queries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from django_tweets import get_profile_model, services, timelines
from django_tweets.models import Follow, Mute
from django_tweets.timelines import Reason
from django_tweets.timelines import compute_suggestions as computing
from django_tweets.timelines.compute_suggestions import (
    MAX_FRIEND_FOLLOWS,
    MAX_FRIENDS,
    compute_popular_profiles,
    compute_suggestions,
)
from django_tweets.timelines.suggestions import MAX_SUGGESTIONS, RECENT_TWEETS
from django_tweets.views.sidebar import Sidebar
from tests.factories import make_profile, make_tweet, make_tweets, make_user
from tests.queries import at_most
from tests.timelines.test_plans import Community, get_index_name, plan_of
from tests.views.scenarios import KINDS, READERS, make_world

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def suggestions(viewer: Profile | None, limit: int = 20) -> list[Profile]:
    """Compute the suggestions of viewer anew, and return them."""
    cache.clear()
    compute_popular_profiles()
    if viewer is not None:
        compute_suggestions(viewer.pk)
    return timelines.suggestions(viewer, limit)


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
    monkeypatch.setattr(computing, "RECENT_TWEETS", 3)
    star, chatty = make_profile(), make_profile()
    make_tweet(star)
    make_tweets(chatty, 4)
    services.block(chatty, ada)
    assert suggestions(ada) == [star]


def test_number_of_tweets_read_for_popular_people_is_bounded(
    ada: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(computing, "RECENT_TWEETS", 1)
    people = [make_profile() for _ in range(4)]
    for person in people:
        make_tweet(person)
    assert {*suggestions(ada)} == {*people[1:]}


def test_hidden_friends_are_not_counted(ada: Profile, bob: Profile) -> None:
    first, second = make_friend(ada, bob), make_friend(ada, bob)
    assert suggestions(ada)[0].reason == Reason(second, 1)
    get_profile_model()._base_manager.filter(pk=first.pk).update(is_suspended=True)
    assert timelines.suggestions(ada)[0].reason == Reason(second, 0)


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
        assert suggestions(viewer) == []
        cache.clear()
        with at_most(1):
            assert timelines.suggestions(viewer) == []


def test_follower_of_the_viewer_is_marked(ada: Profile, bob: Profile) -> None:
    make_friend(ada, bob)
    services.follow(bob, ada)
    (shown,) = suggestions(ada)
    assert shown.relation == {"follows_back"}


NEVER = {"follower", "requester", "blocked", "blocker", "muter", "author"}


@pytest.mark.databases("sqlite")  # the rule itself: tests/models/test_visibility.py
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
        found = timelines.suggestions(world.viewer)
    else:
        found = suggestions(world.viewer)
    may_be = reader not in NEVER and kind not in {"protected", "suspended"}
    # Popular people are authors of recent public tweets.
    is_spoken = reader != "anonymous" or kind == "public" or is_found_before
    assert (world.author in found) == (may_be and is_spoken)


@pytest.mark.databases("sqlite")
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_hidden_profiles_are_not_suggested_from_an_empty_cache(reader: str, kind: str) -> None:
    world = make_world(reader, kind)
    may_be = reader not in NEVER and kind == "public"
    assert (world.author in timelines.suggestions(world.viewer)) == may_be


def cache_suggestions(viewer: Profile | None, *people: Profile) -> None:
    """Put people into the cached suggestions of viewer."""
    stranger = make_profile()
    make_friend(stranger, *people)
    suggestions(stranger)
    found = cache.get(f"django_tweets:suggestions:{stranger.pk}")
    cache.set(f"django_tweets:suggestions:{viewer.pk if viewer else 'popular'}", found)


def test_hidden_friend_is_not_named(ada: Profile, bob: Profile) -> None:
    kept = make_friend(ada, bob)
    suspended, blocker, muted = (make_friend(ada, bob) for _ in range(3))
    (shown,) = suggestions(ada)
    assert shown.reason == Reason(muted, 3)
    get_profile_model().objects.filter(pk=suspended.pk).update(is_suspended=True)
    services.block(blocker, ada)
    Mute.objects.create(muter=ada, muted=muted)
    (shown,) = timelines.suggestions(ada)
    assert shown.reason == Reason(kept, 0)


def test_reason_is_dropped_without_visible_friends(ada: Profile, bob: Profile) -> None:
    """All friends in the reason have been suspended since it was cached."""
    friend = make_friend(ada, bob)
    suggestions(ada)
    get_profile_model().objects.filter(pk=friend.pk).update(is_suspended=True)
    (shown,) = timelines.suggestions(ada)
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
        elif why == "muted":
            services.mute(ada, friend)
        else:
            services.update_profile(friend, is_suspended=True)
    ada.refresh_from_db()
    assert ada.user
    with at_most(1):
        (shown,) = timelines.suggestions(ada)
    assert shown.reason == Reason(kept, 0)


def test_blocks_leave_no_gap_in_cached_suggestions(ada: Profile) -> None:
    """All cached people are asked for, however few are shown."""
    people = [make_profile() for _ in range(MAX_FRIEND_FOLLOWS)]
    make_friend(ada, *people)
    first = suggestions(ada, limit=MAX_FRIEND_FOLLOWS - 3)
    for person in first:
        services.block(person, ada)
    assert {*timelines.suggestions(ada, limit=3)} == {*people} - {*first}


def test_followed_profile_leaves_the_suggestions(ada: Profile, bob: Profile) -> None:
    make_friend(ada, bob)
    assert suggestions(ada) == [bob]
    services.follow(ada, bob)
    assert timelines.suggestions(ada) == []


@pytest.mark.parametrize("count", [1, 20])
def test_suggestions_are_one_query(ada: Profile, count: int) -> None:
    """With an empty cache too: then they are the authors of the newest tweets."""
    for _ in range(count):
        make_friend(ada, make_profile(), make_profile())
        make_tweets(make_profile(), 1)
    assert ada.user
    with at_most(1):
        assert len(timelines.suggestions(ada, limit=30)) == count
    assert len(suggestions(ada, limit=30)) == min(3 * count, 30)
    with at_most(1):
        assert len(timelines.suggestions(ada, limit=30)) == min(3 * count, 30)


def test_computation_is_five_queries_at_most(ada: Profile) -> None:
    make_friend(ada, make_profile(), make_profile())
    make_tweets(make_profile(), 1)
    # recent authors, popular ones, the viewer, friends, their follows
    with at_most(5):
        compute_suggestions(ada.pk)
    with at_most(3):
        compute_suggestions(ada.pk)


def test_empty_cache_suggests_authors_of_the_newest_tweets(ada: Profile) -> None:
    """The most followed first: a bounded number of tweets is read."""
    silent, star, other = (make_profile() for _ in range(3))
    for number, person in enumerate((other, star, silent), start=1):
        get_profile_model().objects.filter(pk=person.pk).update(follower_count=number)
    make_tweet(silent)
    make_tweets(other, RECENT_TWEETS - 1)
    make_tweet(star)
    for viewer in (ada, None):
        assert timelines.suggestions(viewer) == [star, other]


def test_authors_of_new_tweets_come_after_own_suggestions(ada: Profile, bob: Profile) -> None:
    """Popular people are kept for an hour, those of a member for a month."""
    friend, star = make_friend(ada, bob), make_profile()
    suggestions(ada)
    cache.delete("django_tweets:suggestions:popular")
    make_tweet(star)
    make_tweet(friend)
    assert timelines.suggestions(ada) == [bob, star]
    services.follow(ada, bob)
    assert timelines.suggestions(ada) == [star]


def test_login_has_suggestions_computed(
    ada: Profile, bob: Profile, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    make_friend(ada, bob)
    with django_capture_on_commit_callbacks(execute=True) as asked:
        client.force_login(ada.user)
    assert len(asked) == 1
    assert timelines.suggestions(ada) == [bob]
    users = [ada.user, make_profile().user, make_user("follows_nobody")]
    with django_capture_on_commit_callbacks() as asked:
        for user in users:
            client.force_login(user)
    assert asked == []


@pytest.mark.parametrize("has_worker", [False, True])
def test_follow_has_suggestions_computed_by_a_worker(
    ada: Profile,
    bob: Profile,
    settings: Any,
    has_worker: bool,
    django_capture_on_commit_callbacks: Any,
) -> None:
    if has_worker:
        settings.TASKS = {"default": {"BACKEND": "django.tasks.backends.dummy.DummyBackend"}}
    with django_capture_on_commit_callbacks() as asked:
        services.follow(ada, bob)
    # The signal, and one update of notifications. Before 6.0, Django has no tasks of its own.
    assert len(asked) == 2 + (has_worker and django.VERSION >= (6, 0))


def test_command_computes_suggestions_of_all_members(
    ada: Profile, bob: Profile, capsys: pytest.CaptureFixture[str]
) -> None:
    friend = make_friend(ada, bob)
    make_tweet(friend)
    call_command("compute_suggestions")
    assert capsys.readouterr().out == "Members with suggestions: 1.\n"
    call_command("compute_suggestions", verbosity=0)
    assert capsys.readouterr().out == ""
    assert timelines.suggestions(ada) == [bob]
    assert timelines.suggestions(None) == [friend]


def test_sidebar_is_read_in_one_query(ada: Profile, bob: Profile) -> None:
    """Suggestions, unread notifications and trends, with a cache and without one."""
    make_friend(ada, bob)
    services.notify(ada, "follow", actor=bob)
    for tag in ("one", "two"):
        for _ in range(3):
            make_tweet(make_profile(), f"#{tag}")
    services.compute_trends()
    compute_suggestions(ada.pk)
    assert ada.user
    for _ in range(2):
        sidebar = Sidebar(ada)
        with at_most(1):
            assert (sidebar.unread, sidebar.people[0]) == (1, bob)
            assert [trend.hashtag.name for trend in sidebar.trends] == ["two", "one"]
            assert all(trend.hashtag.tweet_count for trend in sidebar.trends)
        cache.delete("django_tweets:trends")
    cache.clear()
    sidebar = Sidebar(ada)
    with at_most(1):
        assert (sidebar.unread, len(sidebar.trends)) == (1, 2)
        assert bob not in sidebar.people  # the authors of the newest tweets instead
    gone = get_profile_model().objects.get(pk=ada.pk)
    ada.delete()
    assert Sidebar(gone).unread == 0


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
    compute_popular_profiles()
    with CaptureQueriesContext(connection) as queries:
        compute_suggestions(community.reader.pk)
    _viewer, mine, theirs = (query["sql"] for query in queries)
    for statement in (mine, theirs):
        assert get_index_name(Follow, "follower", "-id") in plan_of(statement)


def test_page_shows_suggestions_with_reasons(as_ada: Any, ada: Profile, bob: Profile) -> None:
    make_friend(ada, bob)
    suggestions(ada)
    html = as_ada.get("/tweets/suggestions/").content.decode()
    assert html.count("whom you follow") == 1
    assert "@bob" in html
    assert 'id="tw-meet"' not in html
    html = as_ada.get("/tweets/explore/").content.decode()
    assert 'id="tw-meet"' in html
    assert 'href="/tweets/suggestions/"' in html
