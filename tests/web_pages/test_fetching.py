"""Hostile servers: each is on the loopback interface, and its name resolves to a public address."""

from __future__ import annotations

import gzip
import socket
import threading
import zlib
from typing import TYPE_CHECKING, Any

import pytest

from django_tweets.web_pages import Deadline, FetchError, Network, fetch
from django_tweets.web_pages.fetching import MAX_BYTES, MAX_HEADER_BYTES, MAX_LOOKUPS, MAX_REDIRECTS
from tests.web_pages.web import PUBLIC, PUBLIC_IPV6, answer, html, redirect

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_tweets.web_pages.fetching import Answer
    from tests.web_pages.web import Web

TYPES = ["text/html"]
PAGE = html("<title>Hello</title>")


def get(web: Web, url: str, seconds: float = 5.0) -> Answer:
    return fetch(url, TYPES, Deadline(seconds), web)


def error_of(web: Web, url: str, seconds: float = 5.0) -> str:
    with pytest.raises(FetchError) as error:
        get(web, url, seconds)
    return str(error.value)


def test_page_is_fetched(web: Web) -> None:
    found = get(web, web.add("a.example.org/x?y=1", PAGE))
    assert found == ("http://a.example.org/x?y=1", b"<title>Hello</title>", "utf-8", True)
    assert web.connections == [(PUBLIC, 80)]


def test_page_is_fetched_by_tls(web: Web) -> None:
    web.add("secure.example.org/", PAGE)
    assert get(web, "https://secure.example.org").content == b"<title>Hello</title>"
    assert web.connections == [(PUBLIC, 443)]


def test_certificate_of_another_name_is_refused(web: Web) -> None:
    web.add("other.example.org/", PAGE)
    assert error_of(web, "https://other.example.org/") == "SSLCertVerificationError"
    assert web.requests == []


def test_certificate_of_an_unknown_authority_is_refused(web: Web) -> None:
    web.add("secure.example.org/", PAGE)
    web.tls = Network().tls
    assert error_of(web, "https://secure.example.org/") == "SSLCertVerificationError"


def test_request_has_no_cookie_or_credential(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    """And leaves no way to this site: no Referer. Proxies of the environment are not used."""
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    url = web.add("a.example.org/", redirect("/next"))
    web.add("a.example.org/next", html("x", Set_Cookie="a=b"))
    get(web, url)
    names = [line.partition(":")[0] for line in web.requests[1].head.split("\r\n")[1:] if line]
    assert names == ["Host", "User-Agent", "Accept", "Accept-Encoding", "Connection"]


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["10.0.0.7"],
        ["169.254.169.254"],
        ["::1"],
        ["::ffff:10.0.0.7"],
        ["fd00:ec2::254"],
        ["224.0.0.1"],
        [PUBLIC, "127.0.0.1"],
        ["127.0.0.1", PUBLIC],
        [PUBLIC_IPV6, "::1"],
        [],
    ],
)
def test_name_with_an_address_that_is_not_public(web: Web, addresses: list[str]) -> None:
    url = web.add("a.example.org/", PAGE)
    web.names["a.example.org"] = addresses
    assert error_of(web, url) == "refused address"
    assert web.connections == []


def test_redirect_to_an_address_that_is_not_public(web: Web) -> None:
    url = web.add("a.example.org/", redirect("http://inside.example.org/"))
    web.add("inside.example.org/", PAGE, "10.0.0.7")
    assert error_of(web, url) == "refused address"
    assert web.connections == [(PUBLIC, 80)]


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://localhost/",
        "http://a.example.org:8080/",
        "https://a.example.org:22/",
        "file:///etc/passwd",
        "ftp://a.example.org/",
        "http://user@a.example.org/",
        "http://[",
        "//[::1",
        "http://a.example.org\\@localhost:8080/",
    ],
)
def test_redirect_to_a_refused_url(web: Web, location: str) -> None:
    url = web.add("a.example.org/", redirect(location))
    assert error_of(web, url) in {"refused URL", "ValueError"}
    assert web.connections == [(PUBLIC, 80)]


def test_second_answer_of_the_dns_changes_nothing(web: Web) -> None:
    """DNS rebinding: the connection is made to the address that was checked."""

    class Rebinding(type(web)):  # type: ignore[misc]  # a class of the test
        def resolve(self, host: str, port: int, timeout: float) -> list[str]:
            found = super().resolve(host, port, timeout)
            self.names[host] = ["127.0.0.1"]
            return list(found)

    web.__class__ = Rebinding
    url = web.add("a.example.org/", redirect("/next"))
    assert error_of(web, url) == "refused address"  # of the second request
    assert web.connections == [(PUBLIC, 80)]
    assert web.lookups == ["a.example.org"] * 2


