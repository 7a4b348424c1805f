"""Settings of the app. They are read live, so that override_settings() works in a host's tests."""

from __future__ import annotations

import keyword
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import rates

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

Value = TypeVar("Value")

PREFIX = "DJANGO_TWEETS_"


LOGIN_MIDDLEWARE = "django.contrib.auth.middleware.LoginRequiredMiddleware"
"""A site with it asks for a login everywhere, and so is closed by default."""

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
    "decisions",
    "explore",
    "home",
    "media",
    "moderation",
    "muted",
    "new",
    "notifications",
    "oembed",
    "profile",
    "reports",
    "requests",
    "search",
    "settings",
    "suggestions",
    "tags",
    "users",
    "welcome",
)
"""Names of our own pages. A test compares them with urls.py."""


MAX_DAYS = 36_500
"""A hundred years: a date that is further back may be none."""


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


def _callable_problem(value: object) -> str:
    return _dotted_path_problem(value).replace("of a class", "of a function or a class")


def _screening_problem(value: object) -> str:
    if not isinstance(value, list | tuple):
        return f"should be a list of dotted paths, but is {value!r}"
    for entry in value:
        is_path = isinstance(entry, str)
        problem = _callable_problem(entry) if is_path else _required_backend_problem(entry)
        if problem:
            return f"has an entry that {problem}"
    return ""


def _names_problem(value: object) -> str:
    is_list = isinstance(value, list | tuple | set | frozenset)
    if is_list and all(isinstance(name, str) for name in value):  # type: ignore[attr-defined]  # it is one
        return ""
    return f"should be a list of strings, but is {value!r}"


def _categories_problem(value: object) -> str:
    if not isinstance(value, dict) or not value:
        return f"should be a dictionary of names and labels, but is {value!r}"
    for name in value:
        if not isinstance(name, str) or not 0 < len(name) <= 40:
            return f"should have names of at most 40 characters, but has {name!r}"
    return ""


class PublicSetting(Setting[bool]):
    """DJANGO_TWEETS_PUBLIC: its default depends on the middleware of the site.

    A value that is not True closes the site: a mistake must not publish what members wrote.
    """

    def __get__(self, instance: Conf, owner: type[Conf]) -> bool:
        default = LOGIN_MIDDLEWARE not in (settings.MIDDLEWARE or ())
        return getattr(settings, self.name, default) is True


def _days_problem(value: object) -> str:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if is_number and 0 <= value <= MAX_DAYS:  # type: ignore[operator]  # it is one
        return ""
    return f"should be a number of days, from 0 to {MAX_DAYS}, but is {value!r}"


def _function_problem(value: object) -> str:
    return _dotted_path_problem(value).replace("of a class", "of a function")


def _rate_problem(action: object, rate: object, actions: Collection[str]) -> str:
    if action not in actions:
        return f"should have the keys {', '.join(actions)} only, but has {action!r}"
    if rate is None:
        return ""
    try:
        parsed = rates.parse_rate(rate) if isinstance(rate, str) else None
    except ValueError:
        parsed = None
    if parsed is None:
        return f"should have a rate such as '100/hour', or None, for {action!r}, but has {rate!r}"
    if action == rates.DUPLICATE and parsed.tokens != 1:
        return f"should have a rate such as '1/5 minutes' for {action!r}, but has {rate!r}"
    return ""


def _limits_problem(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, dict):
        return f"should be a dictionary or None, but is {value!r}"
    problems = (_rate_problem(*item, rates.LIMITS) for item in value.items())
    return next(filter(None, problems), "")


def _new_member_problem(value: object) -> str:
    if not isinstance(value, dict):
        return _limits_problem(value)
    for name, number in value.items():
        if name not in {"days", "tweets"}:
            problem = _rate_problem(name, number, rates.NEW_MEMBER_LIMITS)
        elif isinstance(number, int) and not isinstance(number, bool) and number >= 0:
            problem = ""
        else:
            problem = f"should have a number for {name!r}, but has {number!r}"
        if problem:
            return problem
    return ""


