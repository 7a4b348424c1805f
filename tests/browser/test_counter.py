"""The script counts as the server does."""

from __future__ import annotations

import gzip
import runpy
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import regex as re
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from django_tweets import text
from django_tweets.text.tlds import TLDS
from tests.text.test_conformance import SECTIONS, published

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROOT = Path(__file__).parents[2]
COUNTER = ROOT / "src" / "django_tweets" / "static" / "django_tweets" / "counter.js"

Weigh = Callable[[list[str]], list[int]]

PIECES = (
    *"@＠#＃$.:/?&=-_~!'\"<>()[]{}|%,;`^*+\\ \n\r\t\0aZ0éÉß日あ한อЖςİıſ。．｡…–！？",
    *"\u0301\u0323\u0344\u0345\u1100\u1161\u11a8\ufb2c\u212b\u212a",  # to be composed
    *"\u200b\u200c\u200d\u200e\u202e\u2066\u061c\u00ad\u180e\u2060\x85\u2028\u3000",
    *"\ufe0e\ufe0f\u20e3\ufeff\ufffe\uffff\ufffd\U0010ffff😀☺©™🏽👍🇫🇷𠀡",
    *("🏴", "\U000e0067", "\U000e0067\U000e0062", "\U000e007f", "👩\u200d", "👩\u200d" * 5),
    *("http://", "HTTPS://", "ftp://", "://", "www.", "t.co/", "https://t.co/a", "a" * 41),
    *(".com", ".CO.jp", ".みんな", ".РФ", ".嘉里大酒店", ".भारतम्", ".xn--p1ai", "xn--", "a.com"),
    *("/(a)", "((b))", "a" * 63, "あ" * 25, "これは日本語です", "\r\n"),
)

letters = st.characters(exclude_categories=["Cs", "Cn"])  # lone surrogates can't be sent
contents = st.lists(
    st.sampled_from(PIECES) | st.sampled_from(sorted(TLDS)).map(".".__add__) | st.text(letters),
    max_size=25,
).map("".join)

hosts = st.builds(
    "{}{}{}.com".format,
    st.sampled_from(["", "http://"]),
    st.text("あいうえおかきくけこ東京今日はアイウエオー。！？a-é", min_size=8, max_size=63),
    st.sampled_from(["", "example", " example", "-a", "a.みんな"]),
)
"""With labels that are about as long as they may be in Punycode."""

SLOW = (
    *(
        ("", repeated)
        for repeated in ("a", "日", "日a", "@", "@a", "$", "#日", "👩\u200d", "1\ufe0f")
    ),
    *(
        ("", repeated)
        for repeated in ("a.", "日.", "a-", "a_a.", "a日.", "日a.com本b.jp", "a.com/日")
    ),
    *(("", repeated) for repeated in ("http://", "http://a.com", "http://a.com/(", '"a.com')),
    *(("a.com", repeated) for repeated in (".com", ".x", "日b.x", "/%&", "/a.x", "://")),
    *(("a.com?", repeated) for repeated in ("!", "!a", "?a.com")),
    *(("http://a.com/", repeated) for repeated in ("(", "(a", "((a)", "!", "!(a)", "!(a", "a")),
    *(("a", repeated) for repeated in (" ", "\u200b\n", "\u0301", " a", ".みんな")),
    ("http://", "a.b.c."),
    ("", "".join(map(chr, range(0x4E00, 0x4E28))) + "."),
    ("", "いろはにほへとちりぬるをわかよたれ."),
    ("🏴", "\U000e0067"),
)
"""Pairs of the beginning of a text and the part that it repeats."""

thorough = settings(
    max_examples=1000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # it keeps no state
)


@pytest.fixture
def weigh(page: Page, site: str) -> Weigh:
    """Return the length that the script counts for each content."""
    page.goto(site)
    script = """async ([folder, contents]) => {
        const { weigh } = await import(`${folder}counter.js`);
        const { TLDS } = await import(`${folder}tlds.js`);
        return contents.map((content) => weigh(content, TLDS));
    }"""
    return lambda contents: page.evaluate(script, ["/static/django_tweets/", contents])


