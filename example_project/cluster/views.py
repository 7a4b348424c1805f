"""The page of an error."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from django.db import InterfaceError, OperationalError
from django.views import defaults

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


WAIT = 1.0
"""Seconds until HAProxy is told that the database is away. It sends the request again at once, up
to eight times, and so for about as many seconds: a primary that has crashed is back by then."""


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the site's page, with status 503 if the database was away.

    HAProxy sends a request again after a 503, and not after a 500, which is a fault of the code.
    """
    response = defaults.server_error(request)
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        response.status_code = 503
        time.sleep(WAIT)
    return response
