"""NUL in each text argument of each service: PostgreSQL can't store it, so we refuse it first."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Appeal, ModerationAction
from tests.attachments import make_attachment, make_picture
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


class World:
    """Rows that services take."""

    def __init__(self) -> None:
        self.me, self.other, self.moderator = make_profile(), make_profile(), make_moderator()
        self.tweet = make_tweet(self.me)
        self.attachment = make_attachment(self.me)
        self.action = ModerationAction(action="warn", profile_id=self.me.pk)
        self.action.save()
        self.appeal = Appeal.objects.create(action=self.action, profile=self.me, text="Why?")


def publish(world: World, **texts: str) -> Any:
    return services.publish(world.me, **{"content": "x", **texts, **TWEET_EXTRA})


def block_term(world: World, **texts: str) -> Any:
    return services.block_term(world.moderator, **{"term": "casino", **texts})


def moderate(world: World, **texts: Any) -> Any:
    return services.moderate(world.moderator, **{"action": "warn", **texts}, profile=world.me)


def report(world: World, **texts: Any) -> Any:
    return services.report(world.other, profile=world.me, **{"category": "spam", **texts})


def notify(world: World, **texts: str) -> Any:
    return services.notify(world.me, actor=world.other, tweet=world.tweet, **texts)


def unnotify(world: World, **texts: str) -> Any:
    return services.unnotify(world.me, actor=world.other, tweet=world.tweet, **texts)


CALLS: dict[str, Callable[..., Any]] = {
    "appeal": lambda world, text: services.appeal(world.me, world.action, text),
    "block_term": block_term,
    "decide": lambda world, answer: services.decide(
        world.moderator, world.appeal, True, answer=answer
    ),
    "edit": lambda world, content: services.edit(world.tweet, content),
    "moderate": moderate,
    "notify": notify,
    "publish": publish,
    "report": report,
    "request_export": lambda world, base_url: services.request_export(world.me, base_url=base_url),
    "unnotify": unnotify,
    "update_attachment": lambda world, alt: services.update_attachment(world.attachment, alt=alt),
    "upload": lambda world, alt: services.upload(world.me, make_picture(), alt=alt),
}
WRITES_FILES = {"write_export"}
"""The address of the site is written into pages, by an operator."""

CASES = [
    (name, parameter.name)
    for name in services.__all__
    if inspect.isfunction(getattr(services, name)) and name not in WRITES_FILES
    for parameter in inspect.signature(getattr(services, name)).parameters.values()
    if str(parameter.annotation) in {"str", "str | None"}
]


def stored_texts() -> list[str]:
    """Return the values of all our rows, as text."""
    models = {*apps.get_app_config("django_tweets").get_models()}
    models |= {get_profile_model(), get_tweet_model()}
    return [repr(row) for model in models for row in model._base_manager.values()]


def is_refused(call: Callable[[], Any]) -> bool:
    """Whether call raises a documented error. One of the database fails the test."""
    try:
        with transaction.atomic():
            call()
    except (ValidationError, PermissionDenied, LookupError):
        return True
    except ValueError as error:
        return "There is no notification kind" in str(error)
    return False


@pytest.mark.parametrize("odd", ["\0", "a\0b"], ids=ascii)
@pytest.mark.parametrize(("name", "argument"), CASES)
def test_nul_is_refused_or_removed(name: str, argument: str, odd: str) -> None:
    """A text that members type loses its controls; anything else is refused."""
    world = World()
    if not is_refused(lambda: CALLS[name](world, **{argument: odd})):
        assert [row for row in stored_texts() if "\\x00" in row] == []


@pytest.mark.parametrize("field", [*get_profile_model()._meta.fields], ids=lambda field: field.name)
def test_nul_in_a_field_of_a_profile_is_refused_or_removed(field: Any) -> None:
    profile = make_profile()
    if not is_refused(lambda: services.update_profile(profile, **{field.name: "a\0b"})):
        assert [row for row in stored_texts() if "\\x00" in row] == []
