"""A site of several processes: python -m tests.workers.site starts one for each line that it reads.

Each is forked from this one, which takes milliseconds instead of the seconds of a start. A line is
JSON: the name of a task backend, the number of the batch of rows at which the process is killed,
and either a verb of act() or a management command. The answer is the code and the output.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from typing import Any

import django
from django.core.management import call_command

FANS = 4


def main() -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    for line in sys.stdin:
        with tempfile.TemporaryFile("w+") as output:
            pid = os.fork()
            if not pid:
                os.dup2(output.fileno(), 1)
                os.dup2(output.fileno(), 2)
                code = 1
                try:
                    run(**json.loads(line))
                    code = 0
                finally:
                    sys.stdout.flush()
                    os._exit(code)
            code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
            output.seek(0)
            sys.stdout.write(json.dumps([code, output.read()]) + "\n")
            sys.stdout.flush()


def run(queue: str, killed_at: int, arguments: list[str]) -> None:
    """Be a process of the site with this task backend."""
    from django.db import connections  # noqa: PLC0415
    from django.test import override_settings  # noqa: PLC0415

    from django_tweets.services import batches  # noqa: PLC0415

    connections.close_all()
    batches.BATCH_SIZE = 1
    if killed_at:
        die_at(killed_at, queue)
    with override_settings(TASKS={"default": {"BACKEND": queue, "QUEUES": []}}):
        if len(arguments) == 1:
            is_count = arguments == ["count homes"]
            sys.stdout.write(json.dumps(count_in_homes() if is_count else act(*arguments)))
        else:
            call_command(*arguments)


def die_at(batch: int, queue: str) -> None:
    """Kill this process, a worker, when it comes to a batch of rows or of homes."""
    from django_tweets import task_bounds  # noqa: PLC0415
    from django_tweets.contrib.redis.store import HomeStore  # noqa: PLC0415

    left = [batch]

    def count_batch(bound: object) -> None:
        left[0] -= 1
        if not left[0]:
            if queue.endswith("RQBackend"):
                os.kill(os.getppid(), signal.SIGKILL)  # it works in a child of the worker
            os.kill(os.getpid(), signal.SIGKILL)

    def add(*arguments: object) -> None:
        count_batch(None)
        add_to_homes(*arguments)

    add_to_homes: Any = HomeStore.add
    HomeStore.add = add  # type: ignore[assignment, method-assign]  # here alone
    task_bounds._Bound.count_batch = count_batch  # type: ignore[assignment, method-assign]  # here alone


def act(verb: str) -> dict[str, int]:
    """Do something as a web process, and return the numbers of rows."""
    from django_tweets import (  # noqa: PLC0415
        get_profile_model,
        get_tweet_model,
        services,
        timelines,
    )
    from django_tweets.models import Bookmark, Like, NotificationActor  # noqa: PLC0415
    from tests.factories import make_tweet  # noqa: PLC0415

    profiles, tweets = get_profile_model()._base_manager, get_tweet_model()._base_manager
    if verb == "start":
        start()
    elif verb == "like":
        for fan in profiles.filter(handle__startswith="fan"):
            services.like(fan, tweets.get())
            services.bookmark(fan, tweets.get())
    elif verb == "follow":
        for fan in profiles.filter(handle__startswith="fan"):
            services.follow(fan, profiles.get(handle="bob"))
            timelines.home(fan)  # which stores it in Redis
    elif verb == "publish":
        make_tweet(profiles.get(handle="bob"), "hello again")
    elif verb == "delete":
        services.delete(tweets.get())
    models: dict[str, Any] = {"likes": Like, "bookmarks": Bookmark}
    models["notifications"] = NotificationActor
    return {name: model.objects.count() for name, model in models.items()}


def start() -> None:
    """Let the site have a tweet of bob, and fans."""
    from django_tweets.contrib.redis import RedisTimeline  # noqa: PLC0415
    from django_tweets.timelines.backends import get_backend  # noqa: PLC0415
    from tests.factories import make_profile, make_tweet  # noqa: PLC0415

    call_command("flush", interactive=False, verbosity=0, inhibit_post_migrate=True)
    make_tweet(make_profile("bob"), "hello")
    for number in range(FANS):
        make_profile(f"fan{number}")
    backend = get_backend()
    if isinstance(backend, RedisTimeline):
        backend.store.server.call(lambda client: client.flushdb())


def count_in_homes() -> dict[str, int]:
    """Return the number of tweets in the stored homes of the fans."""
    from django_tweets import get_profile_model  # noqa: PLC0415
    from django_tweets.timelines.backends import get_backend  # noqa: PLC0415

    backend: Any = get_backend()
    fans = get_profile_model()._base_manager.filter(handle__startswith="fan")
    return {"tweets": sum(len(backend.store.get(fan.pk).ids) for fan in fans)}


if __name__ == "__main__":
    main()
