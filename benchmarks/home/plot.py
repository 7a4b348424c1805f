"""SVG plot of the results, without a plotting library."""

from __future__ import annotations

from itertools import count
from math import log10
from typing import TYPE_CHECKING

from .contenders import PAGES
from .measure import TOO_SLOW
from .people import READERS
from .report import NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .report import Results

WIDTH, HEIGHT = 760, 380
TOP, BOTTOM, LEFT, GAP = 70, 330, 60, 30
LEAST, MOST = 5.0, TOO_SLOW * 1e3

STYLE = """
svg { color-scheme: light dark; font: 13px system-ui, sans-serif; background: #fff; }
text { fill: #333; } .grid { stroke: #ddd; }
.floor { --c: #777; } .ours { --c: #0b72c4; } .tutorial { --c: #c2410c; } .stream { --c: #7a3db8; }
circle { fill: var(--c); stroke: var(--c); stroke-width: 2; } .deep { fill: none; }
@media (prefers-color-scheme: dark) {
svg { background: #16181c; } text { fill: #ddd; } .grid { stroke: #3a3d42; }
.floor { --c: #aaa; } .ours { --c: #5cb3ff; } .tutorial { --c: #ff8a50; } .stream { --c: #c18bff; }
}
"""


def svg(results: Results) -> str:
    """Return the plot: page times by contender and reader on the largest site, logarithmic."""
    size = results.sizes[-1]
    box = f"-20 0 {WIDTH + 20} {HEIGHT}"
    body = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img">',
        f"<title>Milliseconds of a home page at {size} tweets</title><style>{STYLE}</style>",
        *_legend(results),
    ]
    panel = (WIDTH - LEFT - GAP * len(results.vendors)) / len(results.vendors)
    for number, vendor in enumerate(results.vendors):
        left = LEFT + number * (panel + GAP)
        body += _grid(left, panel, f"{NAMES[vendor]}, {size} tweets", is_first=not number)
        step = panel / len(READERS)
        for place, reader in enumerate(READERS):
            x = left + step * (place + 0.5)
            body.append(_text(x, BOTTOM + 20, reader.name))
            for offset, contender in enumerate(results.contenders):
                for page in PAGES:
                    key = (f"{vendor}-{size}", contender, reader.name, page)
                    middle = (len(results.contenders) - 1) / 2
                    body.append(_dot(results, key, x + (offset - middle) * step / 5))
        body.append(_text(left + panel / 2, BOTTOM + 40, "accounts followed"))
    return "\n".join([*body, "</svg>", ""])


def _dot(results: Results, key: tuple[str, str, str, str], x: float) -> str:
    kind = f"{key[1]} deep" if key[3] != next(iter(PAGES)) else key[1]
    value = results.median(*key)
    return f'<circle class="{kind}" cx="{x:.1f}" cy="{_y(value or MOST):.1f}" r="4"/>'


def _grid(left: float, panel: float, title: str, *, is_first: bool) -> Iterator[str]:
    yield _text(left + panel / 2, TOP - 14, title)
    for power in count(1):
        if 10**power > MOST:
            break
        y = _y(10**power)
        yield f'<path class="grid" d="M{left:.1f} {y:.1f}h{panel:.1f}"/>'
        if is_first:
            yield _text(left - 8, y + 4, f"{10**power:,} ms", anchor="end")


def _legend(results: Results) -> Iterator[str]:
    x = LEFT
    for contender in results.contenders:
        yield f'<circle class="{contender}" cx="{x}" cy="20" r="4"/>'
        yield _text(x + 10, 24, NAMES.get(contender, contender), anchor="start")
        x += 120
    yield _text(x, 24, "filled: page 1; hollow: page 1,000", anchor="start")


def _y(milliseconds: float) -> float:
    share = log10(min(max(milliseconds, LEAST), MOST) / LEAST) / log10(MOST / LEAST)
    return BOTTOM - share * (BOTTOM - TOP)


def _text(x: float, y: float, text: str, anchor: str = "middle") -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{text}</text>'
