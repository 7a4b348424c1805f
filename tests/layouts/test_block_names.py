"""Blocks of our templates: none but the three of the layout may be a block of a host's base."""

from __future__ import annotations

import re
from pathlib import Path

import django_tweets

TEMPLATES = Path(django_tweets.__file__).parent / "templates" / "django_tweets"


def test_other_blocks_have_our_prefix() -> None:
    names = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r"{% block (\w+)", path.read_text(encoding="utf-8"))
    }
    others = names - {"title", "extra_head", "content"}
    assert [name for name in others if not name.startswith("tweets_")] == []
