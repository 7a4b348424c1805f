"""Fetch a URL of another site: bounded in time, bytes and redirects, and never from inside.

Every address that DNS gives for a name is checked, and the connection is made to the checked
address itself, so a second answer of the DNS changes nothing. Each redirect starts from the
beginning. No proxy, cookie or credential of the environment is used.
"""

from __future__ import annotations

import io
import socket
import ssl
import threading
import time
import zlib
from functools import cached_property
from http.client import HTTPException, HTTPResponse, IncompleteRead
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from .addresses import PORTS, is_public_address, normalize_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MAX_BYTES = 1_000_000
"""Size of an answer: as it is sent, and also decompressed."""

MAX_HEADER_BYTES = 64_000
MAX_REDIRECTS = 3
MAX_ADDRESSES = 4
"""Addresses of a host that are tried, one after the other."""

MAX_LOOKUPS = 8
"""Names that a process looks up at a time. A lookup can't be stopped: it may outlast its fetch."""

REDIRECTS = {301, 302, 303, 307, 308}
USER_AGENT = "django-tweets (link preview)"
_CHUNK = 16_384

_lookups = threading.BoundedSemaphore(MAX_LOOKUPS)


class FetchError(Exception):
    """A URL can't or may not be fetched."""


class Deadline:
    """The end of the time for a fetch with all its redirects."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds

    def remaining(self) -> float:
        """Return the seconds that are left. Raise FetchError if there are none."""
        seconds = self.end - time.monotonic()
        if seconds <= 0:
            raise FetchError("timeout")
        return seconds


class Network:
    """Name resolution and connections. Tests bring their own."""

    def resolve(self, host: str, port: int, timeout: float) -> list[str]:
        """Return the IP addresses of host. In a thread, because nothing else bounds its time."""
        answers: SimpleQueue[Any] = SimpleQueue()
        if not _lookups.acquire(timeout=timeout):
            raise FetchError("too many lookups")

        def look_up() -> None:
            try:
                answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
            except (OSError, UnicodeError) as error:
                answers.put(error)
            finally:
                _lookups.release()

        threading.Thread(target=look_up, daemon=True).start()
        try:
            answer = answers.get(timeout=timeout)
        except Empty:
            raise FetchError("timeout") from None
        if isinstance(answer, Exception):
            raise FetchError("no such host") from answer
        return list(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in answer))

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        """Return a connection to an IP address."""
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.settimeout(timeout)
            connection.connect((address, port))
        except BaseException:
            connection.close()
            raise
        return connection

    @cached_property
    def tls(self) -> ssl.SSLContext:
        """The context of https: certificates and host names are checked."""
        return ssl.create_default_context()


class Answer(NamedTuple):
    """Answer of a URL, after redirects."""

    url: str
    content: bytes
    charset: str
    is_complete: bool
    """Whether content is all of it, and not its first MAX_BYTES."""


def fetch(url: str, types: Collection[str], deadline: Deadline, network: Network) -> Answer:
    """Fetch url, and return its content if it is of one of these content types.

    types: media types, in lower case. Raise FetchError for everything else.
    """
    for _ in range(MAX_REDIRECTS + 1):
        url = normalize_url(url)
        if not url:
            raise FetchError("refused URL")
        try:
            with connect(url, deadline, network) as connection:
                result = _ask(url, types, connection, deadline)
        except TimeoutError:
            raise FetchError("timeout") from None
        # ValueError: a status line, length or chunk that is none.
        except (OSError, HTTPException, ValueError, zlib.error) as error:
            raise FetchError(f"{type(error).__name__}") from error
        if isinstance(result, Answer):
            return result
        url = result
    raise FetchError("too many redirects")


def connect(url: str, deadline: Deadline, network: Network) -> socket.socket:
    """Return a connection to the host of url: to one of the addresses that have been checked."""
    parts = urlsplit(url)
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    addresses = network.resolve(host, port, deadline.remaining())
    # One address inside among public ones is an attack, or a host that is inside.
    if not addresses or not all(map(is_public_address, addresses)):
        raise FetchError("refused address")
    tried = addresses[:MAX_ADDRESSES]
    for number, address in enumerate(tried):
        share = deadline.remaining() / (len(tried) - number)
        try:
            connection = network.connect(address, port, share)
        except OSError:
            continue
        if parts.scheme == "http":
            return connection
        try:
            connection.settimeout(deadline.remaining())
            return network.tls.wrap_socket(connection, server_hostname=host)
        except BaseException:
            connection.close()
            raise
    raise FetchError("no connection")


def _ask(
    url: str, types: Collection[str], connection: socket.socket, deadline: Deadline
) -> Answer | str:
    """Send the request. Return the answer, or where it redirects to."""
    parts = urlsplit(url)
    target = url.partition("://")[2].removeprefix(parts.netloc)
    request = (
        f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nUser-Agent: {USER_AGENT}\r\n"
        f"Accept: {', '.join(types)}\r\nAccept-Encoding: gzip\r\nConnection: close\r\n\r\n"
    )
    connection.settimeout(deadline.remaining())
    connection.sendall(request.encode("ascii"))
    stream = BoundedStream(connection, deadline)
    response = HTTPResponse(StreamFile(stream), method="GET")  # type: ignore[arg-type]  # all that it asks of a socket
    with response:
        response.begin()
        if response.status in REDIRECTS:
            location = response.headers.get("Location", "")
            # Headers are bytes, which http.client reads as Latin-1.
            return urljoin(url, location.encode("latin-1", "replace").decode(errors="replace"))
        if response.status != 200:
            raise FetchError(f"status {response.status}")
        if response.headers.get_content_type() not in types:
            raise FetchError("refused content type")
        stream.left = MAX_BYTES + MAX_HEADER_BYTES  # with the sizes of chunks
        content = _read_content(response)
        return Answer(
            url,
            content[:MAX_BYTES],
            str(response.headers.get_content_charset("")),
            len(content) <= MAX_BYTES,
        )


def _read_content(response: HTTPResponse) -> bytes:
    """Return the decompressed content: all of it, or more than MAX_BYTES."""
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "x-gzip", "deflate"}:
        raise FetchError("refused encoding")
    # 32: a header of gzip or of zlib.
    decoder = None if encoding == "identity" else zlib.decompressobj(32 + zlib.MAX_WBITS)
    content = bytearray()
    for chunk in _read_chunks(response):
        room = MAX_BYTES + 1 - len(content)
        content += chunk if decoder is None else decoder.decompress(chunk, room)
        if len(content) > MAX_BYTES or (decoder and decoder.eof):
            break
    return bytes(content)


def _read_chunks(response: HTTPResponse) -> Iterator[bytes]:
    """Yield what the server sends, until its end or the end of the connection."""
    try:
        while chunk := response.read(_CHUNK):
            yield chunk
    except IncompleteRead as error:  # HTML that is cut has its head all the same
        yield error.partial


class BoundedStream(io.RawIOBase):
    """The bytes of a connection, up to a number of them, until the deadline.

    Also of one that sends a byte a second: a timeout of the socket alone starts again with each.
    """

    def __init__(self, connection: socket.socket, deadline: Deadline) -> None:
        self.connection, self.deadline = connection, deadline
        self.left = MAX_HEADER_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if self.left <= 0:
            raise FetchError("too many bytes")
        self.connection.settimeout(self.deadline.remaining())
        count = self.connection.recv_into(memoryview(buffer)[: self.left])
        self.left -= count
        return count


class StreamFile:
    """A stream, as HTTPResponse takes one from a socket."""

    def __init__(self, stream: BoundedStream) -> None:
        self.stream = stream

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(self.stream)
