"""`manage.py demo` in a copy of the example project, and all pages of the site."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from tests.package.test_installation import ROOT, run_python

PYTHON = Path(sys.executable)

VISIT_PAGES = """
from django.contrib.auth.models import User
from django.test import Client
from django.test.utils import setup_test_environment
from community.people import PASSWORD
from django_tweets.models import Profile, Tweet

setup_test_environment()
assert Profile.objects.count() == 41
assert Tweet.objects.filter(retweet_of=None).count() == 1571
ada, visitor = Client(), Client()
assert ada.login(username="ada", password=PASSWORD)


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return response.content.decode()


for client, viewer in ((ada, Profile.objects.get(handle="ada")), (visitor, None)):
    for url in ("/", "/about/", "/whats-on/"):
        page(client, url)
    for profile in Profile.objects.all():
        few = profile.tweets.filter(visibility__in=["followers", "mentioned", "withheld"])
        assert profile.tweet_count == profile.tweets.count() - few.count()
        assert profile.shown_name in page(client, profile.get_absolute_url())
    visible = Tweet.objects.visible_to(viewer).filter(retweet_of=None).select_related("profile")
    visible = visible.order_by("-pk")
    for tweet in visible[:50]:
        page(client, tweet.get_absolute_url())
    for tweet in visible.exclude(visibility="public"):
        page(client, tweet.get_absolute_url())
hidden = Tweet.objects.exclude(pk__in=Tweet.objects.visible_to(None)).select_related("profile")
assert hidden
for tweet in hidden:
    assert visitor.get(tweet.get_absolute_url()).status_code == 404
for url in ("/log-in/", "/sign-up/"):
    page(visitor, url)
newest = Tweet.objects.filter(profile__handle="ada", retweet_of=None).latest().get_absolute_url()
for url in ("", "explore/", "bookmarks/", "notifications/", "requests/", "blocked/", "muted/"):
    page(ada, "/community/" + url)
for url in ("?q=ferry", "people/?q=ada"):
    assert "<article" in page(ada, "/community/search/" + url)
for url in ("compose/", "profile/"):
    page(ada, "/community/" + url)
for url in ("edit/", "delete/", "history/", "reply/", "quote/", "likes/", "retweets/", "quotes/"):
    page(ada, newest + url)
for url in ("with-replies/", "likes/", "followers/", "following/"):
    page(visitor, "/community/@ada/" + url)
page(ada, "/password/")
"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the example project, so that it has its own database and media."""
    folder = tmp_path_factory.mktemp("demo") / "example_project"
    shutil.copytree(
        ROOT / "example_project", folder, ignore=shutil.ignore_patterns("media", "*.sqlite3")
    )
    run_python(PYTHON, folder, "manage.py", "migrate", "--verbosity", "0")
    return folder


def test_all_pages_work_after_the_demo_command(site: Path) -> None:
    output = run_python(PYTHON, site, "manage.py", "demo")
    assert "http://127.0.0.1:8000/" in output
    assert "Log in as ada" in output
    assert "A long thread" in output
    run_python(PYTHON, site, "manage.py", "shell", "--command", VISIT_PAGES)
    assert "exists already" in run_python(PYTHON, site, "manage.py", "demo")
    run_python(PYTHON, site, "manage.py", "makemigrations", "--check")
