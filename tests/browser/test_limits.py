"""Counters of fields with a limit: with scripts and without, and as the server counts."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from django_tweets.text import clean_line, clean_text
from tests.browser.test_counter import PIECES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Member

EDIT = reverse("django_tweets:profile_edit")

ODD_PIECES = (
    *PIECES,
    *("\u2067", "\u2069", "\u2067a\u2069", "a  b", "\t", "\n\n", "\u115f", "\u2800", "\ufffc"),
    *("e\u0301", "\u0301", "\u200f", "\U000e0041", "\u206a", "\ufff9", "\U0001d159"),
)


def test_script_counts_as_the_server_does(reader: Member) -> None:
    pairs = ["".join(pair) for pair in itertools.product(ODD_PIECES, repeat=2)]
    texts = [*pairs, *(f"a{pair}b" for pair in pairs)]
    page = reader.page
    page.goto(EDIT)
    for is_line, clean in ((True, clean_line), (False, clean_text)):
        counts = page.evaluate(
            """async ([texts, isLine]) => {
                const { count } = await import(document.querySelector(".tw-script").dataset.limits);
                return texts.map((text) => count(text, isLine));
            }""",
            [texts, is_line],
        )
        expected = [len(clean(text)) for text in texts]
        wrong = [
            (text, theirs, ours)
            for text, theirs, ours in zip(texts, expected, counts, strict=True)
            if theirs != ours
        ]
        assert wrong == []


def limit(page: Page, label: str) -> str:
    field = page.locator(".tw-field", has=page.get_by_label(label, exact=True))
    return field.locator(".tw-limit").inner_text()


FIELDS = {"Name": 50, "Handle": 20, "Bio": 200, "Location": 100, "Website": 200}


def test_every_limited_field_says_its_limit_without_scripts(
    member: Callable[..., Member],
) -> None:
    page = member(java_script_enabled=False).page
    page.goto(EDIT)
    assert {label: limit(page, label) for label in FIELDS} == {
        label: f"At most {count} characters" for label, count in FIELDS.items()
    }


def test_every_limited_field_counts_with_scripts(reader: Member) -> None:
    page = reader.page
    page.goto(EDIT)
    for label, count in FIELDS.items():
        field = page.get_by_label(label, exact=True)
        field.fill("a.org/é")
        expect(page.locator(".tw-field", has=field).locator(".tw-limit")).to_contain_text(
            f"{15 if label == 'Website' else 7} / {count}"
        )


@pytest.mark.parametrize("name", ["👍" * 50, "e\u0301" * 50])
def test_name_as_long_as_the_limit_is_saved(reader: Member, name: str) -> None:
    page = reader.page
    page.goto(EDIT)
    field = page.get_by_label("Name", exact=True)
    field.fill(name)
    expect(page.locator(".tw-field", has=field).locator(".tw-limit")).to_contain_text("50 / 50")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"**{reader.profile.get_absolute_url()}")


def test_too_long_name_is_marked_and_spoken(reader: Member) -> None:
    page = reader.page
    page.goto(EDIT)
    page.get_by_label("Name", exact=True).fill("a" * 53)
    counter = page.locator(".tw-limit.tw-too-long")
    expect(counter).to_contain_text("53 / 50")
    expect(counter.get_by_role("status")).to_have_text("Characters over the limit: 3")


def test_limit_stays_where_the_script_is_out_of_reach(
    reader: Member, expects: Callable[[str], None]
) -> None:
    expects("net::ERR_FAILED")
    page = reader.page
    page.route("**/limits*.js", lambda route: route.abort())
    page.goto(EDIT)
    with page.expect_event("requestfailed"):
        page.get_by_label("Name", exact=True).fill("Ada")
    assert limit(page, "Name") == "At most 50 characters"


def test_content_warning_counts(reader: Member) -> None:
    page = reader.page
    page.goto(reverse("django_tweets:home"))
    page.locator("summary", has_text="Content warning").click()
    page.get_by_role("textbox", name="Content warning").fill("Moths")
    expect(page.locator(".tw-options .tw-limit")).to_contain_text("5 / 100")
