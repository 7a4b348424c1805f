"""A push service on the loopback interface, and browsers that decrypt what it got."""

from __future__ import annotations

import json
import ssl
from contextlib import contextmanager
from secrets import token_bytes
from typing import TYPE_CHECKING, Any, NamedTuple

import http_ece
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from django_tweets.contrib.push import keys, services
from tests.web_pages.web import CERTIFICATE, PUBLIC, Web, answer, run_server

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable, Iterator

    from django_tweets.contrib.push.models import PushSubscription
    from tests.factories import Profile

HOST = "secure.example.org"
ORIGIN = f"https://{HOST}"


class Push(NamedTuple):
    """A request that the push service has got."""

    target: str
    headers: dict[str, str]
    body: bytes


class PushService(Web):
    """Answers 201 to each push, unless a test says otherwise."""

    def __init__(self) -> None:
        super().__init__()
        self.names[HOST] = [PUBLIC]
        self.answer = answer(b"", "201 Created")
        self.pushes: list[Push] = []
        self.meanwhile: Callable[[], object] | None = None
        """Called once, while the first push is on its way."""
        self.tls = ssl.create_default_context(cafile=str(CERTIFICATE))

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            meanwhile()
        return super().connect(address, port, timeout)

    def handle(self, connection: Any) -> None:
        received = b""
        while b"\r\n\r\n" not in received:
            received += connection.recv(4096)
        head, _, body = received.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = dict(line.split(": ", 1) for line in lines)
        while len(body) < int(headers["Content-Length"]):
            body += connection.recv(4096)
        self.pushes.append(Push(first.split(" ")[1], headers, body))
        connection.sendall(self.answer)


@contextmanager
def serve() -> Iterator[PushService]:
    """Run a push service with TLS."""
    service = PushService()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    with run_server(service, 443, tls):
        yield service


class Browser:
    """A browser that has subscribed: it alone can read what is sent to it."""

    def __init__(self, name: str = "one") -> None:
        self.private_key = ec.generate_private_key(ec.SECP256R1())
        self.secret = token_bytes(16)
        self.target = f"/push/{name}"
        self.endpoint = ORIGIN + self.target

    @property
    def fields(self) -> dict[str, str]:
        """What the browser gives the site."""
        point = self.private_key.public_key().public_bytes(
            Encoding.X962, PublicFormat.UncompressedPoint
        )
        return {"p256dh": keys.encode(point), "auth": keys.encode(self.secret)}

    def subscribe(self, member: Profile, **options: Any) -> PushSubscription:
        return services.subscribe(member, self.endpoint, **self.fields, **options)

    def read(self, service: PushService) -> list[dict[str, Any]]:
        """Return the messages that it got."""
        return [
            json.loads(
                http_ece.decrypt(
                    push.body,
                    private_key=self.private_key,
                    auth_secret=self.secret,
                    version="aes128gcm",
                )
            )
            for push in service.pushes
            if push.target == self.target
        ]


def read_token(push: Push, public_key: str) -> dict[str, Any]:
    """Return the claims of the token of a push, whose signature is checked."""
    scheme, _, rest = push.headers["Authorization"].partition(" ")
    fields = dict(part.split("=", 1) for part in rest.split(","))
    assert (scheme, fields["k"]) == ("vapid", public_key)
    head, claims, signature = fields["t"].split(".")
    assert json.loads(keys.decode(head)) == {"typ": "JWT", "alg": "ES256"}
    numbers = keys.decode(signature)
    r, s = (int.from_bytes(part, "big") for part in (numbers[:32], numbers[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), keys.decode(public_key))
    signed = f"{head}.{claims}".encode()
    key.verify(encode_dss_signature(r, s), signed, ec.ECDSA(hashes.SHA256()))
    found: dict[str, Any] = json.loads(keys.decode(claims))
    return found
