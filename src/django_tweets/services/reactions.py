"""Like, bookmark, retweet, and take it back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from .. import signals
from ..models import Bookmark, Like, counters
from ..models.visibility import FOR_EVERYONE
from ..swapping import get_tweet_model
from .idempotency import create_once, delete_by_key, delete_once, insert_once
from .notifications import tell_of_reaction
from .signal_sending import send_on_commit

if TYPE_CHECKING:
    from django.db.models import Q

    from ..models import AbstractProfile, AbstractTweet


def like(profile: AbstractProfile, tweet: AbstractTweet) -> Like:
    """Let profile like tweet, or what it retweets, and return the like.

    That it is so already is no error. PermissionDenied for what profile may not read.
    """
    key = _readable(profile, tweet)

    def count(using: str) -> None:
        if not counters.move(get_tweet_model(), "like_count", {key: 1}, using=using):
            raise PermissionDenied(_("This tweet has been deleted."))

    pair: dict[str, Any] = {"profile": profile, "tweet_id": key}
    row, created = create_once(Like(**pair), *pair, first=count)
    if created:
        send_on_commit(signals.tweet_liked, row, like=row)
        tell_of_reaction(row)
    return row


def unlike(profile: AbstractProfile, tweet: AbstractTweet) -> None:
    """Let profile like tweet, or what it retweets, no more. That it is so is no error."""
    key = _original(tweet)

    def count(using: str) -> None:
        counters.move(get_tweet_model(), "like_count", {key: -1}, using=using)

    for row in Like._base_manager.filter(profile_id=profile.pk, tweet_id=key):
        if delete_once(row, first=count):
            send_on_commit(signals.tweet_unliked, row, like=row)
            tell_of_reaction(row)


def bookmark(profile: AbstractProfile, tweet: AbstractTweet) -> Bookmark:
    """Keep tweet, or what it retweets, for profile, and return the bookmark. Nobody is told.

    That it is so already is no error. PermissionDenied for what profile may not read.
    """
    key = _readable(profile, tweet)

    def check(using: str) -> None:
        if not counters.lock(get_tweet_model(), [key], using=using):
            raise PermissionDenied(_("This tweet has been deleted."))

    pair: dict[str, Any] = {"profile": profile, "tweet_id": key}
    return create_once(Bookmark(**pair), *pair, first=check)[0]


def unbookmark(profile: AbstractProfile, tweet: AbstractTweet) -> None:
    """Keep tweet, or what it retweets, no more. That it is so already is no error."""
    for row in Bookmark._base_manager.filter(profile=profile.pk, tweet=_original(tweet)):
        delete_by_key(row)


def retweet(profile: AbstractProfile, tweet: AbstractTweet, **extra: Any) -> AbstractTweet:
    """Let profile repeat tweet, or what it retweets, and return the retweet.

    That it is so already is no error. extra are fields of the retweet's own. PermissionDenied
    for what profile may not read, and for what is not for everyone: only that is repeated.
    """
    key = _readable(profile, tweet, FOR_EVERYONE)
    model = get_tweet_model()
    fields = {"profile": profile, "retweet_of_id": key}
    row = model(**{**fields, **model.defaults_for_retweet(tweet), **extra})
    try:
        row, created = insert_once(row, *fields, insert=row.save)
    except model.DoesNotExist:
        raise PermissionDenied(_("This tweet has been deleted.")) from None
    if created:
        send_on_commit(signals.tweet_retweeted, row, tweet=row)
        tell_of_reaction(row)
    return row


def unretweet(profile: AbstractProfile, tweet: AbstractTweet) -> None:
    """Let profile repeat tweet, or what it retweets, no more. That it is so is no error."""
    key = _original(tweet)
    for row in get_tweet_model()._base_manager.filter(profile=profile.pk, retweet_of=key):
        pk = row.pk
        if row.delete()[0]:
            row.pk = pk
            send_on_commit(signals.tweet_unretweeted, row, tweet=row)
            tell_of_reaction(row)


def _original(tweet: AbstractTweet) -> int:
    """Key of tweet, or of what it retweets: a retweet says nothing of its own."""
    return tweet.retweet_of_id or tweet.pk


def _readable(profile: AbstractProfile, tweet: AbstractTweet, *rules: Q) -> int:
    """As _original(); PermissionDenied unless profile may read it, and the rules hold."""
    key = _original(tweet)
    if not get_tweet_model().objects.visible_to(profile).filter(*rules, pk=key).exists():
        raise PermissionDenied(_("You can’t do that with this tweet."))
    return key
