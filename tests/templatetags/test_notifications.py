"""Notification tags on a host's page, and a host that leaves out the notification URLs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import NoReverseMatch, include, path, reverse

from django_tweets import services, timelines, urls
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.factories import make_tweet
from tests.queries import at_most
from tests.templatetags.test_django_tweets import render

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

COUNT = "{% unread_notification_count as unread %}[{{ unread }}]"

without = [pattern for pattern in urls.urlpatterns if pattern not in urls.notifications]
urlpatterns = [path("tweets/", include((without, "django_tweets")))]


@pytest.fixture
def liked(ada: Profile, bob: Profile) -> Tweet:
    tweet = make_tweet(ada, "THE-TEXT")
    notification_groups.add_actor(GroupKey(ada.pk, "like", tweet.pk), bob.pk)
    return tweet


class TestCount:
    def test_count_is_of_the_viewer(self, ada: Profile, bob: Profile, liked: Tweet) -> None:
        assert render(COUNT, ada) == "[1]"
        assert render(COUNT, bob) == "[]"
        assert render(COUNT) == "[]"
        with at_most(1):
            assert render("{% unread_notification_count %}", ada) == "1"


class TestList:
    def test_list_is_of_the_viewer(self, ada: Profile, bob: Profile, liked: Tweet) -> None:
        html = render("{% notifications %}", ada)
        assert "THE-TEXT" in html
        assert "tw-widget" in html
        assert timelines.unread_count(ada) == 1
        for nobody in (None, bob):
            assert render("{% notifications %}", nobody).strip() == ""

    def test_limit_is_the_number_of_notifications(
        self, ada: Profile, bob: Profile, liked: Tweet
    ) -> None:
        notification_groups.add_actor(GroupKey(ada.pk, "follow", 1), bob.pk)
        html = render("{% notifications limit=1 %}", ada)
        assert "follows you" in html
        assert "THE-TEXT" not in html


class TestHostWithoutUrls:
    """A host that leaves out these URLs has no link to them."""

    @pytest.fixture(autouse=True)
    def _host(self, settings: Any) -> None:
        settings.ROOT_URLCONF = "tests.templatetags.test_notifications"
        with pytest.raises(NoReverseMatch):
            reverse("django_tweets:notifications")

    @pytest.mark.parametrize("name", ["home", "settings", "follow_requests"])
    def test_page_has_no_dead_link(self, as_ada: Client, liked: Tweet, name: str) -> None:
        response = as_ada.get(reverse(f"django_tweets:{name}"))
        assert response.status_code == 200
        assert b"notification" not in response.content.lower()

    def test_services_and_tags_work(self, ada: Profile, bob: Profile, liked: Tweet) -> None:
        services.like(bob, liked)
        assert "liked your tweet" in render("{% notifications %}", ada)
