"""Banners of the members, 1,500 by 500 pixels: river landscapes and patterns."""

from __future__ import annotations

from math import cos, sin
from random import Random
from typing import TYPE_CHECKING

from . import patterns, scenery
from .canvas import Canvas, arc, smooth
from .scenery import DAWN, DAY, DUSK, FOG, HEIGHT, NIGHT, WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable

    from .scenery import Palette

    Scene = Callable[[Canvas, Random], None]


def ferry_yard(canvas: Canvas, rng: Random) -> None:
    _river(canvas, rng, DAY, sun=1180)
    scenery.shed(canvas, 250, "#3b2f3a", "#f6d877")
    scenery.launch(canvas, 960, 400, 1.25, hull="#2f5a41", deck="#f3e6c8")
    scenery.sailing_boat(canvas, 1330, 352, 1.1, hull="#27364f", sail="#fffaf0")
    scenery.posts(canvas, "#4a3b34", (90, 150, 214))


def marigold(canvas: Canvas, rng: Random) -> None:
    _river(canvas, rng, DAWN, sun=420)
    scenery.launch(canvas, 1010, 404, 1.6, hull="#2f5a41", deck="#f3e6c8")
    scenery.posts(canvas, "#4b3d4e", (1310, 1372))


def pilot(canvas: Canvas, rng: Random) -> None:
    scenery.sky(canvas, NIGHT, (1120, 110), 42)
    scenery.stars(canvas, rng)
    scenery.hills(canvas, NIGHT, rng)
    scenery.water(canvas, NIGHT, rng, 1120)
    canvas.polygon([(300, 320), (312, 190), (348, 190), (360, 320)], "#e9e4d6")
    canvas.box(307, 238, 353, 268, "#c3312b")
    canvas.box(308, 162, 352, 192, "#f4d35e")
    canvas.polygon([(302, 164), (330, 140), (358, 164)], "#c3312b")
    canvas.polygon([(230, 320), (430, 320), (400, 300), (262, 304)], "#0b1524")
    scenery.posts(canvas, "#0b1524", (700, 760))


def wren(canvas: Canvas, rng: Random) -> None:
    _river(canvas, rng, FOG, sun=1150)
    scenery.skiff(canvas, 680, 400, "#2e6b4f")


def sails(canvas: Canvas, rng: Random) -> None:
    _river(canvas, rng, DUSK, sun=760)
    for x, y, size in ((250, 348, 1.0), (470, 380, 1.9), (1010, 346, 0.9), (1230, 392, 2.2)):
        scenery.sailing_boat(canvas, x, y, size, hull="#2a1f38", sail="#fbe3c0")


def barge(canvas: Canvas, rng: Random) -> None:
    _river(canvas, rng, DAWN, sun=1250)
    canvas.polygon(
        [(330, 352), (1080, 352), (1120, 330), (1090, 420), (360, 420), (320, 388)], "#27364f"
    )
    canvas.stroke([(330, 366), (1100, 362)], 7, "#c3312b")
    canvas.box(440, 292, 900, 352, "#f3e6c8")
    for x in range(470, 880, 74):
        canvas.box(x, 306, x + 44, 336, "#4c6a86")
    for x in range(452, 900, 28):
        canvas.circle((x, 288 - (x % 3) * 3), 11, "#5b9153")
        canvas.circle((x + 6, 281 - (x % 5)), 6, "#d8472f")


def flock(canvas: Canvas, rng: Random) -> None:
    _river(canvas, rng, DUSK, sun=420)
    for _ in range(46):
        x, y = rng.gauss(960, 210), rng.gauss(150, 56)
        s = rng.uniform(0.6, 1.5)
        lift = rng.uniform(4, 14) * s
        for side in (-1, 1):
            wing = [(x, y), (x + side * 10 * s, y - lift), (x + side * 24 * s, y - lift * 0.3)]
            canvas.curve(wing, 4 * s, "#35233f")


