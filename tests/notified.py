"""What somebody is told, as the rows have it."""

from __future__ import annotations

from typing import Any

from django_tweets.models import Notification


def told(recipient: Any) -> list[tuple[str, int | None, set[str]]]:
    """Kinds, tweets and the handles of those who did it, newest first; each of them counted."""
    found = []
    for row in Notification.objects.filter(recipient=recipient).order_by("-newest"):
        people = list(row.actors.select_related("actor").order_by("-newest"))
        assert row.count == len(people)
        assert row.newest == people[0].newest
        found.append((row.kind, row.tweet_id, {person.actor.handle for person in people}))
    return found
