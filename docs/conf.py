"""Sphinx settings. `tox run -e docs` builds the documentation."""

import re
from pathlib import Path

source = Path(__file__).parent.parent / "src" / "django_tweets" / "__init__.py"

project = "django-tweets"
author = "the django-tweets authors"
copyright = "2026, the django-tweets authors"
release = re.search(r'__version__ = "(.+)"', source.read_text(encoding="utf-8"))[1]

extensions = ["myst_parser"]
myst_enable_extensions = ["colon_fence", "deflist"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_benchmarks"]
nitpicky = True

html_theme = "furo"
html_title = f"django-tweets {release}"
