"""Pictures in the composer in Firefox and WebKit."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from django_tweets import get_tweet_model
from django_tweets.models import Attachment
from tests.browser.page_checks import HOME

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.browser.engines.tab import Tab
    from tests.factories import Profile

TILES = ".tw-tile[data-key]"
RIGHT, ENTER = "\ue014", "\ue007"


def choose(tab: Tab, path: Path, color: str) -> None:
    out = BytesIO()
    Image.new("RGB", (600, 400), color).save(out, "PNG")
    path.write_bytes(out.getvalue())
    tab.one(".tw-composer [name=files]", visible=False).send_keys(str(path))


def test_pictures_are_moved_described_and_published(
    tab: Tab, sign_in: Callable[..., Profile], tmp_path: Path
) -> None:
    member = sign_in()
    tab.goto(HOME)
    for count, color in enumerate(["teal", "navy"], 1):
        choose(tab, tmp_path / f"{color}.png", color)
        tab.wait_for_count(TILES, count)
    first, second = (tile.get_attribute("data-key") for tile in tab.all(TILES))
    tab.run("arguments[0].focus()", tab.one("[data-tile=later]"))
    tab.type(ENTER)
    tab.wait(lambda: tab.one(TILES).get_attribute("data-key") == second)
    tab.click("[data-tile=describe]")
    tab.wait(lambda: tab.focused() == tab.one("dialog[open] textarea"))
    tab.type("At night")
    tab.run("arguments[0].focus()", tab.one("dialog[open] .tw-focus"))
    tab.type(RIGHT)
    tab.click("dialog[open] [data-tile=save]")
    tab.wait_for_none("dialog[open]")
    tab.goto(HOME)  # what was uploaded stays
    tab.wait_for_count(TILES, 2)
    tab.click(".tw-composer [type=submit]")
    tab.click("button[name=undescribed]")
    tab.wait_for_none(".tw-tile")
    tweet = get_tweet_model().objects.get(profile=member)
    rows: Any = Attachment.objects.filter(tweet=tweet.pk).shown()
    assert [(str(row.pk), row.alt, row.focus) for row in rows] == [
        (second, "At night", (0.55, 0.5)),
        (first, "", (0.5, 0.5)),
    ]
