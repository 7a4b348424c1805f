from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import timezone

from django_tweets import get_tweet_model, timelines
from django_tweets.models import Visibility
from django_tweets.templatetags.django_tweets import tweet_time
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


def test_one_tweet(ada: Profile) -> None:
    tweet = make_tweet(ada, "hello <world>")
    html = render("{% tweet tweet %}", tweet=tweet)
    assert html.count("<article") == 1
    assert "hello &lt;world&gt;" in html
    assert f'href="{tweet.get_absolute_url()}"' in html


def test_a_tweet_that_the_viewer_may_not_read(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "secret", visibility=Visibility.FOLLOWERS)
    for viewer in (None, bob):
        assert "secret" not in render("{% tweet tweet %}", viewer, tweet=tweet)
        assert "secret" not in render("{% tweet_list t %}", viewer, t=[tweet])
    assert "secret" in render("{% tweet tweet %}", ada, tweet=tweet)


def test_a_tweet_that_was_prepared_for_somebody_else(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "secret", visibility=Visibility.FOLLOWERS)
    (hydrated,) = timelines.hydrate([tweet.pk], ada)
    assert "secret" not in render("{% tweet tweet %}", bob, tweet=hydrated)
    assert "secret" not in render("{% tweet tweet %}", None, tweet=hydrated)


def test_what_was_prepared_for_the_viewer_costs_nothing(
    ada: Profile, django_assert_num_queries: Any
) -> None:
    make_tweets(ada, 3)
    tweets = timelines.profile(ada, None).tweets
    with django_assert_num_queries(0):
        html = render("{% tweet_list tweets %}", tweets=tweets)
    assert html.count("<article") == 3


@pytest.mark.parametrize("count", [1, 20])
def test_a_list_costs_one_query_beside_its_own(
    ada: Profile, django_assert_num_queries: Any, count: int
) -> None:
    make_tweets(ada, count)
    tweets = get_tweet_model().objects.order_by("id")
    with django_assert_num_queries(2):
        html = render("{% tweet_list tweets %}", tweets=tweets)
    assert html.count("<article") == count


def test_a_list_keeps_the_order_of_the_host(ada: Profile) -> None:
    one, two, three = make_tweets(ada, 3)
    html = render("{% tweet_list tweets %}", tweets=[two, three, one])
    assert html.index("number 2") < html.index("number 3") < html.index("number 1")


def test_the_home_of_the_viewer(ada: Profile) -> None:
    make_tweets(ada, 3)
    html = render("{% home_timeline limit=2 %}", ada)
    assert html.count("<article") == 2
    assert "number 3" in html
    assert "<article" not in render("{% home_timeline %}")


@pytest.mark.parametrize("count", [1, 20])
def test_the_timeline_of_a_profile(
    ada: Profile, django_assert_num_queries: Any, count: int
) -> None:
    make_tweets(ada, count)
    with django_assert_num_queries(1):
        html = render("{% profile_timeline profile limit=5 %}", profile=ada)
    assert html.count("<article") == min(count, 5)


def test_a_profile_card(ada: Profile, django_assert_num_queries: Any) -> None:
    ada.bio = "Numbers & <engines>"
    with django_assert_num_queries(1):
        html = render("{% profile_card profile %}", profile=ada)
    assert "@ada" in html
    assert "Numbers &amp; &lt;engines&gt;" in html


def test_the_card_of_somebody_suspended() -> None:
    profile = make_profile(is_suspended=True)
    assert render("{% profile_card profile %}", profile=profile).strip() == ""


def test_the_composer_comes_back_to_the_page(ada: Profile) -> None:
    html = render("{% tweet_composer %}", ada)
    assert '<input type="hidden" name="next" value="/about/?lang=en">' in html
    assert "csrfmiddlewaretoken" in html
    assert "<textarea" in html


def test_the_composer_asks_a_visitor_in() -> None:
    html = render("{% tweet_composer %}")
    assert "Sign in to write" in html
    assert "<form" not in html


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
        ("#tea and $ABC", "#tea and $ABC"),
    ],
)
def test_tweet_html(ada: Profile, content: str, html: str) -> None:
    assert render("{{ tweet|tweet_html }}", tweet=make_tweet(ada, content)) == html


def test_who_is_mentioned_can_be_reached(ada: Profile) -> None:
    html = render("{{ tweet|tweet_html }}", tweet=make_tweet(ada, "hello @ADA!"))
    assert f'href="{ada.get_absolute_url()}">@ADA</a>!' in html


def test_what_does_not_fit_its_text_is_left_as_text(ada: Profile) -> None:
    """Entities of a row that was changed behind our back."""
    tweet = make_tweet(ada, "hello @ada <b>")
    tweet.content = "bye <b>"
    assert render("{{ tweet|tweet_html }}", tweet=tweet) == "bye &lt;b&gt;"


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=5), "just now"),
        (timedelta(minutes=3), "3 minutes ago"),
        (timedelta(hours=5, minutes=50), "5 hours ago"),
        (timedelta(days=6, hours=3), "6 days ago"),
        (timedelta(days=1, seconds=1), "1 day ago"),
        (timedelta(minutes=1, seconds=1), "1 minute ago"),
        (timedelta(seconds=-40), "just now"),
    ],
)
def test_how_long_ago(age: timedelta, words: str) -> None:
    assert tweet_time(timezone.now() - age) == words


def test_after_a_week_the_date_says_more() -> None:
    moment = timezone.now().replace(year=2020, month=2, day=29, hour=12)
    assert tweet_time(moment) == "Feb. 29, 2020"


def test_a_follow_button(ada: Profile, bob: Profile, django_assert_num_queries: Any) -> None:
    html = render("{% follow_button profile %}", profile=bob)
    assert 'action="/tweets/@bob/follow/"' in html
    source = "{% follow_button profile %}{% follow_button profile %}"
    with django_assert_num_queries(1):  # and none again for the same reader
        html = render(source, ada, profile=bob)
    assert html.count('aria-label="Follow bob"') == 2
    assert '<input type="hidden" name="next" value="/about/?lang=en">' in html
    assert render("{% follow_button profile %}", ada, profile=ada).strip() == ""
