"""Pictures of the members' tweets: 1,200 by 800 pixels, landscapes cut from banners, a clock."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random
from typing import TYPE_CHECKING

from PIL import Image

from . import banners, patterns, scenery
from .canvas import Canvas
from .scenery import DAWN, DUSK, FOG, NIGHT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from .scenery import Palette

SIZE = (1200, 800)
COLOURS = 32
INK, BRASS, LIGHT, WOOD = "#3a2f2a", "#b5893c", "#e3c07a", "#8a6043"


def bell(canvas: Canvas, rng: Random) -> None:
    """The ferry bell on a towel, on a bench."""
    canvas.box(0, 0, 1200, 800, "#d9d2c3")
    canvas.box(0, 560, 1200, 800, WOOD)
    for y in (600, 660, 730):
        canvas.stroke([(0, y), (1200, y + rng.uniform(-12, 12))], 4, "#6f4b33")
    canvas.polygon([(250, 560), (980, 560), (1080, 680), (170, 680)], "#f1ede4")
    canvas.stroke([(230, 655), (1030, 655)], 8, "#b3453c")
    _bell(canvas, 600, 600, 1.0)


def date(canvas: Canvas, _rng: Random) -> None:
    """The rim of the bell, with mud, and a clean spot that says 1898."""
    canvas.box(0, 0, 1200, 800, "#5d4a33")
    canvas.polygon([(0, 480), (1200, 420), (1200, 800), (0, 800)], "#4a3a29")
    canvas.circle((600, 400), 190, BRASS)
    canvas.circle((560, 350), 120, LIGHT)
    for x, strokes in (
        (470, [[(0, 20), (14, 0), (14, 110)]]),
        (530, [[(25, 0), (50, 25), (0, 80), (25, 110), (50, 80), (0, 25), (25, 0)]]),
        (610, [[(50, 30), (25, 0), (0, 30), (25, 58), (50, 30), (48, 80), (20, 110)]]),
        (690, [[(25, 0), (50, 25), (0, 80), (25, 110), (50, 80), (0, 25), (25, 0)]]),
    ):
        for points in strokes:
            canvas.stroke([(x + a, 345 + b) for a, b in points], 11, INK)


def oak(canvas: Canvas, rng: Random) -> None:
    """A post of green oak on trestles, and a heap of shavings."""
    canvas.box(0, 0, 1200, 800, "#c9d3cf")
    canvas.box(0, 600, 1200, 800, "#9d9384")
    for x in (300, 860):
        canvas.stroke([(x, 480), (x - 60, 700)], 22, "#5c4632")
        canvas.stroke([(x, 480), (x + 60, 700)], 22, "#5c4632")
    canvas.polygon([(120, 380), (1060, 380), (1060, 480), (120, 480)], "#c79a5b")
    canvas.polygon([(1060, 405), (1140, 405), (1140, 455), (1060, 455)], "#ddb679")
    for height in (400, 430, 462):
        canvas.stroke([(130, height), (1040, height + rng.uniform(-8, 8))], 3, "#a87c40")
    for _ in range(60):
        left, top = rng.gauss(580, 130), rng.gauss(705, 22)
        shaving = [(left, top), (left + 18, top - 20), (left + 38, top - 4)]
        canvas.curve(shaving, 6, rng.choice(["#e8cf9f", LIGHT]))


def underwater(canvas: Canvas, rng: Random) -> None:
    """Green water from below, with a diver's line that goes up to the light."""
    for band in range(16):
        canvas.box(
            0, band * 50, 1200, 800, f"#{10 + band:02x}{110 - 5 * band:02x}{105 - 4 * band:02x}"
        )
    canvas.ellipse((600, 0), 330, 70, "#cfe9d2")
    canvas.curve([(610, 10), (580, 260), (640, 520), (600, 790)], 7, "#f0e2b0")
    for _ in range(40):
        canvas.circle((rng.gauss(640, 90), rng.uniform(60, 760)), rng.uniform(3, 11), "#a9d6c4")


