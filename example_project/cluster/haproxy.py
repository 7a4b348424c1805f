"""The configuration of HAProxy, and orders to it."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# A request is sent again to another process if a process was killed, or could not reach the
# database. That is safe for the forms of the community: a form that publishes has a key, and what
# is done already is not done twice. Of the site's own forms it is not known.
CONFIGURATION = """\
global
    maxconn 1000
    stats socket {socket} mode 600 level admin
    log stdout format raw local0

defaults
    mode http
    log global
    option httplog
    option forwardfor
    option http-server-close
    option http-buffer-request
    option redispatch 1
    retries 8
    timeout http-request 10s
    timeout connect 2s
    timeout queue 30s
    timeout client 60s
    timeout server 60s

frontend site
    bind 127.0.0.1:{port}
    http-request deny deny_status 404 if {{ path_beg /health/ }}
    default_backend web

backend web
    balance leastconn
    retry-on conn-failure empty-response response-timeout 503
    http-request disable-l7-retry unless METH_GET or {{ method HEAD }} or {{ path_beg /community/ }}
    option httpchk
    http-check send meth GET uri /health/ready/ ver HTTP/1.1 hdr Host localhost
    http-check expect status 200
    timeout check 10s
    default-server inter 1s fall 3 rise 1
    option allbackups
{servers}
"""


def render(port: int, socket_path: Path, web: Mapping[str, int]) -> str:
    """Return the configuration. web: the port of each web process, by its name.

    Each process is there a second time, as a backup without a check. If no process is ready, the
    fault is in something that they share, and a request that waits for it is better than a refusal.
    """
    lines = [f"    server {name} 127.0.0.1:{number} check" for name, number in web.items()]
    lines += [f"    server {name}-anyway 127.0.0.1:{number} backup" for name, number in web.items()]
    return CONFIGURATION.format(port=port, socket=socket_path, servers="\n".join(lines))


def order(socket_path: Path, line: str) -> str:
    """Send an order to HAProxy, and return its answer."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(socket_path))
        connection.sendall(f"{line}\n".encode())
        parts = iter(lambda: connection.recv(65_536), b"")
        return b"".join(parts).decode()


def is_up(socket_path: Path, name: str) -> bool:
    """Whether HAProxy sends requests to a web process."""
    rows = [line.split(",") for line in order(socket_path, "show stat").splitlines()]
    status = rows[0].index("status")
    return any(row[:2] == ["web", name] and row[status] == "UP" for row in rows)
