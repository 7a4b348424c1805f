"""python -m benchmarks.uploads: CPU time and memory of the worst image files that we know."""

from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from django.conf import settings
from django.core.exceptions import ValidationError

from benchmarks.standalone import configure

if not settings.configured:
    configure()

from PIL import Image

from django_tweets import images
from tests.hostile_images import FILES


def main() -> None:
    """Convert each file to an avatar and a banner, each in a process of its own."""
    wanted = sys.argv[1:] or [""]
    print("| file | KB | s | MB | result |\n| --- | ---: | ---: | ---: | --- |")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "upload"
        for name, make in FILES.items():
            if not any(part in name for part in wanted):
                continue
            content = make()
            path.write_bytes(content)
            rows = [measure(path, size) for size in ("AVATAR", "BANNER")]
            seconds, memory, results = zip(*rows, strict=True)
            print(
                f"| {name} | {len(content) / 1000:,.0f} | {max(map(float, seconds)):.2f} "
                f"| {max(map(float, memory)):.0f} | {results[0]} |",
                flush=True,
            )


def measure(path: Path, size: str) -> list[str]:
    """Return seconds, megabytes and result of one conversion."""
    command = [sys.executable, "-m", "benchmarks.uploads", "--convert", str(path), size]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ours
    return done.stdout.split()


def convert(path: str, size: str) -> None:
    """Print seconds, megabytes and result of converting the file, after a small one."""
    small = BytesIO()
    Image.new("RGB", (64, 64)).save(small, "JPEG")
    images.to_webp(small, images.AVATAR)
    memory = peak_memory()
    start = process_time()
    with Path(path).open("rb") as upload:
        try:
            images.to_webp(upload, getattr(images, size))
        except ValidationError as error:
            result = error.code
        else:
            result = "taken"
    seconds = process_time() - start
    print(seconds, peak_memory() - memory, result)


def peak_memory() -> float:
    """Return the largest memory of this process so far, in MB.

    Linux tells it. The resource module counts the process that started this one too.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1000


if __name__ == "__main__":
    if sys.argv[1:2] == ["--convert"]:
        convert(*sys.argv[2:])
    else:
        main()
