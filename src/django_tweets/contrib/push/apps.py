"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PushConfig(AppConfig):
    name = "django_tweets.contrib.push"
    label = "django_tweets_push"
    verbose_name = _("Tweets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import checks, receivers  # noqa: PLC0415 - these modules import models

        checks.register()
        receivers.connect()
