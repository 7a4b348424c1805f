"""Addresses that may be fetched: URLs in one form, and IP addresses of public hosts."""

from __future__ import annotations

import pytest

from django_tweets.web_pages import is_public_address, normalize_url
from tests.web_pages.web import PUBLIC, PUBLIC_IPV6


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org", "http://example.org/"),
        ("HTTPS://Example.ORG/A?b=C#d", "https://example.org/A?b=C"),
        ("http://example.org:80/", "http://example.org/"),
        ("https://example.org:443/", "https://example.org/"),
        ("https://example.org:80/", "https://example.org:80/"),
        ("http://example.org./", "http://example.org/"),
        ("http://example.org/a b", "http://example.org/a%20b"),
        ("http://example.org/%20?q=é", "http://example.org/%20?q=%C3%A9"),
        ("http://bücher.example.org/", "http://xn--bcher-kva.example.org/"),
        ("http://例え.テスト/", "http://xn--r8jz45g.xn--zckzah/"),
        ("http://faß.example.org/", "http://xn--fa-hia.example.org/"),
        ("http://example。org/", "http://example.org/"),
    ],
)
def test_url_has_one_form(url: str, expected: str) -> None:
    assert normalize_url(url) == expected
    assert normalize_url(expected) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "example.org",
        "//example.org/",
        "ftp://example.org/",
        "file:///etc/passwd",
        "gopher://example.org/",
        "javascript:alert(1)",
        "http:///path",
        "http://example.org:8080/",
        "http://example.org:22/",
        "http://example.org:x/",
        "http://example.org:99999/",
        "http://user@example.org/",
        "http://user:secret@example.org/",
        "http://localhost/",
        "http://intranet/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::1",
        "http://127.0.0.1/",
        "http://127.1/",
        "http://0x7f.0.0.1/",
        "http://0x7f.0x1/",
        "http://2130706433/",
        "http://0177.0.0.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://93.184.215.14/",
        "http://a..example.org/",
        "http://exa mple.org/",
        "http://example.org\\@localhost/",
        "http://-example.org/",
        f"http://{'é' * 300}.org/",
        f"http://{'a' * 64}.org/",
        f"http://{'é' * 60}.org/",
        f"http://example.org/{'a' * 2000}",
        "http://example.org/\ud800",
        "http://example.org\r\nHost: localhost/",
    ],
)
def test_url_that_may_not_be_fetched(url: str) -> None:
    normalized = normalize_url(url)
    assert normalized == "" or normalized.startswith("http://example.orghost")


@pytest.mark.parametrize("address", [PUBLIC, PUBLIC_IPV6, "8.8.8.8", "1.1.1.1", "2a00:1450::1"])
def test_public_address(address: str) -> None:
    assert is_public_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "localhost",
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.100.100.200",
        "127.0.0.1",
        "127.255.255.254",
        "168.63.129.16",
        "169.254.169.254",
        "169.254.170.2",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.192",
        "192.0.2.1",
        "192.88.99.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.255.255",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::7f00:1",  # 127.0.0.1, compatible with IPv4
        "::ffff:127.0.0.1",
        "::ffff:93.184.215.14",
        "::ffff:0:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::93.184.215.14",
        "64:ff9b:1::1",
        "100::1",
        "2001::1",  # Teredo
        "2001:0:7f00:1::",
        "2001:2::1",
        "2001:10::1",
        "2001:20::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2002:a00:1::1",
        "3fff::1",
        "4000::1",
        "5f00::1",
        "fc00::1",
        "fd00:ec2::254",
        "fe80::1",
        "fe80::1%eth0",
        "fec0::1",
        "ff02::1",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c%1",
    ],
)
def test_address_that_is_not_public(address: str) -> None:
    assert not is_public_address(address)
