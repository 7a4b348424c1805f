"""Addresses that may be fetched: URLs, and the IP addresses that their names have."""

from __future__ import annotations

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Network, ip_address
from urllib.parse import quote, urlsplit

from .. import text

MAX_LENGTH = 2000
"""Characters of a normalized URL."""

PORTS = {"http": 80, "https": 443}

# By the registries of IANA for special addresses. Not ipaddress.is_global alone: what it says
# differs between releases of Python, and it takes multicast and the addresses of clouds for global.
_REFUSED_IPV4 = [
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this host
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared by providers; 100.100.100.200 has metadata at Alibaba
        "127.0.0.0/8",
        "168.63.129.16/32",  # metadata at Azure, in a public network
        "169.254.0.0/16",  # link-local; 169.254.169.254 has metadata at most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",  # 192.0.0.192 has metadata at Oracle
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast
    )
]

# Global unicast is in 2000::/3. All else is refused: loopback, link-local, private (fd00:ec2::254
# has metadata at Amazon), multicast, IPv4-mapped and -compatible addresses, NAT64 (64:ff9b::/96).
_GLOBAL_IPV6 = IPv6Network("2000::/3")
_REFUSED_IPV6 = [
    IPv6Network(network)
    for network in (
        "2001::/23",  # Teredo (2001::/32), benchmarks, ORCHID
        "2001:db8::/32",
        "2002::/16",  # 6to4
        "3fff::/20",
    )
]

_is_host = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}").fullmatch
_SAFE = "!#$%&'()*+,/:;=?@[]~"  # left as it is: a URL is quoted already, or never was


def is_public_address(address: str) -> bool:
    """Whether an IP address belongs to a public host: unicast, global and not that of a tunnel."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in network for network in _REFUSED_IPV4)
    if parsed.scope_id is not None or parsed not in _GLOBAL_IPV6:
        return False
    return not any(parsed in network for network in _REFUSED_IPV6)


def normalize_url(url: str) -> str:
    """Return url in the one form that it is stored and fetched in; "" if it may not be fetched.

    It has http or https, a host name in ASCII with a dot in it, port 80 or 443, and no fragment. A
    user name, and a number in the place of a name, are refused.
    """
    try:
        parts = urlsplit(url)
        host, port = _get_ascii_host(parts.hostname or ""), parts.port
        path = quote(parts.path, safe=_SAFE) or "/"
        query = f"?{quote(parts.query, safe=_SAFE)}" if parts.query else ""
    except ValueError:  # not a URL, a name that no DNS has, or a lone surrogate
        return ""
    default = PORTS.get(parts.scheme)
    if default is None or "@" in parts.netloc or port not in {None, *PORTS.values()} or not host:
        return ""
    at = "" if port in {None, default} else f":{port}"
    normalized = f"{parts.scheme}://{host}{at}{path}{query}"
    return normalized if len(normalized) <= MAX_LENGTH else ""


def _get_ascii_host(host: str) -> str:
    """Return the ASCII name of a host, for DNS; "" if it is no name with a dot."""
    if len(host) > 253:  # Punycode takes quadratic time
        return ""
    # As browsers do it: Python's own codec would make fass.de of faß.de, which is another site.
    host = text.to_ascii(host).lower().removesuffix(".")
    last = host.rpartition(".")[2]
    # 127.1, 0x7f.0.0.1 and 2130706433 are addresses for the resolver.
    is_number = last.isdigit() or last.startswith("0x")
    return host if len(host) <= 253 and _is_host(host) and not is_number else ""
