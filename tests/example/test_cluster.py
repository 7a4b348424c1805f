"""The cluster of the example project: its configuration, its members, and its check."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cluster import haproxy, mix, report, views
from cluster.faults import Phase
from cluster.management.commands import check_story
from cluster.member import Browser, Journal, Request, find_form_key, find_tweets
from django.db import OperationalError
from django.urls import reverse

from benchmarks.scaling import MIX
from django_tweets import services
from scripts.servers import programs
from scripts.servers.postgres import render_pgbouncer
from tests.factories import make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client, RequestFactory

    from tests.factories import Profile, Tweet

WEB = {"web1": 8001, "web2": 8002}


def test_haproxy_checks_each_process_and_has_each_as_a_backup() -> None:
    lines = haproxy.render(8000, Path("/run/socket"), WEB).splitlines()
    assert [line.strip() for line in lines if line.strip().startswith("server ")] == [
        "server web1 127.0.0.1:8001 check",
        "server web2 127.0.0.1:8002 check",
        "server web1-anyway 127.0.0.1:8001 backup",
        "server web2-anyway 127.0.0.1:8002 backup",
    ]
    assert "    bind 127.0.0.1:8000" in lines
    assert "    stats socket /run/socket mode 600 level admin" in lines


def test_documented_haproxy_settings_are_those_of_the_cluster() -> None:
    documentation = Path(__file__).parents[2] / "docs" / "cluster.md"
    _, _, rest = documentation.read_text(encoding="utf-8").partition("```text\nbackend web\n")
    documented = [line.strip() for line in rest.partition("```")[0].splitlines()]
    rendered = haproxy.render(8000, Path("/run/socket"), WEB)
    settings = [line for line in documented if not line.startswith("server ")]
    assert settings
    assert [line for line in settings if line not in rendered] == []


def test_pgbouncer_has_its_port_and_that_of_the_server() -> None:
    lines = render_pgbouncer(6432, 5432, {"default_pool_size": "20"}).splitlines()
    assert "* = host=127.0.0.1 port=5432 user=postgres" in lines
    assert {"listen_port = 6432", "pool_mode = transaction", "default_pool_size = 20"} < {*lines}


def test_site_has_two_addresses_of_poolers_and_all_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    ports = {"cache": 1, "homes": [2, 3, 4], "media": "/m", "poolers": [5, 6], "replica": 7}
    monkeypatch.setenv("CLUSTER", json.dumps({**ports, "static": "/s"}))
    settings: Any = import_module("cluster.settings")
    database = settings.DATABASES["default"]
    assert (database["HOST"], database["PORT"]) == ("127.0.0.1,127.0.0.1", "5,6")
    options = settings.DJANGO_TWEETS_TIMELINE["OPTIONS"]
    assert options["url"] == "redis://127.0.0.1:2"
    assert options["nodes"] == [("127.0.0.1", 3), ("127.0.0.1", 4)]


def test_missing_programs_are_named_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(programs, "_SEARCHED", "/nowhere")
    names = ["haproxy", "initdb", "pg_isready", "redis-server"]
    assert programs.missing_packages(names) == ["haproxy", "postgresql", "redis-server"]
    with pytest.raises(programs.ServerError, match="haproxy is missing: apt-get install haproxy"):
        programs.find_program("haproxy")


@pytest.mark.django_db
def test_member_finds_the_form_and_the_tweets_of_a_page(client: Client, ada: Profile) -> None:
    assert ada.user is not None
    client.force_login(ada.user)
    tweet = make_tweet(ada)
    page = client.get(reverse("django_tweets:home")).content.decode()
    assert len(find_form_key(page)) == 22
    assert find_tweets(page) == [(ada.handle, tweet.pk)]


class Site(BaseHTTPRequestHandler):
    """A site that gives and takes back a cookie, and says which ones it was sent."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Location", "/next/?page=2")
        value = "; Max-Age=0" if self.path == "/forget/" else "one"
        self.send_header("Set-Cookie", f"seen={value}")
        self.end_headers()
        self.wfile.write(self.headers["Cookie"].encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a site."""
    with HTTPServer(("127.0.0.1", 0), Site) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


def test_browser_keeps_cookies_and_follows_nothing(port: int) -> None:
    journal = Journal()
    browser = Browser(port, "ada", journal)
    assert browser.get("/a/?q=1") == (302, "/next/?page=2", "")
    assert browser.get("/a/").text == "seen=one"
    browser.get("/forget/")
    assert browser.cookies == {}
    assert [(r.method, r.path, r.status) for r in journal.requests] == [
        ("GET", "/a/", 302),
        ("GET", "/a/", 302),
        ("GET", "/forget/", 302),
    ]


def test_broken_connection_is_a_failed_request() -> None:
    journal = Journal()
    answer = Browser(programs.find_port(), "ada", journal).get("/")
    assert (answer.status, answer.is_done) == (0, False)
    assert [request.has_failed for request in journal.requests] == [True]


@pytest.fixture
def played(transactional_db: None, ada: Profile, bob: Profile) -> tuple[dict[str, Any], Tweet]:
    """What two members have done, as the journal has it, and the tweet of ada."""
    services.follow(bob, ada)
    tweet = make_tweet(ada, "first")
    reply = services.publish(bob, "second", in_reply_to=tweet)
    services.like(bob, tweet)
    gone = services.publish(ada, "third")
    services.delete(gone)
    writes = [
        {"verb": "sign up", "member": "ada"},
        {"verb": "follow", "member": "bob", "profile": "ada"},
        {"verb": "publish", "member": "ada", "tweet": tweet.pk, "text": "before"},
        {"verb": "edit", "member": "ada", "tweet": tweet.pk, "text": "first"},
        {
            "verb": "reply",
            "member": "bob",
            "tweet": reply.pk,
            "text": "second",
            "to": tweet.pk,
            "author": "ada",
        },
        {"verb": "like", "member": "bob", "tweet": tweet.pk, "author": "ada"},
        {"verb": "publish", "member": "ada", "tweet": gone.pk, "text": "third"},
        {"verb": "delete", "member": "ada", "tweet": gone.pk},
    ]
    return {"writes": writes, "unknown": []}, tweet


def find(journal: dict[str, Any]) -> list[str]:
    state = check_story.State(journal["writes"], journal["unknown"])
    return [*check_story.find_lost(state), *check_story.find_missing_notifications(state)]


def test_check_finds_nothing_if_all_is_there(played: tuple[dict[str, Any], Tweet]) -> None:
    assert find(played[0]) == []


def test_check_finds_what_is_lost(
    played: tuple[dict[str, Any], Tweet], ada: Profile, bob: Profile
) -> None:
    journal, tweet = played
    with services.without_notifications():
        cleo = make_profile("cleo")
        services.follow(cleo, ada)
    services.unlike(bob, tweet)
    services.edit(tweet, content="changed")
    journal["writes"] += [
        {"verb": "sign up", "member": "nobody"},
        {"verb": "follow", "member": "ada", "profile": "bob"},
        {"verb": "follow", "member": "cleo", "profile": "ada"},
        {"verb": "publish", "member": "ada", "tweet": 5, "text": "lost"},
    ]
    found = find(journal)
    for each in (
        "no profile nobody",
        "ada does not follow bob",
        "tweet 5 is lost",
        f"tweet {tweet.pk} is 'changed'",
        f"like ('bob', {tweet.pk}): True expected",
        "not notified: ('follow', 'ada', 'cleo')",
        "not notified: ('like', 'ada', 'bob')",
    ):
        assert any(line.startswith(each) for line in found), (each, found)


def test_check_expects_nothing_of_a_write_without_an_answer(
    played: tuple[dict[str, Any], Tweet], bob: Profile
) -> None:
    journal, tweet = played
    services.unlike(bob, tweet)
    assert find(journal)
    journal["unknown"] = [{"verb": "unlike", "member": "bob", "tweet": tweet.pk, "status": 503}]
    assert find(journal) == []


def test_report_has_a_row_of_each_part() -> None:
    requests = [
        Request(n, "ada", "GET", "/", status, n) for n, status in enumerate([200, 302, 503])
    ]
    found = {"tasks_after": {"RUNNING": 1}, "wrong": [], "missing_before_sweep": ["a", "b"]}
    phases = [Phase("nothing", 0, 3), Phase("a crash", 3, 5)]
    text = report.render(Journal(requests=requests), phases, found)
    assert "| nothing | 2 | 0 | 0.50 | 1.00 | 1.00 |" in text
    assert "| a crash | 1 | 1 × 503 | 2.00 | 2.00 | 2.00 |" in text
    assert "notifications that were missing until the sweep: 2" in text


def test_page_of_a_deleted_tweet_is_no_error() -> None:
    paths = ["/community/@ada/7/", "/community/@ada/8/"]
    requests = [Request(0, "bob", "GET", path, 404, 1) for path in paths]
    writes = [{"verb": "delete", "member": "ada", "tweet": 7}]
    assert Journal(requests=requests, writes=writes).find_errors() == requests[1:]


@pytest.mark.parametrize(("error", "status"), [(OperationalError, 503), (ValueError, 500)])
def test_error_is_503_if_the_database_is_away(
    error: type[Exception], status: int, rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "WAIT", 0)

    def fail() -> None:
        raise error

    try:
        fail()
    except error:
        assert views.server_error(rf.get("/")).status_code == status


def test_reader_sends_each_request_of_the_mix(monkeypatch: pytest.MonkeyPatch) -> None:
    data = {"sessions": ["s"], "tweets": [["ada", 7]], "handles": ["bob"], "words": ["tea"]}
    journal = Journal()
    reader = mix.Reader(programs.find_port(), data, 1, journal)
    for name in MIX:
        monkeypatch.setattr(mix, "MIX", {name: 1})
        reader.send()
    assert [(request.method, request.path) for request in journal.requests] == [
        ("GET", "/community/"),
        ("GET", "/community/@ada/7/"),
        ("GET", "/community/@bob/"),
        ("GET", "/community/search/"),
        ("GET", "/community/notifications/"),
        ("POST", "/community/@ada/7/like/"),
        ("POST", "/community/compose/"),
        ("POST", "/community/@bob/follow/"),
    ]


def test_table_of_the_mix_has_the_median_of_the_rounds() -> None:
    kinds = [
        f"{what}, {count}"
        for count in ("one web process", "two web processes")
        for what in ("floor", "the mix")
    ]
    rounds = [mix.Result(rate, 0.1, 0) for rate in (10.0, 30.0, 20.0)]
    text = mix.render(dict.fromkeys(kinds, rounds))
    assert "| the mix, one web process | 20.0 | 10.0 to 30.0 | 100 | 0 |" in text
    assert "Two processes answer 1.00 times as many" in text
