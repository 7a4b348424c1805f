"""Installation by a new user: a new environment, the wheel, startproject, and the README."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import venv
from pathlib import Path
from typing import Literal

import pytest

ROOT = Path(__file__).parent.parent.parent
DIST = Path(os.environ["PACKAGE_DIST"])

CREATE_USER = "from django.contrib.auth.models import User; User.objects.create_user('{name}')"

# Run in the new site: every page, as the author, as another member and as a visitor.
VISIT_PAGES = """
import re
from django.contrib.auth.models import User
from django.test import Client
from django.test.utils import setup_test_environment

setup_test_environment()
ada, bob, visitor = Client(), Client(), Client()
ada.force_login(User.objects.get(username="ada"))
bob.force_login(User.objects.get(username="bob"))


def page(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status, (url, response.status_code)
    return response.content.decode()


for url in ("/tweets/", "/tweets/compose/", "/tweets/profile/"):
    page(ada, url)
    page(visitor, url, 302)
response = ada.post("/tweets/compose/", {"content": "The first tweet, with #tags and example.org"})
assert response.status_code == 302, response.content
tweet = response.headers["Location"]
assert re.fullmatch(r"/tweets/@ada/\\d+/", tweet), tweet
for client in (ada, bob, visitor):
    assert "The first tweet" in page(client, tweet)
    assert "The first tweet" in page(client, "/tweets/@ada/")
    page(client, f"/tweets/users/{User.objects.get(username='ada').pk}/", 302)
assert "The first tweet" in page(ada, "/tweets/")
for url in ("edit/", "delete/"):
    page(ada, tweet + url)
    page(bob, tweet + url, 403)
assert ada.post(tweet + "edit/", {"content": "Edited"}).status_code == 302
assert "Edited" in page(bob, tweet)
response = ada.post("/tweets/compose/", {"content": "x" * 281})
assert response.status_code == 422 and "x" * 281 in response.content.decode()
response = ada.post("/tweets/profile/", {"handle": "ada", "display_name": "Ada L"})
assert response.status_code == 302, response.content
assert "Ada L" in page(bob, "/tweets/@ada/")
for verb in ("like/", "retweet/", "bookmark/"):
    assert bob.post(tweet + verb).headers["Location"].partition("#")[0] == tweet
assert bob.post("/tweets/@ada/follow/").headers["Location"] == "/tweets/@ada/"
for url in ("reply/", "quote/"):
    page(bob, tweet + url)
    assert bob.post(tweet + url, {"content": "Said " + url}).status_code == 302
html = page(visitor, tweet)
assert "Said reply/" in html and "Edited" in html
for url in ("likes/", "retweets/", "quotes/", "history/"):
    assert "bob" in page(visitor, tweet + url) or url == "history/"
for url in ("", "explore/", "bookmarks/", "requests/", "blocked/", "muted/"):
    page(bob, "/tweets/" + url)
for url in ("?q=edited", "people/?q=ada"):
    assert "<article" in page(bob, "/tweets/search/" + url)
assert "Edited" in page(bob, "/tweets/")
for url in ("with-replies/", "likes/", "followers/", "following/"):
    page(visitor, "/tweets/@bob/" + url)
page(visitor, "/admin/", 302)
assert ada.post(tweet + "delete/").status_code == 302
page(bob, tweet, 404)
assert "This tweet is not available." in page(visitor, "/tweets/@bob/with-replies/")
"""


def get_readme_blocks(language: str) -> list[str]:
    """Return the code blocks of a language in the README, in order."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.findall(rf"```{language}\n(.*?)```", readme, re.DOTALL)


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a new environment with only the wheel and its dependencies."""
    home = tmp_path_factory.mktemp("installation") / "venv"
    venv.create(home, with_pip=True)
    python = home / ("Scripts" if sys.platform == "win32" else "bin") / "python"
    (wheel,) = DIST.glob("*.whl")
    subprocess.run([python, "-m", "pip", "install", "--quiet", wheel], check=True)
    return python


@pytest.fixture(scope="module")
def site(python: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project of startproject with a user, changed as the README says."""
    folder = tmp_path_factory.mktemp("site")
    run_python(python, folder, "-m", "django", "startproject", "mysite", ".")
    run_python(python, folder, "manage.py", "migrate", "--verbosity", "0")
    run_python(python, folder, "manage.py", "shell", "--command", CREATE_USER.format(name="ada"))
    settings, urls = (folder / "mysite" / name for name in ("settings.py", "urls.py"))
    app_line, url_line = (
        line for line in get_readme_blocks("python")[0].splitlines() if "#" in line
    )
    text = settings.read_text(encoding="utf-8")
    apps = text.replace(
        "INSTALLED_APPS = [", "INSTALLED_APPS = [\n    " + app_line.partition("#")[0].strip()
    )
    assert apps != text
    settings.write_text(apps, encoding="utf-8")
    text = urls.read_text(encoding="utf-8")
    routes = text.replace("import path", "import include, path").replace(
        "urlpatterns = [", "urlpatterns = [\n    " + url_line.partition("#")[0].strip()
    )
    urls.write_text(routes, encoding="utf-8")
    (command,) = get_readme_blocks("console")[0].splitlines()
    run_python(python, folder, *command.split()[1:])
    return folder


def run_python(
    python: Path, folder: Path, *arguments: str, stream: Literal["stdout", "stderr"] = "stdout"
) -> str:
    """Run Python, which has to succeed, and return what it writes to stream."""
    done = subprocess.run(
        [python, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={k: v for k, v in os.environ.items() if not k.startswith(("DJANGO", "PYTHON"))},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return str(getattr(done, stream))


def test_installed_site_serves_every_page(python: Path, site: Path) -> None:
    run_python(python, site, "manage.py", "shell", "--command", CREATE_USER.format(name="bob"))
    warnings = run_python(python, site, "manage.py", "check", stream="stderr")
    # A new project has no login page and no folder for uploads.
    assert re.findall(r"django_tweets\.(\w+)\)", warnings) == ["W003", "W007", "W012"]
    run_python(python, site, "manage.py", "makemigrations", "--check")
    run_python(python, site, "manage.py", "shell", "--command", VISIT_PAGES)
    assert "Every user has a profile." in run_python(python, site, "manage.py", "create_profiles")


def test_wheel_has_type_information(python: Path, site: Path) -> None:
    code = "import django_tweets, pathlib; print(pathlib.Path(django_tweets.__file__).parent)"
    package = Path(run_python(python, site, "-c", code).strip())
    assert (package / "py.typed").exists()
