from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from django_tweets import services, signals
from django_tweets.models import Hashtag, HashtagFollow
from tests.consistency import find_inconsistencies
from tests.factories import make_profile, make_tweet
from tests.interleaving import run_before_statement

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def tea(ada: Profile) -> Hashtag:
    make_tweet(ada, "#tea")
    return Hashtag.objects.get()


def test_follow_and_unfollow_hashtag(bob: Profile, tea: Hashtag) -> None:
    follow = services.follow_hashtag(bob, tea)
    assert (follow.profile, follow.hashtag) == (bob, tea)
    assert services.follow_hashtag(bob, tea) == follow
    assert HashtagFollow.objects.get() == follow
    assert str(follow) == f"{bob.pk} → {tea.pk}"
    tea.refresh_from_db()
    assert tea.follower_count == 1
    services.unfollow_hashtag(bob, tea)
    services.unfollow_hashtag(bob, tea)
    assert find_inconsistencies() == []
    assert not HashtagFollow.objects.exists()


def test_follow_of_more_than_a_hundred_hashtags_is_refused(ada: Profile, bob: Profile) -> None:
    for part in range(4):
        make_tweet(ada, " ".join(f"#a{part}x{n}" for n in range(26)))
    first, *rest = Hashtag.objects.order_by("pk")[:101]
    follows = [HashtagFollow(profile=bob, hashtag=hashtag) for hashtag in rest]
    HashtagFollow.objects.bulk_create(follows)
    with pytest.raises(ValidationError, match="100 hashtags at most"):
        services.follow_hashtag(bob, first)
    services.follow_hashtag(bob, rest[0])
    services.unfollow_hashtag(bob, rest[0])
    services.follow_hashtag(bob, first)


def test_deleted_profile_cannot_follow_a_hashtag(tea: Hashtag) -> None:
    gone = make_profile()
    type(gone)._base_manager.filter(pk=gone.pk).delete()
    with pytest.raises(PermissionDenied):
        services.follow_hashtag(gone, tea)


def test_hashtag_that_is_gone_cannot_be_followed(bob: Profile, tea: Hashtag) -> None:
    Hashtag.objects.filter(pk=tea.pk).delete()
    with pytest.raises(ValidationError, match="no such hashtag"):
        services.follow_hashtag(bob, tea)
    assert not HashtagFollow.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_deleted_profile_follows_no_hashtag(bob: Profile, tea: Hashtag) -> None:
    services.follow_hashtag(bob, tea)
    services.delete_profile(bob)
    assert not HashtagFollow.objects.exists()
    assert find_inconsistencies() == []


def test_signals_are_sent_once(
    bob: Profile, tea: Hashtag, django_capture_on_commit_callbacks: Any
) -> None:
    received: list[Any] = []

    def receive(signal: Any, **kwargs: Any) -> None:
        received.append((signal, kwargs["hashtag_follow"].hashtag_id))

    for signal in (signals.hashtag_followed, signals.hashtag_unfollowed):
        signal.connect(receive, weak=False)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            for service in (services.follow_hashtag, services.unfollow_hashtag):
                service(bob, tea)
                service(bob, tea)
    finally:
        for signal in (signals.hashtag_followed, signals.hashtag_unfollowed):
            signal.disconnect(receive)
    assert received == [(signals.hashtag_followed, tea.pk), (signals.hashtag_unfollowed, tea.pk)]


def test_unfollow_of_deleted_row_moves_no_counter(bob: Profile, tea: Hashtag) -> None:
    services.follow_hashtag(bob, tea)
    with run_before_statement("SAVEPOINT", lambda: HashtagFollow.objects.all().delete()):
        services.unfollow_hashtag(bob, tea)
    tea.refresh_from_db()
    # Only the service that deletes the row changes the counter. Here a queryset deleted it.
    assert tea.follower_count == 1
    Hashtag.objects.update(follower_count=0)
