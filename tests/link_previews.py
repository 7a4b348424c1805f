"""A site that shows link previews, and a small web that it fetches them from."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from django_tweets import services, timelines
from django_tweets.services import link_previews
from tests.factories import TWEET_EXTRA
from tests.web_pages.web import answer, html, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from django_tweets.models import LinkPreview
    from tests.factories import Profile, Tweet
    from tests.web_pages.web import Web

PAGE = """
<title>Ferry times</title>
<meta property="og:description" content="When the boats leave">
<meta property="og:site_name" content="Harbour">
<meta property="og:image" content="/boat.png">
"""

URL = "http://harbour.example.org/times"
LINK = f"see {URL} for them"


def picture(width: int = 1200, height: int = 630) -> bytes:
    """Return an answer with a picture of this size."""
    file = BytesIO()
    Image.new("RGB", (width, height), "navy").save(file, "PNG")
    return answer(file.getvalue(), Content_Type="image/png")


@pytest.fixture
def web(settings: Any, monkeypatch: pytest.MonkeyPatch, media: Path) -> Iterator[Web]:
    """A web with a page, URL, whose preview has a picture. The site shows previews."""
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True
    with serve() as web:
        monkeypatch.setattr(link_previews, "network", web)
        web.add("harbour.example.org/times", html(PAGE))
        web.add("harbour.example.org/boat.png", picture())
        yield web


@pytest.fixture
def publish(django_capture_on_commit_callbacks: Any) -> Callable[..., Tweet]:
    """Publish a tweet, and run its tasks."""

    def publish(author: Profile, content: str = LINK, **fields: Any) -> Tweet:
        with django_capture_on_commit_callbacks(execute=True):
            tweet: Tweet = services.publish(author, content, **fields, **TWEET_EXTRA)
        return tweet

    return publish


def shown(tweet: Tweet, viewer: Profile | None = None) -> LinkPreview | None:
    """Return the preview on the card of tweet."""
    (hydrated,) = timelines.hydrate([tweet.pk], viewer)
    return hydrated.link_preview


def files() -> list[str]:
    """Return the names of the stored pictures."""
    try:
        return default_storage.listdir("django_tweets/previews")[1]
    except FileNotFoundError:
        return []
