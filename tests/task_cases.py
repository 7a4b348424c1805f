"""For each task, a function that makes rows which it has work with, and returns its arguments."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import cache
from django.test import override_settings
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.models import (
    Appeal,
    DataExport,
    FormerHandle,
    FormKey,
    ModerationAction,
    ProfileDeletion,
    RateLimit,
    RemovedNotification,
    Report,
    SitemapKey,
    WithheldTweet,
)
from django_tweets.services import reports, tasks, withholding
from django_tweets.services.moderation_backends import SiteModeration
from django_tweets.services.unsent_texts import SESSION_KEY
from tests.attachments import make_attachment
from tests.factories import make_profile, make_tweet, make_tweets
from tests.view_counts import add_ended_window

if TYPE_CHECKING:
    from tests.factories import Profile


class Forwarding(SiteModeration):
    """A moderation backend that records in the row that it was sent to another system."""

    supports_forwarding = True

    def send_report(self, report: Report) -> None:
        Report._base_manager.filter(pk=report.pk).update(comment="passed on")

    def send_appeal(self, appeal: Appeal) -> None:
        Appeal._base_manager.filter(pk=appeal.pk).update(text="passed on")


def _accept_follow_requests() -> list[Any]:
    followed = make_profile(is_protected=True)
    for _ in range(2):
        services.follow(make_profile(), followed)
    get_profile_model()._base_manager.filter(pk=followed.pk).update(is_protected=False)
    return [followed.pk]


def _check_handle() -> list[Any]:
    return [make_profile("adm1n").pk]


def _compute_sitemap_keys() -> list[Any]:
    make_tweets(make_profile(), SitemapKey.STEP + 1)
    return []


def _compute_trends() -> list[Any]:
    for _ in range(3):
        make_tweet(make_profile(), "#tea")
    return []


def _delete_expired_exports() -> list[Any]:
    services.request_export(make_profile())
    services.make_exports()
    DataExport._base_manager.update(expires_at=timezone.now() - timedelta(days=1))
    return []


def _delete_old_form_keys() -> list[Any]:
    tweet = make_tweet(make_profile(), created_at=timezone.now() - timedelta(days=8))
    FormKey._base_manager.create(tweet=tweet, digest="1")
    return []


def _delete_old_limits() -> list[Any]:
    RateLimit._base_manager.create(key="1", full_at=0)
    RemovedNotification._base_manager.create(key="1", newest=1)
    return []


def _delete_unpublished_attachments() -> list[Any]:
    make_attachment(make_profile(), created_at=timezone.now() - timedelta(days=2))
    return []


def _delete_removed_tweets() -> list[Any]:
    tweet = make_tweet(make_profile())
    withholding.withhold(tweet, "deleted")
    WithheldTweet._base_manager.update(purge_at=timezone.now())
    return []


def _make_action(kind: str, **fields: Any) -> ModerationAction:
    moderator, person = make_profile(), make_profile()
    moderator.user.is_superuser = True
    get_user_model()._base_manager.filter(pk=moderator.user.pk).update(is_superuser=True)
    services.report(make_profile(), profile=person, category="spam")
    return services.moderate(moderator, kind, profile=person, **fields)


def _end_moderation_actions() -> list[Any]:
    action = _make_action("suspend", until=timezone.now() + timedelta(days=1))
    ModerationAction._base_manager.filter(pk=action.pk).update(until=timezone.now())
    return []


def _flush_view_counts() -> list[Any]:
    add_ended_window(*make_tweets(make_profile(), 2))
    return []


def _forget_former_handles() -> list[Any]:
    profile = make_profile("ada")
    services.update_profile(profile, handle="countess")
    FormerHandle._base_manager.update(released_at=timezone.now() - timedelta(days=91))
    return []


def _make_export() -> list[Any]:
    return [services.request_export(make_profile()).pk]


def _process_attachment() -> list[Any]:
    return [make_attachment(make_profile(), state="processing").pk]


def _purge_due_profiles() -> list[Any]:
    with override_settings(DJANGO_TWEETS_DELETION_GRACE=timedelta(days=1)):
        services.delete_profile(make_profile())
    ProfileDeletion._base_manager.update(due_at=timezone.now() - timedelta(days=1))
    return []


def _purge_profile() -> list[Any]:
    profile, other = make_profile(), make_profile()
    services.follow(profile, other)
    services.like(profile, make_tweet(other))
    services.like(other, make_tweet(profile, "#tea"))
    services.delete_profile(profile)
    return [profile.pk]


def _purge_tweet() -> list[Any]:
    tweet, other = make_tweet(make_profile(), "#tea"), make_profile()
    for service in (services.like, services.bookmark, services.retweet):
        service(other, tweet)
    services.delete(tweet)
    return [tweet.pk]


def _rebuild_profile_hashtags() -> list[Any]:
    profile = make_profile()
    make_tweet(profile, "#tea #cake")
    get_profile_model()._base_manager.filter(pk=profile.pk).update(is_protected=True)
    return [profile.pk]


def _remove_follow_notifications() -> list[Any]:
    follow: Any = services.follow(make_profile(), make_profile())
    keys = [follow.follower_id, follow.followed_id]
    tasks.update_follow_notification.func("follow", *keys)
    services.unfollow(follow.follower, follow.followed)
    return keys


def _remove_unsent_texts() -> list[Any]:
    session = SessionStore()
    session[SESSION_KEY] = ["/tweets/compose/", "nobody", "unsent"]
    session.save()
    return []


def _send_appeal() -> list[Any]:
    action = _make_action("warn")
    person = get_profile_model()._base_manager.get(pk=action.profile_id)
    return [services.appeal(person, action, "It was a joke.").pk]


def _send_report() -> list[Any]:
    return [services.report(make_profile(), profile=make_profile(), category="spam").pk]


def _tell_of_appeal() -> list[Any]:
    action = _make_action("warn")
    person = get_profile_model()._base_manager.get(pk=action.profile_id)
    moderator = get_profile_model()._base_manager.get(pk=action.moderator_id)
    appeal = services.appeal(person, action, "It was a joke.")
    return [services.decide(moderator, appeal, accept=False).pk]


def _tell_of_export() -> list[Any]:
    now = timezone.now()
    ready = {"state": "ready", "ready_at": now, "expires_at": now + timedelta(days=1)}
    return [DataExport.objects.create(profile=make_profile(), requested_at=now, **ready).pk]


def _tell_of_release() -> list[Any]:
    tweet = make_tweet(make_profile())
    withholding.withhold(tweet, "held")
    reports.report_held(tweet, "many links")
    moderator = make_profile()
    get_user_model()._base_manager.filter(pk=moderator.user.pk).update(is_superuser=True)
    moderator = get_profile_model()._base_manager.get(pk=moderator.pk)
    services.moderate(moderator, "dismiss", profile=tweet.profile)
    return [tweet.pk]


def _tell_of_moderation() -> list[Any]:
    return [_make_action("warn").pk]


def _tell_reporters() -> list[Any]:
    return [_make_action("dismiss").pk]


def _update_follow_notification() -> list[Any]:
    follow: Any = services.follow(make_profile(), make_profile())
    return ["follow", follow.follower_id, follow.followed_id]


def _update_link_preview() -> list[Any]:
    return [make_tweet(make_profile(), "see https://example.org/").pk]


def _update_reaction_notification() -> list[Any]:
    like = services.like(make_profile(), make_tweet(make_profile()))
    return ["like", like.profile_id, like.tweet_id]


def _add_like_of_hidden() -> tuple[Profile, Profile]:
    """Return a profile that is notified of a like, and the one that liked and was hidden since."""
    recipient, actor = make_profile(), make_profile()
    like = services.like(actor, make_tweet(recipient))
    tasks.update_reaction_notification.func("like", actor.pk, like.tweet_id)
    get_profile_model()._base_manager.filter(pk=actor.pk).update(is_suspended=True)
    return recipient, actor


def _update_suggestions() -> list[Any]:
    member, friend, stranger = (make_profile() for _ in range(3))
    services.follow(member, friend)
    services.follow(friend, stranger)
    cache.clear()
    return [member.pk]


def _update_told_actor() -> list[Any]:
    return [profile.pk for profile in _add_like_of_hidden()]


def _update_told_actors() -> list[Any]:
    return [_add_like_of_hidden()[1].pk]


def _update_tweet_notifications() -> list[Any]:
    profile = make_profile()
    return [make_tweet(make_profile(), f"hello @{profile.handle}").pk]


CASES = [
    _accept_follow_requests,
    _check_handle,
    _compute_sitemap_keys,
    _compute_trends,
    _delete_expired_exports,
    _delete_old_form_keys,
    _delete_old_limits,
    _delete_removed_tweets,
    _delete_unpublished_attachments,
    _end_moderation_actions,
    _flush_view_counts,
    _forget_former_handles,
    _make_export,
    _process_attachment,
    _purge_due_profiles,
    _purge_profile,
    _purge_tweet,
    _rebuild_profile_hashtags,
    _remove_follow_notifications,
    _remove_unsent_texts,
    _send_appeal,
    _send_report,
    _tell_of_appeal,
    _tell_of_export,
    _tell_of_moderation,
    _tell_of_release,
    _tell_reporters,
    _update_follow_notification,
    _update_link_preview,
    _update_reaction_notification,
    _update_suggestions,
    _update_told_actor,
    _update_told_actors,
    _update_tweet_notifications,
]
