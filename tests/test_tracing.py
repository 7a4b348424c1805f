"""Spans of OpenTelemetry, collected by its SDK."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from django.core.exceptions import ValidationError
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from django_tweets import search, services, timelines
from django_tweets.services import tweet_notifications
from tests.attachments import make_picture
from tests.factories import TWEET_EXTRA

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from opentelemetry.sdk.trace import ReadableSpan

    from tests.factories import Profile

exporter = InMemorySpanExporter()


@pytest.fixture(autouse=True, scope="module")
def provider() -> None:
    """A site that exports spans. There is one provider in a process, for good."""
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    trace.set_tracer_provider(provider)


@pytest.fixture(autouse=True)
def no_spans(provider: None) -> Iterator[None]:
    exporter.clear()
    yield
    exporter.clear()


def names(spans: Sequence[ReadableSpan]) -> list[str]:
    return [span.name.removeprefix("django_tweets.") for span in spans]


def test_publishing_is_a_span(ada: Profile) -> None:
    services.publish(ada, "a secret text", **TWEET_EXTRA)
    (span,) = exporter.get_finished_spans()
    assert span.name == "django_tweets.publish"
    assert "secret" not in span.to_json()
    assert span.attributes == {}


def test_refused_tweet_is_a_span_with_the_type_of_its_error(ada: Profile) -> None:
    with pytest.raises(ValidationError):
        services.publish(ada, "secret " * 100, **TWEET_EXTRA)
    (span,) = exporter.get_finished_spans()
    assert span.attributes == {"error.type": "ValidationError"}
    assert "secret" not in span.to_json()


def test_list_is_a_span_with_its_name_and_rows(ada: Profile) -> None:
    services.publish(ada, "hello", **TWEET_EXTRA)
    exporter.clear()
    timelines.home(ada)
    hydration, listing = exporter.get_finished_spans()
    assert names([hydration, listing]) == ["hydrate", "list"]
    assert hydration.attributes == {"django_tweets.rows": 1}
    assert listing.attributes == {"django_tweets.list": "HomeListing"}
    assert hydration.parent is not None
    assert hydration.parent.span_id == listing.context.span_id


@pytest.mark.usefixtures("media")
def test_slow_parts_are_spans(ada: Profile, bob: Profile) -> None:
    tweet = services.publish(ada, "hello @bob", **TWEET_EXTRA)
    exporter.clear()
    tweet_notifications.update_tweet_notifications(tweet.pk)
    services.upload(ada, make_picture())
    timelines.thread(tweet.pk, bob)
    search.search_tweets(search.parse_query("hello"), bob)
    found = names(exporter.get_finished_spans())
    assert [name for name in found if name != "hydrate"] == [
        "notify_of_tweet",
        "render_attachment",
        "upload",
        "thread",
        "list",
        "search",
    ]


def test_span_without_the_package_does_nothing() -> None:
    code = (
        "import sys\n"
        "sys.modules['opentelemetry'] = None\n"
        "from django_tweets.tracing import span\n"
        "@span('part')\n"
        "def double(number): return 2 * number\n"
        "with span('other', rows=1): print(double(21))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "42\n"
