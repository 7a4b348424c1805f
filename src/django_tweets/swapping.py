"""Which models are the profile and the tweet: a host may put its own in their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from .conf import PREFIX, conf

if TYPE_CHECKING:
    from django.db.models import Model

    from .models import AbstractProfile, AbstractTweet


def profile_label() -> str:
    """Label that every relation to the profile must name."""
    return _pin("PROFILE_MODEL", conf.PROFILE_MODEL)


def tweet_label() -> str:
    """Label that every relation to the tweet must name, the tweet's own relations too.

    ("self" would follow the class into a host's subclass and give it a phantom migration.)
    """
    return _pin("TWEET_MODEL", conf.TWEET_MODEL)


def get_profile_model() -> type[AbstractProfile]:
    """The profile model of this site. ImproperlyConfigured if its setting names none."""
    return _get_model("PROFILE_MODEL", conf.PROFILE_MODEL)  # type: ignore[return-value]  # checks.py holds a host to it


def get_tweet_model() -> type[AbstractTweet]:
    """The tweet model of this site. ImproperlyConfigured if its setting names none."""
    return _get_model("TWEET_MODEL", conf.TWEET_MODEL)  # type: ignore[return-value]  # checks.py holds a host to it


def _pin(name: str, label: str) -> str:
    # Migrations refer to the setting itself, which a site that swaps nothing doesn't have:
    # without this makemigrations ends in an AttributeError there.
    if not hasattr(settings, PREFIX + name):
        setattr(settings, PREFIX + name, label)
    return label


def _get_model(name: str, label: str) -> type[Model]:
    try:
        return apps.get_model(label, require_ready=False)
    except ValueError:
        raise ImproperlyConfigured(
            f"{PREFIX}{name} must be of the form 'app_label.ModelName', not {label!r}."
        ) from None
    except LookupError:
        raise ImproperlyConfigured(
            f"{PREFIX}{name} refers to model {label!r}, which is not installed."
        ) from None
