"""Responses that send a file of an attachment, once a view has decided that the viewer may have it.

DJANGO_TWEETS_FILE_SERVER names one of these classes, or one of the host's.
"""

from __future__ import annotations

import inspect
import re
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

from django.core.exceptions import ImproperlyConfigured
from django.http import FileResponse, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.module_loading import import_string

from .conf import conf

if TYPE_CHECKING:
    from django.core.files.storage import Storage
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})", re.ASCII)
"""A Range header of one range. Others are ignored, as RFC 9110 allows: the answer is the file."""


class StoredFile(NamedTuple):
    """A file to be sent."""

    storage: Storage
    name: str
    """Its name in the storage."""
    content_type: str
    etag: str
    """Its ETag, with quotes. The file never changes."""


class BaseFileServer(ABC):
    """Base class. The view adds headers for caches, browsers and search engines to a response."""

    @abstractmethod
    def get_response(self, request: HttpRequest, file: StoredFile) -> HttpResponseBase:
        """Return the response with file. Raise FileNotFoundError if the storage lacks it."""


class Stream(BaseFileServer):
    """Read the file from its storage and send it: all of it, or a range. For any storage."""

    def get_response(self, request: HttpRequest, file: StoredFile) -> HttpResponseBase:
        unchanged = get_conditional_response(request, etag=file.etag)
        if unchanged is not None:
            return unchanged
        if request.method == "HEAD":
            size = file.storage.size(file.name)
            return _with_length(HttpResponse(content_type=file.content_type), file, size)
        opened = file.storage.open(file.name)
        size = opened.size
        wanted = _find_range(request, file, size)
        if wanted is None:
            return _with_length(_FileResponse(opened, content_type=file.content_type), file, size)
        if not wanted:
            opened.close()
            response = HttpResponse(status=416)
            response.headers["Content-Range"] = f"bytes */{size}"
            return response
        opened.seek(wanted.start)
        part = _FilePart(opened, len(wanted))
        partial = _FileResponse(part, status=206, content_type=file.content_type)
        partial.headers["Content-Range"] = f"bytes {wanted.start}-{wanted.stop - 1}/{size}"
        return _with_length(partial, file, len(wanted))


class XAccelRedirect(BaseFileServer):
    """Leave the file to nginx, by the header X-Accel-Redirect. Ranges are nginx's then.

    location: the path of the `internal` location of nginx that has the files of the storage.
    """

    def __init__(self, *, location: str) -> None:
        self.location = location.rstrip("/")

    def get_response(self, request: HttpRequest, file: StoredFile) -> HttpResponseBase:
        response = HttpResponse(content_type=file.content_type)
        response.headers["X-Accel-Redirect"] = f"{self.location}/{quote(file.name)}"
        return response


class XSendfile(BaseFileServer):
    """Leave the file to Apache or lighttpd, by the header X-Sendfile. For a folder of this host."""

    def get_response(self, request: HttpRequest, file: StoredFile) -> HttpResponseBase:
        response = HttpResponse(content_type=file.content_type)
        response.headers["X-Sendfile"] = file.storage.path(file.name)
        return response


class SignedURL(BaseFileServer):
    """Redirect to an address of the storage that is valid for a short time.

    For storages whose url() is signed, such as S3 with `querystring_auth`, which is its default.

    expire: seconds for which the address is valid. A storage whose url() takes no `expire` has a
    setting of its own for that.
    """

    def __init__(self, *, expire: int = 60) -> None:
        self.expire = expire

    def get_response(self, request: HttpRequest, file: StoredFile) -> HttpResponseBase:
        # No HttpResponseRedirect: it refuses more than 2,048 characters, and a signature may be
        # longer.
        response = HttpResponse(status=302)
        response.headers["Location"] = self.get_url(file)
        # Everybody with the address can use it, so no cache keeps it.
        patch_cache_control(response, private=True, no_store=True)
        return response

    def get_url(self, file: StoredFile) -> str:
        """Return the signed address of file."""
        takes_expire = "expire" in inspect.signature(file.storage.url).parameters
        options: Any = {"expire": self.expire} if takes_expire else {}
        url: str = file.storage.url(file.name, **options)
        return url


def get_file_server() -> BaseFileServer:
    """Return the server that DJANGO_TWEETS_FILE_SERVER names."""
    setting: dict[str, Any] = conf.FILE_SERVER
    server = import_string(setting["BACKEND"])(**setting.get("OPTIONS", {}))
    if not isinstance(server, BaseFileServer):
        raise ImproperlyConfigured(f"{setting['BACKEND']} does not extend BaseFileServer.")
    return server


class _FileResponse(FileResponse):
    block_size = 64 * 1024


class _FilePart:
    """The next length bytes of an open file."""

    def __init__(self, file: Any, length: int) -> None:
        self._file, self._left = file, length

    def read(self, size: int) -> bytes:
        content: bytes = self._file.read(min(size, self._left))
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._file.close()


def _with_length(response: HttpResponseBase, file: StoredFile, length: int) -> HttpResponseBase:
    response.headers["Content-Length"] = str(length)
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = file.etag
    return response


def _find_range(request: HttpRequest, file: StoredFile, size: int) -> range | None:
    """Return the requested bytes: an empty range if invalid, None for the whole file."""
    found = RANGE.fullmatch(request.headers.get("Range", ""))
    if found is None or request.headers.get("If-Range", file.etag) != file.etag:
        return None
    first, last = found.groups()
    if not first:
        return range(size - min(int(last), size), size) if last else None
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
