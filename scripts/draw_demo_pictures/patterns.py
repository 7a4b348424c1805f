"""Patterns for banners: circuits, quilts, leaves, tools and others."""

from __future__ import annotations

from math import cos, pi, sin
from typing import TYPE_CHECKING

from .canvas import arc, mix, oval, smooth
from .scenery import HEIGHT, WIDTH

if TYPE_CHECKING:
    from random import Random

    from .canvas import Canvas


def seigaiha(canvas: Canvas, _rng: Random) -> None:
    """Draw seigaiha, the Japanese wave pattern: rows of rings, each over the row above it."""
    radius = 62
    shades = ("#1f3a5f", "#eef1ea", "#35608c", "#eef1ea", "#6f9dbd")
    for row in range(20):
        y = row * radius / 2
        for column in range(-1, WIDTH // (2 * radius) + 2):
            x = column * 2 * radius + (radius if row % 2 else 0)
            for ring, colour in enumerate(shades):
                canvas.circle((x, y), radius * (1 - ring * 0.19), colour)


def circuit(canvas: Canvas, rng: Random) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, "#12463f")
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
        canvas.stroke(points, 5, trace)
        for end in (points[0], points[-1]):
            canvas.circle(end, 9, pad)
            canvas.circle(end, 4, "#12463f")
    for x, y, pins in ((330, 150, 7), (860, 300, 9), (1210, 110, 5)):
        half = pins * 11
        for pin in range(pins):
            canvas.box(x - half + pin * 22 + 5, y - 58, x - half + pin * 22 + 15, y + 58, "#cdd3cf")
        canvas.box(x - half - 4, y - 44, x + half + 2, y + 44, "#171d24")
        canvas.circle((x - half + 12, y - 28), 6, "#3a434d")
    for x, y, colour in (
        (150, 330, "#c3312b"),
        (610, 90, "#e9b44c"),
        (1080, 400, "#5fb3d9"),
        (1390, 300, "#c3312b"),
    ):
        canvas.circle((x, y), 30, mix(colour, "#12463f", 0.6))
        canvas.circle((x, y), 19, colour)
        canvas.circle((x - 6, y - 6), 5, "#ffffff")


def halftone(canvas: Canvas, _rng: Random) -> None:
    """Draw a crane by the river as a halftone print, its three inks not quite aligned."""
    canvas.box(0, 0, WIDTH, HEIGHT, "#f4ecd8")
    for row in range(27):
        for column in range(78):
            x, y = column * 20 + (10 if row % 2 else 0), row * 19
            wave = 0.5 + 0.5 * sin(x / 190 + cos(y / 90) * 1.6)
            canvas.circle((x, y), 1.5 + 7.5 * wave * (y / HEIGHT), "#e4574a")
            canvas.circle((x + 4, y + 3), 7.5 * (1 - wave) * (1 - y / HEIGHT), "#f2b731")
    ink = "#20386b"
    canvas.stroke([(1040, 500), (1100, 120)], 12, ink)
    canvas.stroke([(1180, 500), (1112, 120)], 12, ink)
    for step in range(5):
        y = 470 - step * 70
        canvas.stroke([(1050 + step * 11, y), (1164 - step * 12, y - 52)], 6, ink)
        canvas.stroke([(1166 - step * 12, y), (1056 + step * 11, y - 52)], 6, ink)
    canvas.stroke([(800, 60), (1320, 128)], 12, ink)
    canvas.stroke([(800, 60), (1106, 66), (1320, 128)], 6, ink)
    canvas.stroke([(1106, 130), (1106, 66)], 9, ink)
    canvas.box(1250, 120, 1330, 176, ink)
    canvas.stroke([(820, 64), (820, 300)], 4, ink)
    canvas.polygon(arc((820, 312), 16, 16, 0, 180), ink)


