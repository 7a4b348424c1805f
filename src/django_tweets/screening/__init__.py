"""Checks for DJANGO_TWEETS_SCREENING, and the classes and functions that a host's check needs.

docs/screening.md describes them.
"""

from ..services.screening import ALLOW, Draft, Verdict, hold, reject
from .block_lists import BlockLists
from .hidden_text import HiddenText
from .new_members import NewMembers
from .repeated_text import RepeatedText

__all__ = [
    "ALLOW",
    "BlockLists",
    "Draft",
    "HiddenText",
    "NewMembers",
    "RepeatedText",
    "Verdict",
    "hold",
    "reject",
]
