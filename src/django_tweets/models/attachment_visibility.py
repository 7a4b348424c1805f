"""Attachments that a viewer may see: part of the visibility rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Q

from .visibility import EXISTS, REVISION_OF_TWEET, condition, readable_tweet, revision_sql

if TYPE_CHECKING:
    from .profile import AbstractProfile

# Whether an earlier text has an {attachment}: its key in the text of mark_keys(). CHAR(20) is text
# without spaces at its end on all databases.
ATTACHMENT_MARK = "REPLACE('<#>', '#', CAST({attachment.pk} AS CHAR(20)))"
SHOWS_ATTACHMENT = (
    f"r.{{TweetRevision.attached}} <> REPLACE(r.{{TweetRevision.attached}}, {ATTACHMENT_MARK}, '')"
)


def readable_attachments(viewer: AbstractProfile | None) -> Q:
    """Attachments that viewer may see: of tweets that viewer may read, and viewer's unpublished.

    Those that an edit removed, only with an earlier text that viewer may read.
    """
    rows = {
        "attachment": F("kind"),
        "tweet": F("tweet__visibility"),
        "profile": F("tweet__profile__handle"),
    }
    earlier = EXISTS(f"{REVISION_OF_TWEET} AND {SHOWS_ATTACHMENT} AND {revision_sql(viewer)}")
    shown = Q(position__isnull=False) | condition(earlier, viewer, **rows)
    found = readable_tweet(viewer, "tweet__") & shown
    return found if viewer is None else found | Q(owner=viewer.pk, tweet__isnull=True)


def unused_attachments() -> Q:
    """Attachments that no earlier text of their tweet has, of those that an edit removed."""
    rows = {"attachment": F("kind"), "tweet": F("tweet__visibility")}
    return condition(f"NOT {EXISTS(f'{REVISION_OF_TWEET} AND {SHOWS_ATTACHMENT}')}", None, **rows)
