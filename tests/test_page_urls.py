"""The cached URLs of a card are those that reverse() returns, with any URLconf of a host."""

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
from django_tweets.page_urls import PageURLs, TweetURLs, first_url, reverse_or_none

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.factories import Tweet

PROFILE_URL_NAMES = ["followers", "following", "profile_detail", "profile_likes", "profile_mute"]
TWEET_URL_NAMES = [
    str(pattern.name)
    for pattern in urls.urlpatterns
    if str(pattern.name).startswith("tweet_") and "<" in str(pattern.pattern)
]
AUTHORS = [("a", 1), ("ada", 1_234_567_890_123), ("q" * 20, 2**63 - 1), ("_0_", 10**17 + 8)]


def tweet_of(handle: str, pk: int) -> Tweet:
    tweets: Any = get_tweet_model()
    return tweets(pk=pk, profile=get_profile_model()(handle=handle))


def urlconf(*patterns: Any) -> type:
    """Return a URLconf with these patterns."""
    return type("Site", (), {"urlpatterns": list(patterns)})


def own_urlconf(*patterns: Any) -> type:
    """Return the URLconf of a host that has its own patterns instead of ours."""
    return urlconf(path("", include((patterns, "django_tweets"))))


def check(
    names: list[str],
    current_app: str | None = None,
    authors: Sequence[tuple[str, int]] = AUTHORS,
) -> None:
    """Compare the URLs of these names with those of reverse()."""
    for handle, pk in authors:
        found = TweetURLs(tweet_of(handle, pk), current_app)
        for name in names:
            args = [handle, pk] if name.startswith("tweet_") else [handle]
            address = reverse(f"django_tweets:{name}", args=args, current_app=current_app)
            assert found[name] == escape(address)


def test_urls_are_those_of_reverse() -> None:
    check([*TWEET_URL_NAMES, *PROFILE_URL_NAMES])
    assert set(TWEET_URL_NAMES) >= {"tweet_like", "tweet_unlike", "tweet_quotes", "tweet_delete"}


@pytest.fixture
def script_prefix() -> Iterator[None]:
    before = get_script_prefix()
    set_script_prefix("/my site/")
    yield
    set_script_prefix(before)


@pytest.mark.usefixtures("script_prefix")
def test_urls_under_a_script_prefix() -> None:
    check([*TWEET_URL_NAMES, *PROFILE_URL_NAMES])
    assert TweetURLs(tweet_of("ada", 7))["tweet_like"].startswith("/my%20site/")


def test_urls_with_the_language_in_the_path(settings: Any) -> None:
    settings.ROOT_URLCONF = urlconf(*i18n_patterns(path("t/", include("django_tweets.urls"))))
    for language in ("en", "de", "en"):
        with translation.override(language):
            check(["tweet_like", "profile_detail"])
            assert TweetURLs(tweet_of("ada", 7))["tweet_like"] == f"/{language}/t/@ada/7/like/"


@pytest.mark.parametrize("folder", ["", "a b/", "a&b/", "'q'/", "日本/", "{pk}/"])
def test_urls_under_a_path_with_special_characters(settings: Any, folder: str) -> None:
    settings.ROOT_URLCONF = urlconf(path(folder, include("django_tweets.urls")))
    check(["tweet_like", "profile_detail"])


def test_urls_follow_a_changed_urlconf(settings: Any) -> None:
    for folder in ("one/", "two/"):
        settings.ROOT_URLCONF = urlconf(path(folder, include("django_tweets.urls")))
        assert TweetURLs(tweet_of("ada", 7))["tweet_like"] == f"/{folder}@ada/7/like/"


def test_urls_are_in_the_given_namespace(settings: Any) -> None:
    settings.ROOT_URLCONF = urlconf(
        path("one/", include("django_tweets.urls", namespace="one")),
        path("two/", include("django_tweets.urls", namespace="two")),
    )
    for namespace in ("one", "two"):
        check(["tweet_like"], current_app=namespace)
        assert f"/{namespace}/" in TweetURLs(tweet_of("ada", 7), namespace)["tweet_like"]


class PaddedKey:
    """An id in thirty digits."""

    regex = "[0-9]{30}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:030}"


class HexadecimalKey:
    regex = "[0-9a-f]+"

    def to_python(self, value: str) -> int:
        return int(value, 16)

    def to_url(self, value: int) -> str:
        return f"{value:x}"


class UppercaseHandle:
    regex = "[A-Z0-9_]+"

    def to_python(self, value: str) -> str:
        return value.lower()

    def to_url(self, value: str) -> str:
        return value.upper()


class DomainOfHandle:
    """The domain of a remote handle alone."""

    regex = "[a-z0-9.-]+"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value.partition("@")[2]


register_converter(DomainOfHandle, "tests_domain")
register_converter(PaddedKey, "tests_padded")
register_converter(HexadecimalKey, "tests_hexadecimal")
register_converter(UppercaseHandle, "tests_uppercase")


@pytest.mark.parametrize(
    "route",
    [
        "<str:handle>/status/<int:pk>",
        "<slug:handle>-<int:pk>.html",
        "u/<handle>/<tests_padded:pk>/",
        "u/<handle>/<tests_hexadecimal:pk>/",
        "u/<tests_uppercase:handle>/<int:pk>/",
    ],
)
def test_urls_of_a_host_with_its_own_paths(settings: Any, route: str) -> None:
    settings.ROOT_URLCONF = own_urlconf(path(route, HttpResponse, name="tweet_like"))
    check(["tweet_like"])


