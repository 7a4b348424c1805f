"""Addresses of visitors, by which their requests are counted."""

from __future__ import annotations

import ipaddress
from contextvars import ContextVar
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.utils.module_loading import import_string

from .conf import conf

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

__all__ = ["get_client_address", "get_current_address", "get_remote_address"]

_request: ContextVar[HttpRequest | None] = ContextVar("django_tweets_request", default=None)

IPV6_NETWORK = 64
"""Bits of an IPv6 address that are the same for all addresses of one connection to the internet."""


def get_remote_address(request: HttpRequest) -> str:
    """Return REMOTE_ADDR if it is an address of the internet, else an empty string.

    An address of this host, or of a private network, is most likely that of a proxy, from which all
    visitors come. X-Forwarded-For is not read: without a proxy everybody can send it.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    try:
        return address if ipaddress.ip_address(address).is_global else ""
    except ValueError:
        return ""


def get_function() -> Callable[[HttpRequest], str]:
    """Return the function that DJANGO_TWEETS_CLIENT_ADDRESS names. Errors are those of import."""
    found: Callable[[HttpRequest], str] = import_string(conf.CLIENT_ADDRESS)
    return found


def with_client_address(view: Callable[..., Any]) -> Callable[..., Any]:
    """Let get_current_address() find the address of the request of this view."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        token = _request.set(request)
        try:
            return view(request, *args, **kwargs)
        finally:
            _request.reset(token)

    return wrapped


def get_current_address() -> str:
    """Return the address that DJANGO_TWEETS_CLIENT_ADDRESS finds for the present request.

    An empty string outside of our views, or if it is unknown.
    """
    request = _request.get()
    return get_function()(request) if request is not None else ""


def get_client_address(request: HttpRequest) -> str:
    """Return the address or network of a visitor; "" if it is unknown.

    The address that DJANGO_TWEETS_CLIENT_ADDRESS finds; of an IPv6 address, the network.
    """
    found = get_function()(request)
    try:
        address = ipaddress.ip_address(found)
    except ValueError:
        return found  # a name that the site gives
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, IPV6_NETWORK), strict=False))
    return str(address)
