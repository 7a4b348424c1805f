"""Odd arguments of services and searches: one of the documented errors, on every database.

Each service that takes a profile, a tweet, a text or a number is called with odd ones.
"""

from __future__ import annotations

import inspect
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied, ValidationError
from django.db import transaction

from django_tweets import get_profile_model, get_tweet_model, search, services
from django_tweets.models import (
    Appeal,
    BlockedTerm,
    Hashtag,
    ModerationAction,
    NotificationSettings,
)
from django_tweets.search.autocomplete import suggest_hashtags, suggest_profiles
from tests.attachments import make_picture
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media"), pytest.mark.matrix]

DOCUMENTED = (ValidationError, PermissionDenied, ObjectDoesNotExist)
BY_DJANGO = (TypeError,)  # of a value that is no text, for a date

ODD_TEXTS: list[Any] = [
    "",
    "\0",
    "a\0b",
    "\udcff",
    "a\ud83d\ude00",
    "\u3164",
    "\u202e",
    "x" * 99999,
]
ODD_VALUES: list[Any] = [*ODD_TEXTS, None, True, -1, 2**63, 2**70, 1.5, b"bytes", ["a"], {"a": 1}]


def refuses(call: Callable[[], Any]) -> bool:
    """Whether call raises a documented error. Any other error fails the test."""
    try:
        with transaction.atomic():
            call()
    except (*DOCUMENTED, *BY_DJANGO):
        return True
    return False


def unsaved_profile() -> Any:
    return get_profile_model()(handle="nobody", **PROFILE_EXTRA)


def deleted_profile() -> Any:
    profile = make_profile()
    services.delete_profile(profile)
    return profile


def profile_of_deleted_user() -> Any:
    """An instance that was read before its user was deleted, with everything."""
    profile = make_profile()
    rows = get_profile_model()._base_manager
    stale = rows.get(pk=profile.pk)
    profile.user.delete()
    return stale


def unsaved_tweet() -> Any:
    return get_tweet_model()(profile=make_profile(), content="x", **TWEET_EXTRA)


def deleted_tweet() -> Any:
    tweet = make_tweet(make_profile())
    services.delete(tweet)
    return tweet


GONE = {
    "AbstractProfile": (unsaved_profile, deleted_profile, profile_of_deleted_user),
    "AbstractTweet": (unsaved_tweet, deleted_tweet),
}
PERFORMED = {"unfollow", "unfollow_hashtag", "unlike", "unbookmark", "unretweet", "unmute"}
"""Services that do nothing if there is nothing to undo."""
PERFORMED |= {
    "get_data_export",
    "get_deletion",
    "count_views",
    "recount_profile",
    "write_export",
    "unblock",
    "notify",
    "unnotify",
    "delete",
    "delete_profile",
}
OTHERS: dict[str, Callable[[], Any]] = {
    "AbstractProfile": make_profile,
    "AbstractTweet": lambda: make_tweet(make_profile()),
    "AbstractProfile | None": lambda: None,
    "BlockedTerm": lambda: BlockedTerm(kind="word", term="casino"),
    "Appeal": lambda: Appeal(action_id=1, profile=make_profile(), text="x"),
    "ModerationAction": lambda: ModerationAction(profile_id=make_profile().pk),
    "bool": lambda: True,
    "Hashtag": lambda: Hashtag._base_manager.create(key="74", name="t"),
    "str": lambda: "like",
    "int": lambda: 1,
    "IO[bytes]": make_picture,
    "Iterable[Attachment]": list,
    "Iterable[int]": list,
}
CASES = [
    (name, parameter.name, make)
    for name in services.__all__
    for parameter in inspect.signature(getattr(services, name)).parameters.values()
    for annotation in [str(parameter.annotation).removesuffix(" | None")]
    for make in GONE.get(annotation, ())
]


@pytest.mark.parametrize(("name", "odd", "make"), CASES)
def test_service_refuses_who_or_what_is_gone(name: str, odd: str, make: Any) -> None:
    service = getattr(services, name)
    given, extra = {}, {}
    for parameter in inspect.signature(service).parameters.values():
        if parameter.name == odd:
            given[parameter.name] = make()
        elif parameter.default is parameter.empty and parameter.kind != parameter.VAR_KEYWORD:
            given[parameter.name] = OTHERS[parameter.annotation]()
    if name in {"notify", "unnotify"} and odd != "tweet":
        given["tweet"] = make_tweet(make_profile())
    if name in {"publish", "retweet"}:
        extra = TWEET_EXTRA
    if name == "update_profile":
        extra = {"bio": "x"}
    assert refuses(lambda: service(**given, **extra)) or name in PERFORMED


def test_all_services_with_profiles_are_tested() -> None:
    assert {"follow", "mute", "block", "update_notification_settings"} <= {row[0] for row in CASES}
    assert len(CASES) > 60


