"""All background tasks: the work that a service leaves for later.

A queue stores the dotted path of a task with its arguments, so the names and arguments here stay as
they are. Arguments are keys, and kinds of notification. A profile's key may arrive as text, because
a queue carries JSON. Each task may run late, twice, or beside another: it looks at the rows as they
are when it runs. docs/reference.md says what enqueues each.

digests.send_digests is a task too. It renders mails, so it is in the interface layer.
"""

from __future__ import annotations

from ..tasks import task

# Modules, not functions: they enqueue the tasks, and so import this module.
from . import (
    counted_tweets,
    deletion,
    follows,
    form_keys,
    hashtag_counts,
    notifications,
    sitemap_keys,
    trends,
    unsent_texts,
)

_Key = int | str


@task
def accept_follow_requests(profile_id: _Key) -> None:
    """Accept all requests to follow a profile that is no longer protected."""
    follows.accept_follow_requests(profile_id)


@task
def compute_sitemap_keys() -> None:
    """Find the next keys at which files of sitemaps begin, and store them."""
    sitemap_keys.compute_sitemap_keys(sitemap_keys.KEYS_PER_RUN)


@task
def compute_trends() -> None:
    """Find the trending hashtags and store them."""
    trends.compute_trends()


@task
def delete_old_form_keys() -> None:
    """Forget the forms of tweets that were published more than a week ago."""
    form_keys.delete_old_form_keys()


@task
def purge_profile(profile_id: _Key) -> None:
    """Delete a profile that services.delete_profile() has hidden, with everything it owns."""
    deletion.purge_profile(profile_id)


@task
def purge_tweet(tweet_id: int) -> None:
    """Delete what refers to a deleted tweet: retweets, likes, bookmarks and so on."""
    deletion.purge_tweet(tweet_id)


@task
def rebuild_profile_hashtags(profile_id: _Key) -> None:
    """Count a profile's tweets again: it was hidden, or is shown again."""
    counted_tweets.count_tweets_of(profile_id)
    hashtag_counts.recount_profile_hashtags(profile_id)


@task
def remove_unsent_texts() -> None:
    """Remove the texts of deleted members from sessions."""
    unsent_texts.remove_unsent_texts()


@task
def update_follow_notification(kind: str, follower_id: _Key, followed_id: _Key) -> None:
    """Add or remove the notification of a follow, a request, or an accepted request."""
    notifications.update_follow_notification(kind, follower_id, followed_id)


@task
def update_reaction_notification(kind: str, actor_id: _Key, tweet_id: int) -> None:
    """Add or remove the notification of a like or a retweet."""
    notifications.update_reaction_notification(kind, actor_id, tweet_id)


@task
def update_told_actor(recipient_id: _Key, actor_id: _Key) -> None:
    """Update whether the notifications of a profile tell of another one: it is hidden or shown."""
    notifications.update_told_actor(recipient_id, actor_id)


@task
def update_told_actors(actor_id: _Key) -> None:
    """Update whether any notifications tell of a profile: it was hidden, or is shown again."""
    notifications.update_told_actors(actor_id)


@task
def update_tweet_notifications(tweet_id: int) -> None:
    """Add or remove the notifications of a reply, a quote and mentions in a tweet."""
    notifications.update_tweet_notifications(tweet_id)
