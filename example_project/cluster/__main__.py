"""python -m example_project.cluster: see README.md."""

from __future__ import annotations

import argparse
import signal
import sys
import time

from scripts.servers.programs import ServerError

from . import servers


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m example_project.cluster", description=__doc__)
    parser.add_argument(
        "what",
        nargs="?",
        choices=["run", "story", "mix"],
        default="run",
        help="run it until Ctrl-C (the default), play the story of a first day while parts are "
        "killed, or measure requests per second",
    )
    parser.add_argument("--demo", action="store_true", help="with run: fill the demo community in")
    parser.add_argument("--write", action="store_true", help="write the figures into docs/")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        if options.what == "story":
            from . import report  # noqa: PLC0415 - the story imports Django

            return report.play_and_report(write=options.write)
        if options.what == "mix":
            from . import mix  # noqa: PLC0415 - as above

            return mix.measure_and_report(write=options.write)
        return run(with_demo=options.demo)
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(*, with_demo: bool) -> int:
    """Run the cluster until Ctrl-C."""
    with servers.run_cluster() as cluster:
        if with_demo:
            cluster.manage("demo")
        print(cluster.describe())
        print(f"\n{cluster.url}\nlogs: {cluster.logs}\nCtrl-C stops all.", flush=True)
        while True:
            time.sleep(3_600)


if __name__ == "__main__":
    sys.exit(main())
