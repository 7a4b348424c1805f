"""Checks of extension points: our settings, the swapped models, backends and forms of a host."""

from __future__ import annotations

import difflib
import inspect
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from .. import conf, swapping
from ..conf import NAMES, PREFIX
from ..file_servers import BaseFileServer, get_file_server
from ..forms import TweetForm, get_tweet_form
from ..live import BaseStream
from ..live.publisher import get_backend as get_stream
from ..models import AbstractProfile, AbstractTweet
from ..search.backends import BaseSearch
from ..search.backends import get_backend as get_search
from ..services.moderation_backends import BaseModeration
from ..services.moderation_backends import get_backend as get_moderation
from ..services.screening import get_checks
from ..timelines.backends import BaseTimeline
from ..timelines.backends import get_backend as get_timeline

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.core.checks import CheckMessage
    from django.db.models import Model


def check_names(**kwargs: Any) -> list[CheckMessage]:
    """W001: a setting with our prefix is unknown."""
    return [
        checks.Warning(
            f"Unknown setting {name}.", hint=_suggest_name(name), id="django_tweets.W001"
        )
        for name in dir(settings)
        if name.startswith(PREFIX) and name not in NAMES
    ]


def _suggest_name(name: str) -> str:
    close = difflib.get_close_matches(name, NAMES, n=1, cutoff=0)
    return f"Did you mean {close[0]}?"


def check_types(**kwargs: Any) -> list[CheckMessage]:
    """E007: a setting has a value of the wrong type."""
    return [
        checks.Error(problem.message, hint=problem.hint, id="django_tweets.E007")
        for problem in conf.problems()
    ]


def check_models(**kwargs: Any) -> list[CheckMessage]:
    """E001: a swapped model is not installed, or doesn't extend our abstract model."""
    return [
        *_check_model("PROFILE_MODEL", swapping.get_profile_model, AbstractProfile),
        *_check_model("TWEET_MODEL", swapping.get_tweet_model, AbstractTweet),
    ]


def _check_model(
    setting: str, get_model: Callable[[], type[Model]], base: type[Model]
) -> list[CheckMessage]:
    if conf.problem_of(setting):  # E007
        return []
    hint = f"Let it extend django_tweets.models.{base.__name__}."
    try:
        model = get_model()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), hint=hint, id="django_tweets.E001")]
    if issubclass(model, base):
        return []
    message = f"{model._meta.label} is not a subclass of {base.__name__}."
    return [checks.Error(message, hint=hint, obj=model, id="django_tweets.E001")]


def check_profile_accessor(**kwargs: Any) -> list[CheckMessage]:
    """E002: the attribute of a user that should be our profile is the host's."""
    problem = conf.problem_of("PROFILE_MODEL") or conf.problem_of("PROFILE_ACCESSOR")
    if problem or check_models():  # E007 or E001
        return []
    relation: Any = swapping.get_profile_model()._meta.get_field("user").remote_field
    name, user_model = relation.get_accessor_name(), relation.model
    if not (clash := _find_clash(user_model, name, relation)):
        return []
    other = "tweets_profile" if name != "tweets_profile" else "django_tweets_profile"
    return [
        checks.Error(
            f"user.{name} should be the profile of django_tweets, but {clash}.",
            hint=f'{PREFIX}PROFILE_ACCESSOR = "{other}"',
            obj=user_model,
            id="django_tweets.E002",
        )
    ]


def _find_clash(user_model: type[Model], name: str, relation: Any) -> str:
    """Return the host's use of user.name, such as "is a field of …"; "" if it is relation."""
    for field in user_model._meta.get_fields():
        if field is relation:
            continue
        if field.auto_created and not field.concrete:  # a relation from another model
            if name in {field.name, field.get_accessor_name()}:  # type: ignore[union-attr]  # it is one
                return f"belongs to {field.related_model._meta.label}"  # type: ignore[union-attr]  # it is one
        elif field.name == name:
            return f"is a field of {user_model._meta.label}"
    found = inspect.getattr_static(user_model, name, None)
    return "" if getattr(found, "related", None) is relation else f"is {found!r}"


def check_timeline(**kwargs: Any) -> list[CheckMessage]:
    """E005: DJANGO_TWEETS_TIMELINE names no usable backend. Also run the checks of the backend."""
    if conf.problem_of("TIMELINE"):  # E007
        return []
    backend = _backend(get_timeline, BaseTimeline)
    if isinstance(backend, BaseTimeline):
        return backend.check()
    return [
        checks.Error(
            f"{PREFIX}TIMELINE names no usable timeline ({backend}).",
            hint=(
                'It is {"BACKEND": dotted path, "OPTIONS": keyword arguments}, and the backend '
                "extends django_tweets.timelines.backends.BaseTimeline."
            ),
            id="django_tweets.E005",
        )
    ]


