"""Tweets that a viewer may not see change nothing at home: no row, cursor or number of queries."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services, timelines
from django_tweets.models import Hashtag, Visibility
from django_tweets.timelines.backends import pull
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.pace import set_pace

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

HIDDEN = 60  # three pages: of one author, more than one attempt reads


@pytest.fixture(params=[None, 0], ids=["few", "many"])
def _followed_people(request: pytest.FixtureRequest, settings: Any) -> None:
    """Let followed people count as few, and then as many."""
    settings.DJANGO_TWEETS_TIMELINE = {
        "BACKEND": "django_tweets.timelines.backends.pull.AdaptivePull",
        "OPTIONS": {"few": request.param},
    }


def _publish_many(author: Profile, content: str = "hello", **fields: Any) -> None:
    for n in range(HIDDEN):
        services.publish(author, f"{content} {n}", **fields, **TWEET_EXTRA)


def _for_other_people(friend: Profile, ada: Profile) -> None:
    """The friend writes to others."""
    _publish_many(friend, visibility=Visibility.MENTIONED)


def _retweets_of_hidden_tweets(friend: Profile, ada: Profile) -> None:
    """The friend retweets somebody who is suspended later."""
    author = make_profile()
    for n in range(HIDDEN):
        services.retweet(friend, make_tweet(author, f"number {n}"))
    get_profile_model()._base_manager.filter(pk=author.pk).update(is_suspended=True)


def _suspended_author(friend: Profile, ada: Profile) -> None:
    """Another followed person is suspended."""
    author = get_profile_model().objects.get(handle="quiet")
    _publish_many(author)
    get_profile_model()._base_manager.filter(pk=author.pk).update(is_suspended=True)


def _tagged_by_somebody_who_blocks(friend: Profile, ada: Profile) -> None:
    """The tweets have a hashtag that ada follows. Their author blocks ada."""
    author = make_profile()
    _publish_many(author, "#django")
    services.block(author, ada)


@pytest.mark.usefixtures("_followed_people")
@pytest.mark.parametrize(
    "hide",
    [
        _for_other_people,
        _retweets_of_hidden_tweets,
        _suspended_author,
        _tagged_by_somebody_who_blocks,
    ],
)
def test_hidden_tweets_change_nothing_at_home(
    ada: Profile, hide: Callable[[Profile, Profile], None]
) -> None:
    friend, quiet = make_profile(), make_profile("quiet")
    for person in (friend, quiet):
        services.follow(ada, person)
    services.publish(make_profile(), "#django", **TWEET_EXTRA)
    services.follow_hashtag(ada, Hashtag._base_manager.get())
    for n in range(6):
        make_tweet(friend, f"number {n}")
    before = _read_home(ada)
    hide(friend, ada)
    assert _read_home(ada) == before


def _read_home(viewer: Profile) -> list[Any]:
    """Return everything that a client can observe of viewer's home pages, in both directions."""
    viewer = get_profile_model()._rows.get(pk=viewer.pk)
    assert viewer.user  # loaded, as in a request
    oldest = get_tweet_model()._base_manager.order_by("pk").first()
    assert oldest is not None
    cursors = [timelines.Cursor(), timelines.Cursor(after=oldest.pk)]
    seen: list[Any] = []
    for cursor in cursors:
        with CaptureQueriesContext(connection) as queries:
            page = timelines.home(viewer, cursor, size=4)
        seen.append((page, len(queries)))
        if page.older and len(cursors) < 6:
            cursors.append(page.older)
    with CaptureQueriesContext(connection) as queries:
        newer = timelines.count_newer(viewer, oldest.pk)
    return [*seen, newer, len(queries)]


def test_hidden_tweets_move_no_window_of_many_authors(
    ada: Profile, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A window of the newest tweets of the site is a time: others may write what ada can't see."""
    settings.DJANGO_TWEETS_TIMELINE = {
        "BACKEND": "django_tweets.timelines.backends.pull.AdaptivePull",
        "OPTIONS": {"few": 0},
    }
    monkeypatch.setattr(pull, "WINDOWS", (4, 16))
    set_pace(timedelta(minutes=1))
    friend, stranger = make_profile(), make_profile()
    services.follow(ada, friend)
    now = timezone.now() - timedelta(seconds=30)
    for n in range(30):
        make_tweet(friend, f"number {n}", created_at=now - timedelta(minutes=n))
    before = _read_home(ada)
    for n in range(29):
        for seconds, author, visibility in ((5, stranger, "followers"), (35, friend, "mentioned")):
            at = now - timedelta(minutes=n, seconds=seconds)
            make_tweet(author, "hidden", visibility=visibility, created_at=at)
    assert _read_home(ada) == before


@pytest.mark.parametrize("is_silent", [False, True])
@pytest.mark.usefixtures("_followed_people")
def test_tweets_for_mentioned_people_are_at_home_of_these(ada: Profile, is_silent: bool) -> None:
    """By a mention or as a reply; those for others, and ada's own, are told apart."""
    if is_silent:
        set_pace(timedelta(0))
    friend, other = make_profile("friend"), make_profile("other")
    services.follow(ada, friend)
    fields = {"visibility": Visibility.MENTIONED, **TWEET_EXTRA}
    question = services.publish(ada, "@friend when?", **fields)
    expected = [
        question,
        services.publish(friend, "@ada hello", **fields),
        services.publish(friend, "at five", in_reply_to=question, **fields),
    ]
    for text in ("@other hello", "to nobody"):
        services.publish(friend, text, **fields)
    services.publish(other, "@ada hello", **fields)
    ada.refresh_from_db()
    assert timelines.home(ada).rows == expected[::-1]
