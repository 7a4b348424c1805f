"""manage.py create_moderator_groups and moderation_upkeep."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import ModerationAction, WithheldTweet
from django_tweets.services import moderators
from tests.factories import make_profile, make_tweet

pytestmark = pytest.mark.django_db


def run(name: str, **options: Any) -> str:
    out = StringIO()
    call_command(name, stdout=out, **options)
    return out.getvalue()


def again(profile: Any) -> Any:
    """Read a profile again: its user keeps permissions."""
    return get_profile_model()._base_manager.get(pk=profile.pk)


def test_groups_have_their_permissions() -> None:
    assert run("create_moderator_groups") == "Moderators: created.\nReport readers: created.\n"
    assert run("create_moderator_groups", verbosity=0) == ""
    moderator, reader = make_profile(), make_profile()
    moderator.user.groups.add(Group.objects.get(name="Moderators"))
    reader.user.groups.add(Group.objects.get(name="Report readers"))
    moderator, reader = again(moderator), again(reader)
    assert moderators.may_moderate(moderator)
    assert moderators.may_view_reports(reader)
    assert not moderators.may_moderate(reader)


def test_upkeep_ends_actions_and_deletes_removed_tweets() -> None:
    run("create_moderator_groups", verbosity=0)
    moderator, author = make_profile(), make_profile()
    moderator.user.groups.add(Group.objects.get(name="Moderators"))
    moderator = again(moderator)
    tweet = make_tweet(author)
    services.moderate(moderator, "delete", tweet=tweet)
    until = timezone.now() + timedelta(hours=1)
    action = services.moderate(moderator, "limit", profile=author, until=until)
    none = "Actions ended: 0. Tweets deleted for good: 0.\n"
    assert run("moderation_upkeep") == none
    ModerationAction._base_manager.filter(pk=action.pk).update(until=timezone.now())
    WithheldTweet._base_manager.update(purge_at=timezone.now())
    assert run("moderation_upkeep") == "Actions ended: 1. Tweets deleted for good: 1.\n"
    assert run("moderation_upkeep", verbosity=0) == ""
    assert not get_tweet_model()._base_manager.filter(pk=tweet.pk).exists()
