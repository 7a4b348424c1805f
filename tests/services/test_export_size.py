"""Large exports are not made in a request: any kind of row counts, and the bytes of files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import services
from django_tweets.models import DataExport, Follow, FollowRequest, Hashtag
from django_tweets.services import data_exports
from tests.attachments import make_attachment
from tests.data_exports import data, read_zip
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def get(profile: Profile) -> DataExport:
    return DataExport._base_manager.get(pk=profile.pk)


def test_large_export_waits_for_the_command(
    ada: Profile, run_with_tasks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_exports, "MAX_ROWS_IN_REQUEST", 2)
    make_tweets(ada, 3)
    run_with_tasks(services.request_export, ada)
    assert get(ada).state == "waiting"
    assert services.make_exports() == 1
    assert len(data(read_zip(ada), "tweets")) == 3


def mention(member: Profile) -> None:
    services.publish(make_profile(), f"hello @{member.handle}", **TWEET_EXTRA)


def follow_hashtag(member: Profile) -> None:
    name = f"tag{Hashtag.objects.count()}"
    make_tweet(make_profile(), f"#{name}")
    services.follow_hashtag(member, Hashtag.objects.get(name=name))


ROWS: dict[str, Callable[[Any], object]] = {
    "likes": lambda member: services.like(member, make_tweet(make_profile())),
    "bookmarks": lambda member: services.bookmark(member, make_tweet(make_profile())),
    "follows": lambda member: services.follow(member, make_profile()),
    "followers": lambda member: Follow.objects.create(follower=make_profile(), followed=member),
    "requests": lambda member: FollowRequest.objects.create(
        follower=member, followed=make_profile(is_protected=True)
    ),
    "requests to follow": lambda member: FollowRequest.objects.create(
        follower=make_profile(), followed=member
    ),
    "blocks": lambda member: services.block(member, make_profile()),
    "mutes": lambda member: services.mute(member, make_profile()),
    "hashtags": follow_hashtag,
    "mentions": mention,
}
"""Functions that each add one row to the export of a member."""


@pytest.mark.parametrize("kind", ROWS)
def test_all_rows_of_a_member_make_an_export_large(
    ada: Profile,
    bob: Profile,
    run_with_tasks: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    monkeypatch.setattr(data_exports, "MAX_ROWS_IN_REQUEST", 2)
    for member, rows, state in ((ada, 2, "ready"), (bob, 3, "waiting")):
        for _ in range(rows):
            run_with_tasks(ROWS[kind], member)
        run_with_tasks(services.request_export, member)
        assert get(member).state == state


def test_earlier_texts_make_an_export_large(
    ada: Profile, run_with_tasks: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_exports, "MAX_ROWS_IN_REQUEST", 2)
    tweet = make_tweet(ada)
    for number in range(2):
        services.edit(tweet, f"edited {number}")
    run_with_tasks(services.request_export, ada)
    assert get(ada).state == "waiting"


def test_large_files_wait_for_the_command(ada: Profile, run_with_tasks: Callable[..., Any]) -> None:
    make_attachment(ada, size=30_000_000)
    run_with_tasks(services.request_export, ada)
    assert get(ada).state == "waiting"
