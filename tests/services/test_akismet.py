"""The check that asks Akismet, against a server on this machine that answers as Akismet does."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import httpx
import pytest
from django.test import RequestFactory

from django_tweets import services
from django_tweets.client_addresses import with_client_address
from django_tweets.models import Visibility
from django_tweets.screening import Draft
from django_tweets.screening.akismet import Akismet
from django_tweets.services.screening import Answer
from tests.factories import TWEET_EXTRA, make_profile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> Profile:
    return make_profile("ada")


def ask(check: Any, author: Profile, content: str) -> Answer:
    answer: Answer = check(Draft(author, {"content": content})).answer
    return answer


def publish(author: Profile, content: str) -> Tweet:
    return services.publish(author, content, **TWEET_EXTRA)


class Service(BaseHTTPRequestHandler):
    """What Akismet answers: spam for a text with "spam", and to discard one with "worst"."""

    asked: list[dict[str, list[str]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        fields = parse_qs(body)
        self.asked.append(fields)
        content = fields["comment_content"][0]
        if "broken" in content:
            self.send_response(500)
            self.end_headers()
            return
        answer = b"true" if "spam" in content or "worst" in content else b"false"
        self.send_response(200)
        if "worst" in content:
            self.send_header("X-akismet-pro-tip", "discard")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: object) -> None:
        """Print nothing."""


class ToLocalServer(httpx.BaseTransport):
    """Send all requests to a server on this machine."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.transport = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(scheme="http", host="127.0.0.1", port=self.port)
        return self.transport.handle_request(request)


@pytest.fixture
def akismet() -> Iterator[Any]:
    """Return the check, with the requests that the service got as its attribute `asked`."""
    handler: Any = type("Handler", (Service,), {"asked": []})
    server = HTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    transport = ToLocalServer(server.server_port)
    check: Any = Akismet(
        key="k",
        url="https://example.org",
        client=lambda timeout: httpx.Client(transport=transport, timeout=timeout),
    )
    check.asked = handler.asked
    yield check
    server.shutdown()
    server.server_close()
    thread.join()


class TestAkismet:
    @pytest.mark.parametrize(
        ("content", "answer"),
        [("hello", Answer.ALLOW), ("some spam", Answer.HOLD), ("the worst", Answer.REJECT)],
    )
    def test_answer_of_akismet_decides(
        self, akismet: Any, author: Profile, content: str, answer: Answer
    ) -> None:
        assert ask(akismet, author, content) is answer

    def test_service_is_told_the_text_and_the_address(self, akismet: Any, author: Profile) -> None:
        def view(request: Any) -> Answer:
            return ask(akismet, author, "hello")

        request = RequestFactory().post("/", REMOTE_ADDR="8.8.8.8")
        with_client_address(view)(request)
        ask(akismet, author, "hello")
        first, second = akismet.asked
        assert first["comment_content"] == ["hello"]
        assert first["comment_author"] == [author.shown_name]
        assert [first["user_ip"], second["user_ip"]] == [["8.8.8.8"], ["127.0.0.1"]]
        assert "comment_author_email" not in first

    def test_text_passes_while_the_service_is_away(
        self, akismet: Any, author: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django_tweets.services.screening.get_checks", lambda: (akismet,))
        assert publish(author, "broken").visibility == Visibility.PUBLIC
        assert publish(author, "spam").visibility == Visibility.WITHHELD

    def test_client_of_its_own_has_a_timeout(self) -> None:
        check = Akismet(key="k", url="https://example.org", timeout=1.5)
        client = check.service._http_client
        assert client.timeout == httpx.Timeout(1.5)
        client.close()
