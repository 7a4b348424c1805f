"""Tweets of the demo community that have the content that a page has to show, by viewer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django_tweets import get_profile_model, get_tweet_model, services
from tests.factories import make_profile, make_tweet
from tests.views.scenarios import allow

if TYPE_CHECKING:
    from django_tweets.models import Appeal
    from tests.factories import Profile, Tweet


NOW = datetime(2026, 3, 4, 15, 30, tzinfo=UTC)
"""When the session begins: what the community has said depends on the day."""


def tweets(viewer: Profile | None, **fields: Any) -> Any:
    """Return the tweets that viewer may read, newest first; no retweets or rows of tests."""
    visible = get_tweet_model().objects.visible_to(viewer).select_related("profile")
    visible = visible.filter(created_at__lte=NOW)
    return visible.filter(retweet_of=None, **fields).order_by("-pk")


def launch(viewer: Profile | None) -> Tweet:
    """The most talked about: it is liked, retweeted, quoted and answered."""
    return tweets(viewer, content__startswith="SHE'S IN.").get()


def amid(viewer: Profile | None) -> Tweet:
    """In the middle of a conversation."""
    return tweets(viewer, in_reply_to__in_reply_to__isnull=False, reply_count__gt=0)[0]


def warned(viewer: Profile | None) -> Tweet:
    """With a content warning."""
    return tweets(viewer, content_warning="a moth, life size").get()


def quoting(viewer: Profile | None) -> Tweet:
    return tweets(viewer, quote_of__isnull=False)[0]


def edited(viewer: Profile | None) -> Tweet:
    return tweets(viewer, edited_at__isnull=False)[0]


def confidential(viewer: Profile | None) -> Tweet:
    """Not for everyone."""
    return tweets(viewer, visibility="mentioned")[0]


def arabic(viewer: Profile | None) -> Tweet:
    """Written from right to left."""
    return tweets(viewer, content__regex=r"[\u0620-\u064a]{4}")[0]


def own(viewer: Profile | None) -> Tweet:
    return tweets(viewer, profile=viewer)[0]


def untouched(viewer: Profile | None) -> Tweet:
    """A new one, that nobody has answered, liked or edited."""
    assert viewer is not None
    return services.publish(viewer, "The first thing that I say here.")


def reply_to_a_deleted_tweet(viewer: Profile | None) -> Tweet:
    """Create a reply to a deleted tweet."""
    assert viewer is not None
    gone = services.publish(viewer, "I take this back.")
    reply = services.publish(viewer, "Why did you?", in_reply_to=gone)
    services.delete(gone)
    return reply


def suspend(profile: Profile | None) -> None:
    """Suspend profile for some days, as a moderator."""
    moderator = make_profile()
    allow(moderator, "moderate")
    moderator = get_profile_model()._base_manager.get(pk=moderator.pk)  # with its permission
    until, words = NOW + timedelta(days=9), "Advertisements in every reply."
    services.moderate(moderator, "suspend", profile=profile, message=words, until=until)


def appealed(moderator: Profile) -> Appeal:
    """Make moderator one, and a profile with reports, a hidden tweet and an appeal."""
    allow(moderator, "moderate")
    author = make_profile(display_name="Pat Pest")
    loud, hidden = (make_tweet(author, text, created_at=NOW) for text in ("BUY WATCHES", "hm"))
    services.report(moderator, tweets=[loud], category="spam", comment="All day long.")
    moderator = get_profile_model()._base_manager.get(pk=moderator.pk)  # with its permission
    action = services.moderate(moderator, "hide", tweet=hidden, reason="Rude.", message="No.")
    return services.appeal(author, action, "It was a joke.")
