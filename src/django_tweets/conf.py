"""Settings of the app. They are read live, so that override_settings() works in a host's tests."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from . import media_limits, rates, reserved_names
from .setting_types import (
    accessor_problem,
    backend_problem,
    base_url_problem,
    boolean_problem,
    categories_problem,
    days_problem,
    dotted_path_problem,
    duration_problem,
    function_problem,
    limits_problem,
    model_label_problem,
    name_problem,
    names_problem,
    new_member_problem,
    optional_backend_problem,
    push_problem,
    queues_problem,
    required_backend_problem,
    screening_problem,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

Value = TypeVar("Value")

PREFIX = "DJANGO_TWEETS_"

LOGIN_MIDDLEWARE = "django.contrib.auth.middleware.LoginRequiredMiddleware"
"""A site with it asks for a login everywhere, and so is closed by default."""

OFFICIAL_NAMES = reserved_names.OFFICIAL_NAMES
PAGE_NAMES = reserved_names.PAGE_NAMES


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


class PublicSetting(Setting[bool]):
    """DJANGO_TWEETS_PUBLIC: its default depends on the middleware of the site.

    A value that is not True closes the site: a mistake must not publish what members wrote.
    """

    def __get__(self, instance: Conf, owner: type[Conf]) -> bool:
        default = LOGIN_MIDDLEWARE not in (settings.MIDDLEWARE or ())
        return getattr(settings, self.name, default) is True


class MediaLimits(Setting[dict[str, int]]):
    """DJANGO_TWEETS_MEDIA_LIMITS, with the defaults of what it leaves out."""

    def __get__(self, instance: Conf, owner: type[Conf]) -> dict[str, int]:
        return {**media_limits.DEFAULTS, **super().__get__(instance, owner)}


class Conf:
    """The table of all settings: name, default, type, and an example of a right value."""

    PROFILE_ACCESSOR = Setting("profile", accessor_problem, example='"tweets_profile"')
    """Name of the attribute of a user that is the profile. Read once, when the models load."""

    PROFILE_MODEL = Setting("django_tweets.Profile", model_label_problem, example='"people.Person"')
    """Label of the profile model."""

    TWEET_FORM = Setting(
        "django_tweets.forms.TweetForm",
        dotted_path_problem,
        example='"posts.forms.PostForm"',
    )
    """Dotted path of the form class of every composer, a subclass of TweetForm."""

    TWEET_MODEL = Setting("django_tweets.Tweet", model_label_problem, example='"posts.Post"')
    """Label of the tweet model."""

    BASE_URL = Setting("", base_url_problem, example='"https://example.org"')
    """Address of the site, for links in e-mails that a task sends. "": they have none."""

    CLIENT_ADDRESS = Setting(
        "django_tweets.client_addresses.get_remote_address",
        function_problem,
        example='"accounts.addresses.get_address"',
    )
    """Dotted path of a function that returns the address of the visitor of a request."""

    DELETION_GRACE = Setting(timedelta(0), duration_problem, example="timedelta(days=30)")
    """Time in which members can take back the deletion of their profile. Zero: none."""

    DIGESTS = Setting(default=False, problem_of=boolean_problem, example="True")
    """Whether the site sends digests, and so offers them to members."""

    EXPORT_EXPIRY = Setting(timedelta(days=7), duration_problem, example="timedelta(days=7)")
    """Time for which members can download the data that they have asked for."""

    EXPORT_INTERVAL = Setting(timedelta(days=1), duration_problem, example="timedelta(days=1)")
    """Time until members can ask for their data again."""

    FILE_SERVER: Setting[dict[str, Any]] = Setting(
        {"BACKEND": "django_tweets.file_servers.Stream", "OPTIONS": {}},
        required_backend_problem,
        example='{"BACKEND": "django_tweets.file_servers.XSendfile", "OPTIONS": {}}',
    )
    """Class that sends files of attachments. OPTIONS are keyword arguments of the class."""

    FORMER_HANDLE_DAYS = Setting(90, days_problem, example="90")
    """Days in which nobody else may take a handle that was given up. 0: it is free at once."""

    LIMITS: Setting[dict[str, str | None] | None] = Setting(
        rates.LIMITS, limits_problem, example='{"publish": "50/hour", "search": None}'
    )
    """Rates of actions, which replace the defaults of rates.LIMITS. None: there are no limits."""

    LINK_PREVIEWS = Setting(default=False, problem_of=boolean_problem, example="True")
    """Whether the site fetches the pages that tweets link to, and shows a card of each."""

    MEDIA_LIMITS = MediaLimits({}, media_limits.problem_of, example='{"video_seconds": 60}')
    """Limits of uploaded files, which replace the defaults of media_limits.LIMITS."""

    MODERATION: Setting[dict[str, Any]] = Setting(
        {"BACKEND": "django_tweets.services.moderation_backends.SiteModeration", "OPTIONS": {}},
        required_backend_problem,
        example='{"BACKEND": "dotted.path.to.Moderation", "OPTIONS": {}}',
    )
    """Moderation backend: which members moderate, and whether another system is told."""

    NEW_MEMBER_LIMITS: Setting[dict[str, Any] | None] = Setting(
        rates.NEW_MEMBER_LIMITS,
        new_member_problem,
        example='{"days": 7, "tweets": 20, "publish": "10/hour"}',
    )
    """Rates of new members, and until when a member is new. None: new members have no others."""

    PUBLIC = PublicSetting(default=True, problem_of=boolean_problem, example="False")
    """Whether visitors may read public tweets. On a closed site, only members read anything."""

    PUSH: Setting[Mapping[str, Any] | None] = Setting(
        None,
        push_problem,
        example='{"PUBLIC_KEY": "…", "PRIVATE_KEY": "…", "SUBJECT": "mailto:admin@example.org"}',
    )
    """Keys of web push, made by `manage.py make_push_keys`. None: the site offers no push."""

    READ_YOUR_WRITES = Setting(
        timedelta(seconds=10), duration_problem, example="timedelta(seconds=10)"
    )
    """Time after a write in which a browser's pages are read where it was written."""

    REPLICAS: Setting[Collection[str]] = Setting((), names_problem, example='["replica"]')
    """Aliases of databases that ReplicaRouter reads from: replicas of the default database."""

    REPORT_CATEGORIES: Setting[Mapping[str, Any]] = Setting(
        {
            "spam": _("It is spam"),
            "abuse": _("It attacks or harasses somebody"),
            "illegal": _("It is illegal"),
            "self_harm": _("Somebody may harm themselves"),
            "impersonation": _("It pretends to be somebody else"),
            "other": _("Something else"),
        },
        categories_problem,
        example='{"spam": "It is spam", "rule_1": "It breaks rule 1: be kind"}',
    )
    """Categories of reports, with their labels, in their order. A category may be a site's rule."""

    RESERVED_HANDLES: Setting[Collection[str]] = Setting(
        (*OFFICIAL_NAMES, *PAGE_NAMES),
        names_problem,
        example='["admin", "support", "acme"]',
    )
    """Handles that members can't choose. Those who have one keep it."""

    SCREENING: Setting[Collection[Any]] = Setting(
        ("django_tweets.screening.BlockLists",),
        screening_problem,
        example='["django_tweets.screening.BlockLists", "django_tweets.screening.NewMembers"]',
    )
    """Checks of what members write: dotted paths of functions or classes, or dictionaries with
    BACKEND and OPTIONS, in their order."""

    SEARCH: Setting[dict[str, Any]] = Setting(
        {},
        backend_problem,
        example='{"BACKEND": "dotted.path.to.Search", "OPTIONS": {}}',
    )
    """Search backend. Without BACKEND, the full text search of the database."""

    STREAM: Setting[dict[str, Any] | None] = Setting(
        None,
        optional_backend_problem,
        example='{"BACKEND": "django_tweets.live.PostgresStream"}',
    )
    """Backend of the event stream, which tells open pages what is new. None: they poll."""

    TASK_BACKEND = Setting("default", name_problem, example='"tweets"')
    """Alias of the backend in TASKS that our tasks are given to."""

    TASK_QUEUES: Setting[Mapping[str, str]] = Setting(
        {}, queues_problem, example='{"fanout": "tweets-fanout", "mail": "mail"}'
    )
    """Names of the queues of that backend, by the kind of a task. Those left out: "default"."""

    VIEW_COUNTS = Setting(default=False, problem_of=boolean_problem, example="True")
    """Whether views of tweets are counted, for their authors."""

    VISITOR_REPORTS = Setting(default=False, problem_of=boolean_problem, example="True")
    """Whether visitors who are not signed in may report."""

    TIMELINE: Setting[dict[str, Any]] = Setting(
        {"BACKEND": "django_tweets.timelines.backends.pull.AdaptivePull", "OPTIONS": {}},
        required_backend_problem,
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
