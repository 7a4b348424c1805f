"""What members type in an e-mail: one line each, no addresses but ours, no headers."""

from __future__ import annotations

import email
import email.policy
import re
from typing import TYPE_CHECKING, Any

import pytest
from django.core import mail
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from django_tweets import (
    digests,
    get_profile_model,
    notification_text,
    page_metadata,
    services,
    text,
    timelines,
)
from django_tweets.models import NotificationSettings
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.factories import make_profile, make_tweet
from tests.text.test_cleaning import hostile

if TYPE_CHECKING:
    from tests.factories import Profile

BASE = "https://bücher.example:8000"
ASCII_BASE = "https://xn--bcher-kva.example:8000"

NAMES = [
    "Ada\n\n* Bob liked your tweet\n  https://evil.example/",
    "Ada\r\nBcc: all@evil.example",
    "http://evil.example/login",
    "www.evil.example",
    "evil.com",
    "pay@evil.com",
    "Ada\u2028\u2029\x85\x0b\x1b[2J\u202e\u2066",
    "עדה\u2069",
]


def get_digests(reader: Profile, fan: Profile, names: list[str], content: str) -> list[Any]:
    """Return digests with one like by fan, whose row has each name, as raw SQL would write it."""
    reader.user.email = "reader@example.org"
    reader.user.save()
    stored = services.update_notification_settings(reader, digest="daily")
    tweet = make_tweet(reader, content)
    notification_groups.add_actor(GroupKey(reader.pk, "like", tweet.pk), fan.pk)
    page = timelines.notifications(reader, stored, size=10, since=0)
    found = []
    for name in names:
        page.rows[0].people[0].display_name = name
        found.append(digests.build_message(stored, reader.user.email, page, BASE))
    return found


def get_digest(reader: Profile, fan: Profile, content: str = "hello") -> Any:
    (found,) = get_digests(reader, fan, ["Bob"], content)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("name", NAMES)
def test_name_forges_no_line_address_or_header(ada: Profile, bob: Profile, name: str) -> None:
    plain, hostile = get_digests(ada, bob, ["Bob", name], "hello")
    assert len(hostile.body.splitlines()) == len(plain.body.splitlines())
    (line,) = (line for line in hostile.body.splitlines() if line.startswith("* "))
    assert line.endswith(" liked your tweet")
    html = hostile.alternatives[0][0]
    for shown in (hostile.body, re.sub("<[^>]+>", " ", html)):
        others = shown.replace(ASCII_BASE, "").replace("bücher.example:8000", "")
        assert not text.has_link(others), others
    parsed = email.message_from_bytes(hostile.message().as_bytes(), policy=email.policy.default)
    assert (parsed["To"], parsed["Bcc"], parsed["Reply-To"]) == ("reader@example.org", None, None)
    assert len(parsed["Subject"].splitlines()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "excerpt"),
    [
        ("one\n\n* two\n\nthree", "“one * two three”"),
        ("see http://evil.example/a?b=c and evil.com.", "“see [link] and [link].”"),
        ("mail ada@evil.com or www.evil.zz", "“mail [link] or [link]”"),
        ("سلام\u2067", "“\u2068سلام\u2069”"),
        ("x" * 200, "“" + "x" * 139 + "…”"),
    ],
)
def test_tweet_is_one_line_without_addresses(
    ada: Profile, bob: Profile, content: str, excerpt: str
) -> None:
    lines = get_digest(ada, bob, content).body.splitlines()
    (place,) = (place for place, line in enumerate(lines) if line.startswith("* "))
    assert lines[place + 1].strip() == excerpt
    assert lines[place + 2].strip().startswith(f"{ASCII_BASE}/tweets/@ada/")


@pytest.mark.django_db
def test_unsubscribe_link_of_a_site_with_an_international_name(ada: Profile, bob: Profile) -> None:
    message = get_digest(ada, bob)
    assert message.subject == "1 new notification on bücher.example:8000"
    raw = message.message().as_bytes().decode()
    token = digests.make_unsubscribe_token(ada)
    link = f"{ASCII_BASE}/tweets/notifications/unsubscribe/{token}/"
    assert f"List-Unsubscribe: <{link}>" in raw.splitlines()
    assert link in message.body


