"""Checks of the types of our settings."""

from __future__ import annotations

import ast
from datetime import timedelta
from typing import Any

import pytest

from django_tweets import checks
from django_tweets.conf import NAMES
from django_tweets.models.report import SCREENING
from tests.test_checks import ADAPTIVE_PULL, BLOCK_LISTS, NEW_MEMBERS, PLAIN_SEARCH, ids

WRONG_BACKENDS = [
    ("dotted.path", "should be a dictionary with BACKEND and OPTIONS, but is 'dotted.path'"),
    (None, "should be a dictionary with BACKEND and OPTIONS, but is None"),
    ({"BACKEND": 7}, "should have a dotted path as BACKEND, but has 7"),
    (
        {"BACKEND": ADAPTIVE_PULL, "OPTION": {}},
        "should have the keys BACKEND and OPTIONS only, but has",
    ),
    ({"BACKEND": ADAPTIVE_PULL, "OPTIONS": []}, "should have a dictionary as OPTIONS, but has []"),
    (
        {"BACKEND": ADAPTIVE_PULL, "OPTIONS": {1: 2}},
        "should have strings as keys of OPTIONS, but has 1",
    ),
]
WRONG_LABELS = [
    (7, "should be a string 'app_label.ModelName', but is 7"),
    (None, "should be a string 'app_label.ModelName', but is None"),
    ("Post", "should be a string 'app_label.ModelName', but is 'Post'"),
    ("site.posts.Post", "should be a string 'app_label.ModelName', but is 'site.posts.Post'"),
    ("posts.", "should be a string 'app_label.ModelName', but is 'posts.'"),
]
WRONG_ACCESSORS = [
    (value, f"should be the name of an attribute of users, but is {value!r}")
    for value in (None, 7, "", "my profile", "class", "tweets__profile", "profile_")
]
WRONG_CATEGORIES: list[Any] = [7, {}, ["spam"]]
WRONG_RATES: list[tuple[Any, str]] = [
    ({"tweet": "1/hour"}, "should have the keys publish, reply, mention"),
    ({7: "1/hour"}, "should have the keys publish, reply, mention"),
    *(
        (
            {"like": rate},
            f"should have a rate such as '100/hour', or None, for 'like', but has {rate!r}",
        )
        for rate in ("often", "0/hour", "10", "10/0 hours", "10/week", "-1/hour", 7, ["1/hour"])
    ),
]
WRONG_DURATIONS = [
    (value, f"should be a timedelta that is not negative, but is {value!r}")
    for value in (30, None, "30 days", timedelta(seconds=-1))
]
WRONG_DURATIONS += [
    (value, f"should be a timedelta of at most 36500 days, but is {value!r}")
    for value in (timedelta(days=36_501), timedelta.max)
]
PUSH = {"PUBLIC_KEY": "B", "PRIVATE_KEY": "U", "SUBJECT": "mailto:ada@example.org"}
WRONG_PUSH: list[tuple[Any, str]] = [
    ("keys", "should be a dictionary of keys or None, but is 'keys'"),
    ({}, "should have a string as PUBLIC_KEY"),
    ({**PUSH, "PRIVATE_KEY": 7}, "should have a string as PRIVATE_KEY"),
    ({**PUSH, "SUBJECT": "ada"}, "should have a mailto: or https: address as SUBJECT"),
    ({**PUSH, "CONTENT": 1}, "should have True or False as CONTENT, but has 1"),
    (
        {**PUSH, "OTHER": 1},
        "should have the keys PUBLIC_KEY, PRIVATE_KEY, SUBJECT and CONTENT only, but has 'OTHER'",
    ),
]
WRONG_QUEUES: list[tuple[Any, str]] = [
    (["mail"], "should be a dictionary of kinds and queues, but is ['mail']"),
    ({"mails": "mail"}, "should have the keys default, fanout, mail, media only, but has 'mails'"),
    ({"mail": ""}, "should have the name of a queue for 'mail', but has ''"),
    ({"mail": 7}, "should have the name of a queue for 'mail', but has 7"),
]
NO_DICTIONARIES: list[Any] = [None, 7, []]
WRONG_MEDIA_LIMITS: list[tuple[Any, str]] = [
    *((v, f"should be a dictionary, but is {v!r}") for v in NO_DICTIONARIES),
    ({"videos": 1}, "should have the keys attachments, alt_length, picture_bytes"),
    *(
        (
            {"attachments": v},
            f"should have a number from 1 to 4 for 'attachments', but has {v!r}",
        )
        for v in (0, 5, "4", None, True, 1.5)
    ),
]
NO_LISTS: list[Any] = [None, 7, "a.check", {}]
WRONG_SCREENING: list[tuple[Any, str]] = [
    *((v, f"should be a list of dotted paths, but is {v!r}") for v in NO_LISTS),
    (["check"], "has an entry that should be the dotted path of a function or a class, but is"),
    ([7], "has an entry that should be a dictionary with BACKEND and OPTIONS, but is 7"),
    ([{}], "has an entry that should have a dotted path as BACKEND, but has none"),
    (["a.check", {"BACKEND": "a.check", "OPTION": {}}], "has an entry that should have the keys"),
    ([{"BACKEND": "a.check", "OPTIONS": []}], "has an entry that should have a dictionary as"),
]
WRONG_SETTINGS = [
    *(
        ("BASE_URL", v, f"should be the address of the site, but is {v!r}")
        for v in (None, 7, "example.org", "ftp://example.org", "https://example.org/tweets")
    ),
    *(("DELETION_GRACE", *case) for case in WRONG_DURATIONS),
    *(("EXPORT_EXPIRY", *case) for case in WRONG_DURATIONS),
    *(("EXPORT_INTERVAL", *case) for case in WRONG_DURATIONS),
    *(("READ_YOUR_WRITES", *case) for case in WRONG_DURATIONS),
    *(("DIGESTS", v, f"should be True or False, but is {v!r}") for v in ("yes", 1, None)),
    ("CLIENT_ADDRESS", None, "should be the dotted path of a function, but is None"),
    *(
        ("LIMITS", *case)
        for case in [*WRONG_RATES, (7, "should be a dictionary or None, but is 7")]
    ),
    ("NEW_MEMBER_LIMITS", {"search": "1/hour"}, "should have the keys days, tweets, publish"),
    *(("NEW_MEMBER_LIMITS", *case) for case in WRONG_RATES[2:]),
    *(
        ("NEW_MEMBER_LIMITS", {name: v}, f"should have a number for {name!r}, but has {v!r}")
        for name in ("days", "tweets")
        for v in (None, "3", -1, True, 1.5)
    ),
    ("NEW_MEMBER_LIMITS", {"days": 36_501}, "should have at most 36500 for 'days', but has 36501"),
    ("NEW_MEMBER_LIMITS", {"days": 1, "like": 7}, "should have a rate such as '100/hour', or None"),
    ("LIMITS", {"duplicate": "2/hour"}, "should have a rate such as '1/5 minutes'"),
    ("NEW_MEMBER_LIMITS", [], "should be a dictionary or None, but is []"),
    *(
        ("FORMER_HANDLE_DAYS", v, f"should be a number of days, from 0 to 36500, but is {v!r}")
        for v in ("90", 1.5, -1, 36_501, True, None)
    ),
    *(("LINK_PREVIEWS", v, f"should be True or False, but is {v!r}") for v in ("yes", 1, None)),
    *(("MEDIA_LIMITS", *case) for case in WRONG_MEDIA_LIMITS),
    *(("PUBLIC", v, f"should be True or False, but is {v!r}") for v in ("yes", 1, None)),
    *(
        ("REPORT_CATEGORIES", v, f"should be a dictionary of names and labels, but is {v!r}")
        for v in WRONG_CATEGORIES
    ),
    *(
        (
            "REPORT_CATEGORIES",
            {v: "Spam"},
            f"should have names of at most 40 characters, but has {v!r}",
        )
        for v in (7, "", "a\0b", "x" * 41)
    ),
    ("REPORT_CATEGORIES", {SCREENING: "Held"}, "should not have the name 'screening'"),
    *(("VIEW_COUNTS", v, f"should be True or False, but is {v!r}") for v in ("yes", 1, None)),
    *(("VISITOR_REPORTS", v, f"should be True or False, but is {v!r}") for v in ("yes", None)),
    *(("PROFILE_ACCESSOR", *case) for case in WRONG_ACCESSORS),
    *(("PROFILE_MODEL", *case) for case in WRONG_LABELS),
    *(("TWEET_MODEL", *case) for case in WRONG_LABELS),
    ("TWEET_FORM", None, "should be the dotted path of a class, but is None"),
    ("TWEET_FORM", "PostForm", "should be the dotted path of a class, but is 'PostForm'"),
    *(("REPLICAS", v, f"should be a list of strings, but is {v!r}") for v in ("replica", [7])),
    *(("RESERVED_HANDLES", v, f"should be a list of strings, but is {v!r}") for v in (7, [7])),
    *(("FILE_SERVER", *case) for case in WRONG_BACKENDS),
    *(("MODERATION", *case) for case in WRONG_BACKENDS),
    ("MODERATION", {}, "should have a dotted path as BACKEND, but has none"),
    *(("SCREENING", *case) for case in WRONG_SCREENING),
    *(("SEARCH", *case) for case in WRONG_BACKENDS),
    *(("TASK_BACKEND", v, f"should be a name, but is {v!r}") for v in (None, "", 7)),
    *(("TASK_QUEUES", *case) for case in WRONG_QUEUES),
    *(("PUSH", *case) for case in WRONG_PUSH),
    *(("STREAM", *case) for case in WRONG_BACKENDS if case[0] is not None),
    ("STREAM", {}, "should have a dotted path as BACKEND, but has none"),
    *(("TIMELINE", *case) for case in WRONG_BACKENDS),
    ("TIMELINE", {}, "should have a dotted path as BACKEND, but has none"),
    ("TIMELINE", {"BACKEND": ""}, "should have a dotted path as BACKEND, but has none"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "value", "problem"), WRONG_SETTINGS)
