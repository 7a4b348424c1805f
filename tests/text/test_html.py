"""Texts as HTML, with entities as links."""

from __future__ import annotations

import pytest
from django.utils.safestring import SafeString, mark_safe

from django_tweets import text
from django_tweets.text import Entity


def link(entity: Entity) -> str | None:
    return f"/{entity.kind}/{entity.value}/"


def html(content: str) -> str:
    return text.to_html(content, text.parse(content).entities, link)


def url_link(href: str, shown: str, title: str = "") -> str:
    title = title and f' title="{title}"'
    return (
        f'<a class="tw-url" href="{href}"{title} rel="nofollow ugc noopener" dir="ltr">{shown}</a>'
    )


def test_text_is_escaped_with_line_breaks() -> None:
    shown = text.to_html("<b>\n&amp; \"'\n\n", [], link)
    assert shown == "&lt;b&gt;<br>&amp;amp; &quot;&#x27;<br><br>"
    assert isinstance(shown, SafeString)


def test_links_include_the_sign() -> None:
    assert html("＠ada likes #日本 and $TW.") == (
        '<a class="tw-mention" dir="ltr" href="/mention/ada/">＠ada</a> likes '
        '<a class="tw-hashtag" dir="auto" href="/hashtag/日本/">#日本</a> and '
        '<a class="tw-cashtag" dir="ltr" href="/cashtag/TW/">$TW</a>.'
    )


def test_entity_without_url_stays_text() -> None:
    content = "<@ada> a.com"
    shown = text.to_html(content, text.parse(content).entities, lambda entity: None)
    assert shown == f"&lt;@ada&gt; {url_link('https://a.com', 'a.com')}"


@pytest.mark.parametrize("address", ['/"><script>', mark_safe('/"><script>')])
def test_url_of_a_link_is_escaped(address: str) -> None:
    shown = text.to_html("@ada", [Entity("mention", 0, 4, "ada")], lambda entity: address)
    assert shown == '<a class="tw-mention" dir="ltr" href="/&quot;&gt;&lt;script&gt;">@ada</a>'


@pytest.mark.parametrize(
    ("url", "href", "shown"),
    [
        ("http://a.com/b", "http://a.com/b", "a.com/b"),
        ("HTTPS://WWW.a.com", "HTTPS://WWW.a.com", "a.com"),
        ("www.a.com/b", "https://www.a.com/b", "a.com/b"),
        ("http://www.com", "http://www.com", "www.com"),
        ("a.みんな", "https://a.みんな", "a.みんな"),
        ("http://a.com/?b=c&d='e", "http://a.com/?b=c&amp;d=&#x27;e", "a.com/?b=c&amp;d=&#x27;e"),
    ],
)
def test_url_is_linked_and_shortened(url: str, href: str, shown: str) -> None:
    assert html(url) == url_link(href, shown)


def test_long_url_is_truncated() -> None:
    forty = "example.com/".ljust(40, "a")
    assert html(f"https://www.{forty}") == url_link(f"https://www.{forty}", forty)
    assert html(f"{forty}a&b") == url_link(
        f"https://{forty}a&amp;b", f"{forty[:39]}…", title=f"https://{forty}a&amp;b"
    )


def test_right_to_left_text_has_links() -> None:
    content = "شاهد http://foobar.پاکستان/ و #سلام"
    assert html(content) == (
        f"شاهد {url_link('http://foobar.پاکستان/', 'foobar.پاکستان/')} و "
        '<a class="tw-hashtag" dir="auto" href="/hashtag/سلام/">#سلام</a>'
    )


@pytest.mark.parametrize(
    "entity",
    [
        pytest.param(Entity("mention", 1, 5, "ada"), id="elsewhere"),
        pytest.param(Entity("mention", 0, 4, "bob"), id="another"),
        pytest.param(Entity("hashtag", 0, 4, "ada"), id="of another kind"),
        pytest.param(Entity("script", 0, 4, "ada"), id="of no kind"),  # type: ignore[arg-type]  # a stored row can say anything
        pytest.param(Entity("mention", -19, 4, "ada"), id="before the text"),
        pytest.param(Entity("hashtag", 17, 40, "t<"), id="beyond the text"),
        pytest.param(Entity("mention", 4, 0, ""), id="backwards"),
        pytest.param(Entity("url", 5, 5, ""), id="empty"),
        pytest.param(Entity("url", 5, 11, "js:a.b"), id="of another scheme"),
        pytest.param(Entity("url", 12, 16, "f.de"), id="another URL"),
    ],
)
def test_entity_that_differs_from_the_text_stays_text(entity: Entity) -> None:
    assert text.to_html("@ada js:a.b c.de #t<", [entity], link) == "@ada js:a.b c.de #t&lt;"


def test_overlapping_and_unordered_entities_stay_text() -> None:
    entities = [
        Entity("hashtag", 5, 7, "a"),
        Entity("hashtag", 5, 7, "a"),
        Entity("mention", 0, 4, "ada"),
        Entity("hashtag", 8, 10, "b"),
    ]
    assert text.to_html("@ada #a #b", entities, link) == (
        '@ada <a class="tw-hashtag" dir="auto" href="/hashtag/a/">#a</a> '
        '<a class="tw-hashtag" dir="auto" href="/hashtag/b/">#b</a>'
    )