def normalize(content: str) -> str:
    """Return content as the script normalizes it before it counts."""
    content = re.sub(r"[^\P{Cc}\t\n]|[\uFEFF\uFFFE\uFFFF]", "", re.sub(r"\R", "\n", content))
    return unicodedata.normalize("NFC", content).strip(" \n\t\u3000\xad\u180e\u200b\u2060")


def without_hostile_characters(contents: list[str]) -> list[str]:
    """Return the contents; cleaned if the server removes more than the script knows.

    That is too many marks, tags, and controls of direction: a member who types them sees a length
    that is too high.
    """
    cleaned = [(content, text.clean_text(content)) for content in contents]
    return [content if normalize(content) == stored else stored for content, stored in cleaned]


def weights(contents: list[str]) -> list[int]:
    """Return the length that the server counts for each content, as it would be stored."""
    return [text.parse(text.clean_text(content)).weighted_length for content in contents]


def test_conformance_texts_have_the_same_length(weigh: Weigh) -> None:
    contents = [
        case["text"] for name in SECTIONS for cases in published(name).values() for case in cases
    ]
    contents = without_hostile_characters(contents)
    assert dict(zip(contents, weigh(contents), strict=True)) == dict(
        zip(contents, weights(contents), strict=True)
    )


def test_every_top_level_domain_is_known(weigh: Weigh) -> None:
    contents = [
        content
        for tld in sorted(TLDS)
        for content in (f"a.{tld}", f"http://a.{tld.upper()}あ", f"a.b{tld}", f"a.{tld}b")
    ]
    assert weigh(contents) == weights(contents)


def test_limits_are_the_same(weigh: Weigh) -> None:
    tag, no_more = "\U000e0067", "\U000e007f"
    contents = [
        *(f"https://t.co/{'a' * length} b" for length in (1, 40, 41)),
        *("a.com/".ljust(length, "a") for length in (4096, 4097)),
        *("http://a.com/".ljust(length, "a") for length in (4096, 4097)),
        *(f"{'a' * length}.com" for length in (63, 64)),
        *(f"http://{'あ' * length}.com" for length in (57, 58, 63, 64)),
        *(f"🏴{tag * length}{no_more}" for length in (2, 3, 6, 7)),
        *("\u200d".join("👩" * length) for length in (4, 5, 9)),
        *("a" * length for length in (280, 16_384, 16_385)),
    ]
    contents = without_hostile_characters(contents)
    assert weigh(contents) == weights(contents)


@thorough
@given(contents)
def test_random_texts_have_the_same_length(weigh: Weigh, content: str) -> None:
    contents = without_hostile_characters([content])
    assert weigh(contents) == weights(contents)


@thorough
@given(hosts)
def test_domain_in_a_script_without_spaces_is_counted(weigh: Weigh, content: str) -> None:
    assert weigh([content]) == weights([content])


def test_hostile_text_is_fast(weigh: Weigh) -> None:
    """At the raw bound and past it, where a pattern that isn't linear would take for ever."""
    contents = [
        (opening + repeated * text.MAX_RAW_LENGTH)[: text.MAX_RAW_LENGTH + more]
        for more in (0, 1)
        for opening, repeated in SLOW
    ]
    assert all(weigh(contents))
    contents = without_hostile_characters(contents)
    assert weigh(contents) == weights(contents)


def test_list_of_top_level_domains_is_current() -> None:
    script = runpy.run_path(str(ROOT / "scripts" / "tlds.py"))
    assert COUNTER.with_name("tlds.js").read_text(encoding="utf-8") == script["module"]()


def test_script_is_small() -> None:
    assert len(gzip.compress(COUNTER.read_bytes(), 9)) < 2500
