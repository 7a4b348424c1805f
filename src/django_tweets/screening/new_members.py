"""A check for texts of new members with many links, mentions or hashtags."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from ..services.screening import ALLOW, Draft, Verdict, hold


class NewMembers:
    """Hold texts of new members with more links, mentions or hashtags than these.

    New is who DJANGO_TWEETS_NEW_MEMBER_LIMITS says is. Each is counted once.
    """

    def __init__(self, *, links: int = 2, mentions: int = 5, hashtags: int = 5) -> None:
        self.most = {"url": links, "mention": mentions, "hashtag": hashtags}

    def __call__(self, draft: Draft) -> Verdict:
        if not draft.is_by_new_member:
            return ALLOW
        if any(len(draft.values(kind)) > most for kind, most in self.most.items()):
            return hold(_("Many links, mentions or hashtags by a new member"))
        return ALLOW