def test_service_of_tweets_refuses_one_that_is_not_saved(ada: Profile) -> None:
    for service in (services.like, services.bookmark, services.retweet):
        with pytest.raises(PermissionDenied):
            service(ada, unsaved_tweet())
    with pytest.raises(PermissionDenied, match="deleted"):
        services.delete(unsaved_tweet())


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_odd_fields_of_tweets(ada: Profile, value: Any) -> None:
    tweet = make_tweet(ada)
    for name in ("content", "visibility", "content_warning", "language", "key"):
        fields = {"content": "x", name: value, **TWEET_EXTRA}
        refused = refuses(partial(services.publish, ada, **fields))
        assert refused or value is not None or name == "key"
    for name in ("content", "visibility", "content_warning", "language"):
        fields = {"content": "y", name: value}
        assert refuses(partial(services.edit, tweet, **fields)) or value is not None


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
@pytest.mark.parametrize(
    "name", [field.name for field in get_profile_model()._meta.fields if not field.primary_key]
)
def test_odd_fields_of_profiles(ada: Profile, name: str, value: Any) -> None:
    field: Any = get_profile_model()._meta.get_field(name)
    refused = refuses(lambda: services.update_profile(ada, **{name: value}))
    # None leaves a picture as it is.
    assert refused or value is not None or field.null or name in {"avatar", "banner"}


@pytest.mark.parametrize("value", ODD_VALUES, ids=lambda value: ascii(value)[:20])
def test_odd_settings_of_notifications(ada: Profile, value: Any) -> None:
    for name in ("digest", "language", "read_until"):
        refused = refuses(partial(services.update_notification_settings, ada, **{name: value}))
        assert refused or value is not None
    for kinds in ({"like": value}, {ascii(value): True}):
        refused = refuses(partial(services.update_notification_settings, ada, kinds))
        assert refused or value in (True, False)
    services.update_notification_settings(ada, {"like": False}, language="de")


@pytest.mark.parametrize("value", [*ODD_VALUES, 2**63 - 1, 0])
def test_odd_marks_of_what_is_read(ada: Profile, value: Any) -> None:
    services.mark_notifications_read(ada, 5)
    refused = refuses(lambda: services.mark_notifications_read(ada, value))
    read_until = NotificationSettings._base_manager.get(profile=ada.pk).read_until
    is_number = isinstance(value, int | float) and value < 2**63
    assert (refused, read_until) == (not is_number, max(5, int(value)) if is_number else 5)


def test_read_mark_of_deleted_profile_is_refused_with_and_without_a_row(ada: Profile) -> None:
    for profile in (ada, make_profile()):
        if profile == ada:
            services.mark_notifications_read(profile, 5)
        services.delete_profile(profile)
        with pytest.raises(PermissionDenied, match="no longer exists"):
            services.mark_notifications_read(profile, 6)


@pytest.mark.parametrize("begin", ["", "#", "@", "from:", '"', "ada"])
def test_odd_texts_find_nothing_that_fails(ada: Profile, begin: str) -> None:
    make_tweet(ada, "hello #world")
    for odd in ODD_TEXTS:
        typed = begin + odd
        for viewer in (None, ada):
            search.search_tweets(search.parse_query(typed), viewer)
            search.search_profiles(typed, viewer)
        suggest_profiles(typed, ada)
        suggest_hashtags(typed)


@pytest.mark.parametrize("odd", ["\0", "\udcff", "ada\0", "a\0da", "ada\udcff"])
def test_lookup_of_what_no_row_has_finds_nothing(ada: Profile, odd: str) -> None:
    rows = get_profile_model()._rows.all()
    services.update_profile(ada, display_name="ada")
    for name in ("handle", "display_name"):
        assert not rows.filter(**{name: odd}).exists()
        assert not rows.filter(**{f"{name}__in": [odd, "b"]}).exists()
        list(rows.filter(**{f"{name}__gte": odd}))


@pytest.mark.usefixtures("media")
def test_picture_needs_a_name_that_can_be_stored(ada: Profile) -> None:
    for value in ("a\0b.webp", "\udcff.webp", 3, object(), ada):
        with pytest.raises(ValidationError) as caught:
            services.update_profile(ada, avatar=value)
        assert list(caught.value.message_dict) == ["avatar"]
    services.update_profile(ada, avatar="django_tweets/avatars/x.webp")
    with pytest.raises(ValidationError):
        services.update_profile(ada, avatar=f"{'x' * 200}.webp")


def test_user_of_profile_must_be_a_saved_user(ada: Profile) -> None:
    for value in ("", "ada", -3, ada, type(ada.user)()):
        with pytest.raises(ValidationError) as caught:
            services.update_profile(ada, user=value)
        assert list(caught.value.message_dict) == ["user"]
