"""Image files that cost far more to decode than to send: the worst of each kind that we know.

Each is made from a few bytes, so they are the same each time. benchmarks/uploads.py measures them.
"""

from __future__ import annotations

import struct
import zlib
from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any

from PIL import Image

from django_tweets.images import MAX_BYTES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

JPEG_START, JPEG_END = b"\xff\xd8", b"\xff\xd9"


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


QUANTIZATION = segment(0xDB, b"\0" + b"\1" * 64)
# One code of one bit in each table. DC: no difference. AC: nothing in the next 16,384 blocks.
HUFFMAN = segment(0xC4, b"\0\1" + bytes(15) + b"\0" + b"\x10\1" + bytes(15) + b"\xe0")


def frame(width: int, height: int, marker: int = 0xC0, sampling: str = "111") -> bytes:
    components = b"".join(
        bytes([number + 1, int(factor) * 0x11, 0]) for number, factor in enumerate(sampling)
    )
    head = struct.pack(">BHHB", 8, height, width, len(sampling))
    return segment(marker, head + components)


def scan(
    components: int, first: int = 0, last: int = 63, bits: int = 0, data: bytes = b""
) -> bytes:
    """Start a scan of that many components, from one coefficient to another."""
    names = b"".join(bytes([number + 1, 0]) for number in range(components))
    return segment(0xDA, bytes([components]) + names + bytes([first, last, bits])) + data


