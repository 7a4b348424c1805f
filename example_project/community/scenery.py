"""Pieces of landscape that several banners share: sky, hills, water, boats, the yard itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .drawing import arc, mix, smooth

if TYPE_CHECKING:
    from random import Random

    from .drawing import Colour, Paper

WIDTH, HEIGHT = 1500, 500


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of a landscape, at one hour of the day."""

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


def sky(paper: Paper, palette: Palette, sun: tuple[float, float], radius: float) -> None:
    bands = 12
    warmth = 0.14 if palette is NIGHT else 0.5
    for band in range(bands):
        colour = mix(palette.sky, palette.glow, warmth * band / bands)
        paper.box(0, 320 * band / bands, WIDTH, 320, colour)
    paper.circle(sun, radius * 1.9, mix(palette.sky, palette.glow, warmth * 1.1))
    paper.circle(sun, radius, palette.glow)


def stars(paper: Paper, rng: Random) -> None:
    for _ in range(120):
        place = (rng.uniform(0, WIDTH), rng.uniform(0, 260))
        paper.circle(place, rng.choice((1.2, 1.6, 2.4)), "#f4ecc9")


def hills(paper: Paper, palette: Palette, rng: Random) -> None:
    for base, height, colour in ((300, 70, palette.far), (318, 38, palette.near)):
        ridge = [(x, base - rng.uniform(0.15, 1) * height) for x in range(-100, WIDTH + 201, 150)]
        paper.polygon([*smooth(ridge, closed=False), (WIDTH + 200, 340), (-100, 340)], colour)


def water(paper: Paper, palette: Palette, rng: Random, sun: float) -> None:
    paper.box(0, 320, WIDTH, HEIGHT, palette.water)
    for row in range(16):
        y = 330 + row * 11
        for _ in range(5):
            x = rng.uniform(-60, WIDTH)
            length = rng.uniform(30, 150)
            paper.stroke([(x, y), (x + length, y)], 3, mix(palette.water, palette.light, 0.28))
        # The path of light under the sun is broken, and wider where it is nearer.
        wide = 24 + row * 7
        left = sun - wide * rng.uniform(0.5, 1)
        paper.stroke([(left, y + 4), (sun + wide * rng.uniform(0.3, 1), y + 4)], 4, palette.light)


def shed(paper: Paper, left: float, dark: Colour, lamp: Colour) -> None:
    """The boat shed with its slip, standing on the far bank."""
    for bay in range(3):
        x = left + bay * 110
        paper.polygon([(x, 322), (x, 236), (x + 55, 196), (x + 110, 236), (x + 110, 322)], dark)
        paper.box(x + 34, 258, x + 50, 282, lamp)
        paper.box(x + 60, 258, x + 76, 282, lamp)
    paper.polygon(
        [(left + 118, 322), (left + 212, 322), (left + 262, 372), (left + 128, 372)],
        mix(dark, lamp, 0.22),
    )
    paper.stroke([(left + 352, 322), (left + 352, 168)], 5, dark)
    paper.polygon([(left + 354, 170), (left + 396, 183), (left + 354, 196)], "#c3312b")


def sailing_boat(
    paper: Paper, x: float, y: float, size: float, *, hull: Colour, sail: Colour
) -> None:
    s = size
    paper.polygon(
        [(x - 3 * s, y - 34 * s), (x - 3 * s, y - 4 * s), (x - 26 * s, y - 4 * s)],
        mix(sail, hull, 0.2),
    )
    paper.polygon([(x + 2 * s, y - 46 * s), (x + 2 * s, y - 4 * s), (x + 30 * s, y - 4 * s)], sail)
    paper.stroke([(x, y - 48 * s), (x, y)], 2.4 * s, hull)
    paper.polygon([*arc((x, y), 36 * s, 14 * s, 0, 180)], hull)


def launch(paper: Paper, x: float, y: float, size: float, *, hull: Colour, deck: Colour) -> None:
    """A motor launch like the Marigold."""
    s = size
    paper.polygon(
        [
            (x - 78 * s, y - 20 * s),
            (x + 96 * s, y - 26 * s),
            (x + 70 * s, y + 12 * s),
            (x - 66 * s, y + 12 * s),
        ],
        hull,
    )
    paper.stroke([(x - 76 * s, y - 15 * s), (x + 90 * s, y - 21 * s)], 5 * s, deck)
    paper.stroke([(x - 68 * s, y + 3 * s), (x + 76 * s, y + 1 * s)], 3 * s, "#c3312b")
    paper.box(x - 34 * s, y - 50 * s, x + 30 * s, y - 20 * s, deck)
    paper.box(x - 42 * s, y - 56 * s, x + 40 * s, y - 49 * s, hull)
    for window in (-26, -4, 16):
        paper.box(
            x + window * s, y - 44 * s, x + (window + 13) * s, y - 30 * s, mix(hull, "#9cc7d4", 0.6)
        )


def skiff(paper: Paper, x: float, y: float, colour: Colour) -> None:
    """A rowing boat with one rower in it."""
    paper.polygon(
        smooth(
            [(x - 120, y - 8), (x, y + 2), (x + 120, y - 10), (x + 70, y + 14), (x - 80, y + 14)]
        ),
        colour,
    )
    paper.stroke([(x - 10, y - 6), (x + 4, y - 40)], 17, "#f0e4cf")
    paper.circle((x + 8, y - 60), 12, "#d08a62")
    paper.stroke([(x + 2, y - 34), (x - 34, y - 26), (x - 96, y + 22)], 5, "#7a4a2b")
    paper.ellipse((x - 102, y + 26), 17, 6, "#7a4a2b")


def posts(paper: Paper, colour: Colour, xs: tuple[float, ...]) -> None:
    """Mooring posts, a cormorant on the first."""
    for x in xs:
        paper.box(x - 9, 372, x + 9, HEIGHT, colour)
        paper.ellipse((x, 372), 9, 4, mix(colour, "#ffffff", 0.2))
    x = xs[0]
    paper.blob(
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
