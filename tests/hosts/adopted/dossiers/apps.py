from django.apps import AppConfig


class DossiersConfig(AppConfig):
    name = "tests.hosts.adopted.dossiers"
