"""The admin shows moderators nothing of what is reported or decided about themselves either."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.urls import reverse

from tests.views.test_reported_moderators import SECRETS, World, content_of

if TYPE_CHECKING:
    from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.needs("django.contrib.admin")]


def get_models() -> list[Any]:
    """Return the models with a list in the admin that is for moderators."""
    if not apps.is_installed("django.contrib.admin"):
        return []
    from django.contrib import admin  # noqa: PLC0415 - not every host has it

    from django_tweets.admin.moderation import ModerationLogAdmin  # noqa: PLC0415 - likewise

    return [
        model for model, own in admin.site._registry.items() if isinstance(own, ModerationLogAdmin)
    ]


def read_admin(client: Client, model: Any, user: Any) -> str:
    """Return all that user is shown of the rows of a model."""
    type(user)._base_manager.filter(pk=user.pk).update(is_staff=True)
    client.force_login(user)
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    pages = [reverse(f"{name}_changelist")]
    for row in model._base_manager.all():
        pages += [reverse(f"{name}_{page}", args=[row.pk]) for page in ("change", "history")]
    return "".join(content_of(client.get(page)) for page in pages)


@pytest.mark.parametrize("model", get_models())
def test_moderator_reads_nothing_about_themselves_in_the_admin(client: Client, model: Any) -> None:
    world = World()
    assert model._base_manager.exists()
    found = read_admin(client, model, world.me.user)
    assert not [secret for secret in SECRETS if secret in found]
    assert "please" not in found  # the text of the appeal


def test_other_moderators_read_it_in_the_admin(client: Client) -> None:
    world = World()
    found = "".join(read_admin(client, model, world.other.user) for model in get_models())
    assert not [secret for secret in SECRETS if secret not in found]
    assert "please" in found
