"""The readers of lists: which tweets, in pages cut by id, ready to render."""

from .hydration import hydrate
from .keyset import PAGE_SIZE, Cursor, InvalidCursor, Page
from .lists import home, profile

__all__ = ["PAGE_SIZE", "Cursor", "InvalidCursor", "Page", "home", "hydrate", "profile"]
