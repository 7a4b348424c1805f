"""Fields and constraints of models that relate two profiles: follows, blocks, mutes."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from .. import swapping
from .fields import CascadeForeignKey


def profile_foreign_key(verbose_name: Any, related_name: str) -> Any:
    """Return a foreign key to one of the two profiles. The indexes of the pair cover it."""
    return CascadeForeignKey(
        swapping.profile_label(),
        verbose_name=verbose_name,
        db_index=False,
        related_name=related_name,
    )


def pair_constraints(one: str, other: str) -> list[models.BaseConstraint]:
    """Return constraints: each pair once, and no profile with itself."""
    return [
        models.UniqueConstraint(fields=[one, other], name="%(app_label)s_%(class)s_once"),
        models.CheckConstraint(
            condition=~Q(**{one: F(other)}), name="%(app_label)s_%(class)s_not_oneself"
        ),
    ]
