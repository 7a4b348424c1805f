"""Whole requests as on a server: through the WSGI handler, with a session cookie."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

from django.core.handlers.wsgi import WSGIHandler

from .router import use_database

if TYPE_CHECKING:
    from .contenders import Cell


@cache
def _handler() -> Any:
    return WSGIHandler()


def get(cell: Cell) -> bytes:
    """Return the body of the page; RuntimeError if its status is not 200."""
    environ = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": cell.path,
        "QUERY_STRING": cell.query.removeprefix("?"),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_COOKIE": cell.cookie,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
    }
    status: list[str] = []
    with use_database(cell.alias):
        response = _handler()(environ, lambda line, headers: status.append(line))
        body = b"".join(response)
        response.close()
    if status != ["200 OK"]:
        raise RuntimeError(f"{cell}: {status[0]}")
    return body
