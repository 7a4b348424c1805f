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

# With the integrity that the registry tells of them. What follows an @ in a key is for us, to have
# two versions of a package.
_PACKAGES = {
    "@picocss/pico": (
        "2.1.1",
        "kIDugA7Ps4U+2BHxiNHmvgPIQDWPDU4IeU6TNRdvXQM1uZX+FibqDQT2xUOnnO2yq/LUHcwnGlu1hvf4KfXnMg==",
    ),
    "@materializecss/materialize": (
        "2.3.3",
        "PJ9Io7yi8FVGcySwu7n3wY8pUDkhz2YG5VZazzSPOrqId6xetdSQGuQP7cICRHNHlmAn4MIW78kg7CVDfrD2Rg==",
    ),
    "axe-core": (
        "4.14.1",
        "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ==",
    ),
    "bootstrap": (
        "5.3.9",
        "20cU0rcfw8WdxtVbmfU+xT2EjvVTw9Ror/h1Qvd7DXCujRg8OO9mdBCsmTHdJFf3BuadmBNJtgIuUXsBqSkk/w==",
    ),
    "bootstrap@4": (
        "4.6.2",
        "51Bbp/Uxr9aTuy6ca/8FbFloBUJZLHwnhTcnjIeRn2suQWsWzcuJhGjKDB5eppVte/8oCdOL3VuwxvZDUggwGQ==",
    ),
    "bulma": (
        "1.0.4",
        "Ffb6YGXDiZYX3cqvSbHWqQ8+LkX6tVoTcZuVB3lm93sbAVXlO0D6QlOTMnV6g18gILpAXqkG2z9hf9z4hCjz2g==",
    ),
    "fomantic-ui-css": (
        "2.9.4",
        "4U8enaBjxAdjMfpTKhf0Of9/XZJo/WSh90FaF85gIYy669eGYe0tRFzE9T0lIiLRmxa20yKLhT6TvLxGau13dA==",
    ),
    "foundation-sites": (
        "6.9.0",
        "bZpjL6lxuGViy1UU/NuMddyAAJP0YgJYKNh+8ZtDWhQRtiY1yQISxHmgF4V8EFx7DWHDTdZC1fwFysnMAYkdQg==",
    ),
    "sakura.css": (
        "1.5.1",
        "MAL13eVLmTuiF6a/SjrzK5PItWQwMrsIIldLq7kVwuJjxoxVyzwGJbP+JNSwLt34VF8Eg9yj3q17GG/h8jhvMA==",
    ),
    "simpledotcss": (
        "2.3.7",
        "Ag3TpigN7725AnvgwyGkErd50SuYmlDQRU+9LLNHUIK8T4DUEWPHut6GpD1ivxARrBd8eYGTL8vzKazVFYUpQg==",
    ),
    "skeleton-css": (
        "2.0.4",
        "e+WEQGBFHk7N5gu9IHUj4ySGc/k84LqZO52ldLHQxOPhVT6rE++OGADO4I+yyKxMVlmt9UVicYBzc6EfiYB8xA==",
    ),
    "tailwindcss": (
        "4.3.5",
        "FcQk9BuffmEHJP2G0XmB2SplU1aLTI7j07Kunk+U74Ny+XiWOtzXz9aujFZ/avntw1e2cOv/3PkgzflQ7gX2vQ==",
    ),
    "uikit": (
        "3.25.29",
        "6pxXLPUXs0qJMn2KW+/KMn03LWOlIm54BOVK6Lb/ZhTSC/6sjzBDLNyFEiWNyj152lterTE6+wHAHcA8LGHeXA==",
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
    package = package[0] + package[1:].partition("@")[0]
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
