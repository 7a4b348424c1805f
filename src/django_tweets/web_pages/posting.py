"""Send bytes to a URL from an untrusted source, with the same protections as fetching.py."""

from __future__ import annotations

from http.client import HTTPException, HTTPResponse
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from .addresses import normalize_url
from .fetching import BoundedStream, FetchError, StreamFile, connect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .fetching import Deadline, Network


class Receipt(NamedTuple):
    """The answer of a server to a POST: its status, and one header. The body is not read."""

    status: int
    retry_after: str


def is_https_url(url: str) -> bool:
    """Return whether post() accepts a URL: https, port 443, and normalized."""
    if not url.startswith("https://") or normalize_url(url) != url:
        return False
    return urlsplit(url).port is None  # which normalize_url() leaves out if it is 443


def post(
    url: str, content: bytes, headers: Mapping[str, str], deadline: Deadline, network: Network
) -> Receipt:
    """Send content to url, and return the answer. A redirect is an answer: it is not followed.

    headers: without line breaks. Raise FetchError if url can't or may not be reached.
    """
    if not is_https_url(url):
        raise FetchError("refused URL")
    try:
        with connect(url, deadline, network) as connection:
            parts = urlsplit(url)
            target = url.partition("://")[2].removeprefix(parts.netloc)
            fields = {"Host": parts.netloc, "Content-Length": len(content), "Connection": "close"}
            lines = "".join(f"{name}: {value}\r\n" for name, value in {**headers, **fields}.items())
            connection.settimeout(deadline.remaining())
            connection.sendall(f"POST {target} HTTP/1.1\r\n{lines}\r\n".encode("ascii") + content)
            stream = StreamFile(BoundedStream(connection, deadline))
            with HTTPResponse(stream, method="POST") as response:  # type: ignore[arg-type]  # all that it asks of a socket
                response.begin()
                return Receipt(response.status, response.headers.get("Retry-After", ""))
    except TimeoutError:
        raise FetchError("timeout") from None
    except (OSError, HTTPException, ValueError) as error:  # ValueError: a status line that is none
        raise FetchError(type(error).__name__) from error
