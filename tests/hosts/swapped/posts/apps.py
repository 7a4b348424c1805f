from django.apps import AppConfig


class PostsConfig(AppConfig):
    name = "tests.hosts.swapped.posts"
