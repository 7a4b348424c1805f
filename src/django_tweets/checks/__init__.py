"""System checks: find mistakes in a host's settings at start, each with a hint on how to fix it."""

from django.core import checks

from .extension_points import (
    check_models,
    check_names,
    check_profile_accessor,
    check_search,
    check_timeline,
    check_tweet_form,
    check_types,
)
from .installed import check_layout, check_pillow, check_templates

__all__ = [
    "check_layout",
    "check_models",
    "check_names",
    "check_pillow",
    "check_profile_accessor",
    "check_search",
    "check_templates",
    "check_timeline",
    "check_tweet_form",
    "check_types",
    "register",
]

CHECKS = (
    check_names,
    check_types,
    check_models,
    check_profile_accessor,
    check_pillow,
    check_templates,
    check_timeline,
    check_search,
    check_tweet_form,
    check_layout,
)


def register() -> None:
    """Register the checks, for `manage.py check` and for each start."""
    for check in CHECKS:
        checks.register(check)
