"""Avatars of the members, drawn on 512 by 512 pixels."""

from __future__ import annotations

from .canvas import Canvas, smooth
from .members import LOOKS
from .portrait import SIZE, draw_portrait

RED, YELLOW, WHITE, RIVER = "#c3312b", "#f2b731", "#fdfaf2", "#12414a"

ORGANISATION = "ferryyard"
USERNAMES = (*LOOKS, ORGANISATION)


def draw_avatar(username: str) -> Canvas:
    return _flags() if username == ORGANISATION else draw_portrait(LOOKS[username])


def _flags() -> Canvas:
    """Draw the logo of the Ferry Yard: the signal flags F and Y over the river."""
    canvas = Canvas(SIZE, SIZE, RIVER)
    left, top, size = 92, 132, 156
    canvas.box(left, top, left + size, top + size, WHITE)
    middle = top + size / 2
    canvas.polygon(
        [
            (left + size / 2, top),
            (left + size, middle),
            (left + size / 2, top + size),
            (left, middle),
        ],
        RED,
    )
    right = SIZE - left - size
    stripes = canvas.layer()
    stripes.box(right, top, right + size, top + size, YELLOW)
    for stripe in range(5):
        start = right - size + (2 * stripe + 1) * size / 5
        stripes.polygon(
            [
                (start, top + size),
                (start + size / 5, top + size),
                (start + size / 5 + size, top),
                (start + size, top),
            ],
            RED,
        )
    corners = [(right, top), (right + size, top), (right + size, top + size), (right, top + size)]
    canvas.paste(stripes, inside=corners)
    for row, colour in ((336, WHITE), (376, "#7cc7d0"), (416, "#3f8b98")):
        wave = [(x, row + (10 if x // 40 % 2 else -10)) for x in range(96, 440, 40)]
        canvas.stroke(smooth(wave, closed=False), 13, colour)
    return canvas
