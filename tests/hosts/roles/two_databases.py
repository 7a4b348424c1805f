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

    apps = {"admin", "auth", "contenttypes", "django_tweets"}

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return "people" if model._meta.app_label in self.apps else "default"

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        return (db == "people") == (app_label in self.apps)