def test_redirects_are_followed(web: Web) -> None:
    url = web.add("a.example.org/", redirect("/b", "301 Moved Permanently"))
    web.add("a.example.org/b", redirect("http://c.example.org/ü", "307 Temporary Redirect"))
    web.add("c.example.org/%C3%BC", redirect("?d", "303 See Other"))
    web.add("c.example.org/%C3%BC?d", PAGE)
    assert get(web, url).url == "http://c.example.org/%C3%BC?d"
    assert len(web.requests) == MAX_REDIRECTS + 1


def test_fourth_redirect_is_refused(web: Web) -> None:
    url = web.add("a.example.org/", redirect("/"))
    assert error_of(web, url) == "too many redirects"
    assert len(web.requests) == MAX_REDIRECTS + 1


def test_redirect_without_a_location_is_a_loop(web: Web) -> None:
    assert error_of(web, web.add("a.example.org/", answer(b"", "302 Found"))) == (
        "too many redirects"
    )


def drip(head: bytes) -> Callable[[Any], None]:
    """Return a site that sends head, then bytes without end, faster than any timeout."""

    def respond(connection: Any) -> None:
        connection.sendall(head)
        wait = threading.Event().wait
        while True:
            connection.sendall(b"x")
            wait(0.01)

    return respond


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX: ",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1000000\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
    ],
    ids=["status", "header", "content", "content without length"],
)
def test_server_that_sends_slowly_is_left(web: Web, head: bytes) -> None:
    url = web.add("a.example.org/", drip(head))
    assert error_of(web, url, 0.2) == "timeout"


def test_server_that_sends_nothing_is_left(web: Web) -> None:
    hangs = threading.Event()
    url = web.add("a.example.org/", lambda connection: hangs.wait())
    assert error_of(web, url, 0.2) == "timeout"
    hangs.set()


