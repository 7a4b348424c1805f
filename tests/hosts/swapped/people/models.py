import datetime
from typing import Any

from django.db import models

from django_tweets.models import AbstractProfile


class Person(AbstractProfile):
    """A profile that needs to know something more."""

    member_since = models.DateField()

    @classmethod
    def defaults_for(cls, user: Any) -> dict[str, Any]:
        return {"member_since": datetime.date(2020, 2, 29)}
