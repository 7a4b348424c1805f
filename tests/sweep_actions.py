"""Actions of members that cause tasks, for the tests of the sweep."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.test import override_settings

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import FollowRequest
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

    Action = Callable[[Profile, Profile, Tweet], None]


def make_people() -> tuple[Profile, Profile, Tweet]:
    """Return ada, bob, and a tweet by bob with a hashtag, which a third member has retweeted."""
    ada, bob = make_profile("ada"), make_profile("bob")
    tweet = make_tweet(bob, "hello #tea")
    services.retweet(make_profile("cleo"), tweet, **TWEET_EXTRA)
    return ada, bob, tweet


def _reload(profile: Profile) -> Profile:
    return get_profile_model()._base_manager.get(pk=profile.pk)


def like(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.like(ada, tweet)


def unlike(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.unlike(ada, tweet)


def retweet(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.retweet(ada, tweet, **TWEET_EXTRA)


def unretweet(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.unretweet(ada, tweet)


def follow(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.follow(ada, bob)


def unfollow(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.unfollow(ada, bob)


def protect(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.update_profile(_reload(bob), is_protected=True)


def request(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    protect(ada, bob, tweet)
    services.follow(ada, _reload(bob))


def accept(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.accept_follow(FollowRequest.objects.get(follower=ada, followed=bob))


def reject(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.reject_follow(FollowRequest.objects.get(follower=ada, followed=bob))


def unprotect(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.update_profile(_reload(bob), is_protected=False)


def reply(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.publish(ada, "@bob @cleo yes", in_reply_to=tweet, **TWEET_EXTRA)


def quote(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.publish(ada, "@cleo look", quote_of=tweet, **TWEET_EXTRA)


def mention(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.publish(ada, "@bob yes", **TWEET_EXTRA)


def edit(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    newest = get_tweet_model()._base_manager.filter(profile=ada.pk).latest("pk")
    services.edit(newest, "@cleo yes")


def react(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    """Do everything that bob is notified of."""
    for action in (like, retweet, follow, reply, quote, mention):
        action(ada, bob, tweet)
    make_tweet(ada, "#tea")
    services.bookmark(ada, tweet)


def delete(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.delete(tweet)


def block(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.block(bob, ada)


def unblock(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.unblock(bob, ada)


def mute(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.mute(bob, ada)


def unmute(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.unmute(bob, ada)


def deactivate(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    ada.user.is_active = False
    ada.user.save()


def _make_moderator() -> Profile:
    moderator = make_profile()
    get_user_model()._base_manager.filter(pk=moderator.user.pk).update(is_superuser=True)
    return _reload(moderator)


def suspend(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.report(make_profile(), profile=ada, category="spam")
    services.moderate(_make_moderator(), "suspend", profile=ada)


def restore(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.moderate(_make_moderator(), "restore", profile=_reload(ada))


def hide(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.moderate(_make_moderator(), "hide", tweet=tweet)


def delete_profile(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.delete_profile(_reload(bob))


def delete_profile_later(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    with override_settings(DJANGO_TWEETS_DELETION_GRACE=timedelta(days=1)):
        services.delete_profile(_reload(ada))


def restore_profile(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.restore_profile(_reload(ada))


def rename(ada: Profile, bob: Profile, tweet: Tweet) -> None:
    services.update_profile(ada, handle="adm1n")


ACTIONS: list[tuple[Any, ...]] = [
    (react,),
    (like, unlike),
    (retweet, unretweet),
    (follow, unfollow),
    (like, protect),
    (request,),
    (request, accept),
    (request, reject),
    (request, unprotect),
    (mention, edit),
    (react, delete),
    (react, block),
    (react, block, unblock),
    (react, mute),
    (react, mute, unmute),
    (react, deactivate),
    (react, suspend),
    (react, suspend, restore),
    (reply, hide),
    (react, delete_profile),
    (react, delete_profile_later),
    (react, delete_profile_later, restore_profile),
    (rename,),
]
"""Actions, the last of which causes the tasks that are lost."""
