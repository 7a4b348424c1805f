"""Texts of tweets: a pool of texts that are parsed once by the app."""

from __future__ import annotations

import json
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from django_tweets import text

from .people import ORDINARY, handle

if TYPE_CHECKING:
    from .sizes import Size

POOL = 4_000
VOCABULARY = """
after again almost and at because bread bridge but coffee could cold every first for from
garden have house if in it just keep lake last late left light line long made maybe more
morning never next night now of off old on once open over paper people quiet rain read right
river said same shop slow some still street such table than that the then there they this
three through time to today train tree two under until very walk was water week were what when
where while who why will winter with word work would write year yes yet you
"""
WORDS = VOCABULARY.split()
TAGS = ["#django", "#python", "#garden", "#weather", "#reading", "#coffee", "#bikes", "#music"]


class Text(NamedTuple):
    """A text, its entities as JSON, and the keys of the profiles it mentions."""

    content: str
    entities: str
    mentions: list[int]


def make_texts(size: Size) -> list[Text]:
    """Return texts of 5 to 40 words.

    One in five has a tag, one in seven a mention, one in ten a link.
    """
    random = Random(f"texts {size.name}")
    return [_make_text(random, size) for _ in range(POOL)]


def _make_text(random: Random, size: Size) -> Text:
    words = random.choices(WORDS, k=random.randint(5, 40))
    if random.random() < 0.2:
        words.append(random.choice(TAGS))
    if random.random() < 0.14:
        words.insert(0, f"@{handle(random.randint(ORDINARY, size.users))}")
    if random.random() < 0.1:
        words.append(f"https://example.com/{random.choice(WORDS)}/{random.randint(1, 999)}")
    content = text.clean_text(" ".join(words).capitalize() + ".")
    entities = [entity._asdict() for entity in text.parse(content).entities]
    mentions = []
    for entity in entities:
        if entity["kind"] == "mention":
            entity["profile"] = int(entity["value"].removeprefix("user"))
            mentions.append(entity["profile"])
    return Text(content, json.dumps(entities), mentions)
