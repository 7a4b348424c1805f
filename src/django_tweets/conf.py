"""The settings a host may set: typed, and read live, so that override_settings just works."""

from typing import Any, TypeVar

from django.conf import settings

Value = TypeVar("Value")

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

    @property
    def DIGESTS(self) -> bool:  # noqa: N802 - named as the setting is
        """Whether the site sends digests, and so offers them."""
        return self._get("DIGESTS", default=False)

    @property
    def SEARCH(self) -> dict[str, Any]:  # noqa: N802 - named as the setting is
        """How search finds: as TIMELINE; without BACKEND, by the full text of the database."""
        return self._get("SEARCH", {})

    @property
    def TIMELINE(self) -> dict[str, Any]:  # noqa: N802 - named as the setting is
        """Where homes come from: {"BACKEND": dotted path, "OPTIONS": keyword arguments}."""
        backend = "django_tweets.timelines.backends.pull.AdaptivePull"
        return self._get("TIMELINE", {"BACKEND": backend, "OPTIONS": {}})

    def _get(self, name: str, default: Value) -> Value:
        value: Value = getattr(settings, PREFIX + name, default)
        return value


conf = Conf()

NAMES = sorted(PREFIX + name for name, value in vars(Conf).items() if isinstance(value, property))
