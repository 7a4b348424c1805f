"""TimeKeyModel: the base class of models whose primary keys readers see."""

from __future__ import annotations

from typing import Any

from django.db import models

from ..snowflake import SnowflakeField


class TimeKeyModel(models.Model):
    """Base class: the primary key is a Snowflake, made when the row is inserted.

    For each model whose key is in a URL, a cursor, an element id, JSON, a feed or a mail. From two
    numbers of a sequence, a member would learn how many rows others have made in between. A
    Snowflake is made from `created_at`, or from the time of the insert if the model has no such
    field: so the order of the keys is still that of time.
    """

    id = SnowflakeField(primary_key=True, editable=False)

    class Meta:
        abstract = True

    def save(self, **kwargs: Any) -> None:
        """Save as Django does. A new row is inserted, and never written over one with its key.

        Django would try an UPDATE first, since the field has made a key and is no default.
        """
        if self._state.adding and not self.pk:
            kwargs["force_insert"] = True
        super().save(**kwargs)
