"""A check that asks Akismet, a service that recognizes spam: https://akismet.com/."""

from __future__ import annotations

from functools import cached_property
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from ..client_addresses import get_current_address
from ..services.screening import ALLOW, Draft, Verdict, hold, reject

if TYPE_CHECKING:
    from collections.abc import Callable

    import akismet

__all__ = ["Akismet"]

UNKNOWN_ADDRESS = "127.0.0.1"
"""Akismet requires an IP address. This one is for texts without a request."""


class Akismet:
    """Hold texts that Akismet calls spam, and reject those that it advises to discard.

    With the extra `akismet`. key and url: of the account at Akismet, and the address of the site.
    timeout: seconds that a member waits for an answer; without one, the text passes. It is told
    the text, and the name, website and address of the author; not their e-mail address.
    client: a function that makes the HTTP client, an httpx.Client with that timeout, for a proxy.
    """

    def __init__(
        self,
        *,
        key: str,
        url: str,
        timeout: float = 2.0,
        client: Callable[[float], Any] | None = None,
    ) -> None:
        if find_spec("akismet") is None:  # else each text would pass, and only the log would say so
            message = 'Akismet needs: python -m pip install "django-tweets[akismet]"'
            raise ImproperlyConfigured(message)
        self.key, self.url, self.timeout = key, url, timeout
        self.make_client = client or _make_client

    @cached_property
    def service(self) -> akismet.SyncClient:
        """The client of the library, with connections that stay open."""
        import akismet

        config = akismet.Config(key=self.key, url=self.url)
        return akismet.SyncClient(config=config, http_client=self.make_client(self.timeout))

    def __call__(self, draft: Draft) -> Verdict:
        found = self.service.comment_check(
            get_current_address() or UNKNOWN_ADDRESS,
            comment_type="forum-post" if draft.tweet is not None else "signup",
            comment_author=draft.author.shown_name,
            comment_author_url=draft.author.website,
            comment_content=draft.text,
            blog_charset="UTF-8",
        )
        if found == 2:  # akismet.CheckResponse.DISCARD
            return reject(_("This text looks like spam."))
        return hold(_("Akismet takes it for spam")) if found else ALLOW


def _make_client(timeout: float) -> Any:
    import akismet
    import httpx

    return httpx.Client(headers={"User-Agent": akismet.USER_AGENT}, timeout=timeout)
