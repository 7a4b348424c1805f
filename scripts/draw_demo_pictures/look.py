"""The description of a person from which a portrait is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from .canvas import mix

if TYPE_CHECKING:
    from .canvas import Colour

CENTRE = 256.0
"""The x of the vertical axis. The portrait is 512 pixels wide and high."""

INK = "#2b2530"
"""The colour of eyes, glasses and lines: a soft black."""

Hair = Literal[
    "afro", "bob", "braids", "bun", "crop", "curls", "hidden", "locs", "long", "pixie", "puff",
    "quiff", "receding", "shaved side", "spikes", "sweep", "tail", "waves",
]  # fmt: skip
Hat = Literal["none", "bandana", "flat cap", "headscarf", "pilot cap", "sun hat"]
Clothes = Literal[
    "apron", "collar", "crew", "dungarees", "hoodie", "jacket", "shawl", "stripes", "turtleneck"
]
Beard = Literal["none", "full", "short", "moustache", "stubble"]
Glasses = Literal["none", "round", "square", "half"]
Mouth = Literal["smile", "grin", "calm", "lopsided"]
Eyes = Literal["open", "laughing"]
Backdrop = Literal["sun", "hill", "waves", "rays", "arch"]


@dataclass(frozen=True, slots=True)
class Look:
    """Face, hair and clothes of a person."""

    skin: Colour
    hair: Hair
    hair_colour: Colour
    clothes: Clothes
    cloth: Colour
    backdrop: Backdrop
    ground: Colour
    trim: Colour = "#f3ead8"
    """The second colour of the clothes and of the hat."""
    hat: Hat = "none"
    hat_colour: Colour = "#33475b"
    beard: Beard = "none"
    glasses: Glasses = "none"
    frames: Colour = INK
    mouth: Mouth = "smile"
    eyes: Eyes = "open"
    width: float = 1.0
    """Width of the head relative to the average, about 0.92 to 1.08."""
    jaw: float = 1.0
    """Width of the jaw: less than 1 is pointed, more is square."""
    lines: bool = False
    """Whether the face has wrinkles."""
    freckles: bool = False
    earrings: bool = False

    @property
    def shade(self) -> Colour:
        """The colour of skin in shadow."""
        return mix(self.skin, "#5a1f2e", 0.2)

    @property
    def blush(self) -> Colour:
        return mix(self.skin, "#d6453d", 0.24)

    @property
    def hair_light(self) -> Colour:
        return mix(self.hair_colour, "#ffffff", 0.16)
