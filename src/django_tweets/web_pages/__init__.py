"""Pages of other sites: fetch one safely, and read its title, description and picture.

The address comes from a member, and what it answers from anybody. addresses.py decides what may be
asked at all, fetching.py bounds every answer, head.py reads the HTML, and posting.py sends
something. Nothing here knows a model or a setting.
"""

from __future__ import annotations

from .addresses import is_public_address, normalize_url
from .fetching import Deadline, FetchError, Network, fetch
from .page import TIME_LIMIT, Page, read_page
from .posting import Receipt, is_https_url, post

__all__ = [
    "TIME_LIMIT",
    "Deadline",
    "FetchError",
    "Network",
    "Page",
    "Receipt",
    "fetch",
    "has_parser",
    "is_https_url",
    "is_public_address",
    "normalize_url",
    "post",
    "read_page",
]


def has_parser() -> bool:
    """Whether the extra `previews` is installed."""
    try:
        import lxml.etree  # noqa: F401
    except ImportError:
        return False
    return True
