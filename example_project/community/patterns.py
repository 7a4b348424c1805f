"""Banners that are patterns: from the bench, the print room, the loft and the garden."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from .drawing import arc, mix, oval, smooth
from .scenery import HEIGHT, WIDTH

if TYPE_CHECKING:
    from random import Random

    from .drawing import Paper


def seigaiha(paper: Paper, _rng: Random) -> None:
    """The old pattern of waves: rows of rings, each row over the one above it."""
    radius = 62
    shades = ("#1f3a5f", "#eef1ea", "#35608c", "#eef1ea", "#6f9dbd")
    for row in range(20):
        y = row * radius / 2
        for column in range(-1, WIDTH // (2 * radius) + 2):
            x = column * 2 * radius + (radius if row % 2 else 0)
            for ring, colour in enumerate(shades):
                paper.circle((x, y), radius * (1 - ring * 0.19), colour)


def circuit(paper: Paper, rng: Random) -> None:
    paper.box(0, 0, WIDTH, HEIGHT, "#12463f")
    trace, pad = "#2f8f78", "#e9c46a"
    for lane in range(22):
        y = 14.0 + lane * 22
        x = rng.choice((-20.0, 80.0, 240.0))
        points = [(x, y)]
        while x < WIDTH:
            x += rng.choice((70, 110, 160))
            bend = rng.choice((0, 0, 22, -22))
            if 0 < y + bend < HEIGHT:
                points.append((x, y))
                x += abs(bend)
                y += bend
            points.append((x, y))
            if rng.random() < 0.16:
                break
        paper.stroke(points, 5, trace)
        for end in (points[0], points[-1]):
            paper.circle(end, 9, pad)
            paper.circle(end, 4, "#12463f")
    for x, y, pins in ((330, 150, 7), (860, 300, 9), (1210, 110, 5)):
        half = pins * 11
        for pin in range(pins):
            paper.box(x - half + pin * 22 + 5, y - 58, x - half + pin * 22 + 15, y + 58, "#cdd3cf")
        paper.box(x - half - 4, y - 44, x + half + 2, y + 44, "#171d24")
        paper.circle((x - half + 12, y - 28), 6, "#3a434d")
    for x, y, colour in (
        (150, 330, "#c3312b"),
        (610, 90, "#e9b44c"),
        (1080, 400, "#5fb3d9"),
        (1390, 300, "#c3312b"),
    ):
        paper.circle((x, y), 30, mix(colour, "#12463f", 0.6))
        paper.circle((x, y), 19, colour)
        paper.circle((x - 6, y - 6), 5, "#ffffff")


def halftone(paper: Paper, _rng: Random) -> None:
    """A crane by the river, in the dots of three inks that don't quite meet."""
    paper.box(0, 0, WIDTH, HEIGHT, "#f4ecd8")
    for row in range(27):
        for column in range(78):
            x, y = column * 20 + (10 if row % 2 else 0), row * 19
            wave = 0.5 + 0.5 * sin(x / 190 + cos(y / 90) * 1.6)
            paper.circle((x, y), 1.5 + 7.5 * wave * (y / HEIGHT), "#e4574a")
            paper.circle((x + 4, y + 3), 7.5 * (1 - wave) * (1 - y / HEIGHT), "#f2b731")
    ink = "#20386b"
    paper.stroke([(1040, 500), (1100, 120)], 12, ink)
    paper.stroke([(1180, 500), (1112, 120)], 12, ink)
    for step in range(5):
        y = 470 - step * 70
        paper.stroke([(1050 + step * 11, y), (1164 - step * 12, y - 52)], 6, ink)
        paper.stroke([(1166 - step * 12, y), (1056 + step * 11, y - 52)], 6, ink)
    paper.stroke([(800, 60), (1320, 128)], 12, ink)
    paper.stroke([(800, 60), (1106, 66), (1320, 128)], 6, ink)
    paper.stroke([(1106, 130), (1106, 66)], 9, ink)
    paper.box(1250, 120, 1330, 176, ink)
    paper.stroke([(820, 64), (820, 300)], 4, ink)
    paper.polygon(arc((820, 312), 16, 16, 0, 180), ink)


