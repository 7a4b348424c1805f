"""URLs of our pages, from a cache: the same as reverse() returns, in a fraction of its time.

A tweet's card has a dozen of them. All are in the current URL namespace: see current_app.py.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString

from .current_app import URLEnvironment, get_app_of_request, get_current_app
from .models import AbstractProfile, AbstractTweet

if TYPE_CHECKING:
    from django.http import HttpRequest

# Arguments that a URL pattern is made from, and tested with: usual ones, the longest possible and
# the shortest. Remote handles (name@domain) have a pattern of their own, as a host's URLconf may
# have other paths for them, or none.
_LONGEST_PK, _SHORTEST_PK = 8_765_432_109_876_543_210, 7
LOCAL_SAMPLES = (
    {"handle": "adalove", "pk": 1_234_567_890_123_456_789},
    {"handle": "zq_0123456789_zq_zqz", "pk": _LONGEST_PK},
    {"handle": "q", "pk": _SHORTEST_PK},
)
REMOTE_SAMPLES = (
    {"handle": "adalove@example.org", "pk": 1_234_567_890_123_456_789},
    {"handle": f"zq_0123.456-789_zq@{'zq-zq.' * 38}zqzqzq", "pk": _LONGEST_PK},
    {"handle": "q@zq.zq", "pk": _SHORTEST_PK},
)

NO_URL = SafeString("")

_split_last_name = re.compile(r"(.*/)([^/%]+/?)").fullmatch
_is_local_handle = re.compile(r"[a-z0-9_]{1,20}").fullmatch
_is_remote_handle = re.compile(r"[a-z0-9_.-]+@[a-z0-9.-]+").fullmatch


class PageURLs:
    """URLs of tweets and profiles on a page: in the language and the URLconf that are active.

    current_app: the URL namespace that reverse() prefers.
    """

    def __init__(self, current_app: str | None = None) -> None:
        environment = URLEnvironment.of(current_app)
        self._local = _get_url_patterns(False, environment)
        self._remote = _get_url_patterns(True, environment)

    def get_patterns(self, handle: str) -> _URLPatterns:
        """Return the patterns of URLs with handle."""
        return self._remote if "@" in handle else self._local

    def of_profile(self, handle: str) -> SafeString:
        """Return the escaped URL of the profile of that handle, or "" if there is no such page."""
        patterns = self.get_patterns(handle)
        return patterns.fill("profile_detail", {"handle": handle}, patterns.accepts(handle))

    def get_relative_quote_url(self) -> str:
        """Return the URL of a quote, relative to that of a retweet: "../quote/".

        "" if it is not the same for all tweets, or if one of the pages is left out.
        """
        found = {patterns.get_relative_quote_url() for patterns in (self._local, self._remote)}
        return found.pop() if len(found) == 1 else ""


class TweetURLs(dict[str, SafeString]):
    """The URLs of a tweet and of its author by URL name, such as urls["tweet_like"].

    Each is made on first access: the result of reverse(), escaped for HTML, or "" for a page that
    the host has left out of its URLconf. A model's own get_absolute_url() takes precedence.

    current_app: the URL namespace that reverse() prefers. page: URLs of the page, if there are.
    """

    def __init__(
        self, tweet: AbstractTweet, current_app: str | None = None, page: PageURLs | None = None
    ) -> None:
        author = tweet.profile
        patterns = (page or PageURLs(current_app)).get_patterns(author.handle)
        self._arguments: dict[str, Any] = {"handle": author.handle, "pk": tweet.pk}
        self._is_accepted = patterns.accepts(author.handle)
        self._patterns = patterns
        if type(tweet).get_absolute_url is not AbstractTweet.get_absolute_url:
            self["tweet_detail"] = escape(tweet.get_absolute_url())
        if type(author).get_absolute_url is not AbstractProfile.get_absolute_url:
            self["profile_detail"] = escape(author.get_absolute_url())

    def __missing__(self, name: str) -> SafeString:
        pattern = self._patterns[name] if self._is_accepted else None
        if pattern:
            url = SafeString(pattern % self._arguments)
        else:
            url = self._patterns.fill(name, self._arguments, self._is_accepted)
        self[name] = url
        return url


def get_tweet_urls(tweet: AbstractTweet, request: HttpRequest | None) -> TweetURLs:
    """Return the URLs of tweet, in the URL namespace of request."""
    return TweetURLs(tweet, get_app_of_request(request))


class _URLPatterns(dict[str, str | None]):
    """The patterns of URLs by name, in one environment, for local or for remote handles."""

    def __init__(self, is_remote: bool, environment: URLEnvironment) -> None:
        self.is_remote = is_remote
        self.environment = environment
        self._match = _is_remote_handle if is_remote else _is_local_handle

    def accepts(self, handle: str) -> bool:
        """Return whether handle can be filled in as it is: reverse() may quote or refuse others."""
        return self._match(handle) is not None

    def fill(self, name: str, arguments: dict[str, Any], is_accepted: bool) -> SafeString:
        """Return the URL of that name with arguments: "handle", and "pk" for a page of a tweet.

        is_accepted: the result of accepts(). If it is False, reverse() makes the URL.
        """
        pattern = self[name]
        if pattern is NO_URL:
            return NO_URL
        if pattern is None or not is_accepted:
            return escape(_reverse(name, arguments, self.environment.current_app))
        return SafeString(pattern % arguments)

    def get_relative_quote_url(self) -> str:
        """Return the URL of a quote, relative to those of a retweet and its undoing; or ""."""
        names = ("tweet_quote", "tweet_retweet", "tweet_unretweet")
        found = [match for name in names if (match := _split_last_name(self[name] or ""))]
        if len(found) < len(names) or len({(match[1], match[2][-1] == "/") for match in found}) > 1:
            return ""
        last_name = found[0][2]
        return f"../{last_name}" if last_name.endswith("/") else last_name

    def __missing__(self, name: str) -> str | None:
        pattern = self[name] = _make_url_pattern(name, self.is_remote, self.environment)
        return pattern


@lru_cache(maxsize=256)
def _get_url_patterns(is_remote: bool, environment: URLEnvironment) -> _URLPatterns:
    return _URLPatterns(is_remote, environment)


def _make_url_pattern(name: str, is_remote: bool, environment: URLEnvironment) -> str | None:
    """Return the escaped URL of that name with %(handle)s and %(pk)s as placeholders.

    None if a host's URLconf makes the URL in another way, such as of a padded id; NO_URL if it has
    no such page.
    """
    current_app = environment.current_app
    samples = REMOTE_SAMPLES if is_remote else LOCAL_SAMPLES
    if not any(_has_url(name, sample, current_app) for sample in samples):
        return NO_URL
    _, longest, shortest = samples
    try:
        pattern = escape(_reverse(name, longest, current_app)).replace("%", "%%")
        for key, value in longest.items():
            pattern = pattern.replace(str(value), f"%({key})s")
        is_usable = pattern % shortest == escape(_reverse(name, shortest, current_app))
    except NoReverseMatch:
        return None
    return pattern if is_usable else None


def _has_url(name: str, arguments: dict[str, Any], current_app: str | None) -> bool:
    try:
        return bool(_reverse(name, arguments, current_app))
    except NoReverseMatch:
        return False


def _reverse(name: str, arguments: dict[str, Any], current_app: str | None) -> str:
    args = [arguments["handle"]]
    if name.startswith("tweet_") or name == "report_create":
        args.append(arguments["pk"])
    return reverse(f"django_tweets:{name}", args=args, current_app=current_app)


def reverse_or_none(name: str, *args: Any) -> str | None:
    """Return the URL of our page of that name; None for a page that the host has left out.

    From a cache, because texts mention the same profiles and hashtags again and again: 2 µs where
    `{% url %}` takes 18.
    """
    return _reverse_or_none(name, args, URLEnvironment.of(get_current_app()))


@lru_cache(maxsize=4096)
def _reverse_or_none(name: str, args: tuple[Any, ...], environment: URLEnvironment) -> str | None:
    try:
        current_app = environment.current_app
        return reverse(f"django_tweets:{name}", args=args, current_app=current_app)
    except NoReverseMatch:
        return None


def first_url(*names: str) -> str:
    """Return the URL of the first of these pages that the host has; else "/". No arguments."""
    return next(filter(None, map(reverse_or_none, names)), "/")
