"""The pages in a data export: readable without a server, escaped, and complete."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from django_tweets import services
from django_tweets.models import Hashtag
from tests.attachments import make_attachment
from tests.data_exports import write_zip
from tests.factories import TWEET_EXTRA, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

HOSTILE = "</p><script>alert(1)</script><img src=x onerror=alert(1)> & \"'"


def at(year: int, month: int, day: int) -> datetime:
    moment = datetime(year, month, day, 12, tzinfo=UTC)
    return moment if timezone.is_aware(timezone.now()) else moment.replace(tzinfo=None)


def pages(files: dict[str, bytes]) -> dict[str, str]:
    return {name: files[name].decode() for name in files if name.endswith(".html")}


def links(html: str) -> list[str]:
    return re.findall(r'(?:href|src|poster)="([^"]*)"', html)


def test_each_month_has_a_page(ada: Profile) -> None:
    for moment, text in (
        (at(2024, 12, 31), "LAST YEAR"),
        (at(2025, 1, 1), "NEW YEAR"),
        (at(2025, 1, 30), "LATER"),
    ):
        make_tweet(ada, text, created_at=moment)
    files = write_zip(ada)
    found = {name for name in files if name.startswith("tweets/")}
    assert found == {"tweets/2024-12.html", "tweets/2025-01.html"}
    january = files["tweets/2025-01.html"].decode()
    assert january.index("NEW YEAR") < january.index("LATER")
    assert "LAST YEAR" not in january
    index = files["index.html"].decode()
    assert index.index("tweets/2025-01.html") < index.index("tweets/2024-12.html")
    assert "2 tweets" in index
    assert "January 2025" in index


def test_every_link_within_the_zip_leads_somewhere(
    ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any]
) -> None:
    _fill(ada, bob, run_with_tasks)
    files = write_zip(ada)
    for name, html in pages(files).items():
        folder = "tweets/" if name.startswith("tweets/") else ""
        for link in links(html):
            if not link.startswith("https://"):
                path = link.removeprefix("../") if folder else link
                assert path in files, f"{name}: {link}"


def test_pages_need_no_network_and_no_scripts(
    ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any]
) -> None:
    _fill(ada, bob, run_with_tasks)
    for name, html in pages(write_zip(ada)).items():
        assert "<script" not in html, name
        assert "style=" not in html, name
        assert "default-src 'none'" in html
        loaded = re.findall(r'(?:src|poster)="([^"]*)"', html)
        assert not [url for url in loaded if "//" in url], name


def test_what_members_typed_is_escaped(
    ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any]
) -> None:
    _fill(ada, bob, run_with_tasks)
    files = write_zip(ada)
    for name, html in pages(files).items():
        assert "<img src=x" not in html, name
    month = next(html for name, html in pages(files).items() if name.startswith("tweets/"))
    assert month.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3
    assert "&lt;script&gt;" in pages(files)["index.html"]


def test_links_in_texts_are_links(ada: Profile) -> None:
    make_tweet(ada, "see https://example.com/x and javascript:alert(1) by @bob")
    (month,) = (html for name, html in pages(write_zip(ada)).items() if "tweets/" in name)
    assert 'href="https://example.com/x"' in month
    assert 'href="javascript' not in month


def test_pages_are_in_the_language_of_the_member(ada: Profile) -> None:
    make_tweet(ada)
    with translation.override("ar"):
        files = write_zip(ada)
    for html in pages(files).values():
        assert '<html lang="ar" dir="rtl">' in html
    with translation.override("de"):
        assert "Lesezeichen" in write_zip(ada)["index.html"].decode()


def test_text_has_its_own_direction(ada: Profile) -> None:
    make_tweet(ada, "مرحبا")
    (month,) = (html for name, html in pages(write_zip(ada)).items() if "tweets/" in name)
    assert '<p dir="auto">مرحبا</p>' in month


def _fill(ada: Profile, bob: Profile, run_with_tasks: Callable[..., Any]) -> None:
    """Give ada one of everything, with hostile text in each field."""
    services.update_profile(ada, display_name=HOSTILE[:50], bio=HOSTILE)
    for kind in ("image", "video", "audio"):
        row = make_attachment(ada, kind=kind, alt=HOSTILE)
        if kind == "video":
            row.preview = f"{row.folder}/4.webp"
            row.save()
        tweet = services.publish(
            ada, HOSTILE, content_warning=HOSTILE[:90], attachments=[row], **TWEET_EXTRA
        )
        services.edit(tweet, f"{HOSTILE} again")
    make_attachment(ada, kind="gifv")
    ada.avatar.save("x.webp", ContentFile(b"AVATAR"))
    other = services.publish(bob, "hello", **TWEET_EXTRA)
    for service in (services.like, services.bookmark, services.retweet):
        service(ada, other)
    services.publish(ada, "reply", in_reply_to=other, **TWEET_EXTRA)
    services.follow(bob, ada)
    services.publish(ada, "#tea", **TWEET_EXTRA)
    services.follow_hashtag(ada, Hashtag._base_manager.get())
    run_with_tasks(services.like, bob, tweet)
    hidden = services.publish(bob, "hidden", **TWEET_EXTRA)
    services.like(ada, hidden)
    bob.tweets.filter(pk=hidden.pk).update(visibility="mentioned")