def progressive(width: int, height: int, scans: int, *, sampling: str = "111") -> bytes:
    """Return a JPEG with scans that refine what is not there."""
    blocks = -(-width // 8) * -(-height // 8)
    refinement = scan(1, 1, 63, 0x10, bytes(2 * (blocks // 16_384 + 1)))
    return b"".join(
        [
            JPEG_START,
            QUANTIZATION,
            frame(width, height, 0xC2, sampling),
            HUFFMAN,
            scan(len(sampling), 0, 0, 1, bytes(100)),
            scan(1, 1, 63, 1, bytes(2 * (blocks // 16_384 + 1))),
            refinement * (scans - 2),
            JPEG_END,
        ]
    )


def baseline(
    width: int, height: int, *extra: bytes, sampling: str = "111", size: int = MAX_BYTES
) -> bytes:
    """Return a JPEG of that size, in one scan that is full of data."""
    head = b"".join(
        [JPEG_START, *extra, QUANTIZATION, frame(width, height, sampling=sampling), DENSE_HUFFMAN]
    )
    return head + scan(len(sampling), data=bytes(max(0, size - len(head) - 20))) + JPEG_END


# AC: each coefficient is ±1, in two bits.
DENSE_HUFFMAN = segment(0xC4, b"\0\1" + bytes(15) + b"\0" + b"\x10\1" + bytes(15) + b"\1")


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    checksum = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + checksum


def png(
    width: int,
    height: int,
    depth: int = 8,
    color_type: int = 6,
    *,
    interlaced: bool = False,
    extra: Iterable[bytes] = (),
    row_filter: int = 4,
    noise: bytes = b"\0",
) -> bytes:
    """Return a PNG whose rows have the most expensive filter."""
    bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[color_type]
    compressor = zlib.compressobj(1)
    parts = []
    for columns, rows in _passes(width, height) if interlaced else [(width, height)]:
        size = -(-columns * bits // 8)
        row = bytes([row_filter]) + (noise * (size // len(noise) + 1))[:size]
        parts += [compressor.compress(row) for _ in range(rows if columns else 0)]
    parts.append(compressor.flush())
    header = struct.pack(">IIBBBBB", width, height, depth, color_type, 0, 0, interlaced)
    palette = [chunk(b"PLTE", bytes(range(256)) * 3)] if color_type == 3 else []
    return b"".join(
        [
            b"\x89PNG\r\n\x1a\n",
            chunk(b"IHDR", header),
            *extra,
            *palette,
            chunk(b"IDAT", b"".join(parts)),
            chunk(b"IEND"),
        ]
    )


def _passes(width: int, height: int) -> list[tuple[int, int]]:
    """Return the sizes of the seven images of an interlaced PNG."""
    steps = [
        (0, 8, 0, 8),
        (4, 8, 0, 8),
        (0, 4, 4, 8),
        (2, 4, 0, 4),
        (0, 2, 2, 4),
        (1, 2, 0, 2),
        (0, 1, 1, 2),
    ]
    return [(-(-(width - x) // dx), -(-(height - y) // dy)) for x, dx, y, dy in steps]


def exif(entries: int, size: int) -> bytes:
    """Return EXIF data whose tags all have the same data."""
    rows = b"".join(struct.pack(">HHII", 0x8000 + number, 7, size, 8) for number in range(entries))
    return b"Exif\0\0MM\0\x2a\0\0\0\x08" + struct.pack(">H", entries) + rows + bytes(4)


def profile(space: bytes, *tags: tuple[bytes, bytes]) -> bytes:
    """Return a color profile with these tags."""
    position = 132 + 12 * len(tags)
    table = b""
    for name, content in tags:
        table += struct.pack(">4sII", name, position, len(content))
        position += len(content)
    head = struct.pack(">I4sI4s4s4s", position, b"lcms", 0x04200000, b"scnr", space, b"Lab ")
    head = (head + bytes(12) + b"acsp").ljust(68, b"\0") + struct.pack(">3i", 0xF6D6, 65536, 0xD32D)
    head = head.ljust(128, b"\0") + struct.pack(">I", len(tags))
    return head + table + b"".join(content for _, content in tags)


def table_of(inputs: int, outputs: int, points: int, values: int) -> bytes:
    """Return a tag with a table of that many points in each dimension, and that many values."""
    matrix = struct.pack(">9i", 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    head = b"mft2\0\0\0\0" + bytes([inputs, outputs, points, 0]) + matrix
    curve = b"\0\0\xff\xff"
    return head + struct.pack(">HH", 2, 2) + curve * inputs + bytes(2 * values) + curve * outputs


def steps(number: int) -> bytes:
    """Return a tag with steps that share their data."""
    start = 16 + 8 * number
    matrix = b"matf\0\0\0\0" + struct.pack(">HH12f", 3, 3, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0)
    head = b"mpet\0\0\0\0" + struct.pack(">HHI", 3, 3, number)
    return head + struct.pack(">II", start, len(matrix)) * number + matrix


def slow_profile() -> bytes:
    return profile(b"RGB ", (b"A2B0", table_of(3, 3, 2, 8 * 3)), (b"D2B0", steps(5_000)))


def large_profile() -> bytes:
    return profile(b"RGB ", (b"A2B0", table_of(3, 3, 255, 0)))


def with_profile(content: bytes) -> bytes:
    return b"\xff\xe2" + struct.pack(">H", len(content) + 16) + b"ICC_PROFILE\0\1\1" + content


def gif(
    width: int,
    height: int,
    *frames: tuple[int, int, int, int],
    extra: bytes = b"",
    blocks: bytes = b"\2\x44\1\0",
) -> bytes:
    """Return a GIF with frames that have the same data: left, top, width, height."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    parts = [b"," + struct.pack("<4HB", *box, 0) + b"\2" + blocks for box in frames]
    return b"".join([head, extra, *parts, b";"])


def riff(*chunks: bytes) -> bytes:
    content = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def webp_chunk(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack("<I", len(content)) + content + bytes(len(content) & 1)


def uint24(*values: int) -> bytes:
    return b"".join(struct.pack("<I", value)[:3] for value in values)


def animation(width: int, height: int, frames: int, *extra: bytes) -> bytes:
    """Return a WebP whose frames of 1 pixel are on a canvas."""
    pixel = saved("WEBP", 1, 1, lossless=True)[12:]
    one = webp_chunk(b"ANMF", uint24(0, 0, 0, 0, 100) + b"\0" + pixel)
    canvas = webp_chunk(b"VP8X", b"\x3e\0\0\0" + uint24(width - 1, height - 1))
    return riff(canvas, webp_chunk(b"ANIM", bytes(6)), one * frames, *extra)


def groups(side: int) -> bytes:
    """Return a lossless WebP that has a set of codes for each 4 × 4 pixels."""
    bits = [f"{side - 1:014b}"[::-1] * 2, "0000", "0", "0", "1000", "0"]
    # Codes of 8 bits for green and red, and of no bits for blue, alpha and distance.
    lengths = "0" + f"{8:04b}"[::-1] + "000000100" + "000" * 8 + "100" + "0"
    bits += [lengths, "1" * 256 + "0" * 24, lengths, "1" * 256, NO_BITS * 3]
    number = min(65_536, (-(-side // 4)) ** 2)
    for group in range((-(-side // 4)) ** 2):
        bits.append(f"{group % number & 255:08b}{group % number >> 8:08b}")
    bits.append(NO_BITS * 5 * number)
    stream = "".join(bits)
    data = int(stream[::-1], 2).to_bytes(len(stream) // 8 + 100, "little")
    return riff(webp_chunk(b"VP8L", b"\x2f" + data))


NO_BITS = "1000"
"""A code in a lossless WebP with one symbol, which so takes no bits."""


def saved(kind: str, width: int, height: int, mode: str = "RGB", **options: Any) -> bytes:
    """Return a plain image as Pillow writes it."""
    out = BytesIO()
    Image.new(mode, (width, height)).save(out, kind, **options)
    return out.getvalue()


def noisy(kind: str, width: int, height: int, **options: Any) -> bytes:
    out = BytesIO()
    channels = [Image.effect_noise((width, height), 100) for _ in range(3)]
    Image.merge("RGB", channels).save(out, kind, **options)
    return out.getvalue()


def filled(unit: bytes, *, besides: int = 1000) -> bytes:
    """Repeat a unit until it fills an upload."""
    return unit * ((MAX_BYTES - besides) // len(unit))


SMALL = partial(saved, "PNG", 16, 16)

FILES: dict[str, Callable[[], bytes]] = {
    "JPEG: thousands of scans": partial(progressive, 2600, 2600, 8000),
    "JPEG: 64 scans": partial(progressive, 2600, 2600, 64),
    "JPEG: scans of 17 million pixels": partial(progressive, 4120, 4120, 38),
    "JPEG: 43 scans of 14 million pixels": partial(progressive, 3700, 3700, 43),
    "JPEG: progressive, 64 million pixels": partial(progressive, 8000, 8000, 3),
    "JPEG: 64 million pixels, full of data": partial(baseline, 8000, 8000),
    "JPEG: 64 million pixels, CMYK": partial(baseline, 8000, 8000, sampling="1111"),
    "JPEG: 32,000 × 2,000 pixels": partial(baseline, 32_000, 2000),
    "JPEG: 65,000 × 360 pixels": partial(baseline, 65_000, 360),
    "JPEG: 23 million pixels, CMYK, decoded in full": partial(
        baseline, 5999, 3900, sampling="1111"
    ),
    "JPEG: 10 MB of comments": lambda: JPEG_START + filled(segment(0xFE, b"")) + JPEG_END,
    "JPEG: 10 MB of tables": lambda: (
        JPEG_START + filled(segment(0xDB, (b"\0" + b"\1" * 64) * 1000))
    ),
    "JPEG: 10 MB of FF": lambda: JPEG_START + filled(b"\xff") + JPEG_END,
    "JPEG: 10 MB of FF 00": lambda: baseline(8, 8)[:250] + filled(b"\xff\0") + JPEG_END,
    "JPEG: EXIF of tags that share data": lambda: baseline(
        64, 64, segment(0xE1, exif(5400, 60_000))
    ),
    "JPEG: color profile of shared steps": lambda: baseline(64, 64, with_profile(slow_profile())),
    "JPEG: color profile with a large table": lambda: baseline(
        64, 64, with_profile(large_profile())
    ),
    "PNG: 20 million pixels in a row": partial(png, 20_000_000, 1, 16),
    "PNG: 9,000 × 9,000 pixels": partial(png, 9000, 9000, 1, 0, row_filter=0),
    "PNG: 20 million pixels": partial(png, 4472, 4472),
    "PNG: 20 million pixels of 16 bits": partial(png, 4472, 4472, 16),
    "PNG: the same, interlaced": partial(png, 4472, 4472, 16, interlaced=True),
    "PNG: the same, wide": partial(png, 5999, 3333, 16, interlaced=True),
    "PNG: 20 million pixels, palette": partial(
        png, 4472, 4472, 8, 3, extra=[chunk(b"tRNS", bytes(range(256)))]
    ),
    "PNG: 10 MB of empty chunks": lambda: png(16, 16, extra=[filled(chunk(b"IDAT"))]),
    "PNG: texts of 64 MB": lambda: png(
        16, 16, extra=[chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(1_000_000)))] * 64
    ),
    "PNG: color profile of 10 GB": lambda: png(
        16, 16, extra=[chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(10**8), 9) * 90)]
    ),
    "PNG: EXIF of tags that share data": lambda: png(
        16, 16, extra=[chunk(b"eXIf", exif(30_000, 4_000_000)[6:] + bytes(4_000_000))]
    ),
    "GIF: canvas of 65,535 × 65,535": partial(gif, 65_535, 65_535, (0, 0, 1, 1)),
    "GIF: frame far outside": partial(gif, 1, 1, (65_000, 65_000, 1, 1)),
    "GIF: 10 MB of blocks of one byte": partial(
        gif, 4000, 4000, (0, 0, 4000, 4000), blocks=filled(b"\1\0")
    ),
    "GIF: 10 MB of extensions": lambda: gif(1, 1, (0, 0, 1, 1), extra=filled(b"!\xfe\0")),
    "GIF: 600,000 frames": lambda: gif(1000, 1000, *[(0, 0, 1, 1)] * 600_000),
    "GIF: 20 million pixels": partial(saved, "GIF", 4472, 4472, "P"),
    "WebP: canvas of 16,384 × 16,384": partial(animation, 16_384, 16_384, 1),
    "WebP: animation": partial(animation, 2880, 2880, 100_000),
    "WebP: 8.3 million pixels": partial(noisy, "WEBP", 2880, 2880, quality=40, method=0),
    "WebP: 8.3 million pixels, lossless": partial(
        saved, "WEBP", 2880, 2880, "RGBA", lossless=True, method=0
    ),
    "WebP: a set of codes for each 4 × 4 pixels": partial(groups, 1024),
}
