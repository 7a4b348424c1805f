"""The stored homes of all members: one key of Redis for each member who came lately.

Each command works on one key, and the keys of a member have the same hash tag, so a cluster can
have them on any number of nodes.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any

from ...redis_client import run_commands, run_for_keys
from .home_list import ADD, GENERATION_BYTES, REPLACE, HomeList, pack_id

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...redis_client import Script
    from .server import Server

CLAIM_SECONDS = 30
"""Time in which one process reads a home from the database. Others don't begin meanwhile."""

BUILD_SECONDS = 60
"""Time for which a home that is not ready collects new tweets."""

ATTEMPTS = 10

JITTER = 10
"""A home lives for up to a tenth less than max_age, so that not all of them end together."""


class HomeStore:
    """Homes in Redis. Every method may raise ServerUnavailable."""

    def __init__(self, server: Server, prefix: str, keep: int, max_age: int) -> None:
        self.server, self.prefix, self.keep, self.max_age = server, prefix, keep, max_age

    def name(self, member: Any) -> str:
        """The key of a member's home."""
        return f"{self.prefix}:{{{member}}}"

    def get(self, member: Any) -> HomeList | None:
        """Return the home of a member; None if it is not stored."""
        packed = self._read(member)
        return HomeList.unpack(packed) if packed else None

    def claim(self, member: Any) -> bool:
        """Claim the home of a member, to store it. Return False if another process has it."""
        name = f"{self.name(member)}:claim"
        return bool(self.server.call(lambda client: client.set(name, 1, nx=True, ex=CLAIM_SECONDS)))

    def release(self, member: Any) -> None:
        """Let the home of a member be stored again at any time."""
        self.server.call(lambda client: client.delete(f"{self.name(member)}:claim"))

    def add(self, members: Sequence[Any], tweet_id: int) -> None:
        """Add a tweet to the homes of members, where they are stored."""
        names = [self.name(member) for member in members]
        self._run(ADD, names, pack_id(tweet_id), self.keep)

    def remove(self, members: Sequence[Any]) -> None:
        """Remove the homes of members."""
        calls = [("DEL", self.name(member)) for member in members]
        self.server.call(lambda client: run_commands(client, calls))

    def begin(self, member: Any) -> bytes:
        """Let the home of a member be empty, collect new tweets, and return its generation.

        Whatever was stored goes: it would refuse tweets below its floor, which the home that is
        read now may have to show.
        """
        generation = secrets.token_bytes(GENERATION_BYTES)
        empty = HomeList(
            is_ready=False,
            floor=0,
            generation=generation,
            newest_follow=0,
            failures=0,
            pulled=[],
            ids=[],
        )
        name, packed = self.name(member), empty.pack()
        self.server.call(lambda client: client.set(name, packed, ex=BUILD_SECONDS))
        return generation

    def finish(self, member: Any, read: HomeList) -> bool:
        """Store a home that was read after begin(), with the tweets that have arrived since.

        Return False, with nothing stored, if it was removed meanwhile, or is updated all the time.
        """
        name, lifetime = self.name(member), self.max_age
        lifetime -= secrets.randbelow(max(lifetime // JITTER, 1))
        for _ in range(ATTEMPTS):
            packed = self._read(member)
            now = HomeList.unpack(packed) if packed else None
            if now is None or now.generation != read.generation:
                return False
            # Its floor has moved if so much has arrived that some of it was overwritten.
            merged = read.merge(now, self.keep)
            if self._run(REPLACE, [name], packed, merged.pack(), lifetime)[0]:
                return True
        return False

    def _run(self, script: Script, names: Sequence[str], *arguments: Any) -> list[Any]:
        return self.server.call(lambda client: run_for_keys(client, script, names, *arguments))

    def _read(self, member: Any) -> bytes | None:
        name = self.name(member)
        packed: bytes | None = self.server.call(lambda client: client.get(name))
        return packed
