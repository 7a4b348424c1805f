"""System checks: find mistakes in a host's settings at start, each with a hint on how to fix it."""

from django.core import checks

from .addresses import check_catch_all, check_login_url
from .attachments import check_attachment_storage
from .databases import (
    check_connections,
    check_jit,
    check_pgbouncer,
    check_replica_setup,
    check_replicas,
    check_sqlite,
)
from .deployment import (
    check_asgi,
    check_mail,
    check_media_views,
    check_proxy,
    check_tasks,
    check_view_counts,
)
from .extension_points import (
    check_file_server,
    check_models,
    check_moderation,
    check_names,
    check_profile_accessor,
    check_screening,
    check_search,
    check_stream,
    check_timeline,
    check_tweet_form,
    check_types,
)
from .installed import (
    check_cache,
    check_cache_timeout,
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
from .tasks import check_queues
from .texts import check_charset, check_columns, check_languages

__all__ = [
    "check_asgi",
    "check_attachment_storage",
    "check_cache",
    "check_cache_timeout",
    "check_catch_all",
    "check_charset",
    "check_client_address",
    "check_columns",
    "check_connections",
    "check_file_server",
    "check_jit",
    "check_languages",
    "check_layout",
    "check_limits",
    "check_link_previews",
    "check_login_url",
    "check_mail",
    "check_media",
    "check_media_views",
    "check_messages",
    "check_model_fields",
    "check_models",
    "check_moderation",
    "check_names",
    "check_pgbouncer",
    "check_pillow",
    "check_profile_accessor",
    "check_proxy",
    "check_queues",
    "check_replica_setup",
    "check_replicas",
    "check_screening",
    "check_search",
    "check_sqlite",
    "check_static_files",
    "check_stream",
    "check_tasks",
    "check_templates",
    "check_timeline",
    "check_tweet_form",
    "check_types",
    "check_view_counts",
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
    check_stream,
    check_file_server,
    check_tweet_form,
    check_queues,
    check_client_address,
    check_replicas,
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

# For `manage.py check --deploy`: a site works without what these find missing.
DEPLOYMENT_CHECKS = (
    check_cache,
    check_cache_timeout,
    check_limits,
    check_tasks,
    check_connections,
    check_sqlite,
    check_pgbouncer,
    check_replica_setup,
    check_mail,
    check_media_views,
    check_proxy,
    check_asgi,
    check_view_counts,
)


def register() -> None:
    """Register the checks, for `manage.py check` and for each start."""
    for check in CHECKS:
        checks.register(check)
    for check in DEPLOYMENT_CHECKS:
        checks.register(check, deploy=True)
    # These ask a database, and so run with its `--database` only.
    checks.register(check_columns, checks.Tags.database)
    checks.register(check_jit, checks.Tags.database, deploy=True)
