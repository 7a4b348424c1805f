"""App configuration."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RedisConfig(AppConfig):
    name = "django_tweets.contrib.redis"
    label = "django_tweets_redis"
    verbose_name = _("Tweets")
    default_auto_field = "django.db.models.BigAutoField"
