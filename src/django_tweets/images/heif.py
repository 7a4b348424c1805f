"""Read the structure of AVIF and HEIC files: the main picture, and what decoding it would take.

This code decodes nothing: libraries get the whole file, once its sizes are within the limits.

The structure is specified in ISO 23008-12, and MIAF in ISO 23000-22.
"""

from __future__ import annotations

import re
import struct
from io import BytesIO
from typing import NamedTuple

from ..video.boxes import read_box_contents, read_boxes
from .coded_sizes import SUBSAMPLED, CodedSize, find_av1_sizes, find_hevc_sizes
from .encoded import MAX_PROFILE_BYTES, EncodedImage, TooLargeError, check_pixels

SIGNATURE = re.compile(rb"....ftyp", re.DOTALL)

AVIF_BRANDS = {b"avif", b"avis"}
HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}
BRANDS = AVIF_BRANDS | HEIC_BRANDS | {b"mif1"}

MAX_PIXELS = {"AVIF": 12_600_000, "HEIF": 25_000_000}
"""Pixels by format, where decoding takes the least memory for each."""

MAX_MEMORY = 150_000_000
"""Bytes for decoding, with two copies of the file."""

ALPHA = (b"auxid:1\0", b"auxiliary:alpha\0")
"""Ends of the kind of an auxiliary picture with the transparency. Others are not decoded."""

MAX_CODED = 3
"""Pixels of all coded pictures in the file, as a multiple: it may have a mask and thumbnails."""

PADDING = 64
"""Pixels by which coded pictures may be larger, on each side: encoders fill up their blocks."""

CODED = {"AVIF": b"av01", "HEIF": b"hvc1"}
"""Kind of the items with pixels. A picture can be a grid of them."""

MAX_ITEMS = 2000  # tiles of 512 × 512 pixels: 100 of a picture with 25 million

METADATA = re.compile(rb"(infe(?:\x02.{7}|\x03.{9}))(?:Exif|mime)", re.DOTALL)
"""Entries of EXIF and XMP data in the table of items."""

ORIENTATIONS = {
    (0, None): 1,
    (1, None): 8,
    (2, None): 3,
    (3, None): 6,
    (0, 0): 4,
    (1, 0): 5,
    (2, 0): 2,
    (3, 0): 7,
    (0, 1): 2,
    (1, 1): 7,
    (2, 1): 4,
    (3, 1): 5,
}
"""EXIF orientation, by quarter turns counter-clockwise, and the axis of a mirror after them."""


def find_format(head: bytes) -> str:
    """Return Pillow's name for the format of a file that starts with head, or ""."""
    if not SIGNATURE.match(head) or head[8:12] not in BRANDS:
        return ""
    (length,) = struct.unpack_from(">I", head)
    brands = {head[8:12], *(head[start : start + 4] for start in range(16, min(length, 64), 4))}
    if brands & AVIF_BRANDS:
        return "AVIF"
    return "HEIF" if brands & HEIC_BRANDS else ""


class _Item(NamedTuple):
    kind: bytes
    properties: dict[bytes, bytes]
    data: bytes
    parts: tuple[int, ...]
    """Numbers of the items that a grid consists of."""


def read(data: bytes) -> EncodedImage:
    """Return the main picture of an AVIF or HEIC file. Raise an error if it is too large."""
    name = find_format(data[:64])
    file = BytesIO(data)
    meta = next(box for box in read_boxes(file, 0, len(data)) if box.kind == b"meta")
    main, items = _read_items(data, data[meta.start : meta.end])
    table = next(box for box in read_boxes(file, meta.start + 4, meta.end) if box.kind == b"iinf")
    picture = items[main]
    width, height = _size(picture)
    check_pixels(width, height, MAX_PIXELS[name])
    tiles = [items[number] for number in picture.parts] if picture.kind == b"grid" else [picture]
    for tile in tiles:
        if tile.kind != CODED[name]:
            raise ValueError("a picture in a format that we don't know")
    # Thumbnails and masks count too: a library may decode them.
    coded = {
        number: _check_coded(item, name)
        for number, item in items.items()
        if item.kind == CODED[name]
    }
    total = sum(size.width * size.height for size in coded.values())
    if total > MAX_CODED * MAX_PIXELS[name]:
        raise TooLargeError
    _check_memory(name, len(data), coded, main, items)
    kind, profile = picture.properties.get(b"colr", b"")[:4], b""
    if kind in {b"prof", b"rICC"}:
        profile = picture.properties[b"colr"][4:]
    turn = picture.properties.get(b"irot", b"\0")[0] & 3
    mirror = picture.properties.get(b"imir")
    return EncodedImage(
        name,
        _hide_metadata(data, table.start, table.end),
        profile=profile if len(profile) <= MAX_PROFILE_BYTES else b"",
        # libheif turns pictures itself.
        orientation=ORIENTATIONS[turn, mirror[0] & 1 if mirror else None] if name == "AVIF" else 1,
    )


def _size(item: _Item) -> tuple[int, int]:
    width, height = struct.unpack_from(">4xII", item.properties[b"ispe"])
    return width, height


def _check_coded(item: _Item, name: str) -> CodedSize:
    """Return the largest size in the coded data. Raise ValueError if the item announces less."""
    width, height = _size(item)
    if name == "AVIF":
        sizes = list(find_av1_sizes(item.properties[b"av1C"][4:]))
        sizes += find_av1_sizes(item.data)
    else:
        sizes = list(find_hevc_sizes(item.properties[b"hvcC"], item.data))
    if not sizes:
        raise ValueError("no picture")
    for coded_width, coded_height, _bytes in sizes:
        if coded_width > width + PADDING or coded_height > height + PADDING:
            raise ValueError("larger than announced")
    width, height, pixel_bytes = map(max, zip(*sizes, strict=True))
    return CodedSize(int(width), int(height), pixel_bytes)


