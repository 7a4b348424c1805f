"""manage.py rebuild_hashtags."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command

from django_tweets.models import Hashtag, TweetHashtag
from tests.consistency import find_inconsistencies
from tests.factories import make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db


def test_missing_hashtags_are_created(ada: Profile) -> None:
    for n in range(5):
        make_tweet(ada, f"#tea {n}")
    TweetHashtag.objects.all().delete()
    Hashtag.objects.all().delete()
    out = StringIO()
    call_command("rebuild_hashtags", batch_size=2, verbosity=2, stdout=out)
    assert out.getvalue().splitlines() == [
        "2 tweets …",
        "4 tweets …",
        "5 tweets …",
        "5 tweets have their hashtags.",
    ]
    assert Hashtag.objects.get().tweet_count == 5
    call_command("rebuild_hashtags", verbosity=0)
    assert Hashtag.objects.get().tweet_count == 5
    assert find_inconsistencies() == []


def test_empty_site_is_reported(db: None) -> None:
    out = StringIO()
    call_command("rebuild_hashtags", stdout=out)
    assert out.getvalue() == "0 tweets have their hashtags.\n"