def test_server_that_shakes_no_hands_is_left(web: Web) -> None:
    """It takes the connection, and is silent where TLS begins."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        web.add("secure.example.org/", PAGE)
        web.ports[443] = silent.getsockname()[1]
        assert error_of(web, "https://secure.example.org/", 0.2) == "timeout"


def test_endless_continue_is_left(web: Web) -> None:
    def respond(connection: Any) -> None:
        while True:
            connection.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")

    url = web.add("a.example.org/", respond)
    assert error_of(web, url) == "too many bytes"


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\n" + b"X: " + b"y" * MAX_HEADER_BYTES,
        b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200,
        b"HTTP/1.1 200 OK\r\n" + (b"X: " + b"y" * 1000 + b"\r\n") * 90,
        b"HTTP/1.1 " + b"2" * MAX_HEADER_BYTES,
        b"\0" * MAX_HEADER_BYTES,
        b"220 ftp.example.org ready\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n-5\r\n",
        b"HTTP/1.1 OK 200\r\n\r\n",
        b"",
    ],
)
def test_malformed_answer_is_an_error(web: Web, head: bytes) -> None:
    assert error_of(web, web.add("a.example.org/", head))


@pytest.mark.parametrize(
    "reply",
    [
        html("x", Content_Type="application/json"),
        html("x", Content_Type="text/plain"),
        html("x", Content_Type="image/svg+xml"),
        html("x", Content_Type=""),
        html("x", Content_Encoding="br"),
        html("x", Content_Encoding="gzip, gzip"),
        html("Hello", Content_Encoding="gzip"),  # but it is none
        answer(b"x", "404 Not Found", Content_Type="text/html"),
        answer(b"x", "206 Partial Content", Content_Type="text/html"),
        answer(b"x", "500 Oh", Content_Type="text/html"),
    ],
)
def test_answer_of_another_kind_is_refused(web: Web, reply: bytes) -> None:
    assert error_of(web, web.add("a.example.org/", reply))


def test_content_is_cut(web: Web) -> None:
    url = web.add("a.example.org/", html("x" * (MAX_BYTES + 10)))
    found = get(web, url)
    assert (len(found.content), found.is_complete) == (MAX_BYTES, False)


def test_content_without_end_is_cut(web: Web) -> None:
    def respond(connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while True:
            connection.sendall(b"x" * 10_000)

    found = get(web, web.add("a.example.org/", respond))
    assert (len(found.content), found.is_complete) == (MAX_BYTES, False)


def test_tiny_chunks_are_bounded(web: Web) -> None:
    def respond(connection: Any) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n")
        connection.sendall(b"Transfer-Encoding: chunked\r\n\r\n")
        while True:
            connection.sendall((b"1;" + b"y" * 1000 + b"\r\nx\r\n") * 10)

    assert error_of(web, web.add("a.example.org/", respond)) == "too many bytes"


@pytest.mark.parametrize("length", ["20", "-1", "x"])
def test_connection_that_ends_early_gives_what_it_has_sent(web: Web, length: str) -> None:
    url = web.add("a.example.org/", html("<title>Hello", Content_Length=length))
    assert get(web, url).content == b"<title>Hello"


@pytest.mark.parametrize("rest", [b"", b"ff\r\nx", b"zz\r\n"])
def test_chunks_that_end_early_give_what_was_sent(web: Web, rest: bytes) -> None:
    reply = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n"
    url = web.add("a.example.org/", reply + b"5\r\nHello\r\n" + rest)
    assert get(web, url).content.startswith(b"Hello")


@pytest.mark.parametrize(
    ("name", "compress"),
    [("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress)],
)
def test_compressed_content_is_read(
    web: Web, name: str, compress: Callable[[bytes], bytes]
) -> None:
    content = compress(b"Hello")
    url = web.add(
        "a.example.org/", answer(content, Content_Type="text/html", Content_Encoding=name)
    )
    assert get(web, url).content == b"Hello"


def test_decompression_bomb_is_cut(web: Web) -> None:
    bomb = gzip.compress(b"x" * 200_000_000, 9)
    assert len(bomb) < MAX_BYTES
    url = web.add("a.example.org/", answer(bomb, Content_Type="text/html", Content_Encoding="gzip"))
    found = get(web, url)
    assert (len(found.content), found.is_complete) == (MAX_BYTES, False)


def test_other_addresses_are_tried(web: Web) -> None:
    class OneIsDown(type(web)):  # type: ignore[misc]  # a class of the test
        def connect(self, address: str, port: int, timeout: float) -> socket.socket:
            if address == PUBLIC_IPV6:
                raise OSError("no route")
            connection: socket.socket = super().connect(address, port, timeout)
            return connection

    web.__class__ = OneIsDown
    url = web.add("a.example.org/", PAGE, PUBLIC_IPV6, PUBLIC)
    assert get(web, url).content == b"<title>Hello</title>"
    web.names["a.example.org"] = [PUBLIC_IPV6]
    assert error_of(web, url) == "no connection"


def test_no_time_is_left(web: Web) -> None:
    assert error_of(web, web.add("a.example.org/", PAGE), 0) == "timeout"
    assert web.lookups == []


# The network of a site, as far as a test can ask it: the names of this machine.


def test_names_are_looked_up() -> None:
    assert "127.0.0.1" in Network().resolve("localhost", 80, 5)
    with pytest.raises(FetchError, match="no such host"):
        Network().resolve("a" * 64, 80, 5)


def test_site_itself_is_refused() -> None:
    class Local(Network):
        def resolve(self, host: str, port: int, timeout: float) -> list[str]:
            return super().resolve("localhost", port, timeout)

    with pytest.raises(FetchError, match="refused address"):
        fetch("http://a.example.org/", TYPES, Deadline(5), Local())


def test_lookup_that_hangs_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing can stop it, so there are only so many at a time."""
    hangs = threading.Event()

    def look_up(*args: Any, **kwargs: Any) -> list[Any]:
        hangs.wait()
        return []

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    for _ in range(MAX_LOOKUPS):
        with pytest.raises(FetchError, match="timeout"):
            Network().resolve("a.example.org", 80, 0.01)
    with pytest.raises(FetchError, match="too many lookups"):
        Network().resolve("a.example.org", 80, 0.01)
    hangs.set()
    monkeypatch.undo()
    assert "127.0.0.1" in Network().resolve("localhost", 80, 5)


def test_connection_that_fails_is_closed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(OSError, match="refused"):
        Network().connect("127.0.0.1", port, 5)
    with pytest.raises(OSError, match=r"\w"):  # refused, or a machine without IPv6
        Network().connect("::1", port, 5)