def _check_memory(
    name: str, size: int, coded: dict[int, CodedSize], main: int, items: dict[int, _Item]
) -> None:
    """Raise TooLargeError if decoding takes more than MAX_MEMORY. size: bytes of the file.

    The bytes for a pixel are measured: see docs/benchmarks.md.
    """
    shown = {main, *items[main].parts}
    ignored: set[int] = set()
    for number, item in items.items():
        if (kind := item.properties.get(b"auxC", b"")) and not kind[4:].endswith(ALPHA):
            ignored |= {number, *item.parts}  # depth, or the brightness for HDR
    memory = 2.0 * size
    for number in coded.keys() - (ignored - shown):
        width, height, pixel_bytes = coded[number]
        if name == "HEIF":
            cost = 2 * pixel_bytes + (2 if pixel_bytes == SUBSAMPLED else 4)
        else:
            cost = pixel_bytes + (7.5 if number in shown else 2)
        memory += width * height * cost
    if memory > MAX_MEMORY:
        raise TooLargeError


def _read_items(data: bytes, meta: bytes) -> tuple[int, dict[int, _Item]]:
    """Return the number of the main item, and all items by their numbers."""
    boxes: dict[bytes, bytes] = {}
    for kind, content in read_box_contents(meta, 4):
        boxes.setdefault(kind, content)
    main = boxes[b"pitm"]
    kinds = _read_kinds(boxes[b"iinf"])
    extents = _read_extents(data, boxes[b"iloc"], boxes.get(b"idat", b""))
    properties = _read_properties(boxes[b"iprp"])
    parts = _read_parts(boxes.get(b"iref", b""))
    items = {
        number: _Item(
            kind, properties.get(number, {}), extents.get(number, b""), parts.get(number, ())
        )
        for number, kind in kinds.items()
    }
    return int.from_bytes(main[4 : 8 if main[0] else 6], "big"), items


def _read_kinds(content: bytes) -> dict[int, bytes]:
    kinds = {}
    for kind, entry in read_box_contents(content, 8 if content[0] else 6):
        if kind == b"infe" and entry[0] in {2, 3}:
            number, start = (entry[4:6], 8) if entry[0] == 2 else (entry[4:8], 10)
            kinds[int.from_bytes(number, "big")] = entry[start : start + 4]
    return kinds


class _Numbers:
    """Numbers of any length, read in order."""

    def __init__(self, data: bytes, position: int) -> None:
        self.data = data
        self.position = position

    def read(self, length: int) -> int:
        content = self.data[self.position : self.position + length]
        if len(content) != length:
            raise ValueError("truncated")
        self.position += length
        return int.from_bytes(content, "big")


def _read_extents(data: bytes, content: bytes, inside: bytes) -> dict[int, bytes]:
    """Return the data of each item. Raise ValueError if all together are longer than the file."""
    version = content[0]
    numbers = _Numbers(content, 6)
    offset_bytes, length_bytes = content[4] >> 4, content[4] & 15
    base_bytes, index_bytes = content[5] >> 4, content[5] & 15
    found = {}
    left = len(data)
    count = numbers.read(4 if version == 2 else 2)
    if count > MAX_ITEMS:
        raise TooLargeError
    for _ in range(count):
        item = numbers.read(4 if version == 2 else 2)
        method = numbers.read(2) & 15 if version else 0
        numbers.read(2)
        base = numbers.read(base_bytes)
        parts = []
        for _ in range(numbers.read(2)):
            numbers.read(index_bytes if version else 0)
            start = base + numbers.read(offset_bytes)
            length = numbers.read(length_bytes)
            source = inside if method == 1 else data
            parts.append(source[start : start + length if length else None])
            left -= len(parts[-1])
            if left < 0 or method > 1:
                raise ValueError("data of items overlap")
        found[item] = b"".join(parts)
    return found


def _read_properties(content: bytes) -> dict[int, dict[bytes, bytes]]:
    """Return the properties of each item, by their kinds."""
    boxes = dict(reversed(list(read_box_contents(content))))
    known = list(read_box_contents(boxes[b"ipco"]))
    table = boxes[b"ipma"]
    numbers = _Numbers(table, 4)
    item_bytes, index_bytes = 4 if table[0] else 2, 2 if table[3] & 1 else 1
    found: dict[int, dict[bytes, bytes]] = {}
    for _ in range(numbers.read(4)):
        item = found.setdefault(numbers.read(item_bytes), {})
        for _ in range(numbers.read(1)):
            index = numbers.read(index_bytes) & (0x7FFF if index_bytes == 2 else 0x7F)
            if index:
                kind, value = known[index - 1]
                # Two of a kind: one size is for layers, and one color for players of HDR.
                if kind != b"colr" or not item.get(kind, b"").startswith((b"prof", b"rICC")):
                    item[kind] = value
    return found


def _read_parts(content: bytes) -> dict[int, tuple[int, ...]]:
    """Return the items that each item consists of, by its number."""
    found = {}
    if content:
        size = 4 if content[0] else 2
        for kind, entry in read_box_contents(content, 4):
            if kind == b"dimg":
                numbers = _Numbers(entry, 0)
                item, count = numbers.read(size), numbers.read(2)
                found[item] = tuple(numbers.read(size) for _ in range(count))
    return found


def _hide_metadata(data: bytes, start: int, end: int) -> bytes:
    """Return the file with its EXIF and XMP items marked as unknown: libraries don't read these.

    start, end: of the table with the kinds of items.
    """
    return data[:start] + METADATA.sub(rb"\1skip", data[start:end]) + data[end:]
