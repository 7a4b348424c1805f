"""A small web of sites on the loopback interface, for code that fetches pages of other sites.

Names resolve to public addresses, and a connection to one of them leads to a server of the test.
"""

from __future__ import annotations

import socketserver
import ssl
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from django_tweets.web_pages import FetchError, Network

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

PUBLIC = "93.184.215.14"
PUBLIC_IPV6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

CERTIFICATE = Path(__file__).parent / "secure.example.org.pem"
"""Of secure.example.org, with its key; it is valid for a hundred years."""


class Request(NamedTuple):
    """A request that a site has got."""

    host: str
    target: str
    head: str
    """Everything that was sent."""

    @property
    def url(self) -> str:
        return f"{self.host}{self.target}"


def html(body: str, charset: str = "utf-8", **headers: str) -> bytes:
    """Return an answer with a page."""
    fields = {"Content_Type": f"text/html; charset={charset}"}
    return answer(body.encode(charset), **{**fields, **headers})


def answer(content: bytes, status: str = "200 OK", **headers: str) -> bytes:
    """Return an answer. headers: with underscores for hyphens."""
    fields = {"Content_Length": str(len(content)), **headers}
    lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{lines}\r\n".encode() + content


def redirect(location: str, status: str = "302 Found") -> bytes:
    return answer(b"", status, Location=location)


class Web(Network):
    """Host names, addresses and sites of a test, with a record of look-ups and requests."""

    def __init__(self) -> None:
        self.names: dict[str, list[str]] = {}
        self.sites: dict[str, Any] = {}
        self.ports: dict[int, int] = {}
        self.lookups: list[str] = []
        self.connections: list[tuple[str, int]] = []
        self.requests: list[Request] = []

    def add(self, url: str, respond: Any, *addresses: str) -> str:
        """Add a page at a host and path, such as "site.example/page", and return its URL.

        respond: the bytes of the answer, or a function that gets the connection of the server.
        """
        self.names.setdefault(url.partition("/")[0], list(addresses) or [PUBLIC])
        self.sites[url] = respond
        return f"http://{url}"

    def resolve(self, host: str, port: int, timeout: float) -> list[str]:
        self.lookups.append(host)
        if host not in self.names:
            raise FetchError("no such host")
        return self.names[host]

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        self.connections.append((address, port))
        return super().connect("127.0.0.1", self.ports[port], timeout)

    def handle(self, connection: Any) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            if not (received := connection.recv(4096)):
                return
            head += received
        text = head.decode("latin-1")
        target = text.split(" ")[1]
        host = text.partition("Host: ")[2].partition("\r\n")[0]
        request = Request(host, target, text)
        self.requests.append(request)
        respond: bytes | Callable[[Any], None] = self.sites[request.url]
        if callable(respond):
            respond(connection)
        else:
            connection.sendall(respond)

    @property
    def asked(self) -> list[str]:
        return [request.url for request in self.requests]


@contextmanager
def serve() -> Iterator[Web]:
    """Run the servers of a Web: one for port 80, and one with TLS for port 443."""
    web = Web()
    web.tls = ssl.create_default_context(cafile=str(CERTIFICATE))
    server_tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_tls.load_cert_chain(CERTIFICATE)
    with run_server(web, 80, None), run_server(web, 443, server_tls):
        yield web


@contextmanager
def run_server(web: Web, port: int, tls: ssl.SSLContext | None) -> Iterator[None]:
    """Run a server of web for the connections to port."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                if tls is None:
                    web.handle(self.request)
                else:
                    with tls.wrap_socket(self.request, server_side=True) as connection:
                        web.handle(connection)
            except OSError:  # the client has hung up: that is what many tests want
                pass

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        server.block_on_close = False
        web.ports[port] = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()
