"""What the people of the demo community have said in the last five months."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import chain
from random import Random

from . import phrases
from .people import BY_NAME
from .script import DAY_ZERO, FIRST_DAY, Line, Scene, scenes, weekday_of
from .series import EVENTS, posts

TOTAL = 1520

# The year in which the Marigold was built; any number would do, as long as it stays.
_SEED = 1931
_EDITED = 30

# How much is written in each hour, before we look at whose hour it is: breakfast, lunch, evening.
_HOURS = (1, 1, 1, 1, 1, 3, 6, 10, 13, 13, 12, 11, 14, 12, 9, 9, 11, 14, 16, 17, 17, 15, 10, 5)
# Monday first. The Yard is closed on Mondays; weekends and soup days are full.
_WEEKDAYS = (5, 9, 10, 12, 10, 15, 13)


@dataclass(frozen=True, slots=True)
class DraftTweet:
    """A tweet that nobody has published yet."""

    author: str
    """A username of ``PEOPLE`` or ``YARD``."""
    content: str
    created_at: datetime
    edited: bool = False
    in_reply_to: int | None = None
    """The place, in the list that this tweet is in, of the earlier one that it answers."""
    quote_of: int | None = None
    """The place of the earlier one that it quotes."""
    visibility: str = "public"
    content_warning: str = ""


@dataclass(slots=True)
class _Placed:
    """A line that has its moment, and the line that it answers."""

    line: Line
    at: datetime
    parent: _Placed | None = None


def tweets(now: datetime) -> list[DraftTweet]:
    """The 1,520 tweets, the oldest first: the same ones, at the same times, for the same ``now``.

    ``now`` must be aware; people keep the hours of its time zone.
    """
    if now.tzinfo is None:
        raise ValueError("now must be an aware datetime")
    placed = _Calendar(now).place(list(_scenes()))
    placed.sort(key=lambda each: each.at)
    place_of = {id(each): place for place, each in enumerate(placed)}
    drafts: list[DraftTweet] = []
    for each in placed:
        at = each.at
        if drafts and at <= drafts[-1].created_at:
            at = drafts[-1].created_at + timedelta(milliseconds=1)
        parent = None if each.parent is None else place_of[id(each.parent)]
        draft = DraftTweet(
            each.line.author,
            each.line.text,
            at,
            in_reply_to=parent,
            visibility=each.line.visibility,
            content_warning=each.line.content_warning,
        )
        drafts.append(draft)
    # Who edits has written something longer, and has had a night to think about it.
    longer = [
        place
        for place, draft in enumerate(drafts)
        if len(draft.content) > 60 and now - draft.created_at > timedelta(days=1)
    ]
    for place in Random(_SEED).sample(longer, _EDITED):
        drafts[place] = replace(drafts[place], edited=True)
    return drafts


def place_of(words: str, drafts: list[DraftTweet]) -> int:
    """The place of the one tweet that is these words, or that holds them; ValueError if not one."""
    said = [place for place, draft in enumerate(drafts) if draft.content == words]
    said = said or [place for place, draft in enumerate(drafts) if words in draft.content]
    if len(said) != 1:
        raise ValueError(f"said {len(said)} times: {words!r}")
    return said[0]


def _scenes() -> list[Scene]:
    modules = sorted(module.name for module in pkgutil.iter_modules(phrases.__path__))
    scripts = (importlib.import_module(f"{phrases.__name__}.{name}") for name in modules)
    return list(
        chain.from_iterable(
            scenes(module.SCRIPT) for module in scripts if hasattr(module, "SCRIPT")
        )
    )


class _Calendar:
    """Lays the days of the scripts onto the days before ``now``."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.rng = Random(_SEED)
        # Day zero is the last Friday that is over, so that weekdays are right whatever now is.
        self.lag = (now.weekday() - DAY_ZERO) % 7 or 7

    def place(self, scripted: list[Scene]) -> list[_Placed]:
        placed = [each for scene in scripted for each in self._scene(scene)]
        missing = TOTAL - len(placed)
        for post in posts(missing, self.rng):
            at = self._at(post.day + self.lag, post.minute)
            placed.append(_Placed(Line(post.author, post.text), at))
        return placed

    def _scene(self, scene: Scene) -> list[_Placed]:
        day = self._day(scene)
        at = self._at(day, self._minute(scene))
        gaps = [self._gap(scene) for _ in scene.lines[1:]]
        # Nothing is said in the future: such a conversation took place a day earlier.
        while at + sum(gaps, timedelta()) >= self.now:
            at -= timedelta(days=1)
        root = _Placed(scene.lines[0], at)
        said = [root]
        for line, gap in zip(scene.lines[1:], gaps, strict=True):
            at += gap
            said.append(_Placed(line, at, parent=_answered(line, said)))
        return said

    def _day(self, scene: Scene) -> int:
        """How many days before now; days of great events are left to those who write of them."""
        when = scene.when
        if when.exact:
            return when.oldest + self.lag
        # An account is opened in the week before its owner's first words.
        arrived = min(min(BY_NAME[line.author].joined - 8, FIRST_DAY) for line in scene.lines)
        days = [
            day
            for day in range(when.newest, min(when.oldest, arrived) + 1)
            if when.weekday in {None, weekday_of(day)} and day not in EVENTS
        ]
        weights = [_WEEKDAYS[weekday_of(day)] for day in days]
        day = self.rng.choices(days, weights)[0]
        # The newest ones aren't pushed back by the lag, so that the last days are never silent.
        return day + (self.lag if when.weekday is not None else self.lag * min(day, 20) // 20)

    def _minute(self, scene: Scene) -> int:
        if scene.when.minute is not None:
            if scene.when.exact:
                return scene.when.minute
            return scene.when.minute + self.rng.randint(-25, 25)
        first, last = BY_NAME[scene.lines[0].author].awake
        hours = range(first, last)
        hour = self.rng.choices(hours, [_HOURS[hour] for hour in hours])[0]
        return hour * 60 + self.rng.randrange(60)

    def _gap(self, scene: Scene) -> timedelta:
        # On a busy day people answer at once; else when they next look, most within the hour.
        median = 2.5 if scene.when.exact else 8.0
        minutes = median * self.rng.lognormvariate(0, 0.8)
        return timedelta(seconds=round(60 * min(max(minutes, 0.5), 90), 3))

    def _at(self, days_ago: int, minute: int) -> datetime:
        midnight = datetime.combine(
            self.now.date() - timedelta(days=days_ago), time(), tzinfo=self.now.tzinfo
        )
        second = round(self.rng.uniform(0, 59), 3)
        return midnight + timedelta(minutes=minute, seconds=second)


def _answered(line: Line, said: list[_Placed]) -> _Placed:
    """What a line answers: the last words of whom it speaks to, or else what began it all."""
    first_word = line.text.split(maxsplit=1)[0]
    for each in reversed(said):
        if first_word == f"@{each.line.author}" and each.line.author != line.author:
            return each
    return said[0]
