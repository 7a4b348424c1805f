"""Pictures in the composer, for tests: choose, describe and publish them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from django_tweets import get_tweet_model
from django_tweets.models import Attachment
from tests.browser.waiting import wait_for_script

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member

COMPOSE = reverse("django_tweets:tweet_create")
UPLOAD = f"**{reverse('django_tweets:media_upload')}"


def file(name: str = "sea.png", color: str = "teal") -> Any:
    out = BytesIO()
    Image.new("RGB", (600, 400), color).save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


def choose(page: Page, *files: Any) -> None:
    page.locator(".tw-composer [name=files]").set_input_files(list(files))


def tiles(page: Page, count: int) -> Locator:
    found = page.locator(".tw-tile[data-key]")
    expect(found).to_have_count(count)
    return found


def keys(page: Page) -> list[str | None]:
    return [tile.get_attribute("data-key") for tile in page.locator(".tw-tile").all()]


def expect_keys(page: Page, *expected: str | None) -> None:
    keys_now = "[...document.querySelectorAll('.tw-tile')].map(tile => tile.dataset.key).join()"
    wait_for_script(page, f"keys => {keys_now} === keys", arg=",".join(map(str, expected)))


def shown(member: Member) -> list[tuple[str, float, float]]:
    tweet = get_tweet_model().objects.get(profile=member.profile)
    rows: Any = Attachment.objects.filter(tweet=tweet.pk).shown()
    return [(row.alt, row.focus_x, row.focus_y) for row in rows]


def text_field(page: Page) -> Locator:
    return page.locator(".tw-composer [name=content]")


def publish(page: Page) -> None:
    page.locator(".tw-composer [type=submit]").click()


def publish_undescribed(page: Page) -> None:
    """Publish pictures of which one lacks a description: the script asks for it once."""
    publish(page)
    button = page.get_by_role("button", name="Publish without descriptions")
    expect(button).to_be_focused()
    button.press("Enter")


def wait_until_published(page: Page, text: str) -> None:
    expect(page.locator("article").filter(has_text=text)).to_have_count(1)
    expect(page.locator(".tw-tile")).to_have_count(0)


def open_description(page: Page, tile: Locator) -> Locator:
    tile.get_by_role("button", name="Describe").click()
    return page.get_by_role("dialog", name="Description")


def describe(page: Page, tile: Locator, text: str) -> None:
    dialog = open_description(page, tile)
    dialog.get_by_role("textbox").fill(text)
    dialog.get_by_role("button", name="Done").click()
    expect(dialog).to_be_hidden()
