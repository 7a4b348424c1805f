"""Draw the head and shoulders of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import clothes, hair, hats
from .canvas import SIDES, Canvas, arc, mirrored, mix, oval, smooth
from .look import CENTRE, INK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .canvas import Point
    from .look import Look

SIZE = 512


def draw_portrait(look: Look) -> Canvas:
    canvas = Canvas(SIZE, SIZE, look.ground)
    _backdrop(canvas, look)
    hair.draw_behind(canvas, look)
    hats.draw_behind(canvas, look)
    _neck(canvas, look)
    clothes.draw_clothes(canvas, look)
    _ears(canvas, look)
    outline = _head(canvas, look)
    _features(canvas, look)
    _beard(canvas, look, outline)
    _mouth(canvas, look)
    hair.draw_in_front(canvas, look)
    _glasses(canvas, look)
    hats.draw_on_top(canvas, look)
    return canvas


def _backdrop(canvas: Canvas, look: Look) -> None:
    light = mix(look.ground, "#ffffff", 0.28)
    dark = mix(look.ground, "#1b2b3a", 0.12)
    match look.backdrop:
        case "sun":
            canvas.circle((CENTRE, 236), 196, light)
        case "hill":
            canvas.blob(
                [(-80, 420), (90, 300), (260, 340), (430, 260), (620, 330), (600, 700), (-80, 700)],
                dark,
            )
            canvas.circle((408, 108), 52, light)
        case "waves":
            for row in range(9):
                y = 40 + row * 62
                points = [(x, y + (9 if x // 32 % 2 else -9)) for x in range(-32, 560, 32)]
                canvas.curve(points, 9, light)
        case "rays":
            for turn in range(0, 360, 30):
                tip = arc((CENTRE, 236), 520, 520, turn, turn + 13)
                canvas.polygon([(CENTRE, 236), *tip], light)
        case "arch":
            canvas.circle((CENTRE, 210), 170, dark)
            canvas.box(CENTRE - 170, 210, CENTRE + 170, SIZE, dark)


def _neck(canvas: Canvas, look: Look) -> None:
    half = [(CENTRE + 40, 280), (CENTRE + 41, 350), (CENTRE + 62, 396), (CENTRE + 120, 420)]
    canvas.polygon(
        [*smooth(half, closed=False), *smooth(mirrored(half, CENTRE), closed=False)], look.shade
    )


def _ears(canvas: Canvas, look: Look) -> None:
    if look.hat == "headscarf":
        return
    for side in SIDES:
        x = CENTRE + side * 85 * look.width
        canvas.ellipse((x, 240), 17, 25, look.skin)
        canvas.curve(
            arc((x + side * 1, 240), 8, 14, -70 if side > 0 else 250, 70 if side > 0 else 110),
            4,
            look.shade,
        )
        if look.earrings:
            canvas.circle((x + side * 4, 270), 8, "#e8b23a")


def _head(canvas: Canvas, look: Look) -> list[Point]:
    w, jaw = look.width, look.jaw
    half = [
        (CENTRE, 120.0),
        (CENTRE + 52 * w, 132),
        (CENTRE + 84 * w, 184),
        (CENTRE + 86 * w, 240),
        (CENTRE + 76 * w * jaw**0.4, 286),
        (CENTRE + 48 * w * jaw, 322),
        (CENTRE + 17 * w * jaw, 336),
    ]
    outline = smooth([*half, *mirrored(half[1:], CENTRE)])
    canvas.polygon(outline, look.skin)
    return outline


def _features(canvas: Canvas, look: Look) -> None:
    brow = mix(look.hair_colour, INK, 0.35)
    if look.hat == "headscarf" or look.hair == "hidden":
        brow = INK
    for side in SIDES:
        x = CENTRE + side * 36 * look.width
        canvas.ellipse((CENTRE + side * 54 * look.width, 274), 18, 13, look.blush)
        if look.eyes == "laughing":
            canvas.curve(arc((x, 244), 13, 12, 200, 340), 6, INK)
        else:
            canvas.ellipse((x, 240), 8.5, 10.5, INK)
            canvas.circle((x + 3, 236), 2.8, "#ffffff")
        canvas.curve([(x - side * 17, 211), (x, 206), (x + side * 17, 215)], 7, brow)
        if look.lines:
            outer = x + side * 24
            canvas.curve([(outer, 240), (outer + side * 9, 236)], 3, look.shade)
            canvas.curve([(outer, 247), (outer + side * 9, 250)], 3, look.shade)
            canvas.curve(
                [(CENTRE + side * 27, 280), (CENTRE + side * 39, 292), (CENTRE + side * 42, 306)],
                3.5,
                look.shade,
            )
    canvas.curve([(CENTRE + 2, 238), (CENTRE + 11, 264), (CENTRE - 2, 270)], 5, look.shade)
    if look.freckles:
        for x, y in ((30, 260), (44, 266), (50, 256), (62, 262)):
            for side in SIDES:
                canvas.circle((CENTRE + side * x, y), 2.6, mix(look.skin, "#a04a22", 0.55))


def _mouth(canvas: Canvas, look: Look) -> None:
    lip = mix(look.skin, "#8c1d2f", 0.6)
    match look.mouth:
        case "smile":
            canvas.curve(arc((CENTRE, 284), 27, 19, 20, 160), 6, lip)
        case "calm":
            canvas.curve([(CENTRE - 20, 299), (CENTRE, 301), (CENTRE + 20, 298)], 6, lip)
        case "lopsided":
            canvas.curve([(CENTRE - 20, 300), (CENTRE + 4, 304), (CENTRE + 25, 292)], 6, lip)
        case "grin":
            shape = [*arc((CENTRE, 289), 31, 25, 0, 180)]
            canvas.polygon(shape, "#6d1f2c")
            teeth = canvas.layer()
            teeth.box(CENTRE - 40, 280, CENTRE + 40, 298, "#fffaf2")
            canvas.paste(teeth, inside=shape)
            canvas.ring(shape, 4, lip)


def _beard(canvas: Canvas, look: Look, outline: Sequence[Point]) -> None:
    w = look.width
    if look.beard in {"full", "short", "stubble"}:
        tint = mix(look.skin, look.hair_colour, 0.3 if look.beard == "stubble" else 1)
        cheek = 268 if look.beard == "full" else 276
        line = [(CENTRE, 277.0), (CENTRE + 40, 280), (CENTRE + 72 * w, cheek), (CENTRE + 100, 236)]
        layer = canvas.layer()
        edge = smooth([*mirrored(line[1:], CENTRE), *line], closed=False)
        layer.polygon([*edge, (CENTRE + 110, 380), (CENTRE - 110, 380)], tint)
        if look.beard == "full":
            # A full beard is longer than the head: it ends below the chin.
            half = [(CENTRE + 86 * w, 236), (CENTRE + 80 * w, 300), (CENTRE + 56 * w, 346)]
            outline = smooth([*half, (CENTRE, 366), *mirrored(half, CENTRE)], closed=False)
        canvas.paste(layer, inside=outline)
        around = look.skin if look.beard == "stubble" else mix(look.skin, tint, 0.12)
        canvas.ellipse((CENTRE, 302), 27, 12, around)
    if look.beard in {"full", "short", "moustache"}:
        shade = 0 if look.beard == "moustache" else 0.12
        half = [(CENTRE + 25, 276), (CENTRE + 47, 292), (CENTRE + 23, 293)]
        lip: list[Point] = [(CENTRE, 278), *half, (CENTRE, 289), *mirrored(half, CENTRE)]
        canvas.blob(lip, mix(look.hair_colour, INK, shade))


def _glasses(canvas: Canvas, look: Look) -> None:
    if look.glasses == "none":
        return
    for side in SIDES:
        x = CENTRE + side * 37 * look.width
        match look.glasses:
            case "round":
                lens = oval((x, 240), 29, 29)
            case "square":
                lens = oval((x, 240), 31, 24, squareness=4.5)
            case "half":
                lens = arc((x, 240), 28, 22, 0, 180)
        canvas.ring(lens, 5.5, look.frames)
        canvas.curve(
            [(x + side * 30, 234), (CENTRE + side * 86 * look.width, 230)], 5.5, look.frames
        )
    canvas.curve(arc((CENTRE, 238), 9, 7, 200, 340), 5.5, look.frames)
