"""Clothes of a portrait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .canvas import SIDES, arc, mirrored, mix, smooth
from .look import CENTRE

if TYPE_CHECKING:
    from collections.abc import Callable

    from .canvas import Canvas, Colour, Point
    from .look import Clothes, Look

BOTTOM = 520.0


def draw_clothes(canvas: Canvas, look: Look) -> None:
    body = _body(high=look.clothes == "turtleneck")
    cloth = canvas.layer()
    cloth.box(0, 300, 512, BOTTOM, look.cloth)
    if look.clothes == "stripes":
        for row in range(7):
            y = 402 + row * 30
            cloth.curve(
                [(30, y + 26), (150, y + 2), (CENTRE, y + 12), (362, y + 2), (482, y + 26)],
                11,
                look.trim,
            )
    canvas.paste(cloth, inside=body)
    _DETAILS[look.clothes](canvas, look)
    for side in SIDES:
        # Where the arm begins.
        canvas.curve([(CENTRE + side * 150, 470), (CENTRE + side * 146, 520)], 5, _fold(look))


def _body(*, high: bool) -> list[Point]:
    neck = (
        [(CENTRE + 52, 356), (CENTRE + 58, 376)]
        if high
        else [(CENTRE + 62, 388), (CENTRE + 70, 394)]
    )
    half = [*neck, (CENTRE + 130, 416), (CENTRE + 186, 448), (CENTRE + 212, BOTTOM)]
    outer = smooth(half, closed=False)
    dip = [] if high else arc((CENTRE, 380), 62, 44, 172, 8)
    return [*outer, *mirrored(outer, CENTRE), *dip]


def _fold(look: Look) -> Colour:
    return mix(look.cloth, "#1a1226", 0.18)


def _neckline(canvas: Canvas, look: Look) -> None:
    colour = look.trim if look.clothes == "stripes" else _fold(look)
    canvas.curve(arc((CENTRE, 378), 66, 46, 8, 172), 13, colour)


def _turtleneck(canvas: Canvas, look: Look) -> None:
    collar = [(-52, 344), (0, 356), (52, 344), (60, 392), (0, 412), (-60, 392)]
    canvas.blob([(CENTRE + x, y) for x, y in collar], look.cloth)
    for wide, y, width in ((56, 386, 6), (50, 360, 4)):
        line = [(CENTRE - wide, y), (CENTRE, y + 15), (CENTRE + wide, y)]
        canvas.curve(line, width, _fold(look))


def _collar(canvas: Canvas, look: Look) -> None:
    dark = mix(look.cloth, "#1a1226", 0.22)
    canvas.polygon([(CENTRE - 58, 388), (CENTRE + 58, 388), (CENTRE, 452)], look.shade)
    canvas.stroke([(CENTRE, 456), (CENTRE, BOTTOM)], 4, dark)
    for y in (474, 502):
        canvas.circle((CENTRE + 11, y), 4.5, look.trim)
    for side in SIDES:
        wing = [
            (CENTRE + side * 52, 366),
            (CENTRE + side * 82, 398),
            (CENTRE + side * 42, 444),
            (CENTRE, 456),
            (CENTRE + side * 34, 412),
        ]
        canvas.polygon(wing, mix(look.cloth, "#ffffff", 0.16))
        canvas.stroke([wing[1], wing[2], wing[3]], 4, dark)


def _jacket(canvas: Canvas, look: Look) -> None:
    inner = [(CENTRE - 60, 384), (CENTRE + 60, 384), (CENTRE + 36, BOTTOM), (CENTRE - 36, BOTTOM)]
    shirt = canvas.layer()
    shirt.polygon(inner, look.trim)
    shirt.ellipse((CENTRE, 380), 56, 40, look.shade)
    canvas.paste(shirt)
    dark = mix(look.cloth, "#1a1226", 0.3)
    for side in SIDES:
        lapel = [
            (CENTRE + side * 54, 368),
            (CENTRE + side * 92, 404),
            (CENTRE + side * 84, 436),
            (CENTRE + side * 98, 448),
            (CENTRE + side * 34, BOTTOM),
            (CENTRE + side * 46, 430),
        ]
        canvas.polygon(lapel, mix(look.cloth, "#ffffff", 0.12))
        canvas.stroke([lapel[1], lapel[2], lapel[3], lapel[4]], 4, dark)


def _hoodie(canvas: Canvas, look: Look) -> None:
    fold = _fold(look)
    for side in SIDES:
        canvas.blob(
            [
                (CENTRE + side * 44, 356),
                (CENTRE + side * 92, 366),
                (CENTRE + side * 104, 402),
                (CENTRE + side * 60, 436),
                (CENTRE + side * 8, 448),
                (CENTRE + side * 46, 408),
            ],
            mix(look.cloth, "#ffffff", 0.12),
        )
        canvas.curve(
            [(CENTRE + side * 96, 386), (CENTRE + side * 64, 426), (CENTRE + side * 10, 446)],
            4,
            fold,
        )
        canvas.stroke([(CENTRE + side * 22, 444), (CENTRE + side * 24, 496)], 5, look.trim)
        canvas.circle((CENTRE + side * 24, 498), 5, look.trim)


def _bib(canvas: Canvas, look: Look) -> None:
    canvas.curve(arc((CENTRE, 378), 66, 46, 8, 172), 12, mix(look.cloth, "#1a1226", 0.18))
    edge = mix(look.trim, "#1a1226", 0.25)
    top = 452 if look.clothes == "dungarees" else 446
    for side in SIDES:
        canvas.stroke([(CENTRE + side * 96, 404), (CENTRE + side * 74, top + 8)], 22, look.trim)
    canvas.polygon(
        [(CENTRE - 92, top), (CENTRE + 92, top), (CENTRE + 112, BOTTOM), (CENTRE - 112, BOTTOM)],
        look.trim,
    )
    canvas.stroke([(CENTRE - 88, top + 8), (CENTRE + 88, top + 8)], 3, edge)
    if look.clothes == "dungarees":
        for side in SIDES:
            canvas.circle((CENTRE + side * 74, top + 14), 9, "#e2b13c")
    else:
        canvas.stroke([(CENTRE - 40, 490), (CENTRE + 40, 490)], 3, edge)


def _shawl(canvas: Canvas, look: Look) -> None:
    edge = mix(look.trim, "#1a1226", 0.2)
    canvas.blob(
        [
            (196, 372),
            (CENTRE, 398),
            (316, 372),
            (352, 400),
            (330, 440),
            (CENTRE, 462),
            (182, 440),
            (160, 400),
        ],
        look.trim,
    )
    canvas.blob([(282, 430), (330, 424), (348, 530), (296, 530)], look.trim)
    canvas.curve([(178, 408), (CENTRE, 432), (334, 408)], 4, edge)
    canvas.curve([(204, 432), (CENTRE, 450), (300, 440)], 4, edge)
    canvas.curve([(312, 440), (324, 512)], 4, edge)


_DETAILS: dict[Clothes, Callable[[Canvas, Look], None]] = {
    "apron": _bib,
    "collar": _collar,
    "crew": _neckline,
    "dungarees": _bib,
    "hoodie": _hoodie,
    "jacket": _jacket,
    "shawl": _shawl,
    "stripes": _neckline,
    "turtleneck": _turtleneck,
}
