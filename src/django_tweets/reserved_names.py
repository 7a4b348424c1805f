"""Names that no member gets as a handle by default."""

OFFICIAL_NAMES = (
    "admin",
    "administrator",
    "everyone",
    "help",
    "here",
    "moderator",
    "root",
    "security",
    "staff",
    "support",
)
"""Handles that would look like an account of the site, or like a mention of everybody."""

PAGE_NAMES = (
    "analytics",
    "autocomplete",
    "blocked",
    "bookmarks",
    "compose",
    "decisions",
    "explore",
    "home",
    "media",
    "moderation",
    "muted",
    "new",
    "notifications",
    "oembed",
    "profile",
    "reports",
    "requests",
    "search",
    "settings",
    "stream",
    "suggestions",
    "tags",
    "users",
    "views",
    "welcome",
)
"""Names of our own pages. A test compares them with urls.py."""
