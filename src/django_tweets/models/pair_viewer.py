"""The viewer of a statement that applies the visibility rule to many viewers at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, Union

from django.db.models.expressions import RawSQL

if TYPE_CHECKING:
    from .profile import AbstractProfile

Viewer: TypeAlias = Union["AbstractProfile", "PairViewer"]

PAIRS = "tweet_pairs"
"""Name of the table of a statement that has pairs of a viewer and a tweet."""


@dataclass(frozen=True)
class PairViewer:
    """The viewer of each row of the table PAIRS, in place of a profile.

    See timelines/pairs.py, which adds the table. Revisions can't be read for such a viewer.
    """

    is_staff: bool
    """Whether all viewers of the statement are active staff, or none is."""

    @property
    def pk(self) -> RawSQL:
        return RawSQL(f"{PAIRS}.viewer", ())  # noqa: S611 - a column of ours
