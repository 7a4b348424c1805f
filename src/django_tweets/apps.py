"""App configuration: registers the database router, the system checks and the receivers."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DjangoTweetsConfig(AppConfig):
    name = "django_tweets"
    verbose_name = _("Tweets")
    default_auto_field = "django.db.models.BigAutoField"

    def import_models(self) -> None:
        from . import routers  # noqa: PLC0415 - settings can be read by now

        routers.install()  # before any query, and so before Django reads the setting
        super().import_models()

    def ready(self) -> None:
        from . import checks, receivers  # noqa: PLC0415 - these modules import models

        checks.register()
        receivers.connect()
