"""The edits of docs/installation.md, in the text of a settings module and a URLconf."""

from __future__ import annotations

import re

_APPS = re.compile(r"^(LOCAL_APPS|INSTALLED_APPS) = \[\n(.*?)^\]", re.MULTILINE | re.DOTALL)
_PATTERNS = re.compile(r"^urlpatterns = \[\n(.*?)^\]", re.MULTILINE | re.DOTALL)
_IMPORT = re.compile(r"^from django\.urls import (.*)$", re.MULTILINE)


def add_app(settings: str) -> str:
    """Add django_tweets as the last app."""
    found = _APPS.search(settings)
    if found is None:
        raise ValueError("There is no INSTALLED_APPS.")
    end = found.end(2)
    return f'{settings[:end]}    "django_tweets",\n{settings[end:]}'


def add_urls(urls: str) -> str:
    """Include our URLs at the end of the first list, and import what that needs."""
    found = _PATTERNS.search(urls)
    if found is None:
        raise ValueError("There is no urlpatterns.")
    end = found.end(1)
    urls = f'{urls[:end]}    path("tweets/", include("django_tweets.urls")),\n{urls[end:]}'
    imported = _IMPORT.search(urls)
    if imported is None:
        return f"from django.urls import include, path\n{urls}"
    names = sorted({*imported[1].split(", "), "include", "path"})
    return _IMPORT.sub(f"from django.urls import {', '.join(names)}", urls, count=1)


def add_setting(settings: str, line: str) -> str:
    """Add a line at the end."""
    return f"{settings.rstrip()}\n\n{line}\n"


def add_head_block(template: str) -> str:
    """Add the block extra_head at the end of the head of a base template."""
    block = "    {% block extra_head %}{% endblock extra_head %}\n"
    return re.sub(r"^( *</head>)", rf"{block}\1", template, count=1, flags=re.MULTILINE)
