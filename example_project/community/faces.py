"""Portraits and banners, drawn with Pillow; the same bytes each time for the same person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import banners
from .drawing import Paper, smooth
from .looks import LOOKS
from .people import YARD
from .portrait import SIZE, portrait

if TYPE_CHECKING:
    from .people import Person

RED, YELLOW, WHITE, RIVER = "#c3312b", "#f2b731", "#fdfaf2", "#12414a"


def face(person: Person) -> bytes | None:
    """A PNG, 512 by 512; None for those who haven't uploaded one."""
    if person == YARD:
        return _flags().png()
    look = LOOKS.get(person.username)
    return None if look is None else portrait(look).png()


def banner(person: Person) -> bytes | None:
    """A PNG, 1,500 by 500; None for those who haven't uploaded one."""
    paper = banners.draw(person.username)
    return None if paper is None else paper.png()


def _flags() -> Paper:
    """The Yard's mark: the signal flags F and Y over the river."""
    paper = Paper(SIZE, SIZE, RIVER)
    left, top, size = 92, 132, 156
    paper.box(left, top, left + size, top + size, WHITE)
    middle = top + size / 2
    paper.polygon(
        [
            (left + size / 2, top),
            (left + size, middle),
            (left + size / 2, top + size),
            (left, middle),
        ],
        RED,
    )
    right = SIZE - left - size
    stripes = paper.layer()
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
    paper.paste(stripes, inside=corners)
    for row, colour in ((336, WHITE), (376, "#7cc7d0"), (416, "#3f8b98")):
        wave = [(x, row + (10 if x // 40 % 2 else -10)) for x in range(96, 440, 40)]
        paper.stroke(smooth(wave, closed=False), 13, colour)
    return paper