def kites(canvas: Canvas, rng: Random) -> None:
    scenery.sky(canvas, DAY, (1300, 380), 10)
    scenery.hills(canvas, DAY, rng)
    canvas.box(0, 320, WIDTH, HEIGHT, DAY.near)
    colours = ("#c3312b", "#f2b731", "#1f5fa8", "#fffaf0", "#8a3f7a")
    for place in range(9):
        x, y = 110 + place * 160, 70 + rng.uniform(0, 130)
        one, two = rng.sample(colours, 2)
        s = rng.uniform(0.8, 1.3)
        tip = (x - 90 * s, 330 + rng.uniform(0, 60))
        canvas.curve([(x, y + 40 * s), (x - 30 * s, y + 130 * s), tip], 2, "#f4f7f5")
        canvas.polygon([(x, y - 46 * s), (x + 36 * s, y), (x, y + 60 * s), (x - 36 * s, y)], one)
        canvas.polygon([(x, y - 46 * s), (x + 36 * s, y), (x, y)], two)
        canvas.polygon([(x - 36 * s, y), (x, y), (x, y + 60 * s)], two)


def bunting(canvas: Canvas, rng: Random) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, "#a7d4d8")
    colours = ("#c3312b", "#f2b731", "#1f5fa8", "#fffaf0", "#2f7a6d", "#e0609a")
    for row in range(4):
        line = [
            (x, 20 + row * 122 + 44 * sin(x / 240 + row * 1.7)) for x in range(-40, WIDTH + 80, 12)
        ]
        for x, y in line[::6]:
            canvas.polygon([(x, y), (x + 58, y), (x + 29, y + 78)], rng.choice(colours))
        canvas.stroke(line, 5, "#27364f")


def compass(canvas: Canvas, _rng: Random) -> None:
    """Draw part of an old sea chart: depth zones and a compass rose."""
    canvas.box(0, 0, WIDTH, HEIGHT, "#dbe9e6")
    for depth, colour in ((0, "#c3ddd9"), (70, "#a9cfcd"), (140, "#8fc0c2")):
        shore = [
            (x, 330 + depth * 0.9 + 60 * sin(x / 210) + 24 * cos(x / 67))
            for x in range(-60, WIDTH + 90, 30)
        ]
        canvas.polygon([*smooth(shore, closed=False), (WIDTH, HEIGHT), (0, HEIGHT)], colour)
    centre = (1130.0, 220.0)
    for step in range(16):
        angle = step * 22.5
        long = 190 if step % 4 == 0 else 130 if step % 2 == 0 else 84
        tip = arc(centre, long, long, angle, angle + 4)[0]
        for turn, colour in ((-11, "#27364f"), (11, "#fffaf0")):
            foot = arc(centre, 34, 34, angle + turn, angle + turn + 4)[0]
            canvas.polygon([centre, foot, tip], colour)
    canvas.circle(centre, 16, "#c3312b")
    for ring in (206, 222):
        canvas.ring(arc(centre, ring, ring, 0, 360), 3, "#27364f")


SCENES: dict[str, Scene] = {
    "ferryyard": ferry_yard,
    "ada": patterns.circuit,
    "amelie": patterns.halftone,
    "bea": patterns.quilt,
    "carmen": patterns.wheels,
    "eleni": sails,
    "farid": kites,
    "grace": patterns.leaves,
    "ilse": barge,
    "joao": marigold,
    "kofi": bunting,
    "meiyu": patterns.leaves,
    "mira": patterns.pegboard,
    "nils": pilot,
    "noa": patterns.type_case,
    "old_bill": compass,
    "sam": patterns.moths,
    "siobhan": wren,
    "wanjiru": flock,
    "yuki": patterns.seigaiha,
}


def draw_banner(username: str) -> Canvas:
    canvas = Canvas(WIDTH, HEIGHT, "#bfe1e4", scale=2)
    SCENES[username](canvas, Random(username))
    return canvas


def _river(canvas: Canvas, rng: Random, palette: Palette, *, sun: float) -> None:
    scenery.sky(canvas, palette, (sun, 190), 58)
    scenery.hills(canvas, palette, rng)
    scenery.water(canvas, palette, rng, sun)