def type_case(canvas: Canvas, rng: Random) -> None:
    """Draw a tray of wood type."""
    canvas.box(0, 0, WIDTH, HEIGHT, "#3a2a22")
    x = 0.0
    woods = ("#d9a566", "#c98f52", "#e3b679", "#b97f47")
    inks = ("#22262e", "#b5372d", "#204a6b")
    while x < WIDTH:
        wide = rng.choice((86, 104, 128, 150))
        y = 0.0
        while y < HEIGHT:
            high = rng.choice((118, 140, 160))
            block = rng.choice(woods)
            canvas.box(x + 5, y + 5, x + wide - 5, y + high - 5, block)
            for grain in range(3):
                gy = y + high * (grain + 1) / 4
                canvas.stroke(
                    [(x + 10, gy), (x + wide - 10, gy + 3)], 2, mix(block, "#6b4222", 0.25)
                )
            _letter(
                canvas, rng, (x + wide / 2, y + high / 2), min(wide, high) * 0.3, rng.choice(inks)
            )
            y += high
        x += wide


def _letter(canvas: Canvas, rng: Random, centre: tuple[float, float], r: float, ink: str) -> None:
    x, y = centre
    w = r * 0.42
    match rng.randrange(6):
        case 0:
            canvas.ring(oval(centre, r * 0.78, r), w, ink)
        case 1:
            canvas.stroke([(x - r * 0.7, y - r), (x + r * 0.7, y - r)], w, ink)
            canvas.stroke([(x, y - r), (x, y + r)], w, ink)
        case 2:
            canvas.stroke([(x - r * 0.7, y + r), (x, y - r), (x + r * 0.7, y + r)], w, ink)
            canvas.stroke([(x - r * 0.35, y + r * 0.3), (x + r * 0.35, y + r * 0.3)], w * 0.7, ink)
        case 3:
            canvas.stroke([(x - r * 0.7, y - r), (x - r * 0.7, y + r)], w, ink)
            canvas.stroke([(x + r * 0.7, y - r), (x + r * 0.7, y + r)], w, ink)
            canvas.stroke([(x - r * 0.7, y), (x + r * 0.7, y)], w, ink)
        case 4:
            canvas.curve(
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
            canvas.stroke(
                [(x - r * 0.5, y - r), (x - r * 0.5, y + r), (x + r * 0.6, y + r)], w, ink
            )


def quilt(canvas: Canvas, rng: Random) -> None:
    colours = ("#c3312b", "#f2b731", "#1f5fa8", "#f4efe2", "#2f7a6d", "#e59a8f", "#27364f")
    size = 125
    for row in range(HEIGHT // size):
        for column in range(WIDTH // size):
            left, top = column * size, row * size
            one, two = rng.sample(colours, 2)
            canvas.box(left, top, left + size, top + size, one)
            mid_x, mid_y = left + size / 2, top + size / 2
            match (row + column) % 4:
                case 0:
                    canvas.polygon([(left, top), (left + size, top), (left, top + size)], two)
                case 1:
                    canvas.polygon(
                        [(mid_x, top), (left + size, mid_y), (mid_x, top + size), (left, mid_y)],
                        two,
                    )
                case 2:
                    for strip in range(0, size, 50):
                        canvas.box(left, top + strip, left + size, top + strip + 25, two)
                case _:
                    for angle in range(0, 360, 90):
                        canvas.polygon(
                            [
                                (mid_x, mid_y),
                                *arc((mid_x, mid_y), size / 2, size / 2, angle, angle + 45),
                            ],
                            two,
                        )
            for stitch in range(0, size, 14):
                canvas.stroke(
                    [(left + stitch, top + 5), (left + stitch + 6, top + 5)], 2, "#fffaf0"
                )
                canvas.stroke(
                    [(left + 5, top + stitch), (left + 5, top + stitch + 6)], 2, "#fffaf0"
                )


def wheels(canvas: Canvas, rng: Random) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, "#f5c95c")
    for column in range(8):
        for row in range(3):
            centre = (column * 215.0 + (108 if row % 2 else 0), row * 200.0 + 50)
            colour = rng.choice(("#d8472f", "#1d5c63", "#27364f", "#ffffff"))
            canvas.ring(oval(centre, 88, 88), 13, "#27364f")
            canvas.ring(oval(centre, 76, 76), 5, colour)
            turn = rng.uniform(0, pi)
            for spoke in range(14):
                angle = turn + spoke * pi / 7
                tip = (centre[0] + 74 * cos(angle), centre[1] + 74 * sin(angle))
                canvas.stroke([centre, tip], 2.4, colour)
            canvas.circle(centre, 12, "#27364f")


def leaves(canvas: Canvas, rng: Random) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, "#e8efd2")
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
            canvas.blob(turned, colour)
            canvas.stroke([turned[0], turned[3]], 3, mix(colour, "#ffffff", 0.35))
    for _ in range(14):
        x, y = rng.uniform(40, WIDTH - 40), rng.uniform(30, HEIGHT - 30)
        for petal in range(5):
            angle = petal * 2 * pi / 5
            canvas.circle((x + 13 * cos(angle), y + 13 * sin(angle)), 10, "#f7f1e3")
        canvas.circle((x, y), 8, "#f2b731")


def pegboard(canvas: Canvas, _rng: Random) -> None:
    """Draw tools on a pegboard."""
    canvas.box(0, 0, WIDTH, HEIGHT, "#d8b98c")
    for row in range(13):
        for column in range(38):
            canvas.circle((20 + column * 40, 20 + row * 40), 4, "#b08d5c")
    steel, wood, dark = "#5d6b75", "#8a4b2a", "#33302f"
    for x in (110.0, 250.0, 390.0):
        canvas.stroke([(x, 80), (x, 210)], 26, wood)
        canvas.stroke([(x, 210), (x, 300)], 15, steel)
        canvas.polygon([(x - 22, 300), (x + 22, 300), (x + 22, 400), (x - 22, 386)], steel)
    canvas.stroke([(570, 120), (570, 420)], 24, wood)
    canvas.box(490, 80, 650, 146, dark)
    canvas.polygon([(760, 110), (1130, 150), (1130, 240), (760, 300)], "#aab4ba")
    for tooth in range(18):
        x = 762 + tooth * 20.4
        canvas.polygon(
            [(x, 300 - tooth * 3.4), (x + 20, 297 - tooth * 3.4), (x + 10, 314 - tooth * 3.4)],
            "#aab4ba",
        )
    canvas.ring(oval((1172, 195), 46, 58, squareness=2.6), 30, wood)
    canvas.box(1290, 90, 1312, 400, steel)
    canvas.box(1290, 90, 1420, 112, steel)
    canvas.polygon([(760, 380), (1100, 380), (1140, 420), (760, 420)], wood)
    canvas.box(830, 350, 1010, 382, dark)
    canvas.polygon([(900, 350), (930, 330), (958, 350)], steel)


def moths(canvas: Canvas, rng: Random) -> None:
    canvas.box(0, 0, WIDTH, HEIGHT, "#2b2b35")
    colours = ("#e0609a", "#7fd1c7", "#f7e29c", "#f1cdb6")
    for column in range(10):
        for row in range(4):
            x = 80 + column * 152 + (70 if row % 2 else 0)
            y = 66 + row * 124
            colour = rng.choice(colours)
            for side in (-1, 1):
                canvas.blob(
                    [
                        (x, y - 6),
                        (x + side * 34, y - 34),
                        (x + side * 58, y - 24),
                        (x + side * 40, y + 6),
                        (x, y + 6),
                    ],
                    colour,
                )
                canvas.blob(
                    [
                        (x, y + 2),
                        (x + side * 34, y + 8),
                        (x + side * 30, y + 34),
                        (x + side * 6, y + 26),
                    ],
                    mix(colour, "#2b2b35", 0.3),
                )
                canvas.circle((x + side * 36, y - 18), 6, "#2b2b35")
                canvas.curve(
                    smooth(
                        [(x, y - 14), (x + side * 8, y - 32), (x + side * 18, y - 38)], closed=False
                    ),
                    2.5,
                    colour,
                )
            canvas.ellipse((x, y + 4), 6, 24, mix(colour, "#ffffff", 0.3))
