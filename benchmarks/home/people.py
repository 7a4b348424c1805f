"""People and their follows, blocks and mutes, the same in each run (fixed seeds)."""

from __future__ import annotations

import heapq
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .sizes import Size


class Reader(NamedTuple):
    """A user whose home is measured; key is that of user and profile."""

    key: int
    name: str
    follows: int


READERS = [
    Reader(1, "10", 10),
    Reader(2, "100", 100),
    Reader(3, "1,000", 1_000),
    Reader(4, "5,000", 5_000),
    Reader(5, "quiet", 10),
]
QUIET = READERS[-1]
SILENT = range(6, 16)  # they wrote none of the newest 95 % of all tweets; QUIET follows them
HERMIT = 16  # nobody follows them
STAR = 17  # half of the site follows them
ORDINARY = 18  # the first key of all other users


def handle(key: int) -> str:
    return f"user{key}"


def is_protected(key: int) -> bool:
    return key > ORDINARY and key % 33 == 0


def popularity_weights(size: Size) -> list[float]:
    """Return how often each ordinary user is followed and writes: a power law."""
    return [1 / (rank + 10) ** 0.8 for rank in range(size.users + 1 - ORDINARY)]


def follows(size: Size) -> Iterator[tuple[int, int]]:
    """Yield pairs of the keys of follower and followed, each once."""
    random = Random(f"follows {size.name}")
    people = range(ORDINARY, size.users + 1)
    weights = popularity_weights(size)
    cumulated = list(accumulate(weights))
    for reader in READERS:
        if reader is QUIET:
            chosen = list(SILENT)
        else:  # drawn by weight, without replacement
            drawn = [random.random() ** (1 / weight) for weight in weights]
            chosen = heapq.nlargest(reader.follows, people, key=lambda key: drawn[key - ORDINARY])
        yield from ((reader.key, key) for key in chosen)
    for key in people:
        wanted = min(int(size.follows * 0.3 * random.paretovariate(1.4)) + 1, size.users // 4)
        followed = {*random.choices(people, cum_weights=cumulated, k=wanted)} - {key}
        yield from ((key, each) for each in sorted(followed))
        if key % 2:
            yield key, STAR


def random_pairs(size: Size, name: str, share: float) -> Iterator[tuple[int, int]]:
    """Yield pairs of keys for blocks or mutes: a few by each reader, and some by others."""
    random = Random(f"{name} {size.name}")
    people = range(ORDINARY, size.users + 1)
    some = [reader.key for reader in READERS] * 3 + random.choices(
        people, k=int(size.users * share)
    )
    yield from sorted({(one, other) for one in some if one != (other := random.choice(people))})
