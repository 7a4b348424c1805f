"""Hats and headscarves of a portrait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .canvas import arc, mirrored, mix, oval, smooth
from .look import CENTRE

if TYPE_CHECKING:
    from .canvas import Canvas
    from .look import Look


def draw_behind(canvas: Canvas, look: Look) -> None:
    if look.hat == "headscarf":
        half = [
            (CENTRE, 84),
            (CENTRE + 74, 100),
            (CENTRE + 116, 172),
            (CENTRE + 118, 262),
            (CENTRE + 104, 340),
            (CENTRE + 130, 410),
        ]
        outer = smooth(half, closed=False)
        canvas.polygon([*outer, *mirrored(outer, CENTRE)], mix(look.hat_colour, "#1a1226", 0.25))
    elif look.hat == "sun hat":
        canvas.ellipse((CENTRE, 160), 172, 46, mix(look.hat_colour, "#5a3a1a", 0.28))


def draw_on_top(canvas: Canvas, look: Look) -> None:
    colour = look.hat_colour
    dark = mix(colour, "#1a1226", 0.24)
    light = mix(colour, "#ffffff", 0.18)
    w = look.width
    match look.hat:
        case "flat cap":
            canvas.blob(
                [
                    (CENTRE - 98 * w, 166),
                    (CENTRE - 92 * w, 122),
                    (CENTRE - 40, 88),
                    (CENTRE + 40, 86),
                    (CENTRE + 96 * w, 118),
                    (CENTRE + 108 * w, 158),
                    (CENTRE, 170),
                ],
                colour,
            )
            canvas.blob(
                [
                    (CENTRE - 78, 158),
                    (CENTRE, 150),
                    (CENTRE + 96, 156),
                    (CENTRE + 92, 182),
                    (CENTRE, 178),
                    (CENTRE - 76, 178),
                ],
                dark,
            )
            canvas.curve([(CENTRE - 30, 96), (CENTRE - 6, 120), (CENTRE + 2, 146)], 4, dark)
        case "pilot cap":
            canvas.blob(
                [
                    (CENTRE - 112 * w, 128),
                    (CENTRE - 60, 84),
                    (CENTRE, 74),
                    (CENTRE + 60, 84),
                    (CENTRE + 112 * w, 128),
                    (CENTRE + 84 * w, 156),
                    (CENTRE, 150),
                    (CENTRE - 84 * w, 156),
                ],
                colour,
            )
            canvas.polygon(
                [
                    (CENTRE - 88 * w, 142),
                    *smooth(
                        [(CENTRE - 88 * w, 142), (CENTRE, 134), (CENTRE + 88 * w, 142)],
                        closed=False,
                    ),
                    (CENTRE + 88 * w, 172),
                    (CENTRE, 164),
                    (CENTRE - 88 * w, 172),
                ],
                dark,
            )
            canvas.polygon(
                smooth(
                    [
                        (CENTRE - 80 * w, 166),
                        (CENTRE, 158),
                        (CENTRE + 80 * w, 166),
                        (CENTRE + 50, 188),
                        (CENTRE, 194),
                        (CENTRE - 50, 188),
                    ]
                ),
                "#1d1b24",
            )
            canvas.circle((CENTRE, 128), 13, "#e2b13c")
            canvas.circle((CENTRE, 128), 6, dark)
        case "bandana":
            canvas.polygon(
                [
                    *smooth(
                        [
                            (CENTRE - 90 * w, 176),
                            (CENTRE - 70, 112),
                            (CENTRE, 92),
                            (CENTRE + 70, 112),
                            (CENTRE + 90 * w, 176),
                        ],
                        closed=False,
                    ),
                    *smooth([(CENTRE + 80, 172), (CENTRE, 156), (CENTRE - 80, 172)], closed=False),
                ],
                colour,
            )
            for x, y in (
                (-56, 142),
                (-30, 116),
                (-10, 142),
                (20, 112),
                (34, 142),
                (62, 146),
                (-2, 106),
            ):
                canvas.circle((CENTRE + x, y), 5, look.trim)
        case "sun hat":
            dome = smooth(
                [
                    (CENTRE - 84, 156),
                    (CENTRE - 70, 92),
                    (CENTRE, 70),
                    (CENTRE + 70, 92),
                    (CENTRE + 84, 156),
                ],
                closed=False,
            )
            canvas.polygon(dome, colour)
            canvas.polygon(
                [*arc((CENTRE, 152), 172, 40, 180, 360), *arc((CENTRE, 152), 172, 20, 0, 180)],
                light,
            )
            canvas.polygon(
                [*arc((CENTRE, 132), 82, 14, 180, 360), *arc((CENTRE, 146), 84, 14, 0, 180)],
                "#b5482f",
            )
        case "headscarf":
            _headscarf(canvas, look)
        case "none":
            pass


def _headscarf(canvas: Canvas, look: Look) -> None:
    colour = look.hat_colour
    dark = mix(colour, "#1a1226", 0.22)
    face = oval((CENTRE, 240), 76 * look.width, 98, squareness=2.2)
    layer = canvas.layer()
    outer = smooth(
        [
            (CENTRE, 86),
            (CENTRE + 72, 100),
            (CENTRE + 112, 172),
            (CENTRE + 110, 262),
            (CENTRE + 84, 336),
            (CENTRE + 118, 396),
            (CENTRE + 60, 440),
            (CENTRE - 30, 446),
            (CENTRE - 118, 396),
            (CENTRE - 84, 336),
            (CENTRE - 110, 262),
            (CENTRE - 112, 172),
            (CENTRE - 72, 100),
        ]
    )
    layer.polygon([*outer, outer[0], face[72], *face[73:], *face[:73]], colour)
    canvas.paste(layer)
    canvas.curve([(CENTRE - 70, 320), (CENTRE - 10, 372), (CENTRE + 84, 384)], 5, dark)
    canvas.curve([(CENTRE - 88, 352), (CENTRE - 20, 404), (CENTRE + 70, 416)], 5, dark)
    canvas.curve([(CENTRE + 40, 104), (CENTRE + 88, 150), (CENTRE + 96, 214)], 4, dark)
