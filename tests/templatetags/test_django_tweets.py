from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.urls import include, path, resolve
from django.utils import timezone, translation

from django_tweets import get_tweet_model, services, timelines
from django_tweets.formatting.times import format_datetime
from django_tweets.models import Visibility
from tests.factories import make_profile, make_tweet, make_tweets

if TYPE_CHECKING:
    from tests.factories import Profile
pytestmark = pytest.mark.django_db


def render(source: str, viewer: Profile | None = None, **context: Any) -> str:
    """A page of the host's own, as viewer sees it."""
    request = RequestFactory().get("/about/?lang=en")
    request.user = viewer.user if viewer else AnonymousUser()
    template = Template("{% load django_tweets %}" + source)
    return template.render(RequestContext(request, context))


def test_tweet_tag_shows_a_tweet(ada: Profile) -> None:
    tweet = make_tweet(ada, "hello <world>")
    html = render("{% tweet tweet %}", tweet=tweet)
    assert html.count("<article") == 1
    assert "hello &lt;world&gt;" in html
    assert f'href="{tweet.get_absolute_url()}"' in html


def test_widget_has_the_active_language(ada: Profile) -> None:
    tweet = make_tweet(ada, "hello")
    with translation.override("ar"):
        html = render('<html lang="en">{% tweet tweet %}', tweet=tweet)
    assert '<div class="tweets tw-widget" lang="ar" dir="rtl">' in html


def test_private_tweet_is_not_shown(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "secret", visibility=Visibility.FOLLOWERS)
    for viewer in (None, bob):
        assert "secret" not in render("{% tweet tweet %}", viewer, tweet=tweet)
        assert "secret" not in render("{% tweet_list t %}", viewer, t=[tweet])
    assert "secret" in render("{% tweet tweet %}", ada, tweet=tweet)


def test_tweet_hydrated_for_another_viewer_is_not_shown(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "secret", visibility=Visibility.FOLLOWERS)
    (hydrated,) = timelines.hydrate([tweet.pk], ada)
    assert "secret" not in render("{% tweet tweet %}", bob, tweet=hydrated)
    assert "secret" not in render("{% tweet tweet %}", None, tweet=hydrated)


def test_hydrated_tweets_cost_no_query(ada: Profile, django_assert_num_queries: Any) -> None:
    make_tweets(ada, 3)
    tweets = timelines.profile_tweets(ada, None).tweets
    with django_assert_num_queries(0):
        html = render("{% tweet_list tweets %}", tweets=tweets)
    assert html.count("<article") == 3


@pytest.mark.parametrize("count", [1, 20])
def test_list_costs_one_extra_query(
    ada: Profile, django_assert_num_queries: Any, count: int
) -> None:
    make_tweets(ada, count)
    tweets = get_tweet_model().objects.order_by("id")
    with django_assert_num_queries(2):
        html = render("{% tweet_list tweets %}", tweets=tweets)
    assert html.count("<article") == count


def test_list_keeps_its_order(ada: Profile) -> None:
    one, two, three = make_tweets(ada, 3)
    html = render("{% tweet_list tweets %}", tweets=[two, three, one])
    assert html.index("number 2") < html.index("number 3") < html.index("number 1")


def test_home_timeline_is_of_the_viewer(ada: Profile) -> None:
    make_tweets(ada, 3)
    html = render("{% home_timeline limit=2 %}", ada)
    assert html.count("<article") == 2
    assert "number 3" in html
    assert "<article" not in render("{% home_timeline %}")


@pytest.mark.parametrize("count", [1, 20])
def test_profile_timeline_shows_the_newest(
    ada: Profile, django_assert_num_queries: Any, count: int
) -> None:
    make_tweets(ada, count)
    with django_assert_num_queries(1):
        html = render("{% profile_timeline profile limit=5 %}", profile=ada)
    assert html.count("<article") == min(count, 5)


def test_profile_card_is_escaped(ada: Profile, django_assert_num_queries: Any) -> None:
    ada.bio = "Numbers & <engines>"
    with django_assert_num_queries(1):
        html = render("{% profile_card profile %}", profile=ada)
    assert "@ada" in html
    assert "Numbers &amp; &lt;engines&gt;" in html


def test_suspended_profile_has_no_card() -> None:
    profile = make_profile(is_suspended=True)
    assert render("{% profile_card profile %}", profile=profile).strip() == ""


def test_composer_redirects_to_the_page(ada: Profile) -> None:
    html = render("{% tweet_composer %}", ada)
    assert '<input type="hidden" name="next" value="/about/?lang=en">' in html
    assert "csrfmiddlewaretoken" in html
    assert "<textarea" in html


def test_composer_shows_a_visitor_a_login_link() -> None:
    html = render("{% tweet_composer %}")
    assert "Sign in to write" in html
    assert "<textarea" not in html


def test_tags_work_without_a_request(ada: Profile) -> None:
    """As in an e-mail, which is for nobody in particular."""
    make_tweet(ada, "hello")
    source = (
        "{% load django_tweets %}{% profile_timeline ada %}{% home_timeline %}{% tweet_composer %}"
    )
    html = Template(source).render(Context({"ada": ada}))
    assert "hello" in html
    assert "Sign in to write" in html


@pytest.mark.parametrize(
    ("content", "html"),
    [
        ("a <b> & c", "a &lt;b&gt; &amp; c"),
        ("one\ntwo", "one<br>two"),
        ("hello @nobody", "hello @nobody"),
        ("and $ABC", "and $ABC"),
        ("#Tea", '<a class="tw-hashtag" dir="auto" href="/tweets/tags/tea/">#Tea</a>'),
        (f"#{'x' * 201}", f"#{'x' * 201}"),
    ],
)
def test_tweet_html(ada: Profile, content: str, html: str) -> None:
    assert render("{{ tweet|tweet_html }}", tweet=make_tweet(ada, content)) == html


