"""A POST to a URL from an untrusted source: accepted addresses, and the response."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from django_tweets.web_pages import Deadline, FetchError, is_https_url, post
from tests.web_pages.web import answer

if TYPE_CHECKING:
    from tests.web_pages.web import Web

URL = "https://secure.example.org/push?token=a%2Fb"
HEADERS = {"TTL": "60"}


def test_content_and_headers_arrive(web: Web) -> None:
    web.add("secure.example.org/push?token=a%2Fb", answer(b"", "201 Created"))
    assert post(URL, b"hello", HEADERS, Deadline(5), web).status == 201
    (request,) = web.requests
    assert request.head.startswith("POST /push?token=a%2Fb HTTP/1.1\r\nTTL: 60\r\n")
    assert "Content-Length: 5\r\n" in request.head


def test_status_and_retry_after_come_back(web: Web) -> None:
    busy = answer(b"later", "429 Too Many Requests", Retry_After="60")
    web.add("secure.example.org/push?token=a%2Fb", busy)
    assert post(URL, b"", HEADERS, Deadline(5), web) == (429, "60")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254", "::1"])
def test_address_inside_the_network_is_refused(web: Web, address: str) -> None:
    web.add("secure.example.org/push?token=a%2Fb", answer(b""), address)
    with pytest.raises(FetchError, match="refused address"):
        post(URL, b"", HEADERS, Deadline(5), web)
    assert web.connections == []


@pytest.mark.parametrize(
    "url",
    [
        "http://secure.example.org/",
        "https://secure.example.org",  # not as it is stored
        "https://secure.example.org:8443/",
        "https://127.0.0.1/",
        "https://localhost/",
        "https://ada@secure.example.org/",
        "https://secure.example.org/\r\nHost: inside.example.org",
        "file:///etc/passwd",
    ],
)
def test_other_urls_are_refused(web: Web, url: str) -> None:
    assert not is_https_url(url)
    with pytest.raises(FetchError, match="refused URL"):
        post(url, b"", HEADERS, Deadline(5), web)
    assert web.lookups == []


def test_server_that_says_nothing_is_left_in_time(web: Web) -> None:
    web.add("secure.example.org/push?token=a%2Fb", lambda connection: connection.recv(1))
    with pytest.raises(FetchError, match="timeout"):
        post(URL, b"", HEADERS, Deadline(0.5), web)


@pytest.mark.parametrize("garbage", [b"hello\r\n\r\n", b""])
def test_invalid_answer_is_an_error(web: Web, garbage: bytes) -> None:
    web.add("secure.example.org/push?token=a%2Fb", garbage)
    with pytest.raises(FetchError):
        post(URL, b"", HEADERS, Deadline(5), web)
