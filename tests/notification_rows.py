"""Notifications as they are stored, to compare with what a test expects."""

from __future__ import annotations

from typing import Any

from django_tweets.models import Notification


def notification_rows(recipient: Any) -> list[tuple[str, int | None, set[str]]]:
    """Return kind, tweet and handles of the actors of each notification, newest first.

    The count and the time of each are checked too.
    """
    found = []
    for row in Notification.objects.filter(recipient=recipient).order_by("-newest"):
        actors = list(row.actors.select_related("actor").order_by("-newest"))
        assert row.count == sum(actor.newest > 0 for actor in actors)
        assert row.newest == actors[0].newest
        found.append((row.kind, row.tweet_id, {actor.actor.handle for actor in actors}))
    return found
