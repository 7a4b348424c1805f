"""The crop of avatar and banner before they are sent."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from django_tweets import images
from tests.browser import actions

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import Member

EDIT = reverse("django_tweets:profile_edit")
RED, BLUE = (220, 30, 30), (30, 30, 220)


def tall_picture() -> bytes:
    """Red above and blue below, three times as high as wide."""
    picture = Image.new("RGB", (400, 1200), BLUE)
    picture.paste(RED, (0, 0, 400, 600))
    file = io.BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


def choose(page: Page, label: str) -> Locator:
    field = page.get_by_label(label, exact=True)
    field.set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": tall_picture()})
    dialog = page.get_by_role("dialog", name="Choose the part that is shown")
    expect(dialog).to_be_visible()
    return dialog


def save(member: Member) -> None:
    member.page.get_by_role("button", name="Save").click()
    member.page.wait_for_url(f"**{member.profile.get_absolute_url()}")
    member.profile.refresh_from_db()


def is_near(color: tuple[int, ...], expected: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 30 for a, b in zip(color, expected, strict=True))


def read(file: Any) -> tuple[tuple[int, int], list[Any]]:
    """Return the size of a stored picture, and its colors at the first and last corner."""
    with file.storage.open(file.name) as stored, Image.open(stored) as picture:
        colors = picture.convert("RGB")
        width, height = colors.size
        return colors.size, [colors.getpixel((5, 5)), colors.getpixel((width - 5, height - 5))]


@pytest.mark.parametrize("way", ["keys", "pointer"])
def test_chosen_part_becomes_the_avatar(reader: Member, way: str) -> None:
    page = reader.page
    page.goto(EDIT)
    dialog = choose(page, "Avatar")
    canvas = dialog.locator("canvas")
    expect(canvas).to_be_focused()
    if way == "keys":
        for _ in range(30):
            page.keyboard.press("ArrowDown")  # the picture goes down, and its top is shown
    else:
        box = canvas.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + 10
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(1, 6):
            page.mouse.move(x, y + step * box["height"] / 4)
        page.mouse.up()
    dialog.get_by_role("button", name="Use this part").click()
    expect(page.locator(".tw-field canvas.tw-avatar")).to_be_visible()
    save(reader)
    size, colors = read(reader.profile.avatar)
    assert size == tuple(images.AVATAR)
    assert all(is_near(color, RED) for color in colors)


def test_banner_is_cropped_to_its_shape(reader: Member) -> None:
    page = reader.page
    page.goto(EDIT)
    dialog = choose(page, "Banner")
    dialog.get_by_label("Size of the picture").fill("2")
    dialog.get_by_role("button", name="Use this part").click()
    save(reader)
    size, (above, below) = read(reader.profile.banner)
    assert size == tuple(images.BANNER)
    assert is_near(above, RED)
    assert is_near(below, BLUE)


def test_cancelled_crop_sends_no_picture(reader: Member) -> None:
    page = reader.page
    page.goto(EDIT)
    choose(page, "Avatar")
    page.keyboard.press("Escape")
    field = page.get_by_label("Avatar", exact=True)
    expect(field).to_be_focused()
    expect(field).to_have_value("")
    save(reader)
    assert not reader.profile.avatar


def test_file_that_is_no_picture_is_left_to_the_server(
    reader: Member, expects: Callable[[int], None]
) -> None:
    expects(422)
    page = reader.page
    page.goto(EDIT)
    field = page.get_by_label("Avatar", exact=True)
    field.set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": b"no picture"})
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".tw-field-picture .errorlist")).to_be_visible()


def test_picture_is_sent_whole_without_scripts(member: Callable[..., Member]) -> None:
    someone = member(java_script_enabled=False)
    someone.page.goto(EDIT)
    actions.choose_picture(someone.page, "Avatar", tall_picture(), crop=False)
    save(someone)
    assert read(someone.profile.avatar)[0] == tuple(images.AVATAR)
