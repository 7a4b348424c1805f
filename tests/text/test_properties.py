"""Properties of all texts (hypothesis)."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from django_tweets import text
from django_tweets.text import Entity

FRAGMENTS = (
    *"@＠#＃$.:/?&=-_~!'\"<>()[]{}|%,;`^*+\\ \n\r\t\0aZ0é日あ한อЖעع。．…",
    *"\u0301\u0323\u0f73\u0344\u034f\u093e\u1100\u1161\u11a8\ufb2c\u212b",  # to be composed
    *"\u200b\u200c\u200d\u200e\u202a\u202e\u2066\u2069\u061c\u00ad\u2060\u2028\u3000\u2800",
    *"\ufe0e\ufe0f\u20e3\ufeff\ufffe\uffff\ud83d\ude00\U000e0067\U000e007f\U0010ffff\u0378",
    *"😀☺©🏽👍🏴🇫🇷𠀡",
    *("http://", "HTTPS://", "javascript:", "www.", "t.co/", "xn--", ".com", ".co.jp", ".みんな"),
    *(
        "@ada",
        "@ada/b",
        "#tag",
        "$TW",
        "RT",
        "a.com",
        "日本.jp",
        "/(a)",
        "((b))",
        "<script>",
        "&lt;",
    ),
    *("</a>", '" onclick="', "a" * 64, "あ" * 60, "\u0301\u0323" * 20, "👩\u200d" * 5, "://"),
)

any_text = st.text(st.characters())  # includes lone surrogates and unassigned code points
texts = any_text | st.lists(st.sampled_from(FRAGMENTS) | any_text, max_size=25).map("".join)
hrefs = st.none() | texts

kinds: st.SearchStrategy[Any] = st.sampled_from(["url", "mention", "hashtag", "cashtag"])
any_entity = st.builds(
    Entity,
    kinds | st.text(),
    st.integers(-5, 40) | st.integers(),
    st.integers(-5, 60) | st.integers(),
    texts,
)

thorough = settings(max_examples=1000, deadline=None, derandomize=True, database=None)


@st.composite
def malicious(draw: st.DrawFn) -> tuple[str, list[Entity]]:
    """A text with entities of any content; some are right except for their kind."""
    content = draw(texts)
    entities = text.parse(content).entities + draw(st.lists(any_entity, max_size=5))
    for _ in range(draw(st.integers(0, 5))):
        start, end = sorted(draw(st.tuples(*[st.integers(0, len(content))] * 2)))
        kind = draw(kinds)
        entities.append(Entity(kind, start, end, content[start + (kind != "url") : end]))
    return content, draw(st.permutations(entities)) if draw(st.booleans()) else sorted(
        entities, key=lambda entity: entity.start
    )


class Reader(HTMLParser):
    """Parser that reads the text from HTML, and fails on unexpected markup."""

    def __init__(self, content: str, hrefs: set[str]) -> None:
        super().__init__()
        self.content = content
        self.hrefs = hrefs
        self.place = 0  # up to which content is read back
        self.link: dict[str, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            assert not attrs
            self.handle_data("\n")
            return
        assert tag == "a"
        assert self.link is None
        self.link = link = {name: value or "" for name, value in attrs}
        assert len(link) == len(attrs)
        if link["class"] == "tw-url":
            assert link.keys() - {"title"} == {"class", "href", "rel", "dir"}
            assert link["rel"] == "nofollow ugc noopener"
            assert link["dir"] == "ltr"
            assert link["href"].lower().startswith(("http://", "https://"))
            assert link.get("title", link["href"]) == link["href"]
        else:
            assert link.keys() == {"class", "dir", "href"}
            assert link["dir"] == ("auto" if link["class"] == "tw-hashtag" else "ltr")
            assert link["class"] in {"tw-mention", "tw-hashtag", "tw-cashtag"}
            assert link["href"] in self.hrefs

    def handle_data(self, data: str) -> None:
        if self.link and self.link["class"] == "tw-url":
            assert data.removesuffix("…") in self.link["href"]
            return
        assert self.content.startswith(data, self.place)
        self.place += len(data)

    def handle_endtag(self, tag: str) -> None:
        assert tag == "a"
        assert self.link
        if self.link["class"] == "tw-url":
            url = self.link["href"]
            if not self.content.startswith(url, self.place):
                url = url.removeprefix("https://")
                assert self.content.startswith(url, self.place)
            self.place += len(url)
        self.link = None

    def handle_comment(self, data: str) -> None:
        pytest.fail(f"a comment: {data!r}")

    def handle_decl(self, decl: str) -> None:
        pytest.fail(f"a declaration: {decl!r}")

    def handle_pi(self, data: str) -> None:
        pytest.fail(f"a processing instruction: {data!r}")

    def unknown_decl(self, data: str) -> None:
        pytest.fail(f"a marked section: {data!r}")


def check_html(html: str, content: str, hrefs: set[str]) -> None:
    reader = Reader(content, hrefs)
    reader.feed(html)
    reader.close()
    assert reader.link is None
    assert reader.place == len(content)


@thorough
@given(texts, hrefs)
def test_html_contains_the_whole_text(content: str, href: str | None) -> None:
    entities = text.parse(content).entities
    html = text.to_html(content, entities, lambda entity: href)
    check_html(html, content, {href or ""})
    linked = [entity for entity in entities if entity.kind == "url" or href is not None]
    assert html.count("<a ") == len(linked)


@thorough
@given(malicious(), hrefs)
def test_html_has_only_our_markup(said: tuple[str, list[Entity]], href: str | None) -> None:
    content, entities = said
    check_html(text.to_html(content, entities, lambda entity: href), content, {href or ""})


@thorough
@given(texts)
def test_entities_match_the_text_at_their_indexes(content: str) -> None:
    parsed = text.parse(content)
    for entity in parsed.entities:
        written = content[entity.start : entity.end]
        signs = {"url": "", "mention": "@＠", "hashtag": "#＃", "cashtag": "$"}[entity.kind]
        assert entity.value
        assert written == entity.value or (written[0] in signs and written[1:] == entity.value)
    assert all(one.end <= other.start for one, other in pairwise(parsed.entities))
    assert 0 <= parsed.valid_end <= len(content)
    assert not parsed.is_valid or parsed.valid_end == len(content)


@thorough
@given(texts)
def test_public_functions_accept_any_text(content: str) -> None:
    for function in (
        text.is_valid_handle,
        text.is_valid_hashtag,
        text.is_valid_list,
        text.is_valid_url,
        text.find_reply_handle,
        text.parse,
    ):
        function(content)
    for mention in text.find_mentions_and_lists(content):
        assert content[mention.start + 1 : mention.end] == mention.handle + mention.slug


@thorough
@given(texts)
def test_weighted_length_is_equal_for_nfc_and_nfd(content: str) -> None:
    composed, decomposed = (
        text.parse(unicodedata.normalize(form, content)) for form in ("NFC", "NFD")
    )
    assert composed.weighted_length == decomposed.weighted_length
    assert composed.is_valid == decomposed.is_valid