def type_case(paper: Paper, rng: Random) -> None:
    """A tray of wood type, its blocks face up."""
    paper.box(0, 0, WIDTH, HEIGHT, "#3a2a22")
    x = 0.0
    woods = ("#d9a566", "#c98f52", "#e3b679", "#b97f47")
    inks = ("#22262e", "#b5372d", "#204a6b")
    while x < WIDTH:
        wide = rng.choice((86, 104, 128, 150))
        y = 0.0
        while y < HEIGHT:
            high = rng.choice((118, 140, 160))
            block = rng.choice(woods)
            paper.box(x + 5, y + 5, x + wide - 5, y + high - 5, block)
            for grain in range(3):
                gy = y + high * (grain + 1) / 4
                paper.stroke(
                    [(x + 10, gy), (x + wide - 10, gy + 3)], 2, mix(block, "#6b4222", 0.25)
                )
            _sort(paper, rng, (x + wide / 2, y + high / 2), min(wide, high) * 0.3, rng.choice(inks))
            y += high
        x += wide


def _sort(paper: Paper, rng: Random, centre: tuple[float, float], r: float, ink: str) -> None:
    x, y = centre
    w = r * 0.42
    match rng.randrange(6):
        case 0:
            paper.ring(oval(centre, r * 0.78, r), w, ink)
        case 1:
            paper.stroke([(x - r * 0.7, y - r), (x + r * 0.7, y - r)], w, ink)
            paper.stroke([(x, y - r), (x, y + r)], w, ink)
        case 2:
            paper.stroke([(x - r * 0.7, y + r), (x, y - r), (x + r * 0.7, y + r)], w, ink)
            paper.stroke([(x - r * 0.35, y + r * 0.3), (x + r * 0.35, y + r * 0.3)], w * 0.7, ink)
        case 3:
            paper.stroke([(x - r * 0.7, y - r), (x - r * 0.7, y + r)], w, ink)
            paper.stroke([(x + r * 0.7, y - r), (x + r * 0.7, y + r)], w, ink)
            paper.stroke([(x - r * 0.7, y), (x + r * 0.7, y)], w, ink)
        case 4:
            paper.curve(
                [
                    (x + r * 0.6, y - r * 0.7),
                    (x - r * 0.4, y - r * 0.8),
                    (x, y),
                    (x + r * 0.5, y + r * 0.7),
                    (x - r * 0.6, y + r * 0.8),
                ],
                w,
                ink,
            )
        case _:
            paper.stroke([(x - r * 0.5, y - r), (x - r * 0.5, y + r), (x + r * 0.6, y + r)], w, ink)


