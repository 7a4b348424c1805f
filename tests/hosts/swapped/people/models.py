import datetime
import uuid
from typing import Any

from django.db import models

from django_tweets.models import AbstractProfile


class Person(AbstractProfile):
    """A profile with a UUID as key, and with a required field of its own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    member_since = models.DateField()

    @classmethod
    def defaults_for(cls, user: Any) -> dict[str, Any]:
        return {"member_since": datetime.date(2020, 2, 29)}
