"""The background tasks of web push. They are like those in services/tasks.py: see there."""

from __future__ import annotations

from django.utils import timezone

from ...snowflake import first_id
from ...tasks import enqueue, task
from . import sending

_Key = int | str


# No bound of tasks.py: sending.MEMBER_SECONDS is one.
@task("mail", bound="never")
def send_pushes(profile_id: _Key, newest_id: int, until_id: int) -> None:
    """Send new notifications to the browsers of a profile. Other arguments: see sending.py."""
    sending.send_pushes(profile_id, newest_id, until_id)


# A task for each member: one that sends to all of them begins again at its first member when its
# time is over, and the last ones wait behind those whose push services are slow. This one has no
# bound in a worker for the same reason: it finds all that is enqueued, and not done, again.
@task("mail", bound="in_request")
def send_waiting_pushes() -> None:
    """Send the notifications that waited for quiet hours or a push service. For a scheduler."""
    until = first_id(timezone.now())
    for keys in sending.find_waiting():
        for key in keys:
            enqueue(send_pushes, key, 0, until)
