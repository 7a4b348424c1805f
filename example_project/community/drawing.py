"""A small paper to draw flat pictures on: smooth shapes, round strokes, clipping, PNG out."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from math import cos, hypot, pi, sin
from typing import TYPE_CHECKING, Literal

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Sequence

Point = tuple[float, float]
Colour = str
"""As CSS writes it: ``#rrggbb``."""


class Paper:
    """A picture under way; lengths are in pixels of the finished one.

    It is drawn some times as large and scaled down: all the anti-aliasing that Pillow offers.
    """

    def __init__(
        self, width: int, height: int, colour: Colour | None = None, *, scale: int = 4
    ) -> None:
        self.width = width
        self.height = height
        self.scale = scale
        size = (width * scale, height * scale)
        self.image = Image.new("RGBA", size, colour or (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self.image)

    def polygon(self, points: Sequence[Point], colour: Colour) -> None:
        self._draw.polygon(self._scaled(points), fill=colour)

    def blob(self, points: Sequence[Point], colour: Colour) -> None:
        """The smooth closed shape through these points."""
        self.polygon(smooth(points), colour)

    def ellipse(self, centre: Point, rx: float, ry: float, colour: Colour) -> None:
        x, y = centre
        box = self._scaled([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.ellipse([*box[0], *box[1]], fill=colour)

    def circle(self, centre: Point, radius: float, colour: Colour) -> None:
        self.ellipse(centre, radius, radius, colour)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
        self.polygon([(left, top), (right, top), (right, bottom), (left, bottom)], colour)

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A line with round ends through exactly these points."""
        for one, other in pairwise(points):
            length = hypot(other[0] - one[0], other[1] - one[1])
            if length:
                dx = (other[1] - one[1]) / length * width / 2
                dy = (one[0] - other[0]) / length * width / 2
                self.polygon(
                    [
                        (one[0] + dx, one[1] + dy),
                        (other[0] + dx, other[1] + dy),
                        (other[0] - dx, other[1] - dy),
                        (one[0] - dx, one[1] - dy),
                    ],
                    colour,
                )
        for point in points:
            self.circle(point, width / 2, colour)

    def curve(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """A line with round ends, smooth through these points."""
        self.stroke(smooth(points, closed=False), width, colour)

    def ring(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """The outline of a closed shape."""
        self.stroke([*points, points[0]], width, colour)

    def layer(self) -> Paper:
        """A transparent paper of the same size."""
        return Paper(self.width, self.height, scale=self.scale)

    def paste(self, layer: Paper, inside: Sequence[Point] | None = None) -> None:
        """Lay a layer on this one, all of it or only what is inside a shape."""
        mask = layer.image.getchannel("A")
        if inside is not None:
            stencil = Image.new("L", mask.size, 0)
            ImageDraw.Draw(stencil).polygon(self._scaled(inside), fill=255)
            cut = Image.new("L", mask.size, 0)
            cut.paste(mask, mask=stencil)
            mask = cut
        self.image.paste(layer.image, mask=mask)

    def _scaled(self, points: Sequence[Point]) -> list[tuple[int, int]]:
        return [(round(x * self.scale), round(y * self.scale)) for x, y in points]

    def png(self) -> bytes:
        size = (self.width, self.height)
        small = self.image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
        out = BytesIO()
        # Whoever keeps it compresses it anew, and the best level takes four times as long.
        small.save(out, "PNG", compress_level=1)
        return out.getvalue()


def smooth(points: Sequence[Point], *, closed: bool = True, steps: int = 14) -> list[Point]:
    """A Catmull-Rom spline through the points, as many short lines."""
    count = len(points)
    if closed:
        around = [points[-1], *points, points[0], points[1]]
    else:
        around = [points[0], *points, points[-1]]
    out: list[Point] = []
    for place in range(count if closed else count - 1):
        a, b, c, d = around[place : place + 4]
        for step in range(steps):
            t = step / steps
            out.append((_between(a[0], b[0], c[0], d[0], t), _between(a[1], b[1], c[1], d[1], t)))
    if not closed:
        out.append(points[-1])
    return out


def oval(
    centre: Point, rx: float, ry: float, *, squareness: float = 2.0, steps: int = 96
) -> list[Point]:
    """An ellipse as points: 2 is round, more is boxier."""
    out = []
    for step in range(steps):
        angle = 2 * pi * step / steps
        c, s = cos(angle), sin(angle)
        x = abs(c) ** (2 / squareness) * (1 if c >= 0 else -1)
        y = abs(s) ** (2 / squareness) * (1 if s >= 0 else -1)
        out.append((centre[0] + rx * x, centre[1] + ry * y))
    return out


def arc(centre: Point, rx: float, ry: float, start: float, end: float) -> list[Point]:
    """Part of an ellipse, from one angle to another in degrees, clockwise from the right."""
    steps = max(2, int(abs(end - start) / 4))
    angles = [(start + (end - start) * step / steps) * pi / 180 for step in range(steps + 1)]
    return [(centre[0] + rx * cos(angle), centre[1] + ry * sin(angle)) for angle in angles]


def mirrored(points: Sequence[Point], axis: float) -> list[Point]:
    """The same points on the other side of a vertical line, in the opposite order."""
    return [(2 * axis - x, y) for x, y in reversed(points)]


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """A colour on the way from one to the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _channels(colour: Colour) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _between(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (
        2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3
    )


Side = Literal[-1, 1]
SIDES: tuple[Side, Side] = (-1, 1)
"""Left and right."""
