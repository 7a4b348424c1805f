"""Layouts of a host: find its base template, and compose the override of layouts/base.html."""

from .base_templates import LayoutError, find_base, find_engine, read_base
from .override import LAYOUT, Override, compose, missing_blocks

__all__ = [
    "LAYOUT",
    "LayoutError",
    "Override",
    "compose",
    "find_base",
    "find_engine",
    "missing_blocks",
    "read_base",
]
