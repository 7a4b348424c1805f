"""Pictures in the composer: chosen, dropped, pasted, described, moved and published."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets import get_tweet_model, services
from django_tweets.models import Attachment
from tests.browser import actions, axe
from tests.browser.page_checks import HeldRequests, live_region, sign_in
from tests.browser.uploading import (
    COMPOSE,
    UPLOAD,
    choose,
    describe,
    expect_keys,
    file,
    keys,
    open_description,
    publish,
    publish_undescribed,
    shown,
    text_field,
    tiles,
    wait_until_published,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.browser.conftest import Member

SEND = """
([type, files]) => {
    const data = new DataTransfer();
    for (const { name, content } of files) {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        data.items.add(new File([bytes], name, { type: "image/png" }));
    }
    const options = { bubbles: true, cancelable: true };
    const event = type === "paste"
        ? new ClipboardEvent(type, { ...options, clipboardData: data })
        : new DragEvent(type, { ...options, dataTransfer: data });
    return !document.querySelector(".tw-composer [name=content]").dispatchEvent(event);
}
"""


def test_several_pictures_are_described_and_published(reader: Member) -> None:
    page = reader.page
    actions.open_home(page)
    choose(page, file("one.png"), file("two.png", "navy"))
    two = tiles(page, 2)
    describe(page, two.nth(0), "A calm sea")
    describe(page, two.nth(1), "The same at night")
    expect(two.nth(1).get_by_role("img")).to_have_accessible_name("The same at night")
    dialog = open_description(page, two.nth(0))
    dialog.get_by_role("textbox").fill("never mind")
    expect(dialog.locator(".tw-limit")).to_contain_text("10 / 1500")
    page.keyboard.press("Escape")
    expect(two.nth(0).get_by_role("button", name="Describe")).to_be_focused()
    page.get_by_label("Sensitive pictures").check()
    text_field(page).fill("Two pictures")
    publish(page)
    wait_until_published(page, "Two pictures")
    assert shown(reader) == [("A calm sea", 0.5, 0.5), ("The same at night", 0.5, 0.5)]
    assert get_tweet_model().objects.get(profile=reader.profile).is_sensitive


@pytest.mark.parametrize("button", ["Publish", "Publish without descriptions"])
def test_answer_without_scripts_asks_for_descriptions(
    member: Callable[..., Member], button: str
) -> None:
    writer = member(java_script_enabled=False)
    page = writer.page
    page.goto(COMPOSE)
    text_field(page).fill("no scripts")
    choose(page, file("one.png"), file("two.png"))
    publish(page)
    fields = page.get_by_label("Description for people who don’t see it")
    expect(fields).to_have_count(2)
    expect(text_field(page)).to_have_value("no scripts")
    expected = ""
    if button == "Publish":
        expected = "A boat"
        for field in fields.all():
            field.fill(expected)
    page.get_by_role("button", name=button, exact=True).click()
    wait_until_published(page, "no scripts")
    assert shown(writer) == [(expected, 0.5, 0.5)] * 2


@pytest.mark.parametrize("way", ["drop", "paste"])
def test_files_are_dropped_and_pasted(reader: Member, way: str) -> None:
    page = reader.page
    page.goto(COMPOSE)
    actions.wait_for_modules(page, "drafts")
    if way == "paste":
        text_field(page).focus()
    content = base64.b64encode(file()["buffer"]).decode()
    files = [{"name": name, "content": content} for name in ("one.png", "two.png")]
    if way == "drop":
        assert page.evaluate(SEND, ["dragover", files]), "the browser would open the file"
    assert page.evaluate(SEND, [way, files])
    tiles(page, 2)


def test_publish_waits_for_an_upload_with_its_progress(reader: Member) -> None:
    page = reader.page
    actions.open_home(page)
    held = HeldRequests(page, UPLOAD)
    choose(page, file("large.png"))
    tile = page.locator(".tw-tile")
    expect(tile).to_contain_text("large.png")
    expect(tile.get_by_role("progressbar", name="Uploading")).to_be_visible()
    text_field(page).fill("it waits")
    publish(page)
    expect(live_region(page)).to_contain_text("being uploaded")
    held.release()
    page.get_by_role("button", name="Publish without descriptions").click()
    wait_until_published(page, "it waits")
    assert len(shown(reader)) == 1


def test_upload_is_cancelled(reader: Member) -> None:
    page = reader.page
    actions.open_home(page)
    held = HeldRequests(page, UPLOAD)
    choose(page, file())
    page.locator(".tw-tile").get_by_role("button", name="Cancel").click()
    expect(page.locator(".tw-tile")).to_have_count(0)
    expect(page.locator("[name=files]")).to_be_focused()
    held.release()
    text_field(page).fill("without it")
    publish(page)
    wait_until_published(page, "without it")
    assert shown(reader) == []


def test_failed_upload_is_tried_again(reader: Member, expects: Callable[[int], None]) -> None:
    expects(500)
    page = reader.page
    actions.open_home(page)
    page.route(UPLOAD, lambda route: route.fulfill(status=500))
    text_field(page).fill("second time")
    choose(page, file())
    tile = page.locator(".tw-tile")
    expect(tile).to_contain_text("sea.png: Something went wrong. Try again.")
    publish(page)
    expect(live_region(page)).to_contain_text("A file could not be uploaded.")
    again = tile.get_by_role("button", name="Try again")
    expect(again).to_be_focused()
    expect(text_field(page)).to_have_value("second time")
    page.unroute(UPLOAD)
    again.press("Enter")
    tiles(page, 1)
    publish_undescribed(page)
    wait_until_published(page, "second time")


def test_file_that_is_no_picture_is_named(reader: Member, expects: Callable[[int], None]) -> None:
    expects(422)
    page = reader.page
    actions.open_home(page)
    bad = {"name": "notes.png", "mimeType": "image/png", "buffer": b"no picture"}
    choose(page, bad, file())
    tiles(page, 1)
    tile = page.locator(".tw-tile", has_text="notes.png")
    expect(tile).to_contain_text("notes.png: This file is not a picture")
    tile.get_by_role("button", name="Cancel").click()
    expect(page.locator(".tw-tile")).to_have_count(1)


def test_fifth_file_is_one_too_many(reader: Member) -> None:
    page = reader.page
    actions.open_home(page)
    choose(page, *[file(f"{n}.png") for n in range(5)])
    expect(live_region(page)).to_have_text("A tweet can have 4 files.")
    tiles(page, 4)


def test_pictures_are_moved_by_keyboard_and_pointer(reader: Member) -> None:
    page = reader.page
    actions.open_home(page)
    choose(page, *[file(f"{n}.png") for n in range(3)])
    three = tiles(page, 3)
    one, two, last = keys(page)
    three.nth(0).get_by_role("button", name="Move later").focus()
    page.keyboard.press("Enter")
    expect_keys(page, two, one, last)
    page.keyboard.press("Enter")
    expect_keys(page, two, last, one)
    expect(page.locator(".tw-media-status")).to_have_text("Position: 3 / 3")
    expect(three.nth(2).get_by_role("button", name="Move later")).to_be_focused()
    boxes = [three.nth(n).locator("> img").bounding_box() for n in (2, 0)]
    (start, end) = [(box["x"] + 20, box["y"] + 20) for box in boxes if box]
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(*end, steps=8)
    page.mouse.up()
    expect_keys(page, one, two, last)
    publish_undescribed(page)
    expect(page.locator(".tw-tile")).to_have_count(0)
    tweet = get_tweet_model().objects.get(profile=reader.profile)
    rows: Any = Attachment.objects.filter(tweet=tweet.pk).shown()
    assert [str(row.pk) for row in rows] == [one, two, last]


def test_focal_point_is_moved_by_arrow_keys_and_pointer(reader: Member) -> None:
    page = reader.page
    actions.open_home(page)
    choose(page, file())
    (tile,) = tiles(page, 1).all()
    dialog = open_description(page, tile)
    point = dialog.get_by_role("button", name="Center of interest")
    dialog.locator("img").first.evaluate("image => image.decode()")  # then it has its size
    box = point.bounding_box()
    assert box
    point.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.5})
    expect(point.locator("span")).to_have_attribute("style", re.compile("left: 25"))
    for key in ("ArrowLeft", "ArrowUp", "ArrowUp"):
        point.press(key)
    expect(dialog.get_by_role("status").first).to_have_text("20 %, 40 %")
    page.keyboard.press("Control+Enter")
    expect(dialog).to_be_hidden()
    assert not get_tweet_model().objects.filter(profile=reader.profile).exists()
    publish_undescribed(page)
    expect(page.locator(".tw-tile")).to_have_count(0)
    ((_, x, y),) = shown(reader)
    assert [x, y] == pytest.approx([0.2, 0.4], abs=0.01)


def test_pictures_survive_a_reload(reader: Member) -> None:
    page = reader.page
    actions.open_home(page)
    text_field(page).fill("still here")
    choose(page, file("one.png"), file("two.png"))
    two = tiles(page, 2)
    first, second = keys(page)
    with page.expect_response("**/media/*/"):
        describe(page, two.nth(0), "A calm sea")
    two.nth(0).get_by_role("button", name="Move later").click()
    expect_keys(page, second, first)
    page.reload()
    tiles(page, 2)
    expect_keys(page, second, first)
    expect(text_field(page)).to_have_value("still here")
    publish_undescribed(page)
    wait_until_published(page, "still here")
    assert [alt for alt, *_ in shown(reader)] == ["", "A calm sea"]
    page.reload()
    expect(page.locator(".tw-tile")).to_have_count(0)


def test_upload_is_tried_again_after_the_login(
    reader: Member, expects: Callable[[int], None]
) -> None:
    expects(401)
    expects(403)
    page = reader.page
    page.goto(COMPOSE)
    actions.wait_for_modules(page, "drafts")
    actions.end_session(page)
    choose(page, file())
    tile = page.locator(".tw-tile")
    expect(tile).to_contain_text("You are signed out.")
    other = page.context.new_page()
    sign_in(other, reader.profile.user)
    tile.get_by_role("button", name="Try again").click()
    tiles(page, 1)


def test_pictures_survive_an_expired_session(
    reader: Member, scripts: bool, member: Callable[..., Member], expects: Callable[[int], None]
) -> None:
    expects(401)
    writer = reader if scripts else member(java_script_enabled=False)
    page = writer.page
    page.goto(COMPOSE)
    text_field(page).fill("after the login")
    choose(page, file())
    if not scripts:
        publish(page)
    tiles(page, 1)
    actions.end_session(page)
    publish(page)
    actions.sign_in(page, writer)
    tiles(page, 1)
    expect(text_field(page)).to_have_value("after the login")


def test_pictures_of_a_tweet_are_edited(member: Callable[..., Member], scripts: bool) -> None:
    writer = member(java_script_enabled=scripts)
    page = writer.page
    rows = [services.upload(writer.profile, BytesIO(file()["buffer"]), alt=alt) for alt in "ab"]
    tweet = services.publish(writer.profile, "before", attachments=rows)
    page.goto(reverse("django_tweets:tweet_update", args=[writer.profile.handle, tweet.pk]))
    two = tiles(page, 2)
    if scripts:
        describe(page, two.nth(1), "changed")
        two.nth(0).get_by_role("button", name="Remove").click()
    else:
        page.get_by_label("Description for people who don’t see it").nth(1).fill("changed")
        page.get_by_label("Remove").first.check()
    choose(page, file("new.png"))
    if scripts:
        tiles(page, 2)
    publish(page)
    page.get_by_role("button", name="Save without descriptions").click()
    page.wait_for_url(f"**{tweet.get_absolute_url()}")
    assert [alt for alt, *_ in shown(writer)] == ["changed", ""]


def test_reply_dialog_takes_pictures(reader: Member) -> None:
    page = reader.page
    tweet = services.publish(reader.profile, "what you answer")
    page.goto(reverse("django_tweets:home"))
    page.locator(f"#{tweet.anchor} [data-action=reply]").click()
    dialog = page.locator(".tw-form-dialog")
    dialog.locator("[name=files]").set_input_files([file()])
    tile = dialog.locator(".tw-tile[data-key]")
    expect(tile).to_have_count(1)
    describe(page, tile, "In reply")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Reply", exact=True).click()
    expect(dialog).to_be_hidden()
    answer = get_tweet_model().objects.get(in_reply_to=tweet.pk)
    assert [row.alt for row in Attachment.objects.filter(tweet=answer.pk)] == ["In reply"]


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 320, "height": 700}},
        {"color_scheme": "dark"},
        {"locale": "ar"},
    ],
    ids=["phone", "dark", "rtl"],
)
def test_composer_with_pictures_is_accessible(
    member: Callable[..., Member], options: dict[str, Any]
) -> None:
    page = member(reduced_motion="reduce", **options).page
    actions.open_home(page)
    choose(page, *[file(f"{n}.png") for n in range(4)])
    four = tiles(page, 4)
    assert axe.findings(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    four.nth(0).locator("[data-tile=describe]").click()
    expect(page.locator("dialog[open] textarea")).to_be_focused()
    assert axe.findings(page, "dialog[open]") == []
