"""A stored home: the ids of the newest tweets of the people whom a member follows, packed.

It is one string: a head, the keys of the pulled authors as JSON, then a ring of ids of 8 bytes. A
new id overwrites the one that was written first, in place, so that an update moves some 20 bytes
and replicates as many. 800 ids take 6.4 KiB; a list of Redis takes 8.2 KiB, a sorted set 100 KiB,
and rounds ids above 2**53. Readers sort the ids, so updates may come late, twice and in any order.

`floor` makes it exact: the home has all ids above it. An id that is overwritten raises it.
"""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from ...redis_client import Script
from ...snowflake import first_id

if TYPE_CHECKING:
    from ...reading.keyset import Cursor

# Whether it is ready, floor, generation, newest follow, failures, place of the next id, length of
# the JSON. The scripts read the same bytes.
HEAD = struct.Struct(">BQ8sQIII")
GENERATION_BYTES = 8

STEPS = 4
"""Steps in which the age of a home is rounded, for each time that it doubles."""

ADD = Script("""
    local head = redis.call('GETRANGE', KEYS[1], 0, 36)
    if #head < 37 then
        return 0
    end
    local id, keep = ARGV[1], tonumber(ARGV[2])
    local floor_high, floor_low, _, place, extra = struct.unpack('>xI4I4c20I4I4', head)
    local high, low = struct.unpack('>I4I4', id)
    if high < floor_high or (high == floor_high and low <= floor_low) then
        return 0
    end
    local base, length = 37 + extra, redis.call('STRLEN', KEYS[1])
    local slots, last = (length - base) / 8, base + 8 * (place - 1)
    if place > 0 and redis.call('GETRANGE', KEYS[1], last, last + 7) == id then
        return 0
    end
    if place == slots and slots < keep then
        local more = math.min(keep, math.max(16, 2 * slots)) - slots
        local whole = redis.call('GET', KEYS[1]) .. string.rep('\\0', 8 * more)
        redis.call('SET', KEYS[1], whole, 'KEEPTTL')
    elseif place >= slots then
        place = 0
    end
    local at = base + 8 * place
    local former = redis.call('GETRANGE', KEYS[1], at, at + 7)
    local former_high, former_low = struct.unpack('>I4I4', former)
    if high < former_high or (high == former_high and low < former_low) then
        redis.call('SETRANGE', KEYS[1], 1, id)
        return 0
    end
    if former_high > floor_high or (former_high == floor_high and former_low > floor_low) then
        redis.call('SETRANGE', KEYS[1], 1, former)
    end
    redis.call('SETRANGE', KEYS[1], at, id)
    redis.call('SETRANGE', KEYS[1], 29, struct.pack('>I4', place + 1))
    return 1
""")
"""Add an id to a home, if the home is stored. Arguments: the id in 8 bytes, and how many to keep.

Lua's numbers are exact up to 2**53, so an id is compared in halves.
"""

REPLACE = Script("""
    if redis.call('GET', KEYS[1]) ~= ARGV[1] then
        return 0
    end
    redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
    return 1
""")
"""Replace a home if it is still the one that was read."""


def pack_id(key: int) -> bytes:
    """Return an id as the scripts take it."""
    return key.to_bytes(8, "big")


@dataclass(frozen=True)
class HomeList:
    """A home as Redis has it."""

    is_ready: bool
    """False while it is read from the database: it only collects new tweets."""
    floor: int
    """It has all ids above this one; 0: all there are."""
    generation: bytes
    """Random, given when it was created, and so another one if it was removed since."""
    newest_follow: int
    """Key of the newest follow of the member when it was read: a later one makes it stale."""
    failures: int
    """Number of failed updates when it was read: a later one makes it stale."""
    pulled: list[Any]
    """Keys of the pulled authors whom the member followed, in the form of JSON."""
    ids: list[int]
    """The newest first, each once."""

    @classmethod
    def unpack(cls, packed: bytes) -> HomeList:
        """Return the home that Redis has sent."""
        ready, floor, generation, follow, failures, _, extra = HEAD.unpack_from(packed)
        base = HEAD.size + extra
        ring = struct.unpack_from(f">{(len(packed) - base) // 8}Q", packed, base)
        # Places that are not used yet have 0, which is not above any floor.
        ids = sorted({key for key in ring if key > floor}, reverse=True)
        pulled = json.loads(packed[HEAD.size : base]) if extra else []
        return cls(bool(ready), floor, generation, follow, failures, pulled, ids)

    def pack(self) -> bytes:
        """Return the bytes to send to Redis."""
        extra = json.dumps(self.pulled).encode() if self.pulled else b""
        ring = struct.pack(f">{len(self.ids)}Q", *reversed(self.ids))
        head = HEAD.pack(
            self.is_ready,
            self.floor,
            self.generation,
            self.newest_follow,
            self.failures,
            len(self.ids),
            len(extra),
        )
        return head + extra + ring

    def merge(self, other: HomeList, keep: int) -> HomeList:
        """Return this home with the tweets of other: the newest, as many as are kept."""
        floor = max(self.floor, other.floor)
        ids = sorted({key for key in [*self.ids, *other.ids] if key > floor}, reverse=True)
        if len(ids) > keep:
            floor = ids[keep]
        return replace(self, floor=floor, ids=ids[:keep])

    @property
    def edge(self) -> int:
        """Id above which a page may rely on the home: floor, and an age that is rounded.

        Tweets that its member may not read are in the home too. So its end would tell of them, if
        it were not rounded: as in reading/windows.py. 0: it has all there are.
        """
        now = first_id(timezone.now())
        if not 0 < self.floor < now:
            return self.floor
        return now - int(2 ** (math.floor(STEPS * math.log2(now - self.floor)) / STEPS))

    def after(self, cursor: Cursor, edge: int) -> list[int]:
        """Return its ids above edge that come after cursor."""
        above = max(edge, cursor.after or 0)
        below = cursor.before
        return [key for key in self.ids if key > above and (below is None or key < below)]
