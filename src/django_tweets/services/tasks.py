"""All background tasks: the work that a service leaves for later.

A queue stores the dotted path of a task with its arguments, so the names and arguments here stay as
they are. Arguments are keys, and kinds of notification. A profile's key may arrive as text, because
a queue carries JSON. Each task may run late, twice, or beside another: it looks at the rows as they
are when it runs. docs/reference.md says what enqueues each. The argument of @task() is the kind of
the task: see setting_types.TASK_KINDS. A task ends at a bound and goes on later, see
task_bounds.py; one that would begin again has none in a worker.

sweep.py finds what tasks that were lost have left.

digests.send_digests is a task too. It renders mails, so it is in the interface layer.
"""

from __future__ import annotations

from ..tasks import task

# Modules, not functions: they enqueue the tasks, and so import this module.
from . import (
    attachments,
    counted_tweets,
    data_exports,
    deletion,
    follows,
    form_keys,
    former_handles,
    hashtag_counts,
    limit_cleaning,
    link_previews,
    lookalikes,
    media_processing,
    moderation,
    moderation_notices,
    notifications,
    profile_deletion,
    sitemap_keys,
    suggestions,
    trends,
    tweet_notifications,
    unsent_texts,
    view_counts,
    withholding,
)

_Key = int | str


@task("fanout")
def accept_follow_requests(profile_id: _Key) -> None:
    """Accept all requests to follow a profile that is no longer protected."""
    follows.accept_follow_requests(profile_id)


@task()
def check_handle(profile_id: _Key) -> None:
    """Report the new handle of a profile to staff if it looks like another handle."""
    lookalikes.check_handle(profile_id)


@task()
def compute_sitemap_keys() -> None:
    """Find the next keys at which files of sitemaps begin, and store them."""
    sitemap_keys.compute_sitemap_keys(sitemap_keys.KEYS_PER_RUN)


@task()
def compute_trends() -> None:
    """Find the trending hashtags and store them."""
    trends.compute_trends()


@task("media")
def delete_expired_exports() -> None:
    """Remove the files of data exports that can't be downloaded any more."""
    data_exports.delete_expired_exports()


@task()
def delete_old_form_keys() -> None:
    """Forget the forms of tweets that were published more than a week ago."""
    form_keys.delete_old_form_keys()


@task()
def delete_old_limits() -> None:
    """Delete counts of actions, and removed notifications, that limit nothing any more."""
    limit_cleaning.delete_old_rows()


@task("media")
def delete_unpublished_attachments() -> None:
    """Delete the files that were uploaded more than a day ago and never published."""
    attachments.delete_unpublished()


@task("fanout")
def delete_removed_tweets() -> None:
    """Delete for good the tweets that moderators deleted more than 30 days ago."""
    withholding.delete_removed_tweets()


@task()
def end_moderation_actions() -> None:
    """End the limits and suspensions whose time is over."""
    moderation.end_actions()


@task()
def flush_view_counts() -> None:
    """Write the views of tweets that the cache has collected to the database."""
    view_counts.flush_view_counts()


@task()
def forget_former_handles() -> None:
    """Forget the handles that were given up so long ago that anybody may take them."""
    former_handles.forget_expired()


@task("media", bound="never")
def make_export(profile_id: _Key) -> None:
    """Collect the data that a member has asked for."""
    data_exports.make_requested_export(profile_id)


@task("media", bound="never")
def process_attachment(attachment_id: int) -> None:
    """Convert a video that browsers can't play, or a long animation, before it is published."""
    media_processing.process_attachment(attachment_id)


@task("fanout")
def purge_due_profiles() -> None:
    """Delete the profiles whose grace period is over: for a scheduler, once a day."""
    profile_deletion.purge_due_profiles()


@task("fanout")
def purge_profile(profile_id: _Key) -> None:
    """Delete a profile that services.delete_profile() has hidden, with everything it owns."""
    deletion.purge_profile(profile_id)


@task("fanout")
def purge_tweet(tweet_id: int) -> None:
    """Delete the rows that refer to a deleted tweet: retweets, likes, bookmarks and so on."""
    deletion.purge_tweet(tweet_id)


@task("fanout")
def rebuild_profile_hashtags(profile_id: _Key) -> None:
    """Count a profile's tweets again: it was hidden, or is shown again."""
    counted_tweets.count_tweets_of(profile_id)
    hashtag_counts.recount_profile_hashtags(profile_id)


@task()
def remove_follow_notifications(follower_id: _Key, followed_id: _Key) -> None:
    """Remove the notifications of a follow or a request that was deleted."""
    notifications.remove_follow_notifications(follower_id, followed_id)


@task(bound="in_request")
def remove_unsent_texts() -> None:
    """Remove the texts of deleted members from sessions."""
    unsent_texts.remove_unsent_texts()


@task("mail")
def send_appeal(appeal_id: int) -> None:
    """Let the moderation backend pass an appeal on."""
    moderation_notices.send_appeal(appeal_id)


@task("mail")
def send_report(report_id: int) -> None:
    """Let the moderation backend pass a report on."""
    moderation_notices.send_report(report_id)


@task("mail")
def tell_of_appeal(appeal_id: int) -> None:
    """Tell a person of the decision about their appeal."""
    moderation_notices.tell_of_appeal(appeal_id)


@task("mail")
def tell_of_export(profile_id: _Key) -> None:
    """Tell a member that their data is ready for download."""
    moderation_notices.tell_of_export(profile_id)


@task("fanout")
def tell_of_release(tweet_id: int) -> None:
    """Tell the author of a held tweet that it is published."""
    moderation_notices.tell_of_release(tweet_id)


@task("mail")
def tell_of_moderation(action_id: int) -> None:
    """Tell a person of an action of the moderators against them, or of its end."""
    moderation_notices.tell_of_moderation(action_id)


@task("fanout")
def tell_reporters(action_id: int) -> None:
    """Tell the reporters of the reports that an action has closed of the outcome."""
    moderation_notices.tell_reporters(action_id)


@task()
def update_follow_notification(kind: str, follower_id: _Key, followed_id: _Key) -> None:
    """Add or remove the notification of a follow, a request, or an accepted request."""
    notifications.update_follow_notification(kind, follower_id, followed_id)


@task("media")
def update_link_preview(tweet_id: int) -> None:
    """Fetch the page that a tweet links to, and let the tweet show a preview of it."""
    link_previews.update_link_preview(tweet_id)


@task()
def update_reaction_notification(kind: str, actor_id: _Key, tweet_id: int) -> None:
    """Add or remove the notification of a like or a retweet."""
    notifications.update_reaction_notification(kind, actor_id, tweet_id)


@task()
def update_suggestions(profile_id: _Key) -> None:
    """Find the profiles that a member may want to follow, and keep their keys in the cache."""
    suggestions.update_suggestions(profile_id)


@task()
def update_told_actor(recipient_id: _Key, actor_id: _Key) -> None:
    """Show or hide a profile in the notifications of another one, as it is allowed now."""
    notifications.update_told_actor(recipient_id, actor_id)


@task("fanout")
def update_told_actors(actor_id: _Key) -> None:
    """Show or hide a profile in all notifications, after it was hidden or shown again."""
    notifications.update_told_actors(actor_id)


@task()
def update_tweet_notifications(tweet_id: int) -> None:
    """Add or remove the notifications of a reply, a quote and mentions in a tweet."""
    tweet_notifications.update_tweet_notifications(tweet_id)
