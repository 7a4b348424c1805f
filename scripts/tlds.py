"""Write the top-level domains of django_tweets/text/tlds.py to the file that counter.js loads.

Run: python scripts/tlds.py
"""

from __future__ import annotations

from pathlib import Path

from django_tweets.text.tlds import TLDS

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "src" / "django_tweets" / "static" / "django_tweets" / "tlds.txt"


def table() -> str:
    """Return the content of the file: one domain in each line, sorted."""
    return "\n".join(sorted(TLDS)) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
