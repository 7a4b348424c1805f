"""Printed objects show handles and ids: a base template prints any variable that it finds."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.apps import apps

from django_tweets import get_profile_model, get_tweet_model, services, timelines
from django_tweets.models import NotificationSettings, Visibility
from tests.factories import TWEET_EXTRA, make_tweet
from tests.views.scenarios import make_world

pytestmark = pytest.mark.django_db


def test_printed_objects_have_no_text_and_no_address(monkeypatch: Any) -> None:
    world = make_world("author", "public")
    secret = make_tweet(world.author, "SECRET word", visibility=Visibility.FOLLOWERS)
    services.edit(secret, content="SECRET again", content_warning="SECRET")
    services.publish(world.author, "SECRET", key="SECRET", **TWEET_EXTRA)
    type(world.author.user).objects.filter(pk=world.author.user_id).update(
        email="SECRET@example.org"
    )
    # As a swapped profile may do.
    monkeypatch.setattr(get_profile_model(), "__str__", lambda self: self.user.email)
    models = [*apps.get_app_config("django_tweets").get_models()]
    models += [get_profile_model(), get_tweet_model()]
    rows = [row for model in models for row in model._default_manager.all()]
    is_profile = [isinstance(row, get_profile_model()) for row in rows]
    printed = [str(row) for row, left_out in zip(rows, is_profile, strict=True) if not left_out]
    printed += [repr(row) for row in rows]
    viewer = world.author
    printed += [
        str(timelines.home(viewer)),
        str(timelines.thread(secret.pk, viewer)),
        str(timelines.profiles.followers(viewer, viewer)),
        str(timelines.notifications(viewer, NotificationSettings.for_profile(viewer))),
        str(timelines.suggestions(viewer, limit=3)),
    ]
    assert len(printed) > 40
    for text in printed:
        assert not re.search(r"SECRET|secret|@example", text), text
