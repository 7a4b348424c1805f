"""Look up the profile and tweet models of the site. A host may swap each for its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .conf import PREFIX, conf, problem_of

if TYPE_CHECKING:
    from django.db.models import Model

    from .models import AbstractProfile, AbstractTweet


def profile_label() -> str:
    """Return the model label that every relation to the profile must use."""
    return _set_default("PROFILE_MODEL", conf.PROFILE_MODEL)


def tweet_label() -> str:
    """Return the model label that every relation to the tweet must use, including the tweet's own.

    "self" would refer to the host's subclass there, and makemigrations would find a change that
    is none.
    """
    return _set_default("TWEET_MODEL", conf.TWEET_MODEL)


def profile_accessor() -> str:
    """Return the name of the attribute of a user that is the profile."""
    _require("PROFILE_ACCESSOR")
    return conf.PROFILE_ACCESSOR


def get_profile_model() -> type[AbstractProfile]:
    """Return the profile model of the site.

    Raise ImproperlyConfigured if the setting does not name an installed model.
    """
    return _get_model("PROFILE_MODEL", conf.PROFILE_MODEL)  # type: ignore[return-value]  # checks/ makes sure of it


def get_tweet_model() -> type[AbstractTweet]:
    """Return the tweet model of the site. Raise as get_profile_model()."""
    return _get_model("TWEET_MODEL", conf.TWEET_MODEL)  # type: ignore[return-value]  # checks/ makes sure of it


def json_key(key: Any) -> Any:
    """Return a primary key for JSON: an integer or None unchanged, any other type as text.

    The field's to_python() is the way back.
    """
    return key if key is None or isinstance(key, int) else str(key)


def _set_default(name: str, label: str) -> str:
    _require(name)
    # Migrations refer to the setting itself. On a site that does not set it, makemigrations
    # would raise AttributeError.
    if not hasattr(settings, PREFIX + name):
        setattr(settings, PREFIX + name, label)
    return label


def _get_model(name: str, label: str) -> type[Model]:
    _require(name)
    try:
        return apps.get_model(label, require_ready=False)
    except LookupError:
        raise ImproperlyConfigured(
            f"{PREFIX}{name} refers to model {label!r}, which is not installed."
        ) from None


def _require(name: str) -> None:
    if problem := problem_of(name):
        raise ImproperlyConfigured(f"{problem.message} {problem.hint}")
