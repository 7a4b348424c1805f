"""python -m benchmarks.uploads: CPU time and memory of uploads.

Without arguments: the worst image files that we know, as an avatar, a banner and an attachment.
With --photos: usual pictures as attachments, beside plain Pillow doing the same.
"""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import process_time
from typing import IO, TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError

from benchmarks.standalone import configure

if not settings.configured:
    configure()

from PIL import Image, ImageOps, ImageSequence
from pillow_heif import register_heif_opener

from django_tweets import images
from django_tweets.images.attachments import render_attachment
from django_tweets.images.stills import QUALITY
from tests.hostile_images import FILES
from tests.images.photos import PHOTOS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ROUNDS = 3


def main() -> None:
    """Convert each hostile file in each way, each in a process of its own."""
    print("| file | KB | s | MB | result |\n| --- | ---: | ---: | ---: | --- |")
    for name, path, size in files(FILES):
        rows = [measure(path, way) for way in ("AVATAR", "BANNER", "attachment")]
        seconds, memory, results = zip(*rows, strict=True)
        print(
            f"| {name} | {size / 1000:,.0f} | {max(seconds):.2f} | {max(memory):.0f} "
            f"| {', '.join(dict.fromkeys(results))} |",
            flush=True,
        )


def compare() -> None:
    """Convert each photo with our code and with plain Pillow, in turn."""
    print("| file | KB | s | MB | Pillow: s | MB |\n| --- | ---: | ---: | ---: | ---: | ---: |")
    for name, path, size in files(PHOTOS):
        rounds = [(measure(path, "attachment"), measure(path, "plain")) for _ in range(ROUNDS)]
        cells = [
            cell
            for ways in zip(*rounds, strict=True)
            for cell in (
                f"{median(seconds for seconds, _, _ in ways):.2f}",
                f"{median(memory for _, memory, _ in ways):.0f}",
            )
        ]
        print(f"| {name} | {size / 1000:,.0f} | {' | '.join(cells)} |", flush=True)


def files(kinds: dict[str, Callable[[], bytes]]) -> Iterable[tuple[str, Path, int]]:
    """Write each file whose name has a word of the command, and yield its name, path and size."""
    wanted = [word for word in sys.argv[1:] if not word.startswith("--")] or [""]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        for name, make in kinds.items():
            if any(part in name for part in wanted):
                path.write_bytes(make())
                yield name, path, path.stat().st_size


def measure(path: Path, way: str) -> tuple[float, float, str]:
    """Return seconds, megabytes and result of one conversion."""
    command = [sys.executable, "-m", "benchmarks.uploads", "--convert", str(path), way]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    seconds, memory, result = done.stdout.split()
    return float(seconds), float(memory), result


def convert(path: str, way: str) -> None:
    """Print seconds, megabytes and result of converting the file, after a small one."""
    small = BytesIO()
    Image.new("RGB", (64, 64)).save(small, "JPEG")
    run(small, way)
    memory = peak_memory()
    start = process_time()
    with Path(path).open("rb") as upload:
        try:
            run(upload, way)
        except ValidationError as error:
            result = error.code
        else:
            result = "taken"
    seconds = process_time() - start
    print(seconds, peak_memory() - memory, result)


def run(upload: IO[bytes], way: str) -> None:
    """Convert an upload in that way."""
    if way == "attachment":
        render_attachment(upload)
    elif way == "plain":
        with_plain_pillow(upload)
    else:
        images.to_webp(upload, getattr(images, way))


def with_plain_pillow(upload: IO[bytes]) -> None:
    """Make the same files as render_attachment(), as one writes it with Pillow."""
    register_heif_opener()
    picture = Image.open(upload)
    if getattr(picture, "n_frames", 1) > 1:
        frames, durations = [], []
        for frame in ImageSequence.Iterator(picture):
            small = frame.convert("RGB")
            durations.append(frame.info.get("duration", 0))  # a WebP has it when it is decoded
            small.thumbnail((960, 960))
            frames.append(small)
        frames[0].save(
            BytesIO(), "WEBP", save_all=True, append_images=frames[1:], duration=durations
        )
        return
    upright = ImageOps.exif_transpose(picture).convert("RGB")
    for width in (1920, 960, 480):
        small = upright.copy()
        small.thumbnail((width, width))
        small.save(BytesIO(), "WEBP", quality=QUALITY)


def peak_memory() -> float:
    """Return the largest memory of this process so far, in MB.

    Linux tells it. The resource module counts the process that started this one too.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


if __name__ == "__main__":
    if sys.argv[1:2] == ["--convert"]:
        convert(*sys.argv[2:])
    elif "--photos" in sys.argv:
        compare()
    else:
        main()
