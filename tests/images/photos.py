"""Pictures like those of members: of 12 million pixels, with noise, and animations."""

from __future__ import annotations

from functools import cache, partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image, features

if TYPE_CHECKING:
    from collections.abc import Callable


@cache
def photo(width: int, height: int) -> Image.Image:
    """Return a picture with structure in three sizes. An encoder takes as long as for a photo."""

    def noise(factor: int, strength: int) -> Image.Image:
        size = width // factor, height // factor
        channels = [Image.effect_noise(size, strength) for _ in range(3)]
        return Image.merge("RGB", channels).resize((width, height), Image.Resampling.BICUBIC)

    fine = Image.effect_noise((width, height), 18)
    coarse = Image.blend(noise(16, 120), noise(4, 60), 0.4)
    return Image.blend(coarse, Image.merge("RGB", [fine] * 3), 0.35)


def still(kind: str, width: int = 4000, height: int = 3000, **options: Any) -> bytes:
    out = BytesIO()
    photo(width, height).save(out, kind, **options)
    return out.getvalue()


def animation(kind: str, frames: int = 60, width: int = 480, height: int = 270) -> bytes:
    """Return a picture that turns."""
    base = photo(width, height)
    turned = [base.rotate(2 * number) for number in range(frames)]
    out = BytesIO()
    turned[0].save(out, kind, save_all=True, append_images=turned[1:], duration=40)
    return out.getvalue()


def heic() -> bytes:
    import pillow_heif  # noqa: PLC0415 - an extra

    out = BytesIO()
    pillow_heif.from_pillow(photo(4000, 3000)).save(out, quality=55)
    return out.getvalue()


PHOTOS: dict[str, Callable[[], bytes]] = {
    "JPEG, 12 million pixels": partial(still, "JPEG", quality=90),
    "JPEG, the same, upright": partial(still, "JPEG", 3000, 4000, quality=90),
    "JPEG, the same, progressive": partial(still, "JPEG", quality=88, progressive=True),
    "JPEG, 8.5 million pixels, decoded in full": partial(still, "JPEG", 3360, 2520, quality=90),
    "PNG, 4 million pixels": partial(still, "PNG", 2400, 1700, compress_level=3),
    "WebP, 8 million pixels": partial(still, "WEBP", 3300, 2475, quality=85),
    "HEIC, 12 million pixels": heic,
    "GIF, 60 frames of 480 × 270 pixels": partial(animation, "GIF"),
    "PNG, the same frames": partial(animation, "PNG"),
    "WebP, the same frames": partial(animation, "WEBP"),
}
if features.check("avif"):
    PHOTOS["AVIF, 12 million pixels"] = partial(still, "AVIF", quality=60, speed=9)
