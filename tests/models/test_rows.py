"""Text of the rows that relate profiles and tweets, as the admin and a shell show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from django_tweets import services
from django_tweets.models import FollowRequest, Mention, TweetRevision
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def test_every_model_has_a_text(ada: Profile, bob: Profile) -> None:
    eve = make_profile(is_protected=True)
    a, b = ada.pk, bob.pk
    tweet = make_tweet(ada, "@bob")
    assert str(services.follow(ada, bob)) == f"{a} → {b}"
    services.follow(ada, eve)
    assert str(FollowRequest.objects.get()) == f"{a} → {eve.pk}?"
    assert str(services.block(ada, bob)) == f"{a} ⊘ {b}"
    assert str(services.mute(ada, bob)) == f"{a} ∌ {b}"
    assert str(services.like(ada, tweet)) == f"{a}: {tweet.pk}"
    assert str(services.bookmark(ada, tweet)) == f"{a}: {tweet.pk}"
    assert str(Mention.objects.get()) == f"{tweet.pk}: {b}"
    services.edit(tweet, "changed")
    revision = TweetRevision.objects.get()
    assert str(revision) == f"{tweet.pk}: {revision.pk}"
