"""Write the top-level domains of django_tweets/text/tlds.py to the module that counts characters.

Run: python scripts/tlds.py
"""

from __future__ import annotations

import textwrap
from pathlib import Path

from django_tweets.text.tlds import TLDS

ROOT = Path(__file__).parent.parent
MODULE = ROOT / "src" / "django_tweets" / "static" / "django_tweets" / "tlds.js"


def module() -> str:
    """Return the content of the file: the domains, sorted, in lines of at most 100 characters."""
    domains = textwrap.fill(
        " ".join(sorted(TLDS)), 100, break_long_words=False, break_on_hyphens=False
    )
    return (
        "// The top-level domains that the counter knows. Made by scripts/tlds.py.\n"
        f"const DOMAINS = `\n{domains}\n`;\n\n"
        "export const TLDS = new Set(DOMAINS.trim().split(/\\s/));\n"
    )


if __name__ == "__main__":
    MODULE.write_text(module(), encoding="utf-8")
