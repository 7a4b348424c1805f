"""App configuration: the models of actions."""

from django.apps import AppConfig
from django.contrib.auth import get_user_model


class StreamConfig(AppConfig):
    """Register the user and the tutorial's tweet, as the package requires."""

    name = "benchmarks.home.stream"

    def ready(self) -> None:
        from actstream import registry  # noqa: PLC0415 - it needs the apps to be ready

        from ..tutorial.models import Tweet  # noqa: PLC0415

        registry.register(get_user_model(), Tweet)