def quilt(paper: Paper, rng: Random) -> None:
    colours = ("#c3312b", "#f2b731", "#1f5fa8", "#f4efe2", "#2f7a6d", "#e59a8f", "#27364f")
    size = 125
    for row in range(HEIGHT // size):
        for column in range(WIDTH // size):
            left, top = column * size, row * size
            one, two = rng.sample(colours, 2)
            paper.box(left, top, left + size, top + size, one)
            mid_x, mid_y = left + size / 2, top + size / 2
            match (row + column) % 4:
                case 0:
                    paper.polygon([(left, top), (left + size, top), (left, top + size)], two)
                case 1:
                    paper.polygon(
                        [(mid_x, top), (left + size, mid_y), (mid_x, top + size), (left, mid_y)],
                        two,
                    )
                case 2:
                    for strip in range(0, size, 50):
                        paper.box(left, top + strip, left + size, top + strip + 25, two)
                case _:
                    for angle in range(0, 360, 90):
                        paper.polygon(
                            [
                                (mid_x, mid_y),
                                *arc((mid_x, mid_y), size / 2, size / 2, angle, angle + 45),
                            ],
                            two,
                        )
            for stitch in range(0, size, 14):
                paper.stroke([(left + stitch, top + 5), (left + stitch + 6, top + 5)], 2, "#fffaf0")
                paper.stroke([(left + 5, top + stitch), (left + 5, top + stitch + 6)], 2, "#fffaf0")


def wheels(paper: Paper, rng: Random) -> None:
    paper.box(0, 0, WIDTH, HEIGHT, "#f5c95c")
    for column in range(8):
        for row in range(3):
            centre = (column * 215.0 + (108 if row % 2 else 0), row * 200.0 + 50)
            colour = rng.choice(("#d8472f", "#1d5c63", "#27364f", "#ffffff"))
            paper.ring(oval(centre, 88, 88), 13, "#27364f")
            paper.ring(oval(centre, 76, 76), 5, colour)
            turn = rng.uniform(0, pi)
            for spoke in range(14):
                angle = turn + spoke * pi / 7
                tip = (centre[0] + 74 * cos(angle), centre[1] + 74 * sin(angle))
                paper.stroke([centre, tip], 2.4, colour)
            paper.circle(centre, 12, "#27364f")


def leaves(paper: Paper, rng: Random) -> None:
    paper.box(0, 0, WIDTH, HEIGHT, "#e8efd2")
    greens = ("#2f6b46", "#5b9153", "#8fb45a", "#1f5240", "#c2cf7a")
    for column in range(19):
        for row in range(7):
            x = column * 84 + rng.uniform(-14, 14)
            y = row * 84 + rng.uniform(-14, 14)
            angle = rng.uniform(-0.7, 0.7) + (pi if row % 2 else 0)
            colour = rng.choice(greens)
            shape = [(0, -56), (24, -16), (20, 24), (0, 54), (-20, 24), (-24, -16)]
            turned = [
                (x + px * cos(angle) - py * sin(angle), y + px * sin(angle) + py * cos(angle))
                for px, py in shape
            ]
            paper.blob(turned, colour)
            paper.stroke([turned[0], turned[3]], 3, mix(colour, "#ffffff", 0.35))
    for _ in range(14):
        x, y = rng.uniform(40, WIDTH - 40), rng.uniform(30, HEIGHT - 30)
        for petal in range(5):
            angle = petal * 2 * pi / 5
            paper.circle((x + 13 * cos(angle), y + 13 * sin(angle)), 10, "#f7f1e3")
        paper.circle((x, y), 8, "#f2b731")


def pegboard(paper: Paper, _rng: Random) -> None:
    """Tools on a wall, each on its own painted shadow."""
    paper.box(0, 0, WIDTH, HEIGHT, "#d8b98c")
    for row in range(13):
        for column in range(38):
            paper.circle((20 + column * 40, 20 + row * 40), 4, "#b08d5c")
    steel, wood, dark = "#5d6b75", "#8a4b2a", "#33302f"
    for x in (110.0, 250.0, 390.0):
        paper.stroke([(x, 80), (x, 210)], 26, wood)
        paper.stroke([(x, 210), (x, 300)], 15, steel)
        paper.polygon([(x - 22, 300), (x + 22, 300), (x + 22, 400), (x - 22, 386)], steel)
    paper.stroke([(570, 120), (570, 420)], 24, wood)
    paper.box(490, 80, 650, 146, dark)
    paper.polygon([(760, 110), (1130, 150), (1130, 240), (760, 300)], "#aab4ba")
    for tooth in range(18):
        x = 762 + tooth * 20.4
        paper.polygon(
            [(x, 300 - tooth * 3.4), (x + 20, 297 - tooth * 3.4), (x + 10, 314 - tooth * 3.4)],
            "#aab4ba",
        )
    paper.ring(oval((1172, 195), 46, 58, squareness=2.6), 30, wood)
    paper.box(1290, 90, 1312, 400, steel)
    paper.box(1290, 90, 1420, 112, steel)
    paper.polygon([(760, 380), (1100, 380), (1140, 420), (760, 420)], wood)
    paper.box(830, 350, 1010, 382, dark)
    paper.polygon([(900, 350), (930, 330), (958, 350)], steel)


def moths(paper: Paper, rng: Random) -> None:
    paper.box(0, 0, WIDTH, HEIGHT, "#2b2b35")
    colours = ("#e0609a", "#7fd1c7", "#f7e29c", "#f1cdb6")
    for column in range(10):
        for row in range(4):
            x = 80 + column * 152 + (70 if row % 2 else 0)
            y = 66 + row * 124
            colour = rng.choice(colours)
            for side in (-1, 1):
                paper.blob(
                    [
                        (x, y - 6),
                        (x + side * 34, y - 34),
                        (x + side * 58, y - 24),
                        (x + side * 40, y + 6),
                        (x, y + 6),
                    ],
                    colour,
                )
                paper.blob(
                    [
                        (x, y + 2),
                        (x + side * 34, y + 8),
                        (x + side * 30, y + 34),
                        (x + side * 6, y + 26),
                    ],
                    mix(colour, "#2b2b35", 0.3),
                )
                paper.circle((x + side * 36, y - 18), 6, "#2b2b35")
                paper.curve(
                    smooth(
                        [(x, y - 14), (x + side * 8, y - 32), (x + side * 18, y - 38)], closed=False
                    ),
                    2.5,
                    colour,
                )
            paper.ellipse((x, y + 4), 6, 24, mix(colour, "#ffffff", 0.3))
