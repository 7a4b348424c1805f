"""Views that say whether this process is alive, and whether it can serve pages."""

from __future__ import annotations

import logging
import time
from threading import Lock
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import JsonResponse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import View

from .probes import Result, run_probes

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)

KEPT_SECONDS = 1
"""Time for which a result is given again: requests of these views can't load the site."""


class _Results:
    """The results of this process. One thread at a time makes new ones, and others wait for it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.results: dict[str, Result] = {}
        self.made_at = 0.0
        self.was_ready = True

    def get(self) -> dict[str, Result]:
        with self.lock:
            if not self.results or time.monotonic() - self.made_at > KEPT_SECONDS:
                self.results = run_probes()
                self.made_at = time.monotonic()
                self._log()
            return self.results

    def _log(self) -> None:
        """Log when the process stops being ready, and when it is again."""
        is_now = is_ready(self.results)
        if self.was_ready and not is_now:
            failed = [name for name, result in self.results.items() if not result.is_ok]
            logger.error("This process can't serve pages: %s", ", ".join(failed))
        elif is_now and not self.was_ready:
            logger.info("This process can serve pages again.")
        self.was_ready = is_now


_results = _Results()


def is_ready(results: dict[str, Result]) -> bool:
    return all(result.is_ok for result in results.values() if result.is_required)


# Without a transaction: beginning one in an unreachable database is an error before the view.
@method_decorator([never_cache, login_not_required, transaction.non_atomic_requests], "dispatch")
class LivenessView(View):
    """Whether the process answers. It reads nothing."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest) -> JsonResponse:
        return JsonResponse({"status": "ok"})


class ReadinessView(LivenessView):
    """Whether the process can serve pages: 200, or 503 if the database or its schema are not there.

    It says `degraded` if something else is away. Details are for requests with the token.
    """

    token = ""
    """Secret of at least 20 characters, for the header `Authorization: Bearer <token>`."""

    def get(self, request: HttpRequest) -> JsonResponse:
        results = _results.get()
        ready = is_ready(results)
        is_whole = all(result.is_ok for result in results.values())
        content: dict[str, object] = {
            "status": "unavailable" if not ready else "ok" if is_whole else "degraded"
        }
        if self.may_see_details(request):
            content["checks"] = {name: result.as_json() for name, result in results.items()}
        return JsonResponse(content, status=200 if ready else 503)

    def may_see_details(self, request: HttpRequest) -> bool:
        """Whether the request has the token. It reads no session: that is in the database."""
        if len(self.token) < 20:
            return False
        expected = f"Bearer {self.token}"
        return constant_time_compare(request.headers.get("Authorization", ""), expected)
