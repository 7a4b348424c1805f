"""The tag {% tweet_views_url %}."""

from __future__ import annotations

from ..conf import conf
from ..page_urls import reverse_or_none


def tweet_views_url() -> str:
    """{% tweet_views_url as url %}: where the script reports views; "" on a site without counts."""
    return (reverse_or_none("tweet_views") or "") if conf.VIEW_COUNTS else ""
