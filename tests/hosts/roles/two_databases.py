"""A site that keeps users, and so our tables, in a second database."""

from typing import Any

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import DATABASES

NAME = DATABASES["default"]["NAME"]
OTHER_NAME = NAME if NAME == ":memory:" else f"{NAME}_people"
DATABASES = {**DATABASES, "people": {**DATABASES["default"], "NAME": OTHER_NAME}}
DATABASE_ROUTERS = ["tests.hosts.roles.two_databases.PeopleRouter"]


class PeopleRouter:
    """Send users, and what has foreign keys to them, to the database "people"."""

    apps = {"admin", "auth", "contenttypes"}

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return self._find(model._meta.app_label)

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return db == self._find(app_label)

    def _find(self, app_label: str) -> str:
        # Also our apps in contrib, such as django_tweets_push.
        is_there = app_label in self.apps or app_label.startswith("django_tweets")
        return "people" if is_there else "default"
