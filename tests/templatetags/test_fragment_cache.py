"""Tags inside of {% cache %}, and on pages in a cache: nothing of one viewer reaches another."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.cache import SessionStore
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse
from django.template import Engine, RequestContext
from django.test import RequestFactory
from django.views.decorators.cache import cache_page

from django_tweets import services, timelines
from django_tweets.templatetags.fragment_cache import CachedTagWarning
from django_tweets.views.viewer import get_viewer
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from django.http import HttpRequest

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

TAGS = [
    "{% home_timeline limit=5 %}",
    "{% profile_timeline profile limit=5 %}",
    '{% hashtag_timeline "topic" limit=5 %}',
    "{% who_to_follow limit=3 %}",
    "{% trends limit=3 %}",
    "{% notifications limit=5 %}",
    "{% tweet_composer %}",
    "{% tweet tweet %}",
    "{% tweet_list tweets %}",
    "{% profile_card profile %}",
    "{% profile_activity profile %}",
    "{% follow_button profile %}",
    "{% unread_notification_count as n %}{{ n }}",
]

PLACES = {
    "direct": {"page": "{% load cache django_tweets %}{% cache 60 x KEY %}TAG{% endcache %}"},
    "included": {
        "page": '{% load cache %}{% cache 60 x KEY %}{% include "part" %}{% endcache %}',
        "part": "{% load django_tweets %}TAG",
    },
    "block": {
        "page": '{% extends "base" %}{% load django_tweets %}{% block main %}TAG{% endblock %}',
        "base": "{% load cache %}{% cache 60 x KEY %}{% block main %}{% endblock %}{% endcache %}",
    },
    "nested": {
        "page": "{% load cache django_tweets %}{% cache 60 x KEY %}"
        "{% cache 60 y request.session.session_key %}TAG{% endcache %}{% endcache %}",
    },
}


def request_of(profile: Profile | None, url: str = "/about/?secret=1") -> HttpRequest:
    request = RequestFactory().get(url)
    request.user = profile.user if profile else AnonymousUser()
    request.session = SessionStore()
    if profile is not None:
        request.session.save()  # gives it a key
    return request


def render(place: str, tag: str, request: HttpRequest, key: str = "", **context: Any) -> str:
    sources = {
        name: source.replace("TAG", tag).replace("KEY", key)
        for name, source in PLACES[place].items()
    }
    engine = Engine(
        app_dirs=False,
        loaders=[
            ("django.template.loaders.locmem.Loader", sources),
            "django.template.loaders.app_directories.Loader",
        ],
        libraries={
            "django_tweets": "django_tweets.templatetags.django_tweets",
            "cache": "django.templatetags.cache",
            "i18n": "django.templatetags.i18n",
            "static": "django.templatetags.static",
        },
        context_processors=[
            "django.template.context_processors.request",
            "django.template.context_processors.csrf",
        ],
    )
    html = engine.get_template("page").render(RequestContext(request, context))
    return re.sub(r"\s+", " ", html)


@pytest.fixture
def shown(ada: Profile, bob: Profile) -> dict[str, Any]:
    """Objects for TAGS: bob's, which ada follows, likes and is mentioned in."""
    services.follow(ada, bob)
    tweets = [
        make_tweet(bob, "@ada #topic", visibility=visibility)
        for visibility in ("public", "followers", "mentioned")
    ]
    services.like(ada, tweets[0])
    services.publish(bob, "yes", in_reply_to=make_tweet(ada), **TWEET_EXTRA)
    return {
        "profile": bob,
        "tweet": tweets[1],
        "tweets": timelines.hydrate([t.pk for t in tweets], ada),
    }


@pytest.mark.parametrize("place", PLACES)
def test_fragment_shows_all_what_a_visitor_sees(
    place: str, shown: dict[str, Any], ada: Profile
) -> None:
    tags = "¦¦".join(TAGS)
    visitor = render(place, tags, request_of(None), **shown)
    for key in ("", "7", "request.user.pk", "user.pk", "missing"):
        cache.clear()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CachedTagWarning)
            member = render(place, tags, request_of(ada), key, **shown)
        for mine, theirs, tag in zip(member.split("¦¦"), visitor.split("¦¦"), TAGS, strict=True):
            assert mine == theirs, (tag, key)
        for secret in ("csrfmiddlewaretoken", "secret=1", "/unfollow/", 'aria-pressed="true"'):
            assert secret not in member, key


def test_fragment_of_one_session_shows_its_viewer(shown: dict[str, Any], ada: Profile) -> None:
    key = "request.session.session_key"
    request = request_of(ada)
    with warnings.catch_warnings():
        warnings.simplefilter("error", CachedTagWarning)
        first = render("included", "{% follow_button profile %}", request, key, **shown)
        assert first == render("included", "{% follow_button profile %}", request, key, **shown)
    assert "/unfollow/" in first
    other = render(
        "included", "{% follow_button profile %}", request_of(make_profile()), key, **shown
    )
    assert "/unfollow/" not in other


