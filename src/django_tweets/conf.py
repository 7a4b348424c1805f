"""The settings a host may set: typed, and read live, so that override_settings just works."""

from django.conf import settings

PREFIX = "DJANGO_TWEETS_"


class Conf:
    """Each property is the setting of its name behind DJANGO_TWEETS_, or its default."""

    @property
    def PROFILE_MODEL(self) -> str:  # noqa: N802 - named as the setting is
        """Label of the profile model, as app_label.ModelName."""
        return self._get("PROFILE_MODEL", "django_tweets.Profile")

    @property
    def TWEET_MODEL(self) -> str:  # noqa: N802 - named as the setting is
        """Label of the tweet model, as app_label.ModelName."""
        return self._get("TWEET_MODEL", "django_tweets.Tweet")

    def _get(self, name: str, default: str) -> str:
        return getattr(settings, PREFIX + name, default)


conf = Conf()

NAMES = sorted(PREFIX + name for name, value in vars(Conf).items() if isinstance(value, property))
