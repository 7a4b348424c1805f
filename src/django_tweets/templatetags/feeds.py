"""Links to feeds."""

from __future__ import annotations

from typing import Any

from ..conf import conf
from ..page_urls import reverse_or_none
from .arguments import get_profile


def profile_feed_url(profile: Any) -> str:
    """{% profile_feed_url profile as url %}: the Atom feed of a profile; "" if it has none.

    Protected profiles have none, and nobody has on a closed site.
    """
    shown = get_profile(profile)
    if shown is None or shown.is_protected or not conf.PUBLIC:
        return ""
    return reverse_or_none("profile_atom", shown.handle) or ""
