"""A site makes its own profile model the one of django_tweets, as docs/customising.md describes.

The apps dossiers and notes are in tests/hosts/adopted. The test copies them, and makes their
migrations with the commands of the documentation.
"""

from __future__ import annotations

import os
import re
import shutil
import textwrap
from pathlib import Path

from tests.hosts import adopted
from tests.migrations.test_swap_states import run

DOCS = Path(__file__).parents[2] / "docs" / "customising.md"

OLD_ROWS = """
import datetime, django; django.setup()
from django.contrib.auth.models import User
from dossiers.models import Dossier
names = ["Ada", "ada", "محمد", "grace.hopper@example.org"]
for name in names:
    user = User.objects.create_user(name)
    Dossier(user=user, name=name, birthday=datetime.date(1815, 12, 10), bio=f"I am {name}.").save()
"""

CHECK_ROWS = """
import django; django.setup()
from django.contrib.auth.models import User
from django_tweets import get_profile_model, search, services
ada, other, muhammad, grace = User.objects.order_by("pk")
assert (ada.profile.handle, ada.profile.bio) == ("ada", "I am Ada.")
assert ada.profile.birthday.year == 1815
assert other.profile.handle.startswith("ada_"), other.profile.handle
assert muhammad.profile.handle.startswith("user_"), muhammad.profile.handle
assert grace.profile.handle.startswith("user_"), grace.profile.handle
services.publish(ada.profile, "Hello @ada")
ada = User.objects.get(pk=ada.pk)
assert ada.profile.tweet_count == 1
found = {row.handle for row in search.search_profiles("ada", None).rows}
assert found == {"ada", other.profile.handle}, found
"""


def test_adopted_profiles_keep_their_rows_and_tweet(tmp_path: Path) -> None:
    app = tmp_path / "dossiers"
    source = Path(adopted.__file__).parent / "dossiers"
    shutil.copytree(source, app)
    shutil.copytree(source.parent / "notes", tmp_path / "notes")
    (app / "models_before.py").replace(app / "models.py")
    before = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.hosts.adopted.before",
        "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3",
        "PYTHONPATH": f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
    }
    run(before, "-m", "django", "makemigrations", "-v0", "dossiers", "--no-input")
    run(before, "-m", "django", "migrate", "-v0")
    run(before, "-c", OLD_ROWS)

    # The steps of the documentation.
    host = {**before, "DJANGO_SETTINGS_MODULE": "tests.hosts.adopted.settings"}
    models = (source / "models.py").read_text(encoding="utf-8")
    first_step, migration = code_of_docs()
    (handle,) = re.findall(r"^    handle = .*\n", first_step, re.MULTILINE)
    first_line = "class Dossier(AbstractProfile):\n"
    with_handle = models.replace(first_line, first_line + handle)
    (app / "models.py").write_text(with_handle, encoding="utf-8")
    run(host, "-m", "django", "makemigrations", "-v0", "dossiers", "--no-input", "-n", "tweets")
    run(host, "-m", "django", "makemigrations", "-v0", "notes", "--no-input")
    (app / "migrations" / "0003_handles.py").write_text(
        migration.replace('"people", "0007_tweets"', '"dossiers", "0002_tweets"'), encoding="utf-8"
    )
    (app / "models.py").write_text(models, encoding="utf-8")
    run(host, "-m", "django", "makemigrations", "-v0", "dossiers", "--no-input")

    run(host, "-m", "django", "makemigrations", "--check", "--dry-run")
    run(host, "-m", "django", "check", "--fail-level", "WARNING")
    run(host, "-m", "django", "migrate", "-v0")
    run(host, "-c", CHECK_ROWS)
    run(host, "-m", "pytest", "tests/test_adopted_site.py", "--numprocesses", "0")


def code_of_docs() -> list[str]:
    """Return the Python of the section of the documentation."""
    text = DOCS.read_text(encoding="utf-8")
    section = text.partition("### A site that has a profile model already\n")[2].partition("\n## ")[
        0
    ]
    return [
        textwrap.dedent(code) for code in re.findall(r"```python\n(.*?)```", section, re.DOTALL)
    ]
