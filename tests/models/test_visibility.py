from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.models import Visibility
from tests.factories import make_profile, make_tweet, make_user

if TYPE_CHECKING:
    from tests.factories import Profile
pytestmark = pytest.mark.django_db

OPEN = {Visibility.PUBLIC, Visibility.UNLISTED}


def readable(viewer: Profile | None) -> set[str]:
    """The visibilities of the tweets that viewer gets to see."""
    return set(get_tweet_model().objects.visible_to(viewer).values_list("visibility", flat=True))


def write_one_of_each(author: Profile) -> None:
    for visibility in Visibility:
        make_tweet(author, visibility=visibility)


@pytest.fixture
def staff(db: None) -> Profile:
    return make_user("staff", is_staff=True).profile


def test_others_read_what_is_open(ada: Profile, bob: Profile) -> None:
    write_one_of_each(ada)
    assert readable(None) == readable(bob) == OPEN
    assert readable(ada) == set(Visibility)


def test_nobody_else_reads_a_protected_author(bob: Profile, staff: Profile) -> None:
    author = make_profile(is_protected=True)
    write_one_of_each(author)
    assert readable(None) == readable(bob) == readable(staff) == set()
    assert readable(author) == set(Visibility)


def test_a_suspended_author_is_gone_for_all_but_staff(bob: Profile, staff: Profile) -> None:
    author = make_profile(is_suspended=True)
    write_one_of_each(author)
    assert readable(None) == readable(bob) == readable(author) == set()
    assert readable(staff) == OPEN
    profiles = get_profile_model().objects
    for viewer in (None, bob, author):
        assert author not in profiles.visible_to(viewer)
    assert author in profiles.visible_to(staff)


def test_staff_who_have_left_are_staff_no_more(staff: Profile) -> None:
    make_tweet(make_profile(is_suspended=True))
    staff.user.is_active = False
    assert readable(staff) == set()


def test_a_retweet_opens_nothing(ada: Profile, bob: Profile) -> None:
    """Until there is a rule for them: it may repeat what its reader may not read."""
    secret = make_tweet(ada, visibility=Visibility.FOLLOWERS)
    make_tweet(bob, content="", retweet_of=secret)
    assert readable(None) == set()


@pytest.mark.parametrize(
    ("audiences", "narrowest"),
    [
        (["public"], Visibility.PUBLIC),
        (["public", "unlisted"], Visibility.UNLISTED),
        (["mentioned", "public", "followers"], Visibility.MENTIONED),
    ],
)
def test_the_narrowest_audience(audiences: list[str], narrowest: Visibility) -> None:
    assert Visibility.narrowest(*audiences) == narrowest
