"""Try one site: make it, install our app as a host developer does, and look at the result."""

from __future__ import annotations

import difflib
import json
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from scripts.try_hosts.browser import look_at_pages
from scripts.try_hosts.commands import CommandError, run
from scripts.try_hosts.edits import add_app, add_head_block, add_setting, add_urls
from scripts.try_hosts.host import install_packages, make_host

if TYPE_CHECKING:
    from scripts.try_hosts.host import Host
    from scripts.try_hosts.report import Report
    from scripts.try_hosts.sites import Site

FILL = Path(__file__).with_name("fill.py")

# Before "?: (django_tweets.W003) message", which lines with its hint may follow.
_ISSUE = re.compile(r"^(?=\S.*: \([a-z_0-9]+\.[A-Z]\d+\))", re.MULTILINE)
_END_OF_ISSUE = re.compile(r"\n\n(\w+:|System check).*", re.DOTALL)
_TESTS = re.compile(r"^Ran (\d+) tests? in ", re.MULTILINE)


def try_site(site: Site, wheel: Path, folder: Path, report: Report) -> None:
    """Make the site in folder and install wheel into it. Fills report."""
    host = make_host(site, folder)
    report.django = run(
        [host.python, "-c", "import django; print(django.__version__)"], host.folder
    ).strip()
    report.checks_before = len(find_issues(host))
    report.tests_before = run_tests(host)
    if not report.tests_before.endswith("pass"):
        report.faults.append("the tests of the site fail before it has our app")
    before = host.text_files()
    start = time.monotonic()
    install(host, wheel, report)
    report.seconds = time.monotonic() - start
    report.lines = count_changed_lines(before, host.text_files())
    issues = find_issues(host)
    report.checks_after = len(issues)
    report.faults += [f"check: {issue}" for issue in issues if "django_tweets" in issue]
    report.tests_after = run_tests(host)
    if report.tests_after != report.tests_before:
        report.faults.append(f"tests: {report.tests_before} before, {report.tests_after} after")
    if "No changes" not in host.manage("makemigrations", "--check", "--dry-run", check=False):
        report.faults.append("makemigrations --check finds changes")
    addresses = fill(host)
    look_at_pages(host, addresses, report)


def install(host: Host, wheel: Path, report: Report) -> None:
    """Do the three steps of docs/installation.md, and then what `check` and the docs ask for."""
    site = host.site
    install_packages(host, str(wheel))
    host.edit(site.settings, add_app(host.read(site.settings)))
    host.edit(site.urls, add_urls(host.read(site.urls)))
    answer_checks(host)
    if site.base:
        write_layout(host, report)
    if site.base_file and any("extra_head" in issue for issue in find_issues(host)):
        host.edit(site.base_file, add_head_block(host.read(site.base_file)))
    try:
        host.manage("migrate", "--verbosity", "0")
    except CommandError as error:
        raise CommandError(f"migrate {error}") from error


def write_layout(host: Host, report: Report) -> None:
    """Put our pages into the base template of the site, which may have to be named."""
    try:
        host.manage("tweets_layout")
    except CommandError:
        try:
            host.manage("tweets_layout", host.site.base)
        except CommandError as error:
            report.faults.append(f"tweets_layout: {error}")


def answer_checks(host: Host) -> None:
    """Write each setting that `check` asks for, if the site has an answer."""
    missing = dict(host.site.answers)
    while missing:
        asked = "\n".join(issue for issue in find_issues(host) if "django_tweets" in issue)
        found = [name for name in missing if re.search(rf"\b{name}\b", asked)]
        if not found:
            return
        for name in found:
            settings = host.read(host.site.settings)
            host.edit(host.site.settings, add_setting(settings, missing.pop(name)))


def find_issues(host: Host) -> list[str]:
    """Return the issues of `check`, each with its hint."""
    output = host.manage("check", check=False)
    _, *blocks = _ISSUE.split(output)
    if not blocks and "no issues" not in output:
        return [f"check itself: {output.strip()[-1500:]}"]
    return [_END_OF_ISSUE.sub("", block).strip() for block in blocks]


def run_tests(host: Host) -> str:
    """Run the tests of the site; return their number, and whether they pass."""
    output = host.manage("test", check=False)
    number = _TESTS.search(output)
    if number is None:
        return "do not start"
    # Python 3.12 and newer say "NO TESTS RAN" instead of "OK".
    passed = re.search(r"^(OK|NO TESTS RAN)", output, re.MULTILINE)
    return f"{number[1]} {'pass' if passed else 'fail'}"


def count_changed_lines(before: dict[Path, list[str]], after: dict[Path, list[str]]) -> int:
    """Return the number of lines that were added or removed."""
    return sum(
        line[:2] in {"+ ", "- "}
        for path in before.keys() | after.keys()
        for line in difflib.ndiff(before.get(path, []), after.get(path, []))
        if before.get(path) != after.get(path)
    )


def fill(host: Host) -> dict[str, Any]:
    """Make members and tweets in the site; return what fill.py prints."""
    code = FILL.read_text(encoding="utf-8")
    printed = host.manage(
        "shell", "--verbosity", "0", "--command", code, TRY_HOSTS_USER=host.site.user
    )
    addresses: dict[str, Any] = json.loads(printed.strip().splitlines()[-1])
    return addresses