def test_urls_where_long_ids_have_another_path(settings: Any) -> None:
    settings.ROOT_URLCONF = own_urlconf(
        re_path(r"^(?P<handle>\w{1,20})/(?P<pk>[0-9]{1,17})$", HttpResponse, name="tweet_like"),
        re_path(r"^(?P<handle>\w{1,20})/x(?P<pk>[0-9]{18,19})$", HttpResponse, name="tweet_like"),
    )
    check(["tweet_like"])


@pytest.mark.parametrize("name", ["tweet_admire", "home"])
def test_missing_page_has_no_url(name: str) -> None:
    assert TweetURLs(tweet_of("ada", 7))[name] == ""


def test_reverse_or_none_and_first_url_skip_missing_pages(settings: Any) -> None:
    assert reverse_or_none("hashtag", "tea") == reverse("django_tweets:hashtag", args=["tea"])
    settings.ROOT_URLCONF = urlconf(path("t/", include((urls.tweets, "django_tweets"))))
    assert reverse_or_none("hashtag", "tea") is None
    assert first_url("home", "tweet_create") == "/t/compose/"
    assert first_url("home", "explore") == "/"


REMOTE = [
    ("ada@example.org", 7),
    ("a.b-c_0@xn--zqa.example", 2**63 - 1),
    ("q@zq.zq", 1),
    (f"{'q' * 20}@{'example.' * 28}org", 10**17 + 8),
]


@pytest.mark.parametrize(
    "route",
    ["@<str:handle>/<int:pk>/", "u/<path:handle>/<tests_hexadecimal:pk>", "<tests_domain:handle>"],
)
def test_remote_handle_has_the_url_of_reverse(settings: Any, route: str) -> None:
    name = "tweet_like" if "pk" in route else "profile_detail"
    settings.ROOT_URLCONF = own_urlconf(path(route, HttpResponse, name=name))
    check([name], authors=REMOTE)


def test_remote_handle_that_the_urlconf_does_not_accept_has_no_url(settings: Any) -> None:
    settings.ROOT_URLCONF = own_urlconf(
        path("<slug:handle>/<int:pk>/", HttpResponse, name="tweet_like")
    )
    assert TweetURLs(tweet_of("ada@example.org", 7))["tweet_like"] == ""
    assert reverse_or_none("tweet_like", "ada@example.org", 7) is None
    check(["tweet_like"])


@pytest.mark.parametrize(
    ("name", "model"),
    [("tweet_detail", get_tweet_model()), ("profile_detail", get_profile_model())],
)
def test_get_absolute_url_of_a_model_takes_precedence(
    name: str, model: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also one from the setting ABSOLUTE_URL_OVERRIDES."""
    monkeypatch.setattr(model, "get_absolute_url", lambda self: "/own&url/")
    assert TweetURLs(tweet_of("ada", 7))[name] == "/own&amp;url/"


def test_urls_where_only_short_handles_have_a_path(settings: Any) -> None:
    route = r"^(?P<handle>\w{1,10})/(?P<pk>[0-9]+)$"
    settings.ROOT_URLCONF = own_urlconf(re_path(route, HttpResponse, name="tweet_like"))
    address = reverse("django_tweets:tweet_like", args=["ada", 7])
    assert TweetURLs(tweet_of("ada", 7))["tweet_like"] == address
    with pytest.raises(NoReverseMatch):
        TweetURLs(tweet_of("q" * 20, 7))["tweet_like"]


@pytest.mark.parametrize(
    ("quote", "retweet", "unretweet", "expected"),
    [
        (
            "t/@<str:h>/<int:k>/quote/",
            "t/@<str:h>/<int:k>/r/",
            "t/@<str:h>/<int:k>/un/",
            "../quote/",
        ),
        ("t/@<str:h>/<int:k>/quote", "t/@<str:h>/<int:k>/r", "t/@<str:h>/<int:k>/un", "quote"),
        ("t/@<str:h>/<int:k>/quote/", "t/@<str:h>/<int:k>/r", "t/@<str:h>/<int:k>/un", ""),
        ("t/@<str:h>/<int:k>/quote/", "r/@<str:h>/<int:k>/r/", "r/@<str:h>/<int:k>/un/", ""),
        ("quote/@<str:h>/<int:k>/", "r/@<str:h>/<int:k>/", "un/@<str:h>/<int:k>/", ""),
        ("t/@<str:h>/<int:k>/quote/", "t/@<str:h>/<int:k>/r/", "", ""),
    ],
)
def test_quote_url_is_relative_if_it_is_the_same_for_all_tweets(
    settings: Any, quote: str, retweet: str, unretweet: str, expected: str
) -> None:
    routes = {"tweet_quote": quote, "tweet_retweet": retweet, "tweet_unretweet": unretweet}
    patterns = [path(route, HttpResponse, name=name) for name, route in routes.items() if route]
    settings.ROOT_URLCONF = own_urlconf(*patterns)
    assert PageURLs().get_relative_quote_url() == expected


def test_quote_url_is_not_relative_without_remote_handles(settings: Any) -> None:
    patterns = [
        re_path(rf"^(?P<h>\w+)/(?P<k>\d+)/{name}/$", HttpResponse, name=f"tweet_{name}")
        for name in ("quote", "retweet", "unretweet")
    ]
    settings.ROOT_URLCONF = own_urlconf(*patterns)
    assert PageURLs().get_relative_quote_url() == ""


def test_url_of_a_profile_is_that_of_reverse(settings: Any) -> None:
    for handle in ("ada", "ada@example.org"):
        url = reverse("django_tweets:profile_detail", args=[handle])
        assert PageURLs().of_profile(handle) == escape(url)
    settings.ROOT_URLCONF = own_urlconf()
    assert PageURLs().of_profile("ada") == ""
