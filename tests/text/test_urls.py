"""URLs in texts."""

from __future__ import annotations

import pytest

from django_tweets import text


def urls(content: str) -> list[str]:
    return [entity.value for entity in text.parse(content).entities if entity.kind == "url"]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param("see HTTPS://EXAMPLE.COM/A.", ["HTTPS://EXAMPLE.COM/A"], id="upper case"),
        pytest.param("http://a.com:8080/b?c=d#e", ["http://a.com:8080/b?c=d#e"], id="all parts"),
        pytest.param("http://a.com?b=c", ["http://a.com?b=c"], id="query without path"),
        pytest.param("http://a.com/?", ["http://a.com/"], id="query of nothing"),
        pytest.param("http://a.com/b?!!", ["http://a.com/b"], id="query of marks"),
        pytest.param("“http://a.com/b”", ["http://a.com/b"], id="quoted"),
        pytest.param("日http://a.com日", ["http://a.com"], id="glued to Japanese"),
        pytest.param("xhttp://a.com", [], id="glued to a letter"),
        pytest.param("ftp://a.com", [], id="another scheme"),
        pytest.param("javascript://a.com", [], id="a dangerous scheme"),
        pytest.param("http://a_b.c.com", ["http://a_b.c.com"], id="underscore in a subdomain"),
        pytest.param("http://a.b_c.com", [], id="underscore in the domain"),
        pytest.param("http://a..com http://.com", [], id="empty labels"),
        pytest.param("http://☃.net/ http://日本.みんな", ["http://☃.net/", "http://日本.みんな"]),
        pytest.param("http://192.168.0.1/", [], id="numbers"),
        pytest.param("http://me@a.com/", [], id="user information"),
        pytest.param("http://a.com@b.com/", [], id="what looks like another host"),
        pytest.param("http://a.com/(b)", ["http://a.com/(b)"], id="parentheses"),
        pytest.param("(http://a.com/b)", ["http://a.com/b"], id="in parentheses"),
        pytest.param("http://a.com/(b(c)d)e", ["http://a.com/(b(c)d)e"], id="two deep"),
        pytest.param("http://a.com/(b(c(d)))", ["http://a.com/"], id="three deep"),
        pytest.param("http://a.com/b!(c)d", ["http://a.com/b!(c)d"], id="marks within"),
        pytest.param("http://a.com/b!(c)", ["http://a.com/b"], id="marks at the end"),
    ],
)
def test_urls_with_a_scheme_are_found(content: str, found: list[str]) -> None:
    assert urls(content) == found


@pytest.mark.parametrize(
    ("content", "found"),
    [
        pytest.param("a.com, b.co.uk! c.com.", ["a.com", "b.co.uk", "c.com"], id="in a sentence"),
        pytest.param("a.com/b:c", ["a.com/b:c"], id="with a path"),
        pytest.param("a.com:80/b", ["a.com:80/b"], id="with a port and a path"),
        pytest.param("a.com:80 b.com?c=d", ["a.com", "b.com"], id="port and query without path"),
        pytest.param("éa.com ELPAÍS.com", ["éa.com", "ELPAÍS.com"], id="accents"),
        pytest.param("日本a.com/bで", ["a.com/b"], id="in Japanese"),
        pytest.param("a.com日本b.jp/c", ["a.com", "b.jp/c"], id="two in Japanese"),
        pytest.param("日本.jp Ж.рф", [], id="in no Latin letters"),
        pytest.param("a.みんなb a.みんな。", ["a.みんな"], id="top-level domain in kana"),
        pytest.param("a.xn--p1ai/b", ["a.xn--p1ai/b"], id="top-level domain in Punycode"),
        pytest.param("a.vermögensberatung", ["a.vermögensberatung"], id="with an umlaut"),
        pytest.param("a.b.com-c a.com+b a.com@b a.como", [], id="what goes on"),
        pytest.param("a.com_b a.com.b", ["a.com", "a.com"], id="what goes on otherwise"),
        pytest.param("/a.com -b.com _c.com .d.com @e.com #f.com $g.com", [], id="glued"),
        pytest.param("#日.a.com @日a.com", ["a.com"], id="past glue"),
        pytest.param("a.com/b日c.com", ["a.com/b", "c.com"], id="past a path"),
        pytest.param("a.com/日b.com", ["a.com/", "b.com"], id="past a slash"),
        pytest.param("a.com/http://日.com", ["a.com/http://"], id="scheme within a path"),
        pytest.param("name@a.com", [], id="an address of mail"),
        pytest.param("readme.txt 3.14 e.g. etc...", [], id="what only has dots"),
    ],
)
def test_bare_domains_are_found(content: str, found: list[str]) -> None:
    assert urls(content) == found


@pytest.mark.parametrize(
    ("host", "is_found"),
    [
        ("a" * 63 + ".com", True),
        ("a" * 64 + ".com", False),
        ("あ" * 57 + ".com", True),
        ("あ" * 58 + ".com", False),
        ("あ" * 25 + "。" + "あ" * 25 + ".com", True),
        ("あ" * 26 + "。" + "あ" * 26 + ".com", False),
        ("xn--abc.com", True),
        ("xn--あ.com", False),
    ],
)
def test_url_with_a_label_too_long_for_dns_is_ignored(host: str, *, is_found: bool) -> None:
    assert urls(f"http://{host}/") == ([f"http://{host}/"] if is_found else [])


def test_ideographic_dot_separates_labels() -> None:
    assert urls("a.comこれは日本語です。example.com") == ["a.com", "example.com"]


@pytest.mark.parametrize("scheme", ["http://", ""])
def test_url_over_the_maximum_length_is_ignored(scheme: str) -> None:
    url = f"{scheme}example.com/".ljust(4096, "a")
    assert urls(f"{url} {url}b b.com") == [url, "b.com"]


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://t.co/" + "a" * 40, ["https://t.co/" + "a" * 40]),
        ("https://t.co/" + "a" * 41, []),
        ("https://t.co/abc/def", ["https://t.co/abc"]),
        ("https://t.co/abc?d=e!", ["https://t.co/abc?d=e"]),
        ("https://t.co/~abc", ["https://t.co/~abc"]),
    ],
)
def test_tco_url_ends_after_its_slug(url: str, found: list[str]) -> None:
    assert urls(url) == found
