from __future__ import annotations

from typing import Any

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
        "DIGESTS",
        "PROFILE_ACCESSOR",
        "PROFILE_MODEL",
        "RESERVED_HANDLES",
        "SEARCH",
        "TIMELINE",
        "TWEET_FORM",
        "TWEET_MODEL",
    ]
    assert [f"DJANGO_TWEETS_{name}" for name in names] == NAMES
