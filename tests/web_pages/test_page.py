"""What a page says of itself: cleaned texts, and a picture that is fetched by the same rules."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from django_tweets.web_pages import FetchError, Page, read_page
from django_tweets.web_pages.fetching import MAX_BYTES
from django_tweets.web_pages.page import MAX_DESCRIPTION, MAX_SITE_NAME, MAX_TITLE
from tests.web_pages.web import answer, html, redirect

if TYPE_CHECKING:
    from tests.web_pages.web import Web

PICTURE = answer(b"the picture", Content_Type="image/png")


def read(web: Web, body: str, **headers: str) -> Page:
    return read_page(web.add("a.example.org/x/y", html(body, **headers)), web)


def test_open_graph_comes_first(web: Web) -> None:
    page = read(
        web,
        """<title>T</title><meta name=description content=D>
        <meta name=twitter:title content=TT><meta name=twitter:description content=TD>
        <meta property=og:title content=OT><meta property=og:description content=OD>
        <meta property=og:site_name content=OS>""",
    )
    assert page == Page("OT", "OD", "OS", "a.example.org", b"")


def test_twitter_card_comes_next(web: Web) -> None:
    page = read(
        web,
        """<title>T</title><meta name=description content=D>
        <meta name=twitter:title content=TT><meta name=twitter:description content=TD>""",
    )
    assert page[:3] == ("TT", "TD", "")


def test_title_and_description_come_last(web: Web) -> None:
    assert read(web, "<title>T</title><meta name=description content=D>")[:3] == ("T", "D", "")


@pytest.mark.parametrize("body", ["", "<title> </title>", "<title>\u3164\u2800</title>", "<p>x"])
def test_page_without_a_title_has_no_preview(web: Web, body: str) -> None:
    with pytest.raises(FetchError, match="no title"):
        read(web, body)


def test_texts_are_cleaned_lines(web: Web) -> None:
    evil = (
        "\u202eA\nb\u200f\x1b[1m  c"
        + "\u0302" * 50
        + "\u2066\ud83d".encode("utf-8", "replace").decode()
    )
    page = read(
        web,
        f"<title>{evil}</title><meta name=description content='{evil}'>"
        f"<meta property=og:site_name content='{evil}'>",
    )
    for text in page[:3]:
        assert text.startswith("A b")
        assert not {*"\u202e\n\x1b\u2066"} & {*text}
        assert len(text) < 20


def test_markup_in_texts_is_text(web: Web) -> None:
    page = read(web, "<title><b>x</title><meta name=description content='&lt;script>'>")
    assert page[:2] == ("<b>x", "<script>")


def test_texts_are_bounded(web: Web) -> None:
    page = read(
        web,
        f"<title>{'a ' * 5000}</title><meta name=description content='{'b' * 5000}'>"
        f"<meta property=og:site_name content='{'c' * 5000}'>",
    )
    assert [
        len(text) <= longest
        for text, longest in zip(page[:3], (MAX_TITLE, MAX_DESCRIPTION, MAX_SITE_NAME), strict=True)
    ] == [True] * 3
    assert all(text.endswith("…") for text in page[:3])


def test_host_is_the_one_that_has_answered(web: Web) -> None:
    """Whatever the page says: its site name may be that of a bank."""
    web.add("b.example.org/", html("<title>x</title><meta property=og:site_name content=Bank>"))
    page = read_page(web.add("a.example.org/", redirect("http://b.example.org/")), web)
    assert (page.site_name, page.host) == ("Bank", "b.example.org")


@pytest.mark.parametrize(
    "markup",
    [
        "<meta property=og:image content=http://a.example.org/x/p.png>",
        "<meta property=og:image content=//a.example.org/x/p.png>",
        "<meta property=og:image content=' p.png '>",
        "<meta property=og:image:url content=/x/p.png>",
        "<meta name=twitter:image content=/x/p.png>",
        "<meta name=twitter:image:src content=/x/p.png>",
        "<base href=/x/z/><meta property=og:image content=../p.png>",
        "<meta property=og:image content=/no><meta property=og:image:secure_url content=p.png>",
    ],
)
def test_picture_is_fetched(web: Web, markup: str) -> None:
    web.add("a.example.org/x/p.png", PICTURE)
    assert read(web, f"<title>x</title>{markup}").picture == b"the picture"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/p.png",
        "http://inside.example.org/p.png",
        "file:///etc/passwd",
        "data:image/png;base64,AAAA",
        "http://[",
        "http://nowhere.example.org/p.png",
        "/page.png",
        "/vector.svg",
        "/large.png",
        "/inside.png",
    ],
)
def test_picture_that_cannot_be_fetched_is_left_out(web: Web, address: str) -> None:
    web.add("inside.example.org/p.png", PICTURE, "10.0.0.7")
    web.add("a.example.org/page.png", html("x"))
    web.add("a.example.org/vector.svg", answer(b"<svg/>", Content_Type="image/svg+xml"))
    web.add("a.example.org/inside.png", redirect("http://inside.example.org/p.png"))
    large = answer(b"x" * (MAX_BYTES + 1), Content_Type="image/png")
    web.add("a.example.org/large.png", large)
    page = read(web, f'<title>x</title><meta property=og:image content="{address}">')
    assert (page.title, page.picture) == ("x", b"")
    assert {address for address, _ in web.connections} == {"93.184.215.14"}


LINK = "<link rel=alternate type=application/json+oembed href=/oembed>"


def test_oembed_is_asked_where_there_is_no_other_title(web: Web) -> None:
    content = b'{"title": "O", "provider_name": "P", "thumbnail_url": "http://a.example.org/p"}'
    web.add("a.example.org/oembed", answer(content, Content_Type="application/json"))
    web.add("a.example.org/p", PICTURE)
    page = read(web, f"<title>T</title>{LINK}")
    assert page == Page("O", "", "P", "a.example.org", b"the picture")
    web.requests.clear()
    assert read(web, f"<meta property=og:title content=OT>{LINK}").title == "OT"
    assert web.asked == ["a.example.org/x/y"]


@pytest.mark.parametrize(
    "reply",
    [
        answer(b"{", Content_Type="application/json"),
        answer(b"[" * 500_000, Content_Type="application/json"),
        answer(b"9" * 500_000, Content_Type="application/json"),
        answer(b"[1]", Content_Type="application/json"),
        answer(b'{"title": [], "provider_name": 1}', Content_Type="application/json"),
        answer(b'{"title": "\\ud800\\u202e"}', Content_Type="application/json"),
        answer(b"\xff", Content_Type="application/json"),
        html("{}"),
        redirect("http://127.0.0.1/"),
    ],
)
def test_invalid_oembed_is_ignored(web: Web, reply: bytes) -> None:
    web.add("a.example.org/oembed", reply)
    assert read(web, f"<title>T</title>{LINK}").title == "T"


def test_site_that_is_not_there_has_no_preview(web: Web) -> None:
    with pytest.raises(FetchError, match="no such host"):
        read_page("http://nowhere.example.org/", web)


def test_time_is_for_everything(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the page and its picture together."""
    hangs = threading.Event()
    web.add("a.example.org/p.png", lambda connection: hangs.wait())
    monkeypatch.setattr("django_tweets.web_pages.page.TIME_LIMIT", 0.3)
    page = read(web, "<title>x</title><meta property=og:image content=/p.png>")
    assert (page.title, page.picture) == ("x", b"")
    hangs.set()
