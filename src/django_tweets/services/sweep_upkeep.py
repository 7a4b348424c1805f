"""Steps of the sweep: tasks that look for their work by themselves, and run on a schedule.

A site without a scheduler for them has them done by the sweep.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from ..cache import breaker, cache
from ..conf import conf
from ..models import TweetLinkPreview, Visibility
from ..models.link_preview import previewed_url
from ..swapping import get_tweet_model
from . import data_exports, media_processing, tasks, trends, unsent_texts
from .databases import for_write
from .sweep_window import Step, Window, calls, recent_tweets

if TYPE_CHECKING:
    from .sweep_window import Batches

MAX_PREVIEWS = 200
"""Pages that one sweep fetches: up to five seconds each."""

MAX_EXPORTS = 100
"""Data exports that one sweep makes."""

MAX_UPLOADS = 20
"""Uploads that one sweep processes: up to ten minutes of CPU time each."""

DUE = (
    tasks.purge_due_profiles,
    tasks.end_moderation_actions,
    tasks.delete_removed_tweets,
    tasks.delete_expired_exports,
    tasks.delete_old_form_keys,
    tasks.delete_old_limits,
    tasks.delete_unpublished_attachments,
    tasks.flush_view_counts,
    tasks.forget_former_handles,
    tasks.compute_sitemap_keys,
)


def find_due(window: Window) -> Batches:
    """Yield the tasks that find their own work, each with few statements."""
    for work in DUE:
        yield [(work,)]


def find_sessions(window: Window) -> Batches:
    """Yield the task that searches sessions for texts of deleted members, once a day.

    The cache knows whether it was done today: while that is away, it is not done again each hour.
    """
    if not cache.get(unsent_texts.READ) and not breaker.is_away:
        yield [(tasks.remove_unsent_texts,)]


def find_trends(window: Window) -> Batches:
    """Yield the task that computes trends, unless they are fresh."""
    if not trends.are_fresh():
        yield [(tasks.compute_trends,)]


def find_exports(window: Window) -> Batches:
    """Find waiting data exports that no process is making."""
    rows = data_exports.claimable().filter(requested_at__lt=window.until)
    keys = rows.order_by("requested_at").values_list("pk", flat=True)
    yield calls(tasks.make_export, list(keys[:MAX_EXPORTS]))


def find_uploads(window: Window) -> Batches:
    """Find waiting uploads that no task is processing."""
    rows = for_write(media_processing.waiting()).filter(created_at__lt=window.until)
    keys = rows.order_by("created_at").values_list("pk", flat=True)
    yield calls(tasks.process_attachment, list(keys[:MAX_UPLOADS]))


def find_previews(window: Window) -> Batches:
    """Find tweets with a link that was never fetched for a preview."""
    if not conf.LINK_PREVIEWS:
        return
    tweets: Any = get_tweet_model()._base_manager
    shown = TweetLinkPreview._base_manager.filter(tweet=OuterRef("pk"))
    wanted = tweets.filter(~Exists(shown), retweet_of=None, content__contains=".")
    left = MAX_PREVIEWS
    for keys in recent_tweets(tweets.all(), window):
        rows = for_write(wanted.filter(pk__in=keys).exclude(visibility=Visibility.WITHHELD))
        found = [tweet.pk for tweet in rows.order_by("pk") if previewed_url(tweet)][:left]
        left -= len(found)
        yield calls(tasks.update_link_preview, found)
        if not left:
            return


STEPS = (
    Step("what is due", find_due, DUE),
    Step("sessions", find_sessions, (tasks.remove_unsent_texts,)),
    Step("trends", find_trends, (tasks.compute_trends,)),
    Step("data exports", find_exports, (tasks.make_export,)),
    Step("uploads", find_uploads, (tasks.process_attachment,)),
    Step("link previews", find_previews, (tasks.update_link_preview,)),
)
