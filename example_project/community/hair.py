"""The hair of a portrait: what falls behind the shoulders, and what frames the face."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import hair_shapes as shapes
from .drawing import SIDES, arc, mirrored, mix, smooth
from .look import CENTRE, INK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .drawing import Paper, Point
    from .look import Look


def behind(paper: Paper, look: Look) -> None:
    """What is drawn before the neck."""
    colour = mix(look.hair_colour, INK, 0.22)
    if half := shapes.BEHIND.get(look.hair):
        outer = smooth(_placed(half), closed=False)
        paper.polygon([*outer, *mirrored(outer, CENTRE)], colour)
    if extra := _EXTRAS_BEHIND.get(look.hair):
        extra(paper, look, colour)


def in_front(paper: Paper, look: Look) -> None:
    """What is drawn over the forehead."""
    if cap := shapes.CAPS.get(look.hair):
        shaved = mix(look.skin, look.hair_colour, 0.35)
        _cap(paper, *cap, look.width, shaved if look.hair in shapes.TOPS else look.hair_colour)
    if top := shapes.TOPS.get(look.hair):
        paper.blob(_placed(top.outline, look.width), look.hair_colour)
        paper.curve(_placed(top.shine), 5, look.hair_light)
    if lock := shapes.LOCKS.get(look.hair):
        _parted(paper, look, lock)
    if extra := _EXTRAS_IN_FRONT.get(look.hair):
        extra(paper, look)


def _afro(paper: Paper, look: Look, _colour: str) -> None:
    _bumps(paper, arc((CENTRE, 190), 108, 96, 140, 400), 38, look.hair_colour)
    paper.circle((CENTRE, 190), 118, look.hair_colour)


def _curls_behind(paper: Paper, _look: Look, colour: str) -> None:
    _bumps(paper, arc((CENTRE, 228), 92, 112, 105, 435), 32, colour)


def _waves_behind(paper: Paper, _look: Look, colour: str) -> None:
    for side in SIDES:
        _bumps(paper, [(CENTRE + side * x, y) for x, y in shapes.WAVES], 27, colour)


def _locs_behind(paper: Paper, _look: Look, colour: str) -> None:
    for x in range(-104, 105, 26):
        end = (CENTRE + x * 1.1, 400 - abs(x) * 0.25)
        paper.curve([(CENTRE + x * 0.8, 150), (CENTRE + x * 1.12, 280), end], 21, colour)


def _tail(paper: Paper, _look: Look, colour: str) -> None:
    paper.blob(_placed(shapes.TAIL), colour)


def _bun(paper: Paper, look: Look, _colour: str) -> None:
    paper.circle((CENTRE, 88), 50, look.hair_colour)
    paper.curve(arc((CENTRE, 90), 32, 28, 200, 340), 5, look.hair_light)


def _puff(paper: Paper, look: Look, _colour: str) -> None:
    _bumps(paper, arc((CENTRE, 104), 70, 50, 150, 390), 36, look.hair_colour)
    paper.ellipse((CENTRE, 104), 84, 66, look.hair_colour)


_EXTRAS_BEHIND: dict[str, Callable[[Paper, Look, str], None]] = {
    "afro": _afro,
    "bun": _bun,
    "curls": _curls_behind,
    "locs": _locs_behind,
    "puff": _puff,
    "tail": _tail,
    "waves": _waves_behind,
}


def _band(paper: Paper, look: Look) -> None:
    paper.curve(_placed(shapes.BAND, look.width), 14, look.trim)


def _receding(paper: Paper, look: Look) -> None:
    for side in SIDES:
        tuft = [(CENTRE + side * x * look.width, y) for x, y in shapes.TUFT]
        paper.blob(tuft, look.hair_colour)
    paper.curve(_placed(((-14, 124), (8, 118), (26, 126))), 7, look.hair_colour)


def _spikes(paper: Paper, look: Look) -> None:
    paper.polygon(_placed(shapes.SPIKES, look.width), look.hair_colour)


def _fringe(paper: Paper, look: Look) -> None:
    paper.blob(_placed(shapes.FRINGE, look.width), look.hair_colour)
    paper.curve(_placed(((-40, 118), (0, 108), (40, 118))), 5, look.hair_light)


def _curls(paper: Paper, look: Look) -> None:
    _bumps(paper, _placed(shapes.CURLS, look.width), 27, look.hair_colour)
    _bumps(paper, _placed(shapes.SMALL_CURLS, look.width), 20, look.hair_colour)
    for x, y in ((-58, 126), (-10, 112), (44, 122)):
        paper.curve(arc((CENTRE + x, y), 12, 10, 190, 330), 4, look.hair_light)


def _locs(paper: Paper, look: Look) -> None:
    for x, y in shapes.LOCS:
        end = (CENTRE + x * look.width * 1.06, y)
        paper.curve([(CENTRE + x * 0.3, 100), (CENTRE + x * 0.8, 118), end], 21, look.hair_colour)
    paper.curve(_placed(((-30, 104), (-58, 128), (-76, 170))), 4, look.hair_light)


def _braids(paper: Paper, look: Look) -> None:
    for side in SIDES:
        for step in range(7):
            x = CENTRE + side * (104 + step * 2)
            y = 292 + step * 23
            paper.ellipse((x - 7, y), 15, 17, look.hair_colour)
            paper.ellipse((x + 7, y + 8), 15, 17, look.hair_colour)
            paper.curve([(x - 10, y + 12), (x, y + 19), (x + 10, y + 14)], 3, look.hair_light)
        x = CENTRE + side * 116
        paper.box(x - 13, 446, x + 13, 458, look.trim)
        paper.blob([(x - 12, 458), (x + 12, 458), (x + side * 2, 500)], look.hair_colour)


_EXTRAS_IN_FRONT: dict[str, Callable[[Paper, Look], None]] = {
    "bob": _fringe,
    "braids": _braids,
    "curls": _curls,
    "locs": _locs,
    "puff": _band,
    "receding": _receding,
    "spikes": _spikes,
}


def _cap(paper: Paper, line: Sequence[Point], top: float, width: float, colour: str) -> None:
    """Short hair close to the skull, down to its hairline."""
    outer = [(88, 220), (94, 180), (82, 134), (46, top + 6), (0, top)]
    right = _placed([*reversed(outer), *line], width)
    paper.polygon(smooth([*right, *mirrored(right[1:-1], CENTRE)]), colour)


def _parted(paper: Paper, look: Look, lock: Sequence[Point]) -> None:
    for side in SIDES:
        paper.blob([(CENTRE + side * x, y) for x, y in lock], look.hair_colour)
    if look.hair != "bob":
        paper.curve(_placed(((6, 98), (56, 120), (84, 172))), 5, look.hair_light)


def _placed(points: Sequence[Point], width: float = 1.0) -> list[Point]:
    return [(CENTRE + x * width, y) for x, y in points]


def _bumps(paper: Paper, along: Sequence[Point], radius: float, colour: str) -> None:
    for point in along[:: max(1, len(along) // 12)]:
        paper.circle(point, radius, colour)
