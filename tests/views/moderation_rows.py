"""Rows for the lists of moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django_tweets import services
from django_tweets.models import Appeal, BlockedTerm, ModerationAction, WithheldTweet
from tests.factories import make_profile, make_tweet
from tests.views.scenarios import allow

if TYPE_CHECKING:
    from tests.factories import Profile


def add_moderation_rows(profile: Profile, count: int = 3) -> Profile:
    """Make profile a moderator, and return another one: each list has count rows about that."""
    allow(profile, "moderate")
    suspect = make_profile("suspect")
    for number in range(count):
        BlockedTerm._base_manager.create(kind="word", term=f"word{number}")
        services.report(make_profile(), profile=suspect, category="spam")
        services.report(profile, profile=make_profile(), category="spam")
        tweet = make_tweet(suspect, visibility="withheld")
        WithheldTweet._base_manager.create(tweet=tweet, reason="hidden", visibility="public")
        action = ModerationAction(action="hide", profile=suspect, tweet=tweet)
        action.save()
        Appeal._base_manager.create(action=action, profile=suspect, text="Why?")
    return suspect
