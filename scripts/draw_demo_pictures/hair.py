"""Hair of a portrait, in two layers: behind the shoulders and around the face."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import hair_shapes as shapes
from .canvas import SIDES, arc, mirrored, mix, smooth
from .look import CENTRE, INK

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .canvas import Canvas, Point
    from .look import Look


def draw_behind(canvas: Canvas, look: Look) -> None:
    """Draw the layer behind the neck and shoulders."""
    colour = mix(look.hair_colour, INK, 0.22)
    if half := shapes.BEHIND.get(look.hair):
        outer = smooth(_placed(half), closed=False)
        canvas.polygon([*outer, *mirrored(outer, CENTRE)], colour)
    if extra := _EXTRAS_BEHIND.get(look.hair):
        extra(canvas, look, colour)


def draw_in_front(canvas: Canvas, look: Look) -> None:
    """Draw the layer over the forehead."""
    if cap := shapes.CAPS.get(look.hair):
        shaved = mix(look.skin, look.hair_colour, 0.35)
        _cap(canvas, *cap, look.width, shaved if look.hair in shapes.TOPS else look.hair_colour)
    if top := shapes.TOPS.get(look.hair):
        canvas.blob(_placed(top.outline, look.width), look.hair_colour)
        canvas.curve(_placed(top.shine), 5, look.hair_light)
    if lock := shapes.LOCKS.get(look.hair):
        _parted(canvas, look, lock)
    if extra := _EXTRAS_IN_FRONT.get(look.hair):
        extra(canvas, look)


def _afro(canvas: Canvas, look: Look, _colour: str) -> None:
    _bumps(canvas, arc((CENTRE, 190), 108, 96, 140, 400), 38, look.hair_colour)
    canvas.circle((CENTRE, 190), 118, look.hair_colour)


def _curls_behind(canvas: Canvas, _look: Look, colour: str) -> None:
    _bumps(canvas, arc((CENTRE, 228), 92, 112, 105, 435), 32, colour)


def _waves_behind(canvas: Canvas, _look: Look, colour: str) -> None:
    for side in SIDES:
        _bumps(canvas, [(CENTRE + side * x, y) for x, y in shapes.WAVES], 27, colour)


def _locs_behind(canvas: Canvas, _look: Look, colour: str) -> None:
    for x in range(-104, 105, 26):
        end = (CENTRE + x * 1.1, 400 - abs(x) * 0.25)
        canvas.curve([(CENTRE + x * 0.8, 150), (CENTRE + x * 1.12, 280), end], 21, colour)


def _tail(canvas: Canvas, _look: Look, colour: str) -> None:
    canvas.blob(_placed(shapes.TAIL), colour)


def _bun(canvas: Canvas, look: Look, _colour: str) -> None:
    canvas.circle((CENTRE, 88), 50, look.hair_colour)
    canvas.curve(arc((CENTRE, 90), 32, 28, 200, 340), 5, look.hair_light)


def _puff(canvas: Canvas, look: Look, _colour: str) -> None:
    _bumps(canvas, arc((CENTRE, 104), 70, 50, 150, 390), 36, look.hair_colour)
    canvas.ellipse((CENTRE, 104), 84, 66, look.hair_colour)


_EXTRAS_BEHIND: dict[str, Callable[[Canvas, Look, str], None]] = {
    "afro": _afro,
    "bun": _bun,
    "curls": _curls_behind,
    "locs": _locs_behind,
    "puff": _puff,
    "tail": _tail,
    "waves": _waves_behind,
}


def _band(canvas: Canvas, look: Look) -> None:
    canvas.curve(_placed(shapes.BAND, look.width), 14, look.trim)


def _receding(canvas: Canvas, look: Look) -> None:
    for side in SIDES:
        tuft = [(CENTRE + side * x * look.width, y) for x, y in shapes.TUFT]
        canvas.blob(tuft, look.hair_colour)
    canvas.curve(_placed(((-14, 124), (8, 118), (26, 126))), 7, look.hair_colour)


def _spikes(canvas: Canvas, look: Look) -> None:
    canvas.polygon(_placed(shapes.SPIKES, look.width), look.hair_colour)


def _fringe(canvas: Canvas, look: Look) -> None:
    canvas.blob(_placed(shapes.FRINGE, look.width), look.hair_colour)
    canvas.curve(_placed(((-40, 118), (0, 108), (40, 118))), 5, look.hair_light)


def _curls(canvas: Canvas, look: Look) -> None:
    _bumps(canvas, _placed(shapes.CURLS, look.width), 27, look.hair_colour)
    _bumps(canvas, _placed(shapes.SMALL_CURLS, look.width), 20, look.hair_colour)
    for x, y in ((-58, 126), (-10, 112), (44, 122)):
        canvas.curve(arc((CENTRE + x, y), 12, 10, 190, 330), 4, look.hair_light)


def _locs(canvas: Canvas, look: Look) -> None:
    for x, y in shapes.LOCS:
        end = (CENTRE + x * look.width * 1.06, y)
        canvas.curve([(CENTRE + x * 0.3, 100), (CENTRE + x * 0.8, 118), end], 21, look.hair_colour)
    canvas.curve(_placed(((-30, 104), (-58, 128), (-76, 170))), 4, look.hair_light)


def _braids(canvas: Canvas, look: Look) -> None:
    for side in SIDES:
        for step in range(7):
            x = CENTRE + side * (104 + step * 2)
            y = 292 + step * 23
            canvas.ellipse((x - 7, y), 15, 17, look.hair_colour)
            canvas.ellipse((x + 7, y + 8), 15, 17, look.hair_colour)
            canvas.curve([(x - 10, y + 12), (x, y + 19), (x + 10, y + 14)], 3, look.hair_light)
        x = CENTRE + side * 116
        canvas.box(x - 13, 446, x + 13, 458, look.trim)
        canvas.blob([(x - 12, 458), (x + 12, 458), (x + side * 2, 500)], look.hair_colour)


_EXTRAS_IN_FRONT: dict[str, Callable[[Canvas, Look], None]] = {
    "bob": _fringe,
    "braids": _braids,
    "curls": _curls,
    "locs": _locs,
    "puff": _band,
    "receding": _receding,
    "spikes": _spikes,
}


def _cap(canvas: Canvas, line: Sequence[Point], top: float, width: float, colour: str) -> None:
    """Draw short hair from the crown down to the hairline."""
    outer = [(88, 220), (94, 180), (82, 134), (46, top + 6), (0, top)]
    right = _placed([*reversed(outer), *line], width)
    canvas.polygon(smooth([*right, *mirrored(right[1:-1], CENTRE)]), colour)


def _parted(canvas: Canvas, look: Look, lock: Sequence[Point]) -> None:
    for side in SIDES:
        canvas.blob([(CENTRE + side * x, y) for x, y in lock], look.hair_colour)
    if look.hair != "bob":
        canvas.curve(_placed(((6, 98), (56, 120), (84, 172))), 5, look.hair_light)


def _placed(points: Sequence[Point], width: float = 1.0) -> list[Point]:
    return [(CENTRE + x * width, y) for x, y in points]


def _bumps(canvas: Canvas, along: Sequence[Point], radius: float, colour: str) -> None:
    for point in along[:: max(1, len(along) // 12)]:
        canvas.circle(point, radius, colour)
