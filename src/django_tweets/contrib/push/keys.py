"""Keys of web push: those of the site (VAPID, RFC 8292) and of browsers, in base64 for URLs."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from importlib.util import find_spec

_is_base64 = re.compile(r"[A-Za-z0-9_-]+").fullmatch

INSTALL = 'python -m pip install "django-tweets[push]"'

PUBLIC_LENGTH = 65
"""Bytes of a public key: a point of the curve P-256, uncompressed. The first is 4."""

PRIVATE_LENGTH = 32
AUTH_LENGTH = 16


def has_library() -> bool:
    """Whether the extra `push` is installed."""
    return find_spec("pywebpush") is not None


def decode(text: str) -> bytes:
    """Return the bytes of a key in base64 for URLs, which may end with "="; b"" if invalid."""
    text = text.rstrip("=")
    if not _is_base64(text) or len(text) % 4 == 1:
        return b""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def encode(key: bytes) -> str:
    """Return a key as text, without "=" at its end."""
    return urlsafe_b64encode(key).decode().rstrip("=")


def is_public_key(text: str) -> bool:
    """Return whether text has the form of a public key. Encryption checks its point."""
    key = decode(text)
    return len(key) == PUBLIC_LENGTH and key[0] == 4


def is_auth_secret(text: str) -> bool:
    """Whether text looks like the secret of a browser."""
    return len(decode(text)) == AUTH_LENGTH


def make_keys() -> tuple[str, str]:
    """Return a new public key and its private key."""
    from py_vapid import Vapid02  # noqa: PLC0415 - optional

    vapid = Vapid02()
    vapid.generate_keys()
    number = vapid.private_key.private_numbers().private_value
    private_key = encode(number.to_bytes(PRIVATE_LENGTH, "big"))
    return get_public_key(private_key), private_key


def get_public_key(private_key: str) -> str:
    """Return the public key of a private key. Raise ValueError if the private key is invalid."""
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - optional
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 - optional
        Encoding,
        PublicFormat,
    )

    key = decode(private_key)
    if len(key) != PRIVATE_LENGTH:
        raise ValueError("A private key has 32 bytes, in base64 for URLs.")
    made = ec.derive_private_key(int.from_bytes(key, "big"), ec.SECP256R1())
    point = made.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return encode(point)
