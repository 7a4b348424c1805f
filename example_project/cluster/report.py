"""Play the story, check what is left of it, and write what members noticed."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections import Counter
from typing import TYPE_CHECKING, Any

from scripts.servers.programs import ServerError

from . import servers
from .faults import go_through
from .member import Journal
from .story import Play

if TYPE_CHECKING:
    from .faults import Phase
    from .member import Request
    from .servers import Cluster

FIGURES = servers.PROJECT.parent / "docs" / "_benchmarks"


def play_and_report(*, write: bool) -> int:
    """Play the story. Return 1 if a write was lost, or anything else is wrong."""
    journal = Journal()
    with servers.run_cluster() as cluster:
        play = Play(cluster.port, journal)
        try:
            play.start()
            print(f"{len(play.members)} members have signed up.", flush=True)
            phases = go_through(cluster, play)
        finally:
            play.stop()
        found = check(cluster, journal)
        found["wrong"] += journal.wrong
        text = render(journal, phases, found)
        print(text)
        if write:
            (FIGURES / "cluster.md").write_text(text, encoding="utf-8")
        if found["wrong"]:
            raise ServerError("\n".join(["The story has faults:", *found["wrong"]]))
    return 0


def check(cluster: Cluster, journal: Journal) -> dict[str, Any]:
    """Compare the writes with the database, as a process of the site."""
    file = cluster.logs / "journal.json"
    rows = {
        "writes": journal.writes,
        "unknown": journal.unknown,
        "requests": [request._asdict() for request in journal.requests],
    }
    file.write_text(json.dumps(rows), encoding="utf-8")
    answer = cluster.manage("check_story", str(file))
    found: dict[str, Any] = json.loads(answer.splitlines()[-1])
    return found


def render(journal: Journal, phases: list[Phase], found: dict[str, Any]) -> str:
    """Return the tables of docs/cluster.md."""
    failed = {*journal.find_errors()}
    lines = [
        "| while | requests | errors that members saw | median, s | 95 %, s | slowest, s |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(make_row(phase.name, phase.requests(journal.requests), failed) for phase in phases),
        "",
        summarise(journal, found),
        "",
        describe_machine(),
        "",
    ]
    return "\n".join(lines)


def summarise(journal: Journal, found: dict[str, Any]) -> str:
    """Return the figures of the whole story."""
    unfinished = found["tasks_after"].get("RUNNING", 0)
    facts = {
        "Requests": len(journal.requests),
        "acknowledged writes": len(journal.writes),
        "writes lost, done twice or wrong, and other faults that the check found": len(
            found["wrong"]
        ),
        "writes whose last answer was an error": len(journal.unknown),
        "pages that lacked what their member had just written": len(journal.wrong),
        "tasks that were lost with a killed worker": unfinished,
        "notifications that were missing until the sweep": len(found["missing_before_sweep"]),
    }
    return ", ".join(f"{name}: {number:,}" for name, number in facts.items()) + "."


def make_row(name: str, requests: list[Request], failed: set[Request]) -> str:
    """Return the row of a part: its requests, errors and times."""
    errors = Counter(f"{request.status or 'broken'}" for request in requests if request in failed)
    shown = ", ".join(f"{count} × {status}" for status, count in errors.items()) or "0"
    times = sorted(request.seconds for request in requests)
    high = times[int(len(times) * 0.95)]
    figures = f"{statistics.median(times):.2f} | {high:.2f} | {times[-1]:.2f}"
    return f"| {name} | {len(requests)} | {shown} | {figures} |"


def describe_machine() -> str:
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}; "
        f"load of the machine at the end: {load:.0f}."
    )
