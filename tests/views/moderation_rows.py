"""Rows for the lists of moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tweets import services
from django_tweets.models import Appeal, BlockedTerm, ModerationAction, WithheldTweet
from tests.factories import make_profile, make_tweet
from tests.views.scenarios import allow

if TYPE_CHECKING:
    from tests.factories import Profile


def add_moderation_rows(profile: Profile, count: int = 3) -> None:
    """Make profile a moderator, with count rows in each list about profile and all others."""
    allow(profile, "moderate")
    for number in range(count):
        BlockedTerm._base_manager.create(kind="word", term=f"word{number}")
        services.report(make_profile(), profile=profile, category="spam")
        services.report(profile, profile=make_profile(), category="spam")
        tweet = make_tweet(profile, visibility="withheld")
        WithheldTweet._base_manager.create(tweet=tweet, reason="hidden", visibility="public")
        action = ModerationAction(action="hide", profile=profile, tweet=tweet)
        action.save()
        Appeal._base_manager.create(action=action, profile=profile, text="Why?")
