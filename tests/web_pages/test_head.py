"""What the head of a page says, of usual pages and of pages that are made to cost much."""

from __future__ import annotations

import codecs

import pytest

from django_tweets.web_pages.fetching import MAX_BYTES
from django_tweets.web_pages.head import MAX_DEPTH, MAX_ELEMENTS, MAX_VALUE, Head, read_head


def read(html: str, charset: str = "utf-8") -> Head:
    return read_head(html.encode(charset), charset)


def test_head_of_a_page() -> None:
    head = read("""<!doctype html><html lang=en><head>
        <meta charset=utf-8><base href="/b/"><title>A &amp; B\n</title>
        <meta name="Description" content="&quot;All&quot; of it">
        <meta property='og:title' content='One'><meta property=og:title content=Two>
        <meta name="keywords" content="x"><meta><meta name=viewport>
        <link rel=stylesheet href=x.css>
        <link rel="Alternate feed" type="application/json+OEmbed" href="/oembed?x">
        <script>document.write('<title>No</title><meta property=og:site_name content=No>')</script>
        <style>title { content: "<title>No</title>" }</style>
        <!-- <meta property=og:site_name content=No> -->
        </head><body><svg><title>No</title></svg><p>Text""")
    assert head.title == "A & B\n"
    assert head.meta == {"description": '"All" of it', "og:title": "One"}
    assert (head.base, head.oembed) == ("/b/", "/oembed?x")
    assert head.first("og:site_name", "og:title", "description") == "One"
    assert head.first("twitter:title") == ""


def test_blank_value_is_ignored() -> None:
    head = read('<meta property=og:title content=" "><meta name=twitter:title content=Two>')
    assert head.first("og:title", "twitter:title") == "Two"


def test_head_that_ends_early_is_read_on() -> None:
    """As after an element that no head has: many sites write one."""
    head = read("<head><noscript><img src=x></noscript><meta property=og:title content=One>")
    assert head.meta == {"og:title": "One"}


def test_title_of_a_picture_is_not_that_of_the_page() -> None:
    assert read("<title>Page</title><svg><title>Picture</title></svg>").title == "Page"
    assert read("<title></title><svg><title>Picture</title></svg>").title == ""


@pytest.mark.parametrize(
    "html", ["", " ", "<", "<!--", "<title", "\0", "Hello", "</p></p>", "%PDF-1"]
)
def test_page_without_head(html: str) -> None:
    assert read(html) == Head("", {}, "", "")


# Encodings


PAGE = "<title>é–ß</title>"


@pytest.mark.parametrize(
    ("html", "charset"),
    [
        (PAGE.encode(), ""),
        (PAGE.encode(), "utf-8"),
        (PAGE.encode("cp1252"), ""),
        (PAGE.encode("cp1252"), "iso-8859-1"),
        (PAGE.encode("cp1252"), "windows-1252"),
        (PAGE.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF8 + PAGE.encode(), "iso-8859-1"),
        (codecs.BOM_UTF16_BE + PAGE.encode("utf-16-be"), ""),
        (codecs.BOM_UTF16_LE + PAGE.encode("utf-16-le"), "utf-8"),
    ],
)
def test_encoding_is_found(html: bytes, charset: str) -> None:
    """From the byte order mark, the header, or the bytes."""
    assert read_head(html, charset).title == "é–ß"


@pytest.mark.parametrize(
    "charset",
    ["no-such-thing", "x" * 10_000, "utf-8\0", "é", "zlib", "punycode", "unicode_escape", "utf-7"],
)
def test_encoding_that_no_page_has_is_ignored(charset: str) -> None:
    assert read_head(PAGE.encode(), charset).title == "é–ß"


@pytest.mark.parametrize("name", ["shift_jis", "euc-jp", "utf-8", "Shift_JIS"])
def test_page_says_its_encoding(name: str) -> None:
    for meta in (
        f'<meta charset="{name}">',
        f"<meta http-equiv=content-type content='text/html; charset={name}'>",
    ):
        page = f"{meta}<title>日本語</title>".encode(name)
        assert read_head(page).title == "日本語"


def test_character_that_is_cut_is_replaced() -> None:
    assert read_head("<title>日本語".encode()[:-1]).title == "日本\ufffd"


def test_nul_and_bytes_without_meaning_are_no_error() -> None:
    assert read_head(b"<title>a\0b\xff</title>", "utf-8").title == "ab\ufffd"


# Pages that are made to cost much. Each of them takes a parser that makes a tree more than 20 s.


def test_values_are_bounded() -> None:
    head = read(
        f"<title>{'t' * 900_000}</title><meta property=og:title content='{'o' * 90_000}'>"
        f"<base href='{'b' * 90_000}'>"
        f"<link rel=alternate type=application/json+oembed href='{'l' * 90_000}'>"
    )
    assert {len(value) for value in (head.title, *head.meta.values(), head.base, head.oembed)} == {
        MAX_VALUE
    }


@pytest.mark.parametrize(
    "part",
    [
        "<div>",
        "<b>",
        "<a><p>",
        "<table>",
        "<ul><li>",
        "<svg><desc>",
        "<template>",
        "<font a{}=1><p>",
        "<b x{}>",
        "</p>",
        "<p></b>",
        "<html a{}=1>",
        "<body a{}=1>",
        "<title>",
        "<meta property=og:image content=x>",
        "&amp;",
        "&#x10ffff;",
        "<",
        "<!",
        "<!--",
        "<?",
        "<![CDATA[",
    ],
)
def test_repeated_markup_is_read_up_to_a_bound(part: str) -> None:
    pieces = MAX_BYTES // len(part.format("12345"))
    html = "<meta property=og:title content=One>" + "".join(map(part.format, range(pieces)))
    nested = "<div>" * MAX_DEPTH * 10
    for page in (html, nested + html, html + "</p></div></x>" * 10_000):
        read_head(page.encode()[:MAX_BYTES])
    assert read_head(html.encode()[:MAX_BYTES]).meta["og:title"] == "One"


@pytest.mark.parametrize("attribute", [" a{}", " a", " a{}='>'", " property=og:title"])
def test_tag_with_many_attributes_is_read(attribute: str) -> None:
    attributes = "".join(map(attribute.format, range(MAX_BYTES // len(attribute.format("12345")))))
    assert read(f"<title>One</title><meta{attributes}>").title == "One"


def test_page_is_read_up_to_a_depth() -> None:
    meta = "<meta property=og:title content=One>"
    assert read("<div>" * (MAX_DEPTH - 5) + meta).meta
    assert not read("<div>" * (MAX_DEPTH + 5) + meta).meta


def test_page_is_read_up_to_a_number_of_elements() -> None:
    meta = "<meta property=og:title content=One>"
    assert read("<br>" * (MAX_ELEMENTS - 5) + meta).meta
    assert not read("<br>" * (MAX_ELEMENTS + 5) + meta).meta
