"""Earlier texts of a tweet that was edited while it was withheld: who reads them afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from django_tweets import services, timelines
from django_tweets.models import TweetRevision
from tests import screening_checks
from tests.factories import make_profile
from tests.moderators import make_moderator
from tests.screening_checks import is_readable, publish, reload

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


def readable_texts(tweet: Tweet, viewer: Any = None) -> list[str]:
    """Return the earlier texts in the history of tweet, the newest first."""
    return [revision.content for revision in timelines.revisions(reload(tweet), viewer)]


def test_text_of_before_comes_back(ada: Profile, moderator: Any) -> None:
    tweet = publish(ada, "first")
    services.moderate(moderator, "hide", tweet=tweet)
    tweet = reload(tweet)
    services.edit(tweet, "second")  # nobody else has read it
    services.edit(tweet, "third")
    assert not is_readable(tweet)
    services.moderate(moderator, "restore", tweet=tweet)
    assert readable_texts(tweet) == ["first"]
    assert readable_texts(tweet, ada) == ["second", "first"]


def test_text_of_before_comes_back_to_those_who_could_read_it(moderator: Any) -> None:
    author = make_profile("author", is_protected=True)
    follower = make_profile("follower")
    services.follow(follower, author)
    services.accept_follow(services.follow(follower, author))  # type: ignore[arg-type]  # a request
    tweet = publish(author, "first")
    services.moderate(moderator, "hide", tweet=tweet)
    services.edit(reload(tweet), "second")
    services.update_profile(author, is_protected=False)
    services.moderate(moderator, "restore", tweet=tweet)
    assert readable_texts(tweet) == []
    assert readable_texts(tweet, follower) == ["first"]


def test_held_texts_are_for_nobody(ada: Profile, moderator: Any, settings: Any) -> None:
    settings.DJANGO_TWEETS_SCREENING = [screening_checks.HOLD]
    held = publish(ada, "bad")
    services.edit(reload(held), "fine")
    services.moderate(moderator, "dismiss", profile=ada)
    assert is_readable(held)
    assert readable_texts(held) == []


def test_edit_that_is_held_hides_no_text_of_before(
    ada: Profile, moderator: Any, settings: Any
) -> None:
    settings.DJANGO_TWEETS_SCREENING = [screening_checks.HOLD]
    tweet = publish(ada, "first")
    services.edit(tweet, "bad")
    services.edit(reload(tweet), "better")
    services.moderate(moderator, "dismiss", profile=ada)
    assert readable_texts(tweet) == ["first"]
    assert TweetRevision.objects.count() == 2
