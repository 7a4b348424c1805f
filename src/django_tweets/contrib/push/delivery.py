"""Delivery of one message to one browser: encrypt it (RFC 8291), sign it (RFC 8292), post it.

pywebpush encrypts and signs. It does not send: its client would resolve names by itself and follow
redirects, also into the network of the site.
"""

from __future__ import annotations

import json
import time
from datetime import timedelta
from email.utils import parsedate_to_datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from ... import web_pages
from ...conf import conf
from . import keys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .models import PushSubscription

network = web_pages.Network()
"""Access to push services. Tests set another, which leads to their own server."""

TIME_LIMIT = 5.0
"""Seconds for one message."""

LIFETIME = timedelta(days=1)
"""Time for which a push service keeps a message for a browser that is off. What is older is not
sent."""

TOKEN_LIFETIME = 12 * 3600
"""Seconds for which a token is valid. A push service refuses more than 24 hours."""

GONE = {404, 410}
BUSY = {429, 503}
MAX_WAIT = timedelta(days=1)


class Result(NamedTuple):
    """The outcome of a delivery."""

    is_sent: bool = False
    is_gone: bool = False
    """Whether the browser gets no pushes any more, and never will under this address."""
    is_refused: bool = False
    """Whether the push service has answered that it will not take messages for the browser."""
    wait: timedelta | None = None
    """Time for which the push service wants no message for this browser."""
    reason: str = ""


def deliver(subscription: PushSubscription, message: Mapping[str, Any]) -> Result:
    """Send message to a browser. message: for worker.js, in less than 3,000 bytes.

    A message with the same `tag` replaces one that the push service has not delivered yet.
    """
    content = json.dumps(message, ensure_ascii=False).encode()
    try:
        encrypted = encrypt(subscription, content)
    except ValueError as error:  # a key that is not on the curve
        return Result(is_gone=True, reason=str(error))
    headers = {
        "Authorization": make_authorization(subscription.endpoint),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(int(LIFETIME.total_seconds())),
        "Topic": _make_topic(subscription, str(message["tag"])),
        "Urgency": "normal",
        "User-Agent": "django-tweets (web push)",
    }
    deadline = web_pages.Deadline(TIME_LIMIT)
    try:
        receipt = web_pages.post(subscription.endpoint, encrypted, headers, deadline, network)
    except web_pages.FetchError as error:
        return Result(reason=str(error))
    if 200 <= receipt.status < 300:
        return Result(is_sent=True)
    wait = parse_wait(receipt.retry_after) if receipt.status in BUSY else None
    return Result(
        is_gone=receipt.status in GONE,
        is_refused=400 <= receipt.status < 500,
        wait=wait,
        reason=f"status {receipt.status}",
    )


def encrypt(subscription: PushSubscription, content: bytes) -> bytes:
    """Return content encrypted for the browser. Raise ValueError if its key is invalid."""
    from pywebpush import WebPusher  # noqa: PLC0415 - optional, and takes 0.3 seconds

    browser_keys = {"p256dh": subscription.p256dh, "auth": subscription.auth}
    pusher = WebPusher({"endpoint": subscription.endpoint, "keys": browser_keys})
    encrypted: bytes = pusher.encode(content, "aes128gcm")["body"]
    return encrypted


def make_authorization(endpoint: str) -> str:
    """Return the header that says which site sends: a token for the push service of endpoint."""
    from py_vapid import Vapid02  # noqa: PLC0415 - optional

    own: Any = conf.PUSH
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int(time.time()) + TOKEN_LIFETIME,
        "sub": own["SUBJECT"],
    }
    header: str = Vapid02.from_raw(own["PRIVATE_KEY"].encode()).sign(claims)["Authorization"]
    return header


def parse_wait(retry_after: str) -> timedelta:
    """Return the time of a header Retry-After, seconds or a date: a minute to a day."""
    try:
        wait = timedelta(seconds=int(retry_after))
    except (ValueError, OverflowError):
        try:
            at = parsedate_to_datetime(retry_after).timestamp()
            wait = timedelta(seconds=at - time.time())
        except (ValueError, OverflowError):
            wait = timedelta(0)
    return min(max(wait, timedelta(minutes=1)), MAX_WAIT)


def _make_topic(subscription: PushSubscription, tag: str) -> str:
    """Return the name of a message for the push service, which learns nothing from it."""
    return keys.encode(sha256(f"{subscription.digest}:{tag}".encode()).digest())[:32]
