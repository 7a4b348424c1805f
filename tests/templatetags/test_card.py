"""The tags of the card of a tweet: its variables, and its parts."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.template import Context, Engine, Template
from django.urls import reverse
from django.utils import timezone, translation

from django_tweets import services
from tests.factories import TWEET_EXTRA, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile

pytestmark = pytest.mark.django_db

LIBRARIES = {
    "django_tweets": "django_tweets.templatetags.django_tweets",
    "i18n": "django.templatetags.i18n",
    "tz": "django.templatetags.tz",
}


def render(source: str, *, debug: bool = False, parts: Any = None, **context: Any) -> str:
    """Render source with an engine that has the templates in parts."""
    locmem = ("django.template.loaders.locmem.Loader", parts or {})
    engine = Engine(loaders=[locmem], libraries=LIBRARIES, debug=debug)
    return engine.from_string("{% load django_tweets i18n tz %}" + source).render(Context(context))


def test_card_has_the_facts_of_a_tweet(ada: Profile, bob: Profile) -> None:
    ada.display_name = "<Ada>"
    ada.save()
    tweet = make_tweet(ada, created_at=timezone.now() - timedelta(hours=5))
    retweet = services.retweet(bob, tweet, **TWEET_EXTRA)
    tweet.refresh_from_db()
    source = "{{ card.name }} {{ card.age }} {{ card.retweet_count }} {{ card.like_count }}"
    html = render("{% tweet_card t %}" + source + "{% endtweet_card %}", t=retweet)
    assert html == "&lt;Ada&gt; 5 h 1 0"
    source = "{{ entry.anchor }} {{ tweet.anchor }} {{ author.handle }} {{ urls.tweet_like }}"
    html = render("{% tweet_card t %}" + source + "{% endtweet_card %}", t=retweet)
    like = reverse("django_tweets:tweet_like", args=["ada", tweet.pk])
    assert html == f"{retweet.anchor} {tweet.anchor} ada {like}"


@pytest.mark.parametrize("value", ["", None, 7])
def test_card_of_no_tweet_is_empty(value: Any) -> None:
    assert render("{% tweet_card t %}card{% endtweet_card %}", t=value) == ""


def test_cards_follow_language_and_time_zone(ada: Profile) -> None:
    tweet = make_tweet(ada)
    tweet.created_at = datetime(2024, 8, 31, 23, 30, tzinfo=UTC)
    card = "{% tweet_card t %}{{ card.time }}{% tweets_repeated %}{{ _('Like') }}"
    card += "{% endtweets_repeated %}{% endtweet_card %} "
    source = "{% timezone 'Asia/Tokyo' %}" + card + "{% endtimezone %}"
    source += "{% timezone 'UTC' %}" + card + "{% language 'de' %}" + card
    source += "{% endlanguage %}" + card + "{% endtimezone %}"
    with translation.override("de"):
        like = translation.gettext("Like")
    english = "Aug. 31, 2024 · 11:30 p.m.Like"
    expected = f"Sept. 1, 2024 · 8:30 a.m.Like {english} 31. August 2024 · 23:30{like} {english} "
    assert render(source, t=tweet) == expected


def test_cards_of_a_member_and_of_a_visitor(ada: Profile, bob: Profile) -> None:
    """{% cache %} shows what a visitor sees, on a page of a member."""
    card = "{% tweet_card t %}{{ card.like }}{% endtweet_card %}|"
    source = "{% with viewer=ada %}" + card + "{% endwith %}" + card
    member, visitor, _ = render(source, t=make_tweet(bob), ada=ada).split("|")
    assert 'aria-pressed="false"' in member
    assert 'rel="nofollow"' in visitor


def test_part_is_rendered_with_the_variables_around_it() -> None:
    parts = {"part.html": "{{ n }}{{ forloop.last }} "}
    source = "{% for n in 'ab' %}{% tweet_part 'part.html' %}{% endfor %}"
    assert render(source, parts=parts) == "aFalse bTrue "


@pytest.mark.parametrize("debug", [False, True])
def test_part_may_extend_another(debug: bool) -> None:
    parts = {
        "base.html": "<{% block text %}{% endblock %}>",
        "part.html": "{% extends 'base.html' %}{% block text %}{{ n }}{% endblock %}",
    }
    source = "{% for n in 'ab' %}{% tweet_part 'part.html' %}{% endfor %}"
    assert render(source, parts=parts, debug=debug) == "<a><b>"


def test_repeated_part_is_rendered_once_for_its_arguments() -> None:
    source = "{% for n in 'aab' %}{% tweets_repeated n %}{{ n }}{{ forloop.counter }} "
    assert render(source + "{% endtweets_repeated %}{% endfor %}") == "a1 a1 b3 "


def test_cards_show_their_own_author(ada: Profile, bob: Profile) -> None:
    """The link to an author is rendered once for all cards of the author."""
    quoted = make_tweet(bob)
    tweets = [make_tweet(ada), make_tweet(bob), make_tweet(ada, quote_of=quoted)]
    html = Template("{% load django_tweets %}{% tweet_list tweets %}").render(
        Context({"tweets": tweets})
    )
    authors = re.findall(r'<a class="tw-author".*?@(\w+)<', html, re.DOTALL)
    assert authors == ["ada", "bob", "ada", "bob"]
    assert html.count("tw-avatar") == 3
