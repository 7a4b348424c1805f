"""Whatever the URLconf of a host: an address on a card is the one that reverse() gives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.urls import (
    NoReverseMatch,
    get_script_prefix,
    include,
    path,
    re_path,
    register_converter,
    reverse,
    set_script_prefix,
)
from django.utils import translation
from django.utils.html import escape

from django_tweets import get_profile_model, get_tweet_model, urls
from django_tweets.page_urls import TweetURLs, first_url, reverse_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Tweet

OF_PROFILE = ["followers", "following", "profile_detail", "profile_likes", "profile_mute"]
OF_TWEET = [
    str(pattern.name)
    for pattern in urls.urlpatterns
    if str(pattern.name).startswith("tweet_") and pattern.name != "tweet_create"
]
PEOPLE = [("a", 1), ("ada", 1_234_567_890_123), ("q" * 20, 2**63 - 1), ("_0_", 10**17 + 8)]


def tweet_of(handle: str, pk: int) -> Tweet:
    tweets: Any = get_tweet_model()
    return tweets(pk=pk, profile=get_profile_model()(handle=handle))


def site(*patterns: Any) -> type:
    """A URLconf."""
    return type("Site", (), {"urlpatterns": list(patterns)})


def own(*patterns: Any) -> type:
    """The URLconf of a host that has its own patterns in place of ours."""
    return site(path("", include((patterns, "django_tweets"))))


def check(names: list[str], current_app: str | None = None) -> None:
    for handle, pk in PEOPLE:
        found = TweetURLs(tweet_of(handle, pk), current_app)
        for name in names:
            args = [handle, pk] if name.startswith("tweet_") else [handle]
            address = reverse(f"django_tweets:{name}", args=args, current_app=current_app)
            assert found[name] == escape(address)


def test_on_this_host() -> None:
    check([*OF_TWEET, *OF_PROFILE])
    assert set(OF_TWEET) >= {"tweet_like", "tweet_unlike", "tweet_quotes", "tweet_delete"}


@pytest.fixture
def in_a_folder() -> Iterator[None]:
    before = get_script_prefix()
    set_script_prefix("/my site/")
    yield
    set_script_prefix(before)


@pytest.mark.usefixtures("in_a_folder")
def test_under_a_script_prefix() -> None:
    check([*OF_TWEET, *OF_PROFILE])
    assert TweetURLs(tweet_of("ada", 7))["tweet_like"].startswith("/my%20site/")


def test_with_the_language_in_the_path(settings: Any) -> None:
    settings.ROOT_URLCONF = site(*i18n_patterns(path("t/", include("django_tweets.urls"))))
    for language in ("en", "de", "en"):
        with translation.override(language):
            check(["tweet_like", "profile_detail"])
            assert TweetURLs(tweet_of("ada", 7))["tweet_like"] == f"/{language}/t/@ada/7/like/"


@pytest.mark.parametrize("folder", ["", "a b/", "a&b/", "'q'/", "日本/", "{pk}/"])
def test_in_a_folder_of_any_name(settings: Any, folder: str) -> None:
    settings.ROOT_URLCONF = site(path(folder, include("django_tweets.urls")))
    check(["tweet_like", "profile_detail"])


def test_when_the_urlconf_changes(settings: Any) -> None:
    for folder in ("one/", "two/"):
        settings.ROOT_URLCONF = site(path(folder, include("django_tweets.urls")))
        assert TweetURLs(tweet_of("ada", 7))["tweet_like"] == f"/{folder}@ada/7/like/"


def test_in_two_places_of_one_site(settings: Any) -> None:
    settings.ROOT_URLCONF = site(
        path("here/", include("django_tweets.urls", namespace="here")),
        path("there/", include("django_tweets.urls", namespace="there")),
    )
    for place in ("here", "there"):
        check(["tweet_like"], current_app=place)
        assert f"/{place}/" in TweetURLs(tweet_of("ada", 7), place)["tweet_like"]


class Padded:
    """Thirty digits."""

    regex = "[0-9]{30}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:030}"


class Hexadecimal:
    regex = "[0-9a-f]+"

    def to_python(self, value: str) -> int:
        return int(value, 16)

    def to_url(self, value: int) -> str:
        return f"{value:x}"


class Capitals:
    regex = "[A-Z0-9_]+"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        return value.upper()


register_converter(Padded, "tests_padded")
register_converter(Hexadecimal, "tests_hexadecimal")
register_converter(Capitals, "tests_capitals")


@pytest.mark.parametrize(
    "route",
    [
        "<str:handle>/status/<int:pk>",
        "<slug:handle>-<int:pk>.html",
        "u/<handle>/<tests_padded:pk>/",
        "u/<handle>/<tests_hexadecimal:pk>/",
        "u/<tests_capitals:handle>/<int:pk>/",
    ],
)
def test_with_paths_of_its_own(settings: Any, route: str) -> None:
    settings.ROOT_URLCONF = own(path(route, HttpResponse, name="tweet_like"))
    check(["tweet_like"])


def test_where_long_ids_have_another_path(settings: Any) -> None:
    settings.ROOT_URLCONF = own(
        re_path(r"^(?P<handle>\w{1,20})/(?P<pk>[0-9]{1,17})$", HttpResponse, name="tweet_like"),
        re_path(r"^(?P<handle>\w{1,20})/x(?P<pk>[0-9]{18,19})$", HttpResponse, name="tweet_like"),
    )
    check(["tweet_like"])


@pytest.mark.parametrize("name", ["tweet_admire", "home"])
def test_a_page_that_there_is_not(name: str) -> None:
    assert TweetURLs(tweet_of("ada", 7))[name] == ""


def test_what_a_text_names(settings: Any) -> None:
    assert reverse_or_none("hashtag", "tea") == reverse("django_tweets:hashtag", args=["tea"])
    settings.ROOT_URLCONF = site(path("t/", include((urls.tweets, "django_tweets"))))
    assert reverse_or_none("hashtag", "tea") is None
    assert first_url("home", "tweet_create") == "/t/compose/"
    assert first_url("home", "explore") == "/"


def test_an_author_whose_handle_fits_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        TweetURLs(tweet_of("ada@example.org", 7))["tweet_like"]


@pytest.mark.parametrize(
    ("name", "model"),
    [("tweet_detail", get_tweet_model()), ("profile_detail", get_profile_model())],
)
def test_a_model_has_its_say(name: str, model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A host's own, or the setting ABSOLUTE_URL_OVERRIDES."""
    monkeypatch.setattr(model, "get_absolute_url", lambda self: "/said&done/")
    assert TweetURLs(tweet_of("ada", 7))[name] == "/said&amp;done/"


def test_where_only_short_handles_have_a_path(settings: Any) -> None:
    route = r"^(?P<handle>\w{1,10})/(?P<pk>[0-9]+)$"
    settings.ROOT_URLCONF = own(re_path(route, HttpResponse, name="tweet_like"))
    address = reverse("django_tweets:tweet_like", args=["ada", 7])
    assert TweetURLs(tweet_of("ada", 7))["tweet_like"] == address
    with pytest.raises(NoReverseMatch):
        TweetURLs(tweet_of("q" * 20, 7))["tweet_like"]
