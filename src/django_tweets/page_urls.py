"""The addresses on a card, a dozen of them: as reverse() gives them, in a fraction of its time."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, get_resolver, get_script_prefix, get_urlconf, reverse
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .models import AbstractProfile, AbstractTweet

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.urls import URLResolver

# Whose addresses are taken for a pattern: the longest that there can be, and the shortest.
LONGEST = {"handle": "zq_0123456789_zq_zqz", "pk": 8_765_432_109_876_543_210}
SHORTEST = {"handle": "q", "pk": 7}
USUAL = {"handle": "adalove", "pk": 1_234_567_890_123_456_789}
PROBES = (USUAL, LONGEST, SHORTEST)

NOWHERE = SafeString("")

_is_plain = re.compile(r"[a-z0-9_]{1,20}").fullmatch


class TweetURLs(dict[str, SafeString]):
    """Of a tweet and its author, by their URL names, made when asked for: a["tweet_like"].

    Each is what reverse() gives, escaped for HTML, or "" for a page that the host has left out of
    its URLconf. A model's own get_absolute_url() has its say.
    """

    def __init__(self, tweet: AbstractTweet, current_app: str | None = None) -> None:
        author = tweet.profile
        self._values: dict[str, Any] = {"handle": author.handle, "pk": tweet.pk}
        self._app = current_app
        # All that reverse() depends on. When the URLconf changes, so does its resolver.
        self._here = get_resolver(get_urlconf()), get_language(), get_script_prefix(), current_app
        if type(tweet).get_absolute_url is not AbstractTweet.get_absolute_url:
            self["tweet_detail"] = escape(tweet.get_absolute_url())
        if type(author).get_absolute_url is not AbstractProfile.get_absolute_url:
            self["profile_detail"] = escape(author.get_absolute_url())

    def __missing__(self, name: str) -> SafeString:
        pattern = _pattern(name, *self._here)
        if pattern == NOWHERE:
            self[name] = NOWHERE
        elif pattern is None or not _is_plain(self._values["handle"]):
            self[name] = escape(_reverse(name, self._values, self._app))
        else:
            self[name] = SafeString(pattern % self._values)
        return self[name]


def get_tweet_urls(tweet: AbstractTweet, request: HttpRequest | None) -> TweetURLs:
    """The Addresses of tweet where request is: on a site that has our URLs twice, of those."""
    match = getattr(request, "resolver_match", None)
    return TweetURLs(tweet, getattr(request, "current_app", match and match.namespace))


@lru_cache(maxsize=2048)
def _pattern(
    name: str, resolver: URLResolver, language: str, prefix: str, current_app: str | None
) -> str | None:
    """The address of that name, escaped, with %(handle)s and %(pk)s in it.

    None where a host's URLconf puts something else there, made of them; NOWHERE where it has no
    such page.
    """
    if not any(
        _leads_somewhere(name, values, current_app) for values in (USUAL, LONGEST, SHORTEST)
    ):
        return NOWHERE
    try:
        pattern = escape(_reverse(name, LONGEST, current_app)).replace("%", "%%")
        for key, value in LONGEST.items():
            pattern = pattern.replace(str(value), f"%({key})s")
        is_so = pattern % SHORTEST == escape(_reverse(name, SHORTEST, current_app))
    except NoReverseMatch:
        return None
    return pattern if is_so else None


def _leads_somewhere(name: str, values: dict[str, Any], current_app: str | None) -> bool:
    try:
        return bool(_reverse(name, values, current_app))
    except NoReverseMatch:
        return False


def _reverse(name: str, values: dict[str, Any], current_app: str | None) -> str:
    arguments = (
        [values["handle"], values["pk"]] if name.startswith("tweet_") else [values["handle"]]
    )
    return reverse(f"django_tweets:{name}", args=arguments, current_app=current_app)


def reverse_or_none(name: str, *arguments: str) -> str | None:
    """As reverse() of that name of ours; None for a page that the host has left out.

    Remembered, for texts that name the same people and hashtags again and again.
    """
    return _reverse_or_none(
        name, arguments, get_resolver(get_urlconf()), get_language(), get_script_prefix()
    )


@lru_cache(maxsize=4096)
def _reverse_or_none(
    name: str, arguments: tuple[str, ...], resolver: URLResolver, language: str, prefix: str
) -> str | None:
    try:
        return reverse(f"django_tweets:{name}", args=arguments)
    except NoReverseMatch:
        return None


def first_url(*names: str) -> str:
    """The address of the first of these pages, without arguments, that the host has; else "/"."""
    return next(filter(None, map(reverse_or_none, names)), "/")