@pytest.mark.django_db
def test_remote_author_with_an_address_as_handle_makes_no_link(ada: Profile) -> None:
    remote = get_profile_model()(handle="eve@evil.com")
    assert notification_text.get_unlinked_name(remote) == "@eve"


@pytest.mark.django_db
def test_subject_is_bounded(ada: Profile, bob: Profile, monkeypatch: Any) -> None:
    stored = NotificationSettings.for_profile(ada)
    page = timelines.notifications(ada, stored, size=10, since=0)
    message = digests.build_message(stored, "a@example.org", page, f"https://{'x' * 300}.example")
    assert len(message.subject) == digests.MAX_SUBJECT_LENGTH
    assert mail.outbox == []


@given(hostile)
@settings(max_examples=200, deadline=None)
def test_names_and_titles_are_one_balanced_line(name: str) -> None:
    profile = get_profile_model()(handle="ada", display_name=name)
    for shown in (profile.plain_name, page_metadata.get_full_name(profile)):
        assert shown == text.clean_line(shown)
    assert not text.has_link(notification_text.get_unlinked_name(profile))


def test_name_is_isolated_in_a_language_from_right_to_left() -> None:
    profile = get_profile_model()(handle="ada", display_name="Ada!")
    assert profile.plain_name == "Ada!"
    with translation.override("ar"):
        assert profile.plain_name == "\u2068Ada!\u2069"


@pytest.mark.django_db
def test_name_from_right_to_left_is_isolated_in_titles(client: Any) -> None:
    profile = make_profile("ada", display_name="עדה")
    html = client.get(profile.get_absolute_url()).content.decode()
    assert "<title>\u2068עדה\u2069 (@ada)" in re.sub(r"\s*\n\s*", "", html)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "title"),
    [
        ({"content": "one\n\ntwo " + "x" * 60}, "ada: one two " + "x" * 51 + "…"),
        ({"content": "\u2067" + "x" * 70 + "\u2069"}, "ada: " + "x" * 58 + "…"),
        ({"content": "hidden", "content_warning": "سلام"}, "ada: \u2068سلام\u2069"),
    ],
)
def test_title_of_a_tweet_is_one_isolated_line(
    client: Any, ada: Profile, fields: dict[str, str], title: str
) -> None:
    html = client.get(make_tweet(ada, **fields).get_absolute_url()).content.decode()
    assert f"<title>{title}" in re.sub(r"\s*\n\s*", "", html)


@given(hostile, st.integers(2, 60))
@settings(max_examples=200, deadline=None)
def test_summary_is_one_clean_line(content: str, length: int) -> None:
    summary = text.summarize(content, length)
    assert len(summary) <= length
    assert text.clean_line(summary) == summary
    assert summary == text.clean_line(content) or summary.endswith("…")


@given(hostile)
@settings(max_examples=200, deadline=None)
def test_text_without_links_has_none(content: str) -> None:
    line = text.clean_line(f"{content} http://a.com/{content} {content}b.com")
    assert text.has_link(line)
    assert not text.has_link(text.hide_links(line, "[link]"))


@pytest.mark.parametrize(
    "words", ["J.R.R. Tolkien", "Dr.Who", "3.14", "e.g. this… or that", "node.js?", "a/b", "@ada"]
)
def test_words_that_are_no_links(words: str) -> None:
    assert text.hide_links(words, "[link]") == words


@pytest.mark.parametrize(
    ("domain", "encoded"),
    [
        ("example.org", "example.org"),
        ("Straße.Example", "xn--strae-oqa.example"),
        ("日本。jp", "xn--wgv71a.jp"),
    ],
)
def test_domain_in_ascii(domain: str, encoded: str) -> None:
    assert text.to_ascii(domain) == encoded
