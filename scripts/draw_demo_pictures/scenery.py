"""Parts of landscapes for banners: sky, hills, water, boats and the boat shed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .canvas import arc, mix, smooth

if TYPE_CHECKING:
    from random import Random

    from .canvas import Canvas, Colour

WIDTH, HEIGHT = 1500, 500


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a landscape at a time of day."""

    sky: Colour
    glow: Colour
    far: Colour
    near: Colour
    water: Colour
    light: Colour


DAWN = Palette("#f7d9b8", "#f29e6d", "#c98b86", "#7a5f78", "#4c6a86", "#fbeadb")
DAY = Palette("#bfe1e4", "#f6d877", "#86b59d", "#4f8577", "#2f7f8f", "#eaf6f1")
DUSK = Palette("#e58f6e", "#f9d28a", "#8a4f66", "#4d3556", "#2c3b5e", "#f7b98b")
FOG = Palette("#dfe6e3", "#f3efe2", "#b4c4c2", "#869c9d", "#90aab0", "#f4f7f5")
NIGHT = Palette("#15243b", "#f4ecc9", "#22375a", "#0e1a2d", "#1b3357", "#7fa3c4")


def sky(canvas: Canvas, palette: Palette, sun: tuple[float, float], radius: float) -> None:
    bands = 12
    warmth = 0.14 if palette is NIGHT else 0.5
    for band in range(bands):
        colour = mix(palette.sky, palette.glow, warmth * band / bands)
        canvas.box(0, 320 * band / bands, WIDTH, 320, colour)
    canvas.circle(sun, radius * 1.9, mix(palette.sky, palette.glow, warmth * 1.1))
    canvas.circle(sun, radius, palette.glow)


def stars(canvas: Canvas, rng: Random) -> None:
    for _ in range(120):
        place = (rng.uniform(0, WIDTH), rng.uniform(0, 260))
        canvas.circle(place, rng.choice((1.2, 1.6, 2.4)), "#f4ecc9")


def hills(canvas: Canvas, palette: Palette, rng: Random) -> None:
    for base, height, colour in ((300, 70, palette.far), (318, 38, palette.near)):
        ridge = [(x, base - rng.uniform(0.15, 1) * height) for x in range(-100, WIDTH + 201, 150)]
        canvas.polygon([*smooth(ridge, closed=False), (WIDTH + 200, 340), (-100, 340)], colour)


def water(canvas: Canvas, palette: Palette, rng: Random, sun: float) -> None:
    canvas.box(0, 320, WIDTH, HEIGHT, palette.water)
    for row in range(16):
        y = 330 + row * 11
        for _ in range(5):
            x = rng.uniform(-60, WIDTH)
            length = rng.uniform(30, 150)
            canvas.stroke([(x, y), (x + length, y)], 3, mix(palette.water, palette.light, 0.28))
        # The reflection of the sun: broken lines, wider in the foreground.
        wide = 24 + row * 7
        left = sun - wide * rng.uniform(0.5, 1)
        canvas.stroke([(left, y + 4), (sun + wide * rng.uniform(0.3, 1), y + 4)], 4, palette.light)


def shed(canvas: Canvas, left: float, dark: Colour, lamp: Colour) -> None:
    """Draw the boat shed and its slip on the far bank."""
    for bay in range(3):
        x = left + bay * 110
        canvas.polygon([(x, 322), (x, 236), (x + 55, 196), (x + 110, 236), (x + 110, 322)], dark)
        canvas.box(x + 34, 258, x + 50, 282, lamp)
        canvas.box(x + 60, 258, x + 76, 282, lamp)
    canvas.polygon(
        [(left + 118, 322), (left + 212, 322), (left + 262, 372), (left + 128, 372)],
        mix(dark, lamp, 0.22),
    )
    canvas.stroke([(left + 352, 322), (left + 352, 168)], 5, dark)
    canvas.polygon([(left + 354, 170), (left + 396, 183), (left + 354, 196)], "#c3312b")


def sailing_boat(
    canvas: Canvas, x: float, y: float, size: float, *, hull: Colour, sail: Colour
) -> None:
    s = size
    canvas.polygon(
        [(x - 3 * s, y - 34 * s), (x - 3 * s, y - 4 * s), (x - 26 * s, y - 4 * s)],
        mix(sail, hull, 0.2),
    )
    canvas.polygon([(x + 2 * s, y - 46 * s), (x + 2 * s, y - 4 * s), (x + 30 * s, y - 4 * s)], sail)
    canvas.stroke([(x, y - 48 * s), (x, y)], 2.4 * s, hull)
    canvas.polygon([*arc((x, y), 36 * s, 14 * s, 0, 180)], hull)


def launch(canvas: Canvas, x: float, y: float, size: float, *, hull: Colour, deck: Colour) -> None:
    """Draw a motor launch such as the Marigold."""
    s = size
    canvas.polygon(
        [
            (x - 78 * s, y - 20 * s),
            (x + 96 * s, y - 26 * s),
            (x + 70 * s, y + 12 * s),
            (x - 66 * s, y + 12 * s),
        ],
        hull,
    )
    canvas.stroke([(x - 76 * s, y - 15 * s), (x + 90 * s, y - 21 * s)], 5 * s, deck)
    canvas.stroke([(x - 68 * s, y + 3 * s), (x + 76 * s, y + 1 * s)], 3 * s, "#c3312b")
    canvas.box(x - 34 * s, y - 50 * s, x + 30 * s, y - 20 * s, deck)
    canvas.box(x - 42 * s, y - 56 * s, x + 40 * s, y - 49 * s, hull)
    for window in (-26, -4, 16):
        canvas.box(
            x + window * s, y - 44 * s, x + (window + 13) * s, y - 30 * s, mix(hull, "#9cc7d4", 0.6)
        )


def skiff(canvas: Canvas, x: float, y: float, colour: Colour) -> None:
    """Draw a rowing boat with one rower."""
    canvas.polygon(
        smooth(
            [(x - 120, y - 8), (x, y + 2), (x + 120, y - 10), (x + 70, y + 14), (x - 80, y + 14)]
        ),
        colour,
    )
    canvas.stroke([(x - 10, y - 6), (x + 4, y - 40)], 17, "#f0e4cf")
    canvas.circle((x + 8, y - 60), 12, "#d08a62")
    canvas.stroke([(x + 2, y - 34), (x - 34, y - 26), (x - 96, y + 22)], 5, "#7a4a2b")
    canvas.ellipse((x - 102, y + 26), 17, 6, "#7a4a2b")


def posts(canvas: Canvas, colour: Colour, xs: tuple[float, ...]) -> None:
    """Draw mooring posts, with a cormorant on the first."""
    for x in xs:
        canvas.box(x - 9, 372, x + 9, HEIGHT, colour)
        canvas.ellipse((x, 372), 9, 4, mix(colour, "#ffffff", 0.2))
    x = xs[0]
    canvas.blob(
        [
            (x - 8, 370),
            (x - 14, 346),
            (x - 2, 326),
            (x + 6, 310),
            (x + 20, 312),
            (x + 10, 318),
            (x + 10, 344),
            (x + 6, 370),
        ],
        "#1d2530",
    )
