"""System checks of swapped models: fields and managers of a host that our code can't work with."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from django.core import checks

from .. import conf, swapping
from ..models import AbstractProfile, AbstractTweet
from .extension_points import check_models

if TYPE_CHECKING:
    from django.core.checks import CheckMessage
    from django.db.models import Model

__all__ = ["check_model_fields"]


def check_model_fields(**kwargs: Any) -> list[CheckMessage]:
    """E010: a field of a swapped model replaces an attribute of ours that is no field.

    E011: a swapped model has a base manager that leaves out rows.
    """
    if conf.problem_of("PROFILE_MODEL") or conf.problem_of("TWEET_MODEL") or check_models():
        return []  # E007 or E001
    models: list[tuple[Any, type[Model]]] = [
        (swapping.get_profile_model(), AbstractProfile),
        (swapping.get_tweet_model(), AbstractTweet),
    ]
    return [
        *(error for model, base in models for error in _check_fields(model, base)),
        *(error for model, _base in models for error in _check_base_manager(model)),
    ]


def _check_fields(model: Any, base: type[Model]) -> list[CheckMessage]:
    ours = {field.name for field in base._meta.get_fields()}
    attributes = {
        name
        for parent in base.__mro__
        for name in (*vars(parent), *inspect.get_annotations(parent))
        if not name.startswith("_")
    }
    return [
        checks.Error(
            f"The field {field.name} of {model._meta.label} replaces an attribute of "
            f"{base.__name__}, which our pages use.",
            hint=f'Rename the field, and keep its column with db_column="{field.column}".',
            obj=model,
            id="django_tweets.E010",
        )
        for field in model._meta.local_fields
        if field.name in attributes - ours
    ]


def _check_base_manager(model: Any) -> list[CheckMessage]:
    if not model._base_manager.get_queryset().query.where:
        return []
    return [
        checks.Error(
            f"The base manager of {model._meta.label} leaves out rows. Django follows relations "
            "with it, and would not find the author of a tweet.",
            hint="Remove base_manager_name from the Meta of the model.",
            obj=model,
            id="django_tweets.E011",
        )
    ]