def test_setting_of_wrong_type_is_an_error_with_a_hint(
    settings: Any, name: str, value: Any, problem: str
) -> None:
    """No other check raises because of it, or reports it again."""
    setattr(settings, f"DJANGO_TWEETS_{name}", value)
    messages = [
        message
        for check in (checks.check_types, checks.check_models, checks.check_profile_accessor)
        for message in check()
    ]
    messages += [*checks.check_timeline(), *checks.check_search(), *checks.check_file_server()]
    messages += [*checks.check_screening(), *checks.check_queues(), *checks.check_stream()]
    assert ids(messages) == ["django_tweets.E007"]
    assert messages[0].msg.startswith(f"DJANGO_TWEETS_{name} {problem}")
    assert str(messages[0].hint).startswith(f"Write, for example: DJANGO_TWEETS_{name} = ")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BASE_URL", ""),
        ("BASE_URL", "https://example.org"),
        ("BASE_URL", "http://localhost:8000/"),
        ("CLIENT_ADDRESS", "accounts.addresses.get_address"),
        ("FORMER_HANDLE_DAYS", 0),
        ("LIMITS", None),
        ("LIMITS", {}),
        ("LIMITS", {"publish": "100/30 minutes", "like": "1/2days", "search": None}),
        ("NEW_MEMBER_LIMITS", None),
        ("NEW_MEMBER_LIMITS", {"days": 36_500, "tweets": 10**9}),
        ("NEW_MEMBER_LIMITS", {"days": 0, "tweets": 3, "like": None, "reply": "1/second"}),
        ("DELETION_GRACE", timedelta(days=30)),
        ("DIGESTS", True),
        ("EXPORT_EXPIRY", timedelta(hours=1)),
        ("EXPORT_INTERVAL", timedelta(0)),
        ("LINK_PREVIEWS", True),
        ("MEDIA_LIMITS", {}),
        ("MEDIA_LIMITS", {"attachments": 1, "video_seconds": 600}),
        ("PUBLIC", False),
        ("PROFILE_ACCESSOR", "tweets_profile"),
        ("PROFILE_MODEL", "people.Person"),
        ("TWEET_MODEL", "posts.Post"),
        ("TWEET_FORM", "posts.forms.PostForm"),
        ("REPORT_CATEGORIES", {"rule_1": "Be kind"}),
        ("RESERVED_HANDLES", []),
        ("VIEW_COUNTS", True),
        ("VISITOR_REPORTS", True),
        ("SCREENING", []),
        ("SCREENING", (BLOCK_LISTS, {"BACKEND": NEW_MEMBERS, "OPTIONS": {"links": 1}})),
        ("FILE_SERVER", {"BACKEND": "django_tweets.file_servers.XSendfile"}),
        ("SEARCH", {}),
        ("SEARCH", {"OPTIONS": {"size": 7}}),
        ("SEARCH", {"BACKEND": PLAIN_SEARCH, "OPTIONS": {}}),
        ("TASK_BACKEND", "tweets"),
        ("TASK_QUEUES", {"default": "tweets", "mail": "mail"}),
        ("PUSH", None),
        ("PUSH", {**PUSH, "SUBJECT": "https://example.org/contact", "CONTENT": False}),
        ("STREAM", None),
        ("STREAM", {"BACKEND": "django_tweets.live.PostgresStream", "OPTIONS": {"interval": 2}}),
        ("TIMELINE", {"BACKEND": ADAPTIVE_PULL}),
        ("TIMELINE", {"BACKEND": ADAPTIVE_PULL, "OPTIONS": {"few": 7}}),
    ],
)
def test_setting_of_right_type_is_no_error(settings: Any, name: str, value: Any) -> None:
    setattr(settings, f"DJANGO_TWEETS_{name}", value)
    assert checks.check_types() == []


def test_setting_that_is_not_set_is_no_error(settings: Any) -> None:
    for name in NAMES:
        if hasattr(settings, name):
            delattr(settings, name)
    assert checks.check_types() == []


def test_wrong_values_cover_all_settings() -> None:
    assert {f"DJANGO_TWEETS_{name}" for name, _value, _problem in WRONG_SETTINGS} == {*NAMES}


def value_of(source: str) -> Any:
    """Return the value of Python source: a literal, or a timedelta."""
    node = ast.parse(source, mode="eval").body
    if isinstance(node, ast.Call):
        return timedelta(**{str(each.arg): ast.literal_eval(each.value) for each in node.keywords})
    return ast.literal_eval(node)


def test_hint_has_a_right_value(settings: Any) -> None:
    for name, value, _problem in WRONG_SETTINGS:
        setattr(settings, f"DJANGO_TWEETS_{name}", value)
        (message,) = checks.check_types()
        example = value_of(str(message.hint).partition(" = ")[2])
        setattr(settings, f"DJANGO_TWEETS_{name}", example)
        assert checks.check_types() == []
