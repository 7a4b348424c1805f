"""Web servers in front of a test site, each with the configuration of docs/media.md."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.unix_sockets import is_listening

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.client import HTTPMessage

DOCUMENTATION = Path(__file__).parents[1] / "docs" / "media.md"
DOCUMENTED_FOLDER = "/srv/site/media-private/"

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

# One process of the user who runs the tests, with nothing outside of its folder.
NGINX_CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    server {{
        listen unix:{folder}/socket;
        location / {{
            proxy_pass {site};
            proxy_set_header Host $http_host;
        }}
        {documented}
    }}
}}
"""


class Answer(NamedTuple):
    """The answer of a web server."""

    status: int
    headers: HTTPMessage
    content: bytes


class WebServer:
    """A web server at a socket."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def request(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Send a request. Headers are named with underscores."""
        connection = HTTPConnection("testserver", timeout=10)
        connection.sock = socket.socket(socket.AF_UNIX)
        try:
            connection.sock.connect(str(self._path))
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers={"Connection": "close", **named})
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()


def find_documented(language: str, folder: str) -> str:
    """Return the configuration in the documentation, for a folder of attachments."""
    text = DOCUMENTATION.read_text(encoding="utf-8")
    found = re.search(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert found
    assert DOCUMENTED_FOLDER in found[1]
    return found[1].replace(DOCUMENTED_FOLDER, f"{folder}/")


@contextmanager
def run_nginx(folder: Path, *, site: str, files: str) -> Iterator[WebServer]:
    """Run nginx before the site at that URL. files: the folder of attachments."""
    assert NGINX, "the tests that are marked with nginx need it"
    documented = find_documented("nginx", files)
    configuration = folder / "nginx.conf"
    configuration.write_text(
        NGINX_CONFIGURATION.format(folder=folder, site=site, documented=documented)
    )
    command = [NGINX, "-p", str(folder), "-e", "stderr", "-c", str(configuration)]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            while not is_listening(folder / "socket"):
                assert process.poll() is None, process.stderr and process.stderr.read()
                time.sleep(0.01)
            yield WebServer(folder / "socket")
        finally:
            process.terminate()
