"""Settings of the app. They are read live, so that override_settings() works in a host's tests."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

Value = TypeVar("Value")

PREFIX = "DJANGO_TWEETS_"


OFFICIAL_NAMES = (
    "admin",
    "administrator",
    "everyone",
    "help",
    "here",
    "moderator",
    "root",
    "security",
    "staff",
    "support",
)
"""Handles that would look like an account of the site, or like a mention of everybody."""

PAGE_NAMES = (
    "analytics",
    "autocomplete",
    "blocked",
    "bookmarks",
    "compose",
    "explore",
    "home",
    "muted",
    "new",
    "notifications",
    "oembed",
    "profile",
    "requests",
    "search",
    "settings",
    "suggestions",
    "tags",
    "users",
)
"""Names of our own pages. A test compares them with urls.py."""


class Problem(NamedTuple):
    """A setting with a value of the wrong type, and a hint on how to fix it."""

    message: str
    hint: str


class Setting(Generic[Value]):
    """An attribute of Conf that reads the Django setting of its name, with PREFIX.

    `problem_of` takes a value and returns what is wrong with it, or an empty string. `example` is
    a right value, as Python source for the hint.
    """

    name: str

    def __init__(
        self, default: Value, problem_of: Callable[[object], str], *, example: str
    ) -> None:
        self.default, self.problem_of, self.example = default, problem_of, example

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = PREFIX + name

    def __get__(self, instance: Conf, owner: type[Conf]) -> Value:
        value: Value = getattr(settings, self.name, self.default)
        return value

    def problem(self) -> Problem | None:
        """Return the problem with the type of the current value; None if it is right."""
        message = self.problem_of(getattr(settings, self.name, self.default))
        if not message:
            return None
        return Problem(
            f"{self.name} {message}.", f"Write, for example: {self.name} = {self.example}"
        )


def _boolean_problem(value: object) -> str:
    return "" if isinstance(value, bool) else f"should be True or False, but is {value!r}"


def _model_label_problem(value: object) -> str:
    parts = value.split(".") if isinstance(value, str) else []
    if len(parts) == 2 and all(map(str.isidentifier, parts)):
        return ""
    return f"should be a string 'app_label.ModelName', but is {value!r}"


def _accessor_problem(value: object) -> str:
    # Django separates names with two underscores in a query, so no name may have them.
    is_name = isinstance(value, str) and value.isidentifier() and not keyword.iskeyword(value)
    if is_name and "__" not in str(value) and not str(value).endswith("_"):
        return ""
    return f"should be the name of an attribute of users, but is {value!r}"


def _dotted_path_problem(value: object) -> str:
    parts = value.split(".") if isinstance(value, str) else []
    if len(parts) > 1 and all(map(str.isidentifier, parts)):
        return ""
    return f"should be the dotted path of a class, but is {value!r}"


def _backend_problem(value: object) -> str:
    if not isinstance(value, dict):
        return f"should be a dictionary with BACKEND and OPTIONS, but is {value!r}"
    for key in value:
        if key not in {"BACKEND", "OPTIONS"}:
            return f"should have the keys BACKEND and OPTIONS only, but has {key!r}"
    backend, options = value.get("BACKEND", ""), value.get("OPTIONS", {})
    if not isinstance(backend, str):
        return f"should have a dotted path as BACKEND, but has {backend!r}"
    if not isinstance(options, dict):
        return f"should have a dictionary as OPTIONS, but has {options!r}"
    for key in options:
        if not isinstance(key, str):
            return f"should have strings as keys of OPTIONS, but has {key!r}"
    return ""


def _required_backend_problem(value: object) -> str:
    problem = _backend_problem(value)
    if isinstance(value, dict) and not problem and not value.get("BACKEND"):
        return "should have a dotted path as BACKEND, but has none"
    return problem


def _names_problem(value: object) -> str:
    is_list = isinstance(value, list | tuple | set | frozenset)
    if is_list and all(isinstance(name, str) for name in value):  # type: ignore[attr-defined]  # it is one
        return ""
    return f"should be a list of strings, but is {value!r}"


class Conf:
    """The table of all settings: name, default, type, and an example of a right value."""

    PROFILE_ACCESSOR = Setting("profile", _accessor_problem, example='"tweets_profile"')
    """Name of the attribute of a user that is the profile. Read once, when the models load."""

    PROFILE_MODEL = Setting(
        "django_tweets.Profile", _model_label_problem, example='"people.Person"'
    )
    """Label of the profile model."""

    TWEET_FORM = Setting(
        "django_tweets.forms.TweetForm", _dotted_path_problem, example='"posts.forms.PostForm"'
    )
    """Dotted path of the form class of every composer, a subclass of TweetForm."""

    TWEET_MODEL = Setting("django_tweets.Tweet", _model_label_problem, example='"posts.Post"')
    """Label of the tweet model."""

    DIGESTS = Setting(default=False, problem_of=_boolean_problem, example="True")
    """Whether the site sends digests, and so offers them to members."""

    RESERVED_HANDLES: Setting[Collection[str]] = Setting(
        (*OFFICIAL_NAMES, *PAGE_NAMES), _names_problem, example='["admin", "support", "acme"]'
    )
    """Handles that members can't choose. Those who have one keep it."""

    SEARCH: Setting[dict[str, Any]] = Setting(
        {}, _backend_problem, example='{"BACKEND": "dotted.path.to.Search", "OPTIONS": {}}'
    )
    """Search backend. Without BACKEND, the full text search of the database."""

    TIMELINE: Setting[dict[str, Any]] = Setting(
        {"BACKEND": "django_tweets.timelines.backends.pull.AdaptivePull", "OPTIONS": {}},
        _required_backend_problem,
        example='{"BACKEND": "dotted.path.to.Timeline", "OPTIONS": {}}',
    )
    """Timeline backend. OPTIONS are its keyword arguments."""


def _settings() -> Iterator[Setting[Any]]:
    return (value for value in vars(Conf).values() if isinstance(value, Setting))


def problem_of(name: str) -> Problem | None:
    """Return the problem with the type of the setting name (without PREFIX), if any."""
    setting: Setting[Any] = vars(Conf)[name]
    return setting.problem()


def problems() -> list[Problem]:
    """Return the problems with the types of all settings."""
    return [problem for setting in _settings() if (problem := setting.problem())]


conf = Conf()

NAMES = sorted(setting.name for setting in _settings())
