from __future__ import annotations

from typing import Any

import pytest

from django_tweets.conf import NAMES, conf


def test_settings_are_read_live(settings: Any) -> None:
    settings.DJANGO_TWEETS_TWEET_MODEL = "posts.Post"
    assert conf.TWEET_MODEL == "posts.Post"
    settings.DJANGO_TWEETS_TWEET_MODEL = "notes.Note"
    assert conf.TWEET_MODEL == "notes.Note"


def test_setting_that_is_not_set_has_its_default(settings: Any) -> None:
    del settings.DJANGO_TWEETS_PROFILE_MODEL
    del settings.DJANGO_TWEETS_TWEET_MODEL
    assert conf.PROFILE_MODEL == "django_tweets.Profile"
    assert conf.TWEET_MODEL == "django_tweets.Tweet"


def test_names_of_all_settings() -> None:
    names = [
        "BASE_URL",
        "CLIENT_ADDRESS",
        "DELETION_GRACE",
        "DIGESTS",
        "EXPORT_EXPIRY",
        "EXPORT_INTERVAL",
        "FILE_SERVER",
        "FORMER_HANDLE_DAYS",
        "LIMITS",
        "LINK_PREVIEWS",
        "MEDIA_LIMITS",
        "MODERATION",
        "NEW_MEMBER_LIMITS",
        "PROFILE_ACCESSOR",
        "PROFILE_MODEL",
        "PUBLIC",
        "PUSH",
        "READ_YOUR_WRITES",
        "REPLICAS",
        "REPORT_CATEGORIES",
        "RESERVED_HANDLES",
        "SCREENING",
        "SEARCH",
        "STREAM",
        "TASK_BACKEND",
        "TASK_QUEUES",
        "TIMELINE",
        "TWEET_FORM",
        "TWEET_MODEL",
        "VIEW_COUNTS",
        "VISITOR_REPORTS",
    ]
    assert [f"DJANGO_TWEETS_{name}" for name in names] == NAMES


@pytest.mark.parametrize(
    ("value", "has_login_middleware", "expected"),
    [
        (None, False, True),
        (None, True, False),
        (True, True, True),
        (False, False, False),
        ("True", False, False),
        (1, False, False),
    ],
)
def test_site_is_closed_unless_its_settings_open_it(
    settings: Any, value: object, has_login_middleware: bool, expected: bool
) -> None:
    login = "django.contrib.auth.middleware.LoginRequiredMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != login]
    settings.MIDDLEWARE += [login] * has_login_middleware
    settings.DJANGO_TWEETS_PUBLIC = value
    if value is None:
        del settings.DJANGO_TWEETS_PUBLIC
    assert conf.PUBLIC is expected