def test_mention_links_to_the_profile(ada: Profile) -> None:
    html = render("{{ tweet|tweet_html }}", tweet=make_tweet(ada, "hello @ADA!"))
    assert f'href="{ada.get_absolute_url()}">@ADA</a>!' in html


def test_entity_outside_of_the_text_is_no_link(ada: Profile) -> None:
    """Entities of a row that was changed behind our back."""
    tweet = make_tweet(ada, "hello @ada <b>")
    tweet.content = "bye <b>"
    assert render("{{ tweet|tweet_html }}", tweet=tweet) == "bye &lt;b&gt;"


def test_times_are_formatted() -> None:
    moment = timezone.now() - timedelta(hours=5)
    assert render("{{ m|tweet_time }}", m=moment) == "5 h"
    assert format_datetime(moment) in render("{{ m|tweet_datetime }}", m=moment)
    stamp = f"{moment:%Y-%m-%dT%H:%M:%S}{'Z' if timezone.is_aware(moment) else ''}"
    assert render("{{ m|tweet_timestamp }}", m=moment) == stamp


@pytest.mark.parametrize(("language", "short"), [("en", "1.9K"), ("nl", "1,9K")])
def test_counts_are_formatted(language: str, short: str) -> None:
    with translation.override(language):
        assert render("{{ count|tweet_count }}", count=1_999) == short


def test_tweet_urls_have_the_urls_of_a_tweet(ada: Profile) -> None:
    tweet = make_tweet(ada)
    html = render(
        "{% tweet_urls tweet as urls %}{{ urls.tweet_like }} {{ urls.followers }}", tweet=tweet
    )
    assert html == f"/tweets/@ada/{tweet.pk}/like/ /tweets/@ada/followers/"


def test_unknown_url_name_is_empty(ada: Profile) -> None:
    source = "{% tweet_urls tweet as urls %}({{ urls.tweet_admire }})"
    assert render(source, tweet=make_tweet(ada)) == "()"


def test_tweet_urls_are_in_the_current_namespace(ada: Profile, settings: Any) -> None:
    """A site can include our URLs twice; the links stay in the namespace of the page."""
    settings.ROOT_URLCONF = type(
        "Site",
        (),
        {
            "urlpatterns": [
                path("here/", include("django_tweets.urls", namespace="here")),
                path("there/", include("django_tweets.urls", namespace="there")),
            ]
        },
    )
    source = "{% load django_tweets %}{% tweet_urls tweet as urls %}{{ urls.tweet_like }}"
    for place in ("here", "there"):
        request = RequestFactory().get("/")
        request.resolver_match = resolve(f"/{place}/explore/")
        html = Template(source).render(RequestContext(request, {"tweet": make_tweet(ada)}))
        assert html.startswith(f"/{place}/@ada/")


def test_follow_button_shows_the_relation(
    ada: Profile, bob: Profile, django_assert_num_queries: Any
) -> None:
    html = render("{% follow_button profile %}", profile=bob)
    assert 'action="/tweets/@bob/follow/"' in html
    source = "{% follow_button profile %}{% follow_button profile %}"
    with django_assert_num_queries(
        2
    ):  # may ada see bob, how are they related; and none again for the same reader
        html = render(source, ada, profile=bob)
    assert html.count('aria-label="Follow bob"') == 2
    assert '<input type="hidden" name="next" value="/about/?lang=en">' in html
    assert render("{% follow_button profile %}", ada, profile=ada).strip() == ""


def test_tag_who_to_follow_lists_suggestions(
    ada: Profile, bob: Profile, django_assert_num_queries: Any
) -> None:
    assert render("{% who_to_follow %}").strip() == ""
    make_tweet(bob)
    cache.clear()
    html = render("{% who_to_follow %}{% who_to_follow limit=1 %}", ada)
    assert html.count('class="tw-handle">@bob<') == 2
    assert 'action="/tweets/@bob/follow/"' in html
    with django_assert_num_queries(1):
        render("{% who_to_follow limit=1 %}", ada)
    assert "@bob" in render("{% who_to_follow %}")


def test_trends_are_listed(django_assert_num_queries: Any) -> None:
    assert render("{% trends %}").strip() == ""
    for name in ("tea", "bell"):
        for _ in range(3):
            make_tweet(make_profile(), f"#{name}")
    services.compute_trends()
    with django_assert_num_queries(1):
        html = render("{% trends limit=1 %}")
    assert html.count("3 people") == 1
    assert 'href="/tweets/tags/bell/"' in html


def test_activity_chart_is_for_allowed_viewers(
    ada: Profile, bob: Profile, django_assert_num_queries: Any
) -> None:
    make_tweet(ada)
    ada.refresh_from_db()
    with django_assert_num_queries(2):  # may one see it, and the days
        html = render("{% profile_activity profile %}", profile=ada)
    assert "<b>1</b> tweet in the last year" in html
    ada.is_protected = True
    ada.save()
    for viewer in (None, bob):
        assert render("{% profile_activity profile %}", viewer, profile=ada).strip() == ""
    assert "in the last year" in render("{% profile_activity profile %}", ada, profile=ada)


def test_hashtag_timeline_shows_the_newest(ada: Profile, bob: Profile) -> None:
    make_tweet(ada, "one #Tea")
    make_tweet(bob, "two #tea")
    make_tweet(bob, "three")
    html = render('{% hashtag_timeline "#TEA" limit=1 %}')
    assert "two " in html
    assert "one " not in html
    assert render('{% hashtag_timeline "milk" %}').strip() == ""
