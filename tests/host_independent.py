"""Tests that give the same result on every host project: tox runs them with the default host alone.

They test servers, workers, files, other projects or this repository, and not our models and pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PATHS = {
    "example",
    "images",
    "live",
    "roles",
    "text",
    "video",
    "web_pages",
    "workers",
    "management/test_arguments.py",
    "test_adopted_site.py",
    "test_architecture.py",
    "test_attachment_storages.py",
    "test_checks.py",
    "test_circuit_breaker.py",
    "test_deployment_checks.py",
    "test_developer_docs.py",
    "test_docs.py",
    "test_file_errors.py",
    "test_image_bounds.py",
    "test_image_colors.py",
    "test_image_forms.py",
    "test_locale.py",
    "test_mail_outages.py",
    "test_optional_part_checks.py",
    "test_own_user_profile.py",
    "test_replicas.py",
    "test_scaling.py",
    "test_screening_docs.py",
    "test_servers.py",
    "test_setting_types.py",
    "test_site_checks.py",
    "test_snowflake.py",
    "test_task_queues.py",
    "test_tracing.py",
    "test_tutorial.py",
    "test_upload_checks.py",
    "test_webp_lossless.py",
    "views/test_replica.py",
    "views/test_web_servers.py",
}
"""Folders and files below tests/."""


def is_host_independent(path: Path, tests: Path) -> bool:
    """Return whether path is one of PATHS. tests: the folder of all tests."""
    parts = path.relative_to(tests).parts
    return any("/".join(parts[:depth]) in PATHS for depth in (1, 2))