def test_member_without_session_shares_the_fragment(shown: dict[str, Any], ada: Profile) -> None:
    request = request_of(ada)
    del request.session
    with pytest.warns(CachedTagWarning, match="cache … x"):
        html = render("direct", "{% follow_button profile %}", request, "7", **shown)
    assert "/unfollow/" not in html


def test_page_with_tags_is_not_stored_for_a_member(shown: dict[str, Any], ada: Profile) -> None:
    """The decorator does not know yet that the session will add `Vary: Cookie`."""

    @cache_page(60)
    def page(request: HttpRequest) -> HttpResponse:
        tag, key = "{% follow_button profile %}", "request.session.session_key"
        return HttpResponse(render("direct", tag, request, key, **shown))

    visitor, member = (page(request_of(who)).content.decode() for who in (None, ada))
    assert member == visitor  # stored by the first
    cache.clear()
    member = page(request_of(ada)).content.decode()
    assert "/unfollow/" in member
    assert page(request_of(None)).content.decode() == visitor


def test_follow_button_of_a_hidden_profile_is_empty(ada: Profile, bob: Profile) -> None:
    enemy, blocked = make_profile(), make_profile()
    services.block(enemy, ada)
    services.block(ada, blocked)
    suspended, deleted, inactive = make_profile(is_suspended=True), make_profile(), make_profile()
    services.delete_profile(deleted)
    inactive.user.is_active = False
    inactive.user.save()
    profiles = [bob, enemy, blocked, suspended, deleted, inactive]
    for prepared in (False, True):
        for viewer, expected in ((ada, [bob, blocked]), (None, [bob, enemy, blocked])):
            rows = [type(row)._base_manager.get(pk=row.pk) for row in profiles]
            if prepared:
                timelines.profiles.relate(rows, viewer)
            found = [row for row in rows if render_button(row, viewer)]
            assert found == expected


def render_button(profile: Profile, viewer: Profile | None) -> str:
    cache.clear()
    key = "request.session.session_key"
    return render(
        "direct", "{% follow_button profile %}", request_of(viewer), key, profile=profile
    ).strip()


def test_follow_buttons_of_prepared_profiles_take_no_query(
    ada: Profile, django_assert_num_queries: Any
) -> None:
    rows = [make_profile(), make_profile(), make_profile(is_suspended=True)]
    with django_assert_num_queries(2):
        timelines.profiles.relate(rows, ada)
    request = request_of(ada)
    key = "request.session.session_key"
    tag = "{% for row in rows %}{% follow_button row %}{% endfor %}"
    assert get_viewer(request) == ada  # read before the queries are counted
    with django_assert_num_queries(0):
        html = render("direct", tag, request, key, rows=rows)
    assert html.count('data-action="follow"') == 2


@pytest.mark.parametrize("key", ["", "request.session.session_key"])
def test_page_of_ours_for_a_member_is_not_stored_for_others(ada: Profile, key: str) -> None:
    part = "{% tweets_context %}{{ viewer }}{% endtweets_context %}"
    assert "@ada" not in render("block", part, request_of(None), key, django_tweets={})
    cache.clear()
    if key:
        assert "@ada" in render("block", part, request_of(ada), key, django_tweets={"viewer": ada})
        return
    with pytest.raises(ImproperlyConfigured, match="cache … x"):
        render("block", part, request_of(ada), key, django_tweets={"viewer": ada})


LINKS = "{% site_links as s %}{{ s.login }}|{{ s.current_url }}|{{ s.logout }}|{{ s.name }}"


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.filterwarnings("ignore::django_tweets.templatetags.fragment_cache.CachedTagWarning")
def test_site_links_in_a_shared_fragment_are_those_of_any_visitor(place: str, ada: Profile) -> None:
    for viewer in (None, ada):
        cache.clear()
        html = render(place, LINKS, request_of(viewer))
        assert html == "/accounts/login/|||testserver"


def test_site_links_in_a_fragment_of_one_session_lead_back(ada: Profile) -> None:
    html = render("direct", LINKS, request_of(ada), "request.session.session_key")
    assert html.startswith("|/about/?secret=1|/")


def test_site_links_of_a_member_in_a_shared_fragment_warn(ada: Profile) -> None:
    with pytest.warns(CachedTagWarning):
        render("direct", LINKS, request_of(ada))


def test_site_without_login_has_no_link_in_a_shared_fragment(settings: Any) -> None:
    settings.LOGIN_URL = "no-such-page"
    cache.clear()
    assert render("direct", LINKS, request_of(None)) == "|||testserver"
