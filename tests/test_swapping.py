from __future__ import annotations

import json
import subprocess
import sys
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ImproperlyConfigured

import django_tweets
from django_tweets.conf import conf
from django_tweets.models import AbstractProfile, AbstractTweet
from django_tweets.swapping import json_key


def test_models_are_those_of_the_settings() -> None:
    profile_model = django_tweets.get_profile_model()
    tweet_model = django_tweets.get_tweet_model()
    assert profile_model._meta.label == conf.PROFILE_MODEL
    assert tweet_model._meta.label == conf.TWEET_MODEL
    assert issubclass(profile_model, AbstractProfile)
    assert issubclass(tweet_model, AbstractTweet)


@pytest.mark.parametrize("name", ["PROFILE", "TWEET"])
def test_label_without_app_is_an_error(settings: Any, name: str) -> None:
    setattr(settings, f"DJANGO_TWEETS_{name}_MODEL", "Post")
    get_model = getattr(django_tweets, f"get_{name.lower()}_model")
    with pytest.raises(ImproperlyConfigured, match=f"DJANGO_TWEETS_{name}_MODEL should be a"):
        get_model()


@pytest.mark.parametrize("name", ["PROFILE", "TWEET"])
def test_label_of_a_missing_model_is_an_error(settings: Any, name: str) -> None:
    setattr(settings, f"DJANGO_TWEETS_{name}_MODEL", "posts.Pots")
    get_model = getattr(django_tweets, f"get_{name.lower()}_model")
    with pytest.raises(ImproperlyConfigured, match=r"'posts.Pots', which is not installed"):
        get_model()


def test_package_can_be_imported_without_settings() -> None:
    """A build imports it to read the version."""
    code = "import django_tweets; print(django_tweets.__version__)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={}
    )
    assert done.stdout.strip() == django_tweets.__version__


@pytest.mark.parametrize(
    ("key", "expected"),
    [(7, 7), (None, None), (UUID(int=1), "00000000-0000-0000-0000-000000000001")],
)
def test_key_is_stored_as_json(key: Any, expected: Any) -> None:
    """None too, of an argument that a task leaves out."""
    assert json.loads(json.dumps(json_key(key))) == expected
