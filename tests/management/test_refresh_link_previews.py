from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from django_tweets.models import LinkPreview, TweetLinkPreview
from tests.link_previews import publish, web
from tests.web_pages.web import answer, html

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet
    from tests.web_pages.web import Web

    Publish = Callable[..., Tweet]
    Run = Callable[..., str]

__all__ = ["publish", "web"]  # fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(django_capture_on_commit_callbacks: Any) -> Run:
    """Run the command, and return what it prints."""

    def run(**options: Any) -> str:
        out = StringIO()
        with django_capture_on_commit_callbacks(execute=True):
            call_command("refresh_link_previews", stdout=out, **options)
        return out.getvalue().strip()

    return run


def make_older(days: int, **fields: Any) -> None:
    moment = timezone.now() - timedelta(days=days)
    LinkPreview.objects.filter(**fields).update(fetched_at=moment)


def report(fetched: int, available: int, removed: int) -> str:
    return f"Link previews: {fetched} fetched, {available} of them available; {removed} removed."


def test_young_previews_stay(web: Web, ada: Profile, publish: Publish, run: Run) -> None:
    publish(ada)
    web.requests.clear()
    make_older(6)
    assert run() == report(0, 0, 0)
    assert web.requests == []


def test_old_previews_are_fetched_again(web: Web, ada: Profile, publish: Publish, run: Run) -> None:
    publish(ada)
    web.sites["harbour.example.org/times"] = html("<title>New times</title>")
    make_older(7)
    assert run() == report(1, 1, 0)
    preview = LinkPreview.objects.get()
    assert (preview.title, preview.description, preview.picture.name) == ("New times", "", "")
    assert default_storage.listdir("django_tweets/previews")[1] == []
    assert run() == report(0, 0, 0)


def test_preview_of_a_site_that_is_down_is_kept(
    web: Web, ada: Profile, publish: Publish, run: Run
) -> None:
    publish(ada)
    web.sites["harbour.example.org/times"] = answer(b"", "503 Later")
    make_older(7)
    assert run() == report(1, 0, 0)
    preview = LinkPreview.objects.get()
    assert preview.is_available
    assert default_storage.exists(str(preview.picture.name))
    assert run() == report(0, 0, 0)


def test_oldest_are_fetched_first(web: Web, ada: Profile, publish: Publish, run: Run) -> None:
    for day in (8, 10, 9):
        web.add(f"day{day}.example.org/", html("<title>x</title>"))
        publish(ada, f"http://day{day}.example.org/")
        make_older(day, host=f"day{day}.example.org")
    web.requests.clear()
    assert run(limit=2) == report(2, 2, 0)
    assert web.asked == ["day10.example.org/", "day9.example.org/"]
    assert run(days=10) == report(0, 0, 0)


def test_previews_that_no_tweet_shows_are_removed(
    web: Web, ada: Profile, publish: Publish, run: Run
) -> None:
    publish(ada)
    TweetLinkPreview.objects.all().delete()
    make_older(7)
    assert run() == report(0, 0, 1)
    assert not LinkPreview.objects.exists()
    assert default_storage.listdir("django_tweets/previews")[1] == []


def test_verbosity_0_prints_nothing(web: Web, run: Run) -> None:
    assert run(verbosity=0) == ""


def test_site_without_link_previews_fetches_no_page(
    web: Web, ada: Profile, publish: Publish, run: Run, settings: Any
) -> None:
    publish(ada)
    web.requests.clear()
    make_older(7)
    settings.DJANGO_TWEETS_LINK_PREVIEWS = False
    assert run() == report(0, 0, 0)
    assert web.requests == []
