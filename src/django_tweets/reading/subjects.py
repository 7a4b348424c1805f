"""Conditions of a list on its subject: the profile or tweet that it belongs to.

A list of likers is empty for a viewer who may not read the tweet, also where no view has asked
before. The condition is part of the statement that reads the list, and costs no other one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists

from ..models import visibility
from ..swapping import get_profile_model, get_tweet_model

if TYPE_CHECKING:
    from ..models import AbstractProfile, AbstractTweet


def profile_is_open(profile: AbstractProfile, viewer: AbstractProfile | None) -> Exists:
    """Whether viewer may see the lists of profile: it is visible, and not protected from viewer."""
    people: Any = get_profile_model()._rows.visible_to(viewer)
    return Exists(people.filter(visibility.unprotected_profiles(viewer), pk=profile.pk))


def tweet_is_readable(tweet: AbstractTweet, viewer: AbstractProfile | None) -> Exists:
    """Whether viewer may read tweet, and so see the lists of reactions to it."""
    tweets: Any = get_tweet_model()._rows.visible_to(viewer)
    return Exists(tweets.filter(pk=tweet.pk))
