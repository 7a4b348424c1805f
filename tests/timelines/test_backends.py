"""Making the timeline backend, and the sources that the default backend scans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.test import override_settings

from django_tweets import services
from django_tweets.models import Follow
from django_tweets.reading.keyset import Cursor
from django_tweets.search import backends as search_backends
from django_tweets.timelines.backends import HomeSource, Source, get_backend, pull
from tests.factories import make_profile, make_tweet
from tests.pace import set_pace

if TYPE_CHECKING:
    from tests.factories import Profile

ADAPTIVE_PULL = "django_tweets.timelines.backends.pull.AdaptivePull"
UNINDEXED = "django_tweets.search.backends.unindexed.UnindexedSearch"


def test_timeline_backend_is_made_once_for_each_setting() -> None:
    first = get_backend()
    assert get_backend() is first
    setting = {"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 7}}
    with override_settings(DJANGO_TWEETS_TIMELINE=setting):
        second = get_backend()
        assert isinstance(second, pull.AdaptivePull)
        assert (second.few, get_backend() is second) == (7, True)
    assert isinstance(get_backend(), pull.AdaptivePull)
    assert getattr(get_backend(), "few", 7) is None


@pytest.mark.django_db
def test_search_backend_is_made_once_for_each_setting(settings: Any) -> None:
    first = search_backends.get_backend()
    assert search_backends.get_backend() is first
    settings.DJANGO_TWEETS_SEARCH = {"BACKEND": UNINDEXED}
    second = search_backends.get_backend()
    assert type(second) is not type(first)
    assert search_backends.get_backend() is second


@dataclass(frozen=True)
class FollowersSource(Source):
    """The tweets of the people who follow the viewer, without the viewer's own."""

    membership = Follow
    group_field = "followed"
    member_field = "follower"
    includes_viewer = False

    @property
    def group(self) -> Any:
        return self.viewer.pk

    @property
    def member_count(self) -> int:
        return self.viewer.follower_count


@pytest.mark.django_db
@pytest.mark.parametrize("interval", [None, timedelta(0)], ids=["small site", "silent members"])
@pytest.mark.parametrize("few", [0, 10], ids=["many authors", "few authors"])
class TestOtherSources:
    """A backend reads any source, so that lists can have timelines as home does."""

    @pytest.fixture(autouse=True)
    def _backend(self, settings: Any, few: int, interval: timedelta | None) -> None:
        settings.DJANGO_TWEETS_TIMELINE = {"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": few}}
        if interval is not None:
            set_pace(interval)

    def test_only_tweets_of_its_members_are_candidates(self, ada: Profile, bob: Profile) -> None:
        eve, muted = make_profile("eve"), make_profile("muted")
        for follower in (bob, eve, muted):
            services.follow(follower, ada)
        services.follow(ada, make_profile("followed"))
        services.mute(ada, muted)
        ada.refresh_from_db()
        first = make_tweet(bob)
        make_tweet(ada)
        make_tweet(muted)
        reply = make_tweet(eve, in_reply_to=first, in_reply_to_profile=bob, conversation=first)
        to_ada = {"in_reply_to": first, "in_reply_to_profile": ada, "conversation": first}
        make_tweet(eve, **to_ada)
        make_tweet(make_profile("stranger"))
        scan = get_backend().scan(FollowersSource(ada), Cursor(), 5)
        found = [pk for pk, _ in scan.rows]
        while scan.horizon is not None:
            scan = get_backend().scan(FollowersSource(ada), Cursor(before=scan.horizon), 5)
            found += [pk for pk, _ in scan.rows]
        assert found == [reply.pk, first.pk]

    def test_source_without_members_has_no_candidates(self, ada: Profile) -> None:
        make_tweet(ada)
        scan = get_backend().scan(FollowersSource(ada), Cursor(), 5)
        assert (scan.rows, scan.horizon) == ([], None)

    def test_home_has_the_tweets_of_the_viewer(self, ada: Profile) -> None:
        tweet = make_tweet(ada)
        assert get_backend().scan(HomeSource(ada), Cursor(), 5).rows == [(tweet.pk, None)]
