"""Tags on a host's page: with wrong or missing arguments, and several of them on one page."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import connection
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from django_tweets import get_profile_model, services
from django_tweets.forms import get_tweet_form
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from pathlib import Path

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

TAGS = [
    "{% tweet x %}",
    "{% tweet_list x %}",
    "{% profile_timeline x %}",
    "{% hashtag_timeline x %}",
    "{% profile_card x %}",
    "{% profile_activity x %}",
    "{% follow_button x %}",
    "{% page_query x %}",
    "{% tweet_urls x as urls %}{{ urls.tweet_like }}",
]
FILTERS = ["tweet_html", "notification_html", "tweet_count"]
FILTERS += ["tweet_time", "tweet_datetime", "tweet_timestamp"]
TAGS += [f"{{{{ x|{name} }}}}" for name in FILTERS]
LIMITED = [
    "{% home_timeline limit=x %}",
    "{% profile_timeline profile limit=x %}",
    '{% hashtag_timeline "topic" limit=x %}',
    "{% who_to_follow limit=x %}",
    "{% trends limit=x %}",
    "{% notifications limit=x %}",
    "{% tweet_composer form_class=x %}",
]
ALL = [
    *LIMITED,
    "{% tweet tweet %}",
    "{% tweet_list tweets %}",
    "{% profile_card profile %}",
    "{% profile_activity profile %}",
    "{% follow_button profile %}",
]


def render(source: str, user: Any = None, **context: Any) -> str:
    request = RequestFactory().get("/about/")
    request.user = user or AnonymousUser()
    return Template("{% load django_tweets %}" + source).render(RequestContext(request, context))


@pytest.mark.parametrize("source", TAGS)
def test_wrong_or_missing_object_shows_nothing(source: str, ada: Profile, bob: Profile) -> None:
    unsaved = type(bob)(handle="new")
    wrong = [
        "",
        None,
        "INVALID",
        object(),
        [],
        [None],
        {"a": 1},
        bob.user,
        AnonymousUser(),
        unsaved,
    ]
    wrong += [SimpleLazyObject(AnonymousUser), [bob], type(ada), datetime]
    for user in (None, ada.user):
        assert not render(source, user).strip()
        for value in wrong:
            assert not render(source, user, x=value).strip(), value
    assert not Template("{% load django_tweets %}" + source).render(Context()).strip()


@pytest.mark.parametrize("source", LIMITED)
def test_wrong_limit_or_form_is_the_default(source: str, ada: Profile, bob: Profile) -> None:
    make_tweet(ada, "first #topic")
    make_tweet(ada, "two #topic")
    services.follow(bob, ada)
    usual = re.sub(r" \w+=x", "", source)
    for user in (None, ada.user):
        expected = strip_tokens(render(usual, user, profile=ada))
        for value in ("", None, "INVALID", -1, 0, object(), AnonymousUser()):
            assert strip_tokens(render(source, user, profile=ada, x=value)) == expected, value
    assert "two" in render("{% profile_timeline ada limit='1' %}", ada=ada)
    assert "first" not in render("{% profile_timeline ada limit='1' %}", ada=ada)
    assert "first" in render("{% profile_timeline ada limit=9999999999999999999999 %}", ada=ada)


def strip_tokens(html: str) -> str:
    return re.sub(r'(name="(?:csrfmiddlewaretoken|key)" value=)"\w+"', r"\1", html)


def test_lazy_objects_are_shown(ada: Profile, bob: Profile) -> None:
    lazy = {"profile": SimpleLazyObject(lambda: ada), "t": SimpleLazyObject(lambda: tweet)}
    tweet = make_tweet(ada, "lazy tweet")
    assert "lazy tweet" in render("{% tweet t %}", **lazy)
    for tag in ("profile_card", "follow_button", "profile_timeline", "profile_activity"):
        assert ada.shown_name in render(f"{{% {tag} profile %}}", bob.user, **lazy)


def test_variable_named_request_of_the_host_is_not_our_request(ada: Profile) -> None:
    template = Template("{% load django_tweets %}{% follow_button profile %}{% tweet_composer %}")
    html = template.render(Context({"request": "a pull request", "profile": ada}))
    assert "Sign in to write" in html


@pytest.mark.parametrize("is_aware", [True, False])
@pytest.mark.parametrize("use_tz", [True, False])
def test_times_may_be_naive_or_aware(settings: Any, use_tz: bool, is_aware: bool) -> None:
    settings.USE_TZ = use_tz
    moment = datetime(2020, 5, 17, 12)  # noqa: DTZ001 - a naive one on purpose
    if is_aware:
        moment = timezone.make_aware(moment, timezone.get_default_timezone())
    assert render("{{ x|tweet_time }} {{ x|tweet_datetime }}", x=moment).count("2020") == 2


@pytest.fixture
def objects(ada: Profile, bob: Profile) -> dict[str, Any]:
    """Objects with which each of ALL shows something to ada."""
    tweet = make_tweet(bob, "of bob #topic @ada")
    eve, zoe = make_profile("eve"), make_profile("zoe")
    services.follow(ada, bob)
    services.follow(bob, ada)
    services.follow(bob, eve)
    services.follow(zoe, ada)
    services.publish(bob, "an answer", in_reply_to=make_tweet(ada, "a question"), **TWEET_EXTRA)
    services.compute_trends()
    return {"tweet": tweet, "tweets": [tweet], "profile": bob}


def get_ids(html: str) -> list[str]:
    return re.findall(r"""<[^>]*\sid=["']([^"']*)""", html)


def assert_no_duplicates(html: str) -> None:
    assert [name for name, count in Counter(get_ids(html)).items() if count > 1] == []
    for part in ("tweets.css", 'src="/static/django_tweets/tweets.js"', "<symbol id=", "<dialog"):
        assert html.count(part) == len(set(re.findall(f"{part}[^>]*", html))), part
    assert html.count('class="tw-icons"') == html.count("tweets.css") == 1


def test_several_tags_have_unique_ids_and_load_everything_once(
    ada: Profile, objects: dict[str, Any]
) -> None:
    source = re.sub(r" \w+=x", "", "".join(ALL))
    html = render(source * 2, ada.user, **objects)
    assert html.count("<article") > 10
    assert html.count('name="content"') == 3  # one in the form for times without a network
    assert_no_duplicates(html)
    labels = set(re.findall(r'(?:for|aria-labelledby|aria-describedby)="([^"]+)', html))
    assert labels - {"tw-form-dialog-title"} <= set(get_ids(html))  # the script adds that one


def test_tags_around_our_pages_have_unique_ids_and_load_everything_once(
    ada: Profile, objects: dict[str, Any], settings: Any, tmp_path: Path
) -> None:
    base = tmp_path / "django_tweets/layouts/base.html"
    base.parent.mkdir(parents=True)
    tags = (
        "{% tweet_composer %}{% home_timeline %}{% trends %}{% who_to_follow %}{% notifications %}"
    )
    base.write_text(f"{{% load django_tweets %}}{tags}{{% block content %}}{{% endblock %}}{tags}")
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    client = Client()
    client.force_login(ada.user)
    for name in ("home", "explore", "notifications", "bookmarks"):
        assert_no_duplicates(client.get(reverse(f"django_tweets:{name}")).content.decode())


def test_form_of_the_host_keeps_its_ids(ada: Profile) -> None:
    form = get_tweet_form()(auto_id="mine_%s")
    assert 'id="mine_content"' in render("{% tweet_composer form_class=f %}", ada.user, f=form)


def test_page_with_the_stylesheet_does_not_load_it_again(ada: Profile) -> None:
    html = render("{% with tweets_has_stylesheet=True %}{% follow_button p %}{% endwith %}", p=ada)
    assert "tweets.js" in html
    assert "tweets.css" not in html


def test_assets_before_cached_tags(ada: Profile) -> None:
    html = render("{% tweets_assets %}{% tweets_assets %}{% follow_button p %}", p=ada)
    assert_no_duplicates(html)
    assert html.index("tweets.css") < html.index("tw-icons") < html.index("tw-follow")


def test_next_page_has_everything_again(ada: Profile) -> None:
    template = Template("{% load django_tweets %}{% follow_button p %}")
    assert "tweets.css" in template.render(Context({"p": ada}))
    assert "tweets.css" in template.render(Context({"p": ada}))


@pytest.mark.parametrize(
    "source",
    [
        "{% unread_notification_count %}",
        "{% who_to_follow %}",
        "{% trends %}",
        "{% profile_card profile %}",
        "{% follow_button profile %}{% profile_card profile %}",
    ],
)
def test_second_tag_asks_nothing_again(
    source: str, ada: Profile, objects: dict[str, Any], django_assert_num_queries: Any
) -> None:
    cache.clear()
    with CaptureQueriesContext(connection) as once:
        render(source, ada.user, **objects)
    cache.clear()
    objects["profile"] = get_profile_model().objects.get(pk=objects["profile"].pk)
    with django_assert_num_queries(len(once)):
        render(source * 3, ada.user, **objects)
