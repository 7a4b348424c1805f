"""OpenTelemetry spans of the slow parts, with the extra `opentelemetry`. Without it: nothing.

A site sees in its traces how long a list, a search, a publication or an upload took, between the
spans of its requests and statements. Attributes have no texts, handles or addresses of members.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

try:
    from opentelemetry import trace
except ImportError:
    _tracer = None
else:
    _tracer = trace.get_tracer("django_tweets")

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def span(name: str, **attributes: str | int) -> Iterator[None]:
    """Measure this context as the span `django_tweets.<name>`. It is also a decorator.

    An error is its `error.type`. Its text may have what a member has written, and is left out.
    """
    if _tracer is None:
        yield
        return
    with _tracer.start_as_current_span(
        f"django_tweets.{name}",
        attributes={f"django_tweets.{key}": value for key, value in attributes.items()},
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield
        except Exception as error:
            current.set_attribute("error.type", type(error).__qualname__)
            raise
