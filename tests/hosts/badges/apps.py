from django.apps import AppConfig


class BadgesConfig(AppConfig):
    name = "tests.hosts.badges"

    def ready(self):
        from . import notifications  # noqa: F401, PLC0415 - it registers its kinds
