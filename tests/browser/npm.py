"""Files of published npm packages, which tests are fed with: each in one version, never another."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from functools import cache
from pathlib import Path
from urllib.request import urlopen

# With the integrity that the registry tells of them.
_PACKAGES = {
    "@picocss/pico": (
        "2.1.1",
        "kIDugA7Ps4U+2BHxiNHmvgPIQDWPDU4IeU6TNRdvXQM1uZX+FibqDQT2xUOnnO2yq/LUHcwnGlu1hvf4KfXnMg==",
    ),
    "axe-core": (
        "4.14.1",
        "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    ),
    "bootstrap": (
        "5.3.9",
        "20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w==",
    ),
    "bulma": (
        "1.0.4",
        "Ffb6YGXDiZYX3cqvSbHWqQ8+LkX6tVoTcZuVB3lm93sbAVXlO0D6QlOTMnV6g18gILpAXqkG2z9hf9z4hCjz2g==",
    ),
    "tailwindcss": (
        "4.3.5",
        "FcQk9BuffmEHJP2G0XmB2SplU1aLTI7j07Kunk+U74Ny+XiWOtzXz9aujFZ/avntw1e2cOv/3PkgzflQ7gX2vQ==",
    ),
}
_CACHE = Path(tempfile.gettempdir()) / "django-tweets-npm"


@cache
def read(package: str, path: str) -> str:
    """The text of a file in a package."""
    with tarfile.open(fileobj=io.BytesIO(_tarball(package))) as archive:
        file = archive.extractfile(f"package/{path}")
        assert file is not None
        return file.read().decode()


@cache
def _tarball(package: str) -> bytes:
    version, integrity = _PACKAGES[package]
    kept = _CACHE / f"{package.replace('/', '-')}-{version}.tgz"
    packed = kept.read_bytes() if kept.exists() else _download(package, version)
    if base64.b64encode(hashlib.sha512(packed).digest()).decode() != integrity:
        raise ValueError(f"{package} {version} is not what it was.")
    if not kept.exists():
        _CACHE.mkdir(exist_ok=True)
        # Whole or not at all: another process may look for it now.
        with tempfile.NamedTemporaryFile(dir=_CACHE, delete=False) as file:
            file.write(packed)
        Path(file.name).replace(kept)
    return packed


def _download(package: str, version: str) -> bytes:
    if npm := shutil.which("npm"):  # it knows where its registry is
        with tempfile.TemporaryDirectory() as folder:
            command = [npm, "pack", "--silent", "--pack-destination", folder]
            subprocess.run(
                [*command, f"{package}@{version}"], check=True, stdout=subprocess.DEVNULL
            )
            return next(Path(folder).glob("*.tgz")).read_bytes()
    registry = os.environ.get("NPM_CONFIG_REGISTRY", "https://registry.npmjs.org").rstrip("/")
    name = package.rpartition("/")[2]
    with urlopen(f"{registry}/{package}/-/{name}-{version}.tgz", timeout=60) as response:
        packed: bytes = response.read()
    return packed
