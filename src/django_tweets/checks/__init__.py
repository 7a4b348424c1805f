"""System checks: find mistakes in a host's settings at start, each with a hint on how to fix it."""

from django.core import checks

from .addresses import check_catch_all, check_login_url
from .attachments import check_attachment_storage
from .extension_points import (
    check_file_server,
    check_models,
    check_moderation,
    check_names,
    check_profile_accessor,
    check_screening,
    check_search,
    check_timeline,
    check_tweet_form,
    check_types,
)
from .installed import (
    check_cache,
    check_layout,
    check_link_previews,
    check_media,
    check_messages,
    check_pillow,
    check_static_files,
    check_templates,
)
from .limits import check_client_address, check_limits
from .swapped_models import check_model_fields
from .texts import check_charset, check_columns, check_languages

__all__ = [
    "check_attachment_storage",
    "check_cache",
    "check_catch_all",
    "check_charset",
    "check_client_address",
    "check_columns",
    "check_file_server",
    "check_languages",
    "check_layout",
    "check_limits",
    "check_link_previews",
    "check_login_url",
    "check_media",
    "check_messages",
    "check_model_fields",
    "check_models",
    "check_moderation",
    "check_names",
    "check_pillow",
    "check_profile_accessor",
    "check_screening",
    "check_search",
    "check_static_files",
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
    check_model_fields,
    check_profile_accessor,
    check_pillow,
    check_templates,
    check_timeline,
    check_search,
    check_screening,
    check_moderation,
    check_file_server,
    check_tweet_form,
    check_client_address,
    check_layout,
    check_media,
    check_attachment_storage,
    check_link_previews,
    check_messages,
    check_static_files,
    check_login_url,
    check_catch_all,
    check_charset,
    check_languages,
)


def register() -> None:
    """Register the checks, for `manage.py check` and for each start."""
    for check in CHECKS:
        checks.register(check)
    checks.register(check_cache, deploy=True)
    checks.register(check_limits, deploy=True)
    checks.register(check_columns, checks.Tags.database)
