"""Unix sockets of servers that tests start."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def is_listening(path: Path) -> bool:
    """Return whether a server takes connections. Its socket is there some time before."""
    with socket.socket(socket.AF_UNIX) as connection:
        return connection.connect_ex(str(path)) == 0