def check_search(**kwargs: Any) -> list[CheckMessage]:
    """E006: DJANGO_TWEETS_SEARCH does not name a usable backend. Also runs the backend's checks."""
    if conf.problem_of("SEARCH"):  # E007
        return []
    backend = _backend(get_search, BaseSearch)
    if isinstance(backend, BaseSearch):
        return backend.check()
    return [
        checks.Error(
            f"{PREFIX}SEARCH names no usable search ({backend}).",
            hint=(
                'It is {"BACKEND": dotted path, "OPTIONS": keyword arguments}, and the backend '
                "extends django_tweets.search.backends.BaseSearch; without BACKEND it is that of "
                "the database."
            ),
            id="django_tweets.E006",
        )
    ]


def check_moderation(**kwargs: Any) -> list[CheckMessage]:
    """E017: DJANGO_TWEETS_MODERATION names no usable backend. Also run the backend's checks."""
    if conf.problem_of("MODERATION"):  # E007
        return []
    backend = _backend(get_moderation, BaseModeration)
    if isinstance(backend, BaseModeration):
        return backend.check()
    return [
        checks.Error(
            f"{PREFIX}MODERATION names no usable backend ({backend}).",
            hint=(
                'It is {"BACKEND": dotted path, "OPTIONS": keyword arguments}, and the backend '
                "extends django_tweets.services.moderation_backends.BaseModeration."
            ),
            id="django_tweets.E017",
        )
    ]


def check_stream(**kwargs: Any) -> list[CheckMessage]:
    """E019: DJANGO_TWEETS_STREAM names no usable backend. Also run the backend's checks."""
    if conf.problem_of("STREAM") or conf.conf.STREAM is None:  # E007, or no stream
        return []
    backend = _backend(get_stream, BaseStream)
    if isinstance(backend, BaseStream):
        return backend.check()
    return [
        checks.Error(
            f"{PREFIX}STREAM names no usable backend ({backend}).",
            hint=(
                'It is {"BACKEND": dotted path, "OPTIONS": keyword arguments}, and the backend '
                "extends django_tweets.live.BaseStream. RedisStream needs the extra redis."
            ),
            id="django_tweets.E019",
        )
    ]


def check_file_server(**kwargs: Any) -> list[CheckMessage]:
    """E013: DJANGO_TWEETS_FILE_SERVER does not name a usable class."""
    if conf.problem_of("FILE_SERVER"):  # E007
        return []
    server = _backend(get_file_server, BaseFileServer)
    if isinstance(server, BaseFileServer):
        return []
    return [
        checks.Error(
            f"{PREFIX}FILE_SERVER names no usable class ({server}).",
            hint=(
                'It is {"BACKEND": dotted path, "OPTIONS": keyword arguments}, and the class '
                "extends django_tweets.file_servers.BaseFileServer."
            ),
            id="django_tweets.E013",
        )
    ]


def check_screening(**kwargs: Any) -> list[CheckMessage]:
    """E016: DJANGO_TWEETS_SCREENING names a check that can't be used."""
    if conf.problem_of("SCREENING"):  # E007
        return []
    try:
        found: list[Any] = [*get_checks()]
        useless = [each for each in found if not callable(each)]
        problem = f"{useless[0]!r} can’t be called" if useless else ""
    except Exception as error:  # it would raise the same for each text that is written
        problem = f"{type(error).__name__}: {error}"
    if not problem:
        return []
    return [
        checks.Error(
            f"{PREFIX}SCREENING names a check that can’t be used ({problem}).",
            hint=(
                "Each is the dotted path of a function or a class, or a dictionary with BACKEND "
                "and OPTIONS. It takes a Draft and returns a Verdict: see docs/screening.md."
            ),
            id="django_tweets.E016",
        )
    ]


def check_tweet_form(**kwargs: Any) -> list[CheckMessage]:
    """E008: DJANGO_TWEETS_TWEET_FORM does not name a form class that extends TweetForm."""
    if conf.problem_of("TWEET_FORM"):  # E007
        return []
    try:
        form_class: Any = get_tweet_form()
    except Exception as error:  # it would raise the same on every page with a composer
        problem = f"{type(error).__name__}: {error}"
    else:
        if isinstance(form_class, type) and issubclass(form_class, TweetForm):
            return []
        problem = f"{form_class!r} is not a subclass of TweetForm"
    return [
        checks.Error(
            f"{PREFIX}TWEET_FORM names no usable form ({problem}).",
            hint="It is the dotted path of a class that extends django_tweets.forms.TweetForm.",
            id="django_tweets.E008",
        )
    ]


def _backend(get: Callable[[], Any], base: type) -> Any:
    """Return the backend that get() makes; the problem as text if there is none of type base."""
    try:
        backend = get()
    except Exception as error:  # it would raise the same on every page
        return f"{type(error).__name__}: {error}"
    if isinstance(backend, base):
        return backend
    return f"{type(backend).__name__} is not a subclass of {base.__name__}"
