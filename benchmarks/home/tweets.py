"""The tweets of a site: authors, replies, retweets, quotes and likes."""

from __future__ import annotations

from array import array
from itertools import accumulate
from random import Random
from typing import TYPE_CHECKING

from django_tweets import snowflake
from django_tweets.models import Visibility

from . import people, words
from .sizes import SPAN, START

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from .sizes import Size

RECENT = 5_000  # replies, quotes and retweets refer to one of so many earlier tweets
NONE = -1


class Tweets:
    """All tweets of a site, oldest first. place is the position of a tweet in that order.

    One in ten is a retweet, one in twenty a quote, one in four a reply; one in twenty each is
    unlisted and for followers, one in thirty-three by somebody who protects their tweets.
    """

    def __init__(self, size: Size) -> None:
        self.size = size
        self.texts = words.make_texts(size)
        count = size.tweets
        self.author = array("l", bytes(8 * count))
        self.text = array("l", bytes(8 * count))
        self.reply_to = array("l", [NONE]) * count
        self.retweet_of = array("l", [NONE]) * count
        self.quote_of = array("l", [NONE]) * count
        self.conversation = array("l", [NONE]) * count
        self.visibility = array("b", bytes(count))
        self.replies = array("l", bytes(8 * count))
        self.retweets = array("l", bytes(8 * count))
        self.quotes = array("l", bytes(8 * count))
        self.likes = array("l", bytes(8 * count))
        self.written = [0] * (size.users + 1)
        self._write()
        self.liked = list(self._like())
        self.step = SPAN / count

    def moment(self, place: int) -> datetime:
        """Return the time of a tweet."""
        return START + self.step * place

    def key(self, place: int) -> int:
        """The id of a tweet."""
        return snowflake.first_id(self.moment(place)) | place % (1 << 22)

    def text_of(self, place: int) -> words.Text:
        """Return the text of a tweet, or of the tweet that it retweets."""
        original = self.retweet_of[place]
        return self.texts[self.text[place if original == NONE else original]]

    def audience(self, place: int) -> Visibility:
        """Return the visibility of a tweet."""
        return list(Visibility)[self.visibility[place]]

    def _write(self) -> None:
        random = Random(f"tweets {self.size.name}")
        crowd = range(people.ORDINARY, self.size.users + 1)
        cumulated = list(accumulate(people.popularity_weights(self.size)))
        recent: list[int] = []
        repeated: set[tuple[int, int]] = set()
        long_ago = self.size.tweets // 20
        for place, ordinary in enumerate(
            random.choices(crowd, cum_weights=cumulated, k=self.size.tweets)
        ):
            author = ordinary
            chance = random.random()
            if chance < 0.1 and place < long_ago:
                author = random.choice(people.SILENT)
            elif chance < 0.002:  # the readers and the star write too
                author = random.choice([1, 2, 3, 4, 5, people.STAR])
            self.author[place] = author
            self.written[author] += 1
            kind = random.random()
            other = recent[int(random.random() ** 2 * len(recent))] if recent else NONE
            is_open = other != NONE and not (
                self.visibility[other] > 1 or people.is_protected(self.author[other])
            )
            if kind < 0.1 and is_open and (author, other) not in repeated:
                repeated.add((author, other))
                self.retweet_of[place] = other
                self.retweets[other] += 1
                continue
            self.text[place] = random.randrange(words.POOL)
            scope = random.random()
            self.visibility[place] = (scope < 0.1) + (scope < 0.05)
            if 0.1 <= kind < 0.15 and is_open:
                self.quote_of[place] = other
                self.quotes[other] += 1
            elif 0.15 <= kind < 0.4 and other != NONE:
                self.reply_to[place] = other
                self.replies[other] += 1
                root = self.conversation[other]
                self.conversation[place] = other if root == NONE else root
            if len(recent) < RECENT:
                recent.append(place)
            else:
                recent[random.randrange(RECENT)] = place

    def _like(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of a fan and a tweet, each once: a power law; readers like one in fifty."""
        random = Random(f"likes {self.size.name}")
        crowd = range(people.ORDINARY, self.size.users + 1)
        for place in range(self.size.tweets):
            if self.retweet_of[place] != NONE:
                continue
            fans = {*random.choices(crowd, k=min(int(random.paretovariate(1.5)) - 1, 500))}
            fans |= {reader.key for reader in people.READERS if random.random() < 0.02}
            self.likes[place] = len(fans)
            yield from ((fan, place) for fan in sorted(fans))
