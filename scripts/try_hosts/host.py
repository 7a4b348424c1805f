"""A site on the disk, with a virtual environment of its own."""

from __future__ import annotations

import io
import shutil
import sys
import tarfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scripts.try_hosts.commands import CommandError, find_uv, run
from scripts.try_hosts.sites import TEMPLATES

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.try_hosts.sites import Site

TEXT_FILES = {".py", ".html", ".css", ".js", ".txt", ".toml", ".cfg"}


@dataclass(frozen=True)
class Host:
    """A site on the disk, with a virtual environment."""

    site: Site
    folder: Path
    environment: Path

    @property
    def python(self) -> Path:
        return self.environment / "bin" / "python"

    def manage(self, *words: str, check: bool = True, **variables: str) -> str:
        """Run a management command and return what it prints. variables: of its environment."""
        return run(
            [self.python, "manage.py", *words], self.folder, check=check, variables=variables
        )

    def edit(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")

    def text_files(self) -> dict[Path, list[str]]:
        """Return the lines of the files that a developer writes."""
        return {
            path: path.read_text(encoding="utf-8").splitlines()
            for path in sorted(self.folder.rglob("*"))
            if path.suffix in TEXT_FILES and path.is_file()
        }


def make_host(site: Site, folder: Path) -> Host:
    """Make the site and its database in folder, with an environment of its own."""
    shutil.rmtree(folder, ignore_errors=True)
    host = Host(site, folder / "site", folder / "venv")
    host.folder.mkdir(parents=True)
    uv = find_uv()
    run([uv, "venv", "--quiet", "--python", sys.executable, host.environment], folder)
    install_packages(host, *site.packages)
    values = {"bin": str(host.python.parent), "templates": str(TEMPLATES)}
    run([word.format(**values) for word in site.start], host.folder)
    for target, source in site.npm.items():
        path = host.folder / site.static / target
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(read_npm_file(source, folder))
    host.manage("migrate", "--verbosity", "0")
    return host


def install_packages(host: Host, *packages: str) -> None:
    command = [find_uv(), "pip", "install", "--quiet", "--python", str(host.python)]
    run([*command, *packages], host.folder)


def read_npm_file(source: str, folder: Path) -> bytes:
    """Return a file of a published npm package. source: "package@version/path"."""
    package, _, path = source.partition("/")
    archive = folder / f"{package.replace('@', '-')}.tgz"
    if not archive.exists():
        run(["npm", "pack", "--silent", package], folder)
    with tarfile.open(fileobj=io.BytesIO(archive.read_bytes())) as packed:
        file = packed.extractfile(f"package/{path}")
        if file is None:
            raise CommandError(f"{source} is no file")
        return file.read()
