"""Members who may moderate."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission

from django_tweets import get_profile_model
from tests.factories import make_profile


def allow_to_moderate(profile: Any) -> None:
    """Give the user of profile the permission to moderate."""
    found = Permission.objects.get(codename="moderate", content_type__app_label="django_tweets")
    profile.user.user_permissions.add(found)


def make_moderator(handle: str = "quentin") -> Any:
    """Create a profile whose user has the permission to moderate."""
    profile: Any = make_profile(handle)
    allow_to_moderate(profile)
    # A user keeps its permissions from the first look at them.
    return get_profile_model()._base_manager.get(pk=profile.pk)
