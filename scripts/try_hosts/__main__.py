"""Install the wheel into fresh sites of several kinds, and report how each of them takes it.

Run: python -m scripts.try_hosts [--wheel FILE] [--folder FOLDER] [SITE ...]

It needs uv, git, npm, Chromium and the dependency group "browser", and takes some minutes. Each
site gets a folder and a virtual environment of its own. The script makes the site, does what
docs/installation.md says, then what `check` asks for, runs the tests of the site before and
after, and opens our pages in a browser. It prints a table and the faults below it, and keeps the
screenshots. It fails if a row is not clean.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from scripts.try_hosts.commands import CommandError, find_uv, run
from scripts.try_hosts.report import COLUMNS, Report, make_table
from scripts.try_hosts.sites import SITES
from scripts.try_hosts.trial import try_site

ROOT = Path(__file__).parents[2]


def main() -> int:
    options = parse_arguments()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="try-hosts-"))
    folder.mkdir(parents=True, exist_ok=True)
    wheel = options.wheel.resolve() if options.wheel else build_wheel(folder / "dist")
    print(f"{wheel.name} in {folder}", flush=True)
    reports = []
    for name in options.sites or SITES:
        report = Report(name)
        try:
            try_site(SITES[name], wheel, folder / name, report)
        except CommandError as error:
            report.faults.append(str(error))
        reports.append(report)
        print(f"{name}: {len(report.faults)} faults", flush=True)
        for fault in report.faults:
            print(f"  {fault}", flush=True)
    print(make_table(COLUMNS, [report.row() for report in reports]))
    print(f"Screenshots: {folder}/*/screenshots/*.png")
    return int(any(report.faults for report in reports))


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("sites", nargs="*", metavar="SITE", help=f"of {', '.join(SITES)}")
    parser.add_argument("--wheel", type=Path, help="a wheel that has been built already")
    parser.add_argument("--folder", type=Path, help="where the sites are made")
    options = parser.parse_args()
    if unknown := set(options.sites) - set(SITES):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    return options


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this checkout into folder."""
    shutil.rmtree(folder, ignore_errors=True)
    run([find_uv(), "build", "--quiet", "--wheel", "--out-dir", folder, ROOT], ROOT)
    return next(folder.glob("*.whl"))


if __name__ == "__main__":
    sys.exit(main())
