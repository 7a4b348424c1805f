"""The tag of the link that reports a tweet or a profile."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..conf import conf
from ..models import AbstractTweet
from ..page_urls import reverse_or_none
from .arguments import get_profile
from .fragment_cache import viewer_of

if TYPE_CHECKING:
    from django.template import Context


def report_url(context: Context, subject: Any) -> str:
    """{% report_url tweet as url %}: the page that reports a tweet or a profile.

    Empty for the viewer's own, for visitors unless DJANGO_TWEETS_VISITOR_REPORTS is on, and where
    the host has left the page out.
    """
    is_tweet = isinstance(subject, AbstractTweet)
    author = subject.profile if is_tweet else get_profile(subject)
    viewer = viewer_of(context)
    if author is None or author == viewer or (viewer is None and not conf.VISITOR_REPORTS):
        return ""
    keys = [author.handle, subject.pk] if is_tweet else [author.handle]
    return reverse_or_none("report_create", *keys) or ""
