"""Hooks of the optional apps in contrib/, which services can't import.

An app connects its functions in AppConfig.ready().
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .sweep_window import Step, Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..models import AbstractProfile
    from .sweep_window import Batches

_searches: dict[str, Callable[[Window], Batches]] = {}
_exports: dict[str, Callable[[AbstractProfile], dict[str, Any]]] = {}


def connect(
    name: str,
    *,
    find_lost_tasks: Callable[[Window], Batches],
    export_settings: Callable[[AbstractProfile], dict[str, Any]],
) -> None:
    """Connect the functions of an app, replacing those of the same name.

    find_lost_tasks: as that of a Step of the sweep. export_settings: returns what the app has
    stored of a member, for the settings in a data export.
    """
    _searches[name] = find_lost_tasks
    _exports[name] = export_settings


def find_lost_tasks(window: Window) -> Batches:
    """Find the lost tasks of the optional apps."""
    for find in _searches.values():
        yield from find(window)


def export_settings(profile: AbstractProfile) -> dict[str, Any]:
    """Return the data of a member in optional apps, by the name of the app."""
    return {name: read(profile) for name, read in _exports.items()}


STEPS = (Step("optional apps", find_lost_tasks, ()),)
