"""The rows that `manage.py demo` creates."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from community.follows import PROTECTED
from community.interactions import BLOCKS, BOOKMARKS, MUTES, PENDING_REQUESTS
from community.management.commands import demo
from django.core.management import call_command
from django.db import transaction
from django.db.models import F, Q

from django_tweets.models import (
    Block,
    Bookmark,
    Follow,
    FollowRequest,
    Like,
    ModerationCase,
    Mute,
    NotificationSettings,
    Profile,
    Report,
    Tweet,
    TweetLinkPreview,
)
from django_tweets.services import moderators
from django_tweets.timelines import home, hydrate, notifications, unread_count
from tests.consistency import find_miscounted_tweets, find_wrong_counters

from .test_tweets import NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def site(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Fill the site once for all tests here; without the pictures, for speed."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.Command().fill(NOW, pictures=False)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def ada(site: None) -> Profile:
    return Profile.objects.get(handle="ada")


def test_numbers_of_rows() -> None:
    assert Profile.objects.count() == 41
    assert Tweet.objects.filter(retweet_of=None).count() == 1571
    assert Tweet.objects.exclude(quote_of=None).count() == 50
    assert 180 < Tweet.objects.exclude(retweet_of=None).count() < 270
    assert 1_700 < Like.objects.count() < 2_200
    assert 500 < Follow.objects.count() < 700


def test_counters_include_the_rows_that_everyone_may_read() -> None:
    assert find_wrong_counters() == []
    assert find_miscounted_tweets() == []
    for counter in ("like_count", "reply_count", "retweet_count", "quote_count"):
        assert Tweet.objects.filter(**{f"{counter}__gt": 0}).exists()
    assert Profile.objects.filter(tweet_count__gt=0, follower_count__gt=0).exists()


def test_dates_are_before_now_and_after_their_target() -> None:
    for model in (Follow, FollowRequest, Like, Tweet):
        assert not model._base_manager.filter(created_at__gte=NOW).exists()
    assert not Like.objects.filter(created_at__lte=F("tweet__created_at")).exists()
    for relation in ("retweet_of", "quote_of", "in_reply_to"):
        early = Tweet.objects.filter(created_at__lte=F(f"{relation}__created_at"))
        assert not early.exists()


def test_rows_are_created_in_order_of_time() -> None:
    for model in (Follow, Like):
        times = list(model._base_manager.order_by("pk").values_list("created_at", flat=True))
        assert times == sorted(times)


def test_members_do_not_react_to_themselves() -> None:
    assert not Like.objects.filter(tweet__profile=F("profile")).exists()
    assert not Tweet.objects.filter(retweet_of__profile=F("profile")).exists()
    assert not Follow.objects.filter(follower=F("followed")).exists()


def test_protected_profiles_and_their_requests() -> None:
    protected = Profile.objects.filter(is_protected=True).values_list("handle", flat=True)
    assert set(protected) == set(PROTECTED)
    waiting = FollowRequest.objects.values_list("follower__handle", "followed__handle")
    assert set(waiting) == set(PENDING_REQUESTS)
    for handle in PROTECTED:
        assert Profile.objects.get(handle=handle).follower_count > 1
    assert not Tweet.objects.filter(retweet_of__profile__is_protected=True).exists()


def test_blocks_and_mutes() -> None:
    blocks = Block.objects.values_list("blocker__handle", "blocked__handle")
    mutes = Mute.objects.values_list("muter__handle", "muted__handle")
    assert (tuple(blocks), tuple(mutes)) == (BLOCKS, MUTES)


def test_some_tweets_are_hidden_from_some_viewers(ada: Profile) -> None:
    everything = Tweet.objects.filter(retweet_of=None)
    assert everything.visible_to(None).count() < everything.visible_to(ada).count() < 1570
    wanjiru = Q(profile__handle="wanjiru")
    assert everything.visible_to(ada).filter(wanjiru).exists()
    blocked = Profile.objects.get(handle="quietkeel")
    assert not everything.visible_to(blocked).filter(wanjiru).exists()
    secret = Tweet.objects.filter(visibility="mentioned", in_reply_to=None)
    assert secret.visible_to(ada).count() == 1 < secret.count()
    farid, tomasz = Q(profile__handle="farid"), Q(profile__handle="tomasz")
    assert everything.visible_to(ada).filter(farid).count() > 5
    assert not everything.visible_to(ada).filter(tomasz).exists()


def test_ada_has_a_full_home_timeline_and_bookmarks(ada: Profile) -> None:
    assert len({tweet.profile.handle for tweet in home(ada).rows}) > 4
    assert Bookmark.objects.filter(profile=ada).count() == len(BOOKMARKS["ada"])
    assert Bookmark.objects.count() == len(BOOKMARKS["ada"])


def test_ada_has_read_and_unread_notifications(ada: Profile) -> None:
    told = notifications(ada, NotificationSettings.for_profile(ada), size=99).rows
    assert 5 < unread_count(ada) < len(told)
    assert any(row.is_unread and row.others > 2 for row in told)
    assert not told[-1].is_unread
    assert len({row.kind for row in told}) > 4


def test_second_run_prints_the_addresses_and_adds_nothing() -> None:
    out = StringIO()
    call_command(demo.Command(), stdout=out)
    assert "exists already" in out.getvalue()
    launch = Tweet.objects.get(content__startswith="SHE'S IN.")
    assert launch.get_absolute_url() in out.getvalue()
    assert launch.reply_count > 8
    assert "@tomasz" in out.getvalue()
    assert Profile.objects.count() == 41


def test_link_has_a_preview_without_the_network(settings: Any) -> None:
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True
    (row,) = TweetLinkPreview.objects.all()
    (tweet,) = hydrate([row.tweet_id], None)
    assert tweet.link_preview is not None
    assert tweet.link_preview.site_name == "Tideline Choir"
    assert tweet.link_preview.host == "example.com"


def test_moderator_has_open_reports() -> None:
    moderator = Profile.objects.get(handle="eleni")
    assert moderators.may_moderate(moderator)
    cases = ModerationCase.objects.filter(is_open=True).order_by("-open_count")
    assert [(case.profile.handle, case.open_count) for case in cases] == [
        ("quietkeel", 3),
        ("chidi", 1),
    ]
    assert Report.objects.exclude(reported_tweets=None).count() == 2
