"""A site behind PgBouncer in transaction mode, with the setting that it needs."""

from tests.hosts.default.settings import *  # noqa: F403 - this is how settings are shared
from tests.hosts.default.settings import DATABASES

DATABASES = {"default": {**DATABASES["default"], "DISABLE_SERVER_SIDE_CURSORS": True}}