def _duration_problem(value: object) -> str:
    if isinstance(value, timedelta) and value >= timedelta(0):
        return ""
    return f"should be a timedelta that is not negative, but is {value!r}"


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

    CLIENT_ADDRESS = Setting(
        "django_tweets.client_addresses.get_remote_address",
        _function_problem,
        example='"accounts.addresses.get_address"',
    )
    """Dotted path of a function that returns the address of the visitor of a request."""

    DELETION_GRACE = Setting(timedelta(0), _duration_problem, example="timedelta(days=30)")
    """Time in which members can take back the deletion of their profile. Zero: none."""

    DIGESTS = Setting(default=False, problem_of=_boolean_problem, example="True")
    """Whether the site sends digests, and so offers them to members."""

    EXPORT_EXPIRY = Setting(timedelta(days=7), _duration_problem, example="timedelta(days=7)")
    """Time for which members can download the data that they have asked for."""

    EXPORT_INTERVAL = Setting(timedelta(days=1), _duration_problem, example="timedelta(days=1)")
    """Time until members can ask for their data again."""

    FILE_SERVER: Setting[dict[str, Any]] = Setting(
        {"BACKEND": "django_tweets.file_servers.Stream", "OPTIONS": {}},
        _required_backend_problem,
        example='{"BACKEND": "django_tweets.file_servers.XSendfile", "OPTIONS": {}}',
    )
    """Class that sends files of attachments. OPTIONS are keyword arguments of the class."""

    FORMER_HANDLE_DAYS = Setting(90, _days_problem, example="90")
    """Days in which nobody else may take a handle that was given up. 0: it is free at once."""

    LIMITS: Setting[dict[str, str | None] | None] = Setting(
        rates.LIMITS, _limits_problem, example='{"publish": "50/hour", "search": None}'
    )
    """Rates of actions, which replace the defaults of rates.LIMITS. None: there are no limits."""

    LINK_PREVIEWS = Setting(default=False, problem_of=_boolean_problem, example="True")
    """Whether the site fetches the pages that tweets link to, and shows a card of each."""

    MODERATION: Setting[dict[str, Any]] = Setting(
        {"BACKEND": "django_tweets.services.moderation_backends.SiteModeration", "OPTIONS": {}},
        _required_backend_problem,
        example='{"BACKEND": "dotted.path.to.Moderation", "OPTIONS": {}}',
    )
    """Moderation backend: which members moderate, and whether another system is told."""

    NEW_MEMBER_LIMITS: Setting[dict[str, Any] | None] = Setting(
        rates.NEW_MEMBER_LIMITS,
        _new_member_problem,
        example='{"days": 7, "tweets": 20, "publish": "10/hour"}',
    )
    """Rates of new members, and until when a member is new. None: new members have no others."""

    PUBLIC = PublicSetting(default=True, problem_of=_boolean_problem, example="False")
    """Whether visitors may read public tweets. On a closed site, only members read anything."""

    REPORT_CATEGORIES: Setting[Mapping[str, Any]] = Setting(
        {
            "spam": _("It is spam"),
            "abuse": _("It attacks or harasses somebody"),
            "illegal": _("It is illegal"),
            "self_harm": _("Somebody may harm themselves"),
            "impersonation": _("It pretends to be somebody else"),
            "other": _("Something else"),
        },
        _categories_problem,
        example='{"spam": "It is spam", "rule_1": "It breaks rule 1: be kind"}',
    )
    """Categories of reports, with their labels, in their order. A category may be a site's rule."""

    RESERVED_HANDLES: Setting[Collection[str]] = Setting(
        (*OFFICIAL_NAMES, *PAGE_NAMES), _names_problem, example='["admin", "support", "acme"]'
    )
    """Handles that members can't choose. Those who have one keep it."""

    SCREENING: Setting[Collection[Any]] = Setting(
        ("django_tweets.screening.BlockLists",),
        _screening_problem,
        example='["django_tweets.screening.BlockLists", "django_tweets.screening.NewMembers"]',
    )
    """Checks of what members write: dotted paths of functions or classes, or dictionaries with
    BACKEND and OPTIONS, in their order."""

    SEARCH: Setting[dict[str, Any]] = Setting(
        {}, _backend_problem, example='{"BACKEND": "dotted.path.to.Search", "OPTIONS": {}}'
    )
    """Search backend. Without BACKEND, the full text search of the database."""

    VISITOR_REPORTS = Setting(default=False, problem_of=_boolean_problem, example="True")
    """Whether visitors who are not signed in may report."""

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