def _bell(canvas: Canvas, x: float, y: float, size: float) -> None:
    def at(*points: tuple[float, float]) -> list[tuple[float, float]]:
        return [(x + a * size, y + b * size) for a, b in points]

    canvas.circle((x, y - 390 * size), 42 * size, INK)
    canvas.circle((x, y - 390 * size), 22 * size, "#d9d2c3")
    body = [(-90, -340), (-140, -240), (-165, -110), (-240, 0), (240, 0), (165, -110), (140, -240)]
    canvas.blob(at(*body, (90, -340)), BRASS)
    canvas.polygon(at((-255, -20), (255, -20), (255, 22), (-255, 22)), "#93692a")
    canvas.curve(at((-75, -300), (-115, -180), (-150, -70)), 20 * size, LIGHT)
    canvas.circle((x, y + 40 * size), 34 * size, INK)


def _night(canvas: Canvas, rng: Random) -> None:
    scenery.sky(canvas, NIGHT, (1020, 110), 42)
    scenery.stars(canvas, rng)
    scenery.hills(canvas, NIGHT, rng)
    scenery.water(canvas, NIGHT, rng, 1020)
    scenery.posts(canvas, "#0b1524", (620, 700, 780, 860))


def _river(palette: Palette, sun: int) -> Callable[[Canvas, Random], None]:
    def draw(canvas: Canvas, rng: Random) -> None:
        scenery.sky(canvas, palette, (sun, 150), 46)
        scenery.hills(canvas, palette, rng)
        scenery.water(canvas, palette, rng, sun)
        scenery.skiff(canvas, 720, 400, "#2e6b4f")

    return draw


OWN: dict[str, Callable[[Canvas, Random], None]] = {
    "bell": bell,
    "date": date,
    "oak": oak,
    "underwater": underwater,
}
CUT: dict[str, tuple[Callable[[Canvas, Random], None], tuple[int, int, int, int]]] = {
    "posts": (_night, (400, 0, 1150, 500)),
    "fog": (_river(FOG, 950), (350, 0, 1050, 500)),
    "dawn": (_river(DAWN, 640), (300, 0, 1050, 500)),
    "dusk": (_river(DUSK, 860), (550, 0, 925, 500)),
    "sails": (banners.sails, (850, 100, 1450, 500)),
    "leaves": (patterns.leaves, (0, 0, 750, 500)),
    "quilt": (patterns.quilt, (0, 0, 500, 500)),
    "moths": (patterns.moths, (0, 0, 750, 500)),
}
"""Parts of drawings in the size of a banner: left, top, right and bottom."""


def draw_all(folder: Path) -> None:
    """Draw all pictures into folder."""
    for name, draw in OWN.items():
        canvas = Canvas(*SIZE)
        draw(canvas, Random(name))
        canvas.save_webp(folder / f"{name}.webp", SIZE, COLOURS)
    for name, (draw_whole, (left, top, right, bottom)) in CUT.items():
        canvas = Canvas(scenery.WIDTH, scenery.HEIGHT)
        draw_whole(canvas, Random(name))
        scale = canvas.scale
        canvas.image = canvas.image.crop((left * scale, top * scale, right * scale, bottom * scale))
        size = (2 * (right - left), 2 * (bottom - top))
        canvas.save_webp(folder / f"{name}.webp", size, COLOURS)
    frames = [draw_clock(turn / 24) for turn in range(24)]
    frames[0].save(
        folder / "clock.gif", save_all=True, append_images=frames[1:], duration=80, loop=0
    )


def draw_clock(turn: float) -> Image.Image:
    """Draw the station clock. turn: of its long hand, from 0 to 1."""
    canvas = Canvas(480, 360, "#cdd9d6")
    canvas.circle((240, 180), 150, INK)
    canvas.circle((240, 180), 136, "#fbf7ec")
    for hour in range(12):
        a = hour * pi / 6
        canvas.circle((240 + 112 * sin(a), 180 - 112 * cos(a)), 7 if hour % 3 else 11, INK)
    for length, width, a in ((62, 14, turn * pi / 6 + 0.5), (98, 8, turn * 2 * pi)):
        canvas.stroke([(240, 180), (240 + length * sin(a), 180 - length * cos(a))], width, INK)
    canvas.circle((240, 180), 12, "#b3453c")
    small = canvas.image.convert("RGB").resize((480, 360), Image.Resampling.LANCZOS)
    return small.quantize(16, dither=Image.Dither.NONE)
