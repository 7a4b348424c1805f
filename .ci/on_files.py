"""python .ci/on_files.py PATTERN COMMAND …: run COMMAND on our files of that name, all at once."""

import subprocess
import sys
from pathlib import Path

FOLDERS = ("benchmarks", "docs", "example_project", "scripts", "src", "tests")

pattern, *command = sys.argv[1:]
files = sorted(str(path) for folder in FOLDERS for path in Path(folder).rglob(pattern))
sys.exit(subprocess.run([*command, *files], check=False).returncode)
