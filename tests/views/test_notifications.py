"""Pages of notifications: read markers, texts, the bell and the settings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from django_tweets import services, timelines
from django_tweets.models import NotificationPreference, NotificationSettings
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.factories import make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

ALL = "django_tweets:notifications"
MENTIONS = "django_tweets:notification_mentions"
SETTINGS = "django_tweets:notification_settings"


def page(client: Client, name: str = ALL, query: str = "", **extra: Any) -> str:
    response = client.get(reverse(name) + query, **extra)
    assert response.status_code == 200
    return response.content.decode()


def normalize(html: str) -> str:
    """Return html in one line, without bdi elements."""
    return " ".join(html.replace("<bdi>", "").replace("</bdi>", "").split())


def add_actors(recipient: Profile, kind: str, subject: int, *people: Profile) -> None:
    for person in people:
        notification_groups.add_actor(GroupKey(recipient.pk, kind, subject), person.pk)


@pytest.fixture
def tweet(ada: Profile, bob: Profile) -> Tweet:
    """A tweet of ada that bob likes."""
    tweet = make_tweet(ada, "THE-TEXT")
    add_actors(ada, "like", tweet.pk, bob)
    return tweet


def test_html_ids_tell_nothing_of_other_notifications(
    as_ada: Client, ada: Profile, bob: Profile, tweet: Tweet
) -> None:
    add_actors(bob, "like", make_tweet(bob).pk, ada)
    other = make_tweet(ada)
    add_actors(ada, "like", other.pk, bob)
    ids = re.findall(r'<article [^>]*id="([^"]*)"', page(as_ada))
    assert ids == [f"n-like-{other.pk}", f"n-like-{tweet.pk}"]


class TestReading:
    def test_newest_page_marks_notifications_as_read(
        self, as_ada: Client, ada: Profile, tweet: Tweet
    ) -> None:
        assert ">Notifications, 1 unread<" in page(as_ada, "django_tweets:home")
        assert "<title>(1) Home</title>" in page(as_ada, "django_tweets:home")
        first = page(as_ada)
        assert ">New</b>" in first
        assert "tw-unread" in first
        assert "unread" not in first.split("</nav>")[0]  # read by now
        second = page(as_ada)
        assert ">New</b>" not in second
        assert "THE-TEXT" in second
        assert "1 unread" not in page(as_ada, "django_tweets:home")
        assert "<title>Home</title>" in page(as_ada, "django_tweets:home")

    @pytest.mark.parametrize("how", ["mentions", "older", "ahead", "head"])
    def test_other_requests_do_not_mark_as_read(
        self, as_ada: Client, ada: Profile, tweet: Tweet, how: str
    ) -> None:
        if how == "mentions":
            page(as_ada, MENTIONS)
        if how == "older":
            page(as_ada, query=f"?before={2**62}")
        if how == "ahead":
            page(as_ada, HTTP_SEC_PURPOSE="prefetch;prerender")
        if how == "head":
            as_ada.head(reverse(ALL))
        assert timelines.unread_count(ada) == 1

    def test_page_without_unread_notifications_writes_nothing(
        self, as_ada: Client, ada: Profile
    ) -> None:
        page(as_ada)
        assert not NotificationSettings.objects.exists()

    def test_invalid_cursor_is_a_bad_request(self, as_ada: Client, ada: Profile) -> None:
        assert as_ada.get(reverse(ALL), {"before": "x"}).status_code == 400

    def test_pages_lead_to_each_other(self, as_ada: Client, ada: Profile, bob: Profile) -> None:
        for day in range(25):
            add_actors(ada, "follow", day, bob)
        first = page(as_ada)
        assert first.count('<article class="tw-notification') == 20
        older = first.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
        second = page(as_ada, query=older)
        assert second.count('<article class="tw-notification') == 5
        assert 'rel="prev"' in second


class TestTexts:
    @pytest.mark.parametrize(
        ("kind", "said"),
        [
            ("follow", ["{0} follows you", "{1} and {0} follow you"]),
            ("request", ["{0} asks to follow you", "{1} and {0} ask to follow you"]),
            ("accepted", ["{0} lets you follow them", "{1} and {0} let you follow them"]),
            ("retweet", ["{0} retweeted you", "{1} and {0} retweeted you"]),
            ("like", ["{0} liked your tweet", "{1} and {0} liked your tweet"]),
        ],
    )
    def test_text_for_one_two_and_many_actors(
        self, as_ada: Client, ada: Profile, kind: str, said: list[str]
    ) -> None:
        tweet = make_tweet(ada, "THE-TEXT")
        people = [make_profile(f"person{n}") for n in range(4)]
        links = [f'<a href="{p.get_absolute_url()}">{p.shown_name}</a>' for p in people]
        subject = 1 if kind in {"follow", "request", "accepted"} else tweet.pk
        for number, form in enumerate(said):
            add_actors(ada, kind, subject, people[number])
            assert form.format(*links) in normalize(page(as_ada))
        add_actors(ada, kind, subject, *people[2:])
        many = said[1].replace("{1} and {0}", "{3} and 3 others").format(*links)
        assert many in normalize(page(as_ada))

    @pytest.mark.parametrize(
        ("kind", "said"),
        [("mention", "mentioned you"), ("reply", "replied to you"), ("quote", "quoted you")],
    )
    def test_addressed_tweet_is_shown_whole(
        self, as_ada: Client, ada: Profile, bob: Profile, kind: str, said: str
    ) -> None:
        tweet = make_tweet(bob, "THE-TEXT")
        add_actors(ada, kind, tweet.pk, bob)
        for name in (ALL, MENTIONS):
            html = normalize(page(as_ada, name))
            assert f">bob</a> {said}" in html
            assert f'<article class="tw-tweet" id="t{tweet.pk}"' in html

    def test_names_are_escaped(self, as_ada: Client, ada: Profile, tweet: Tweet) -> None:
        services.update_profile(make_profile("eve"), display_name="<b>100 %(first)s</b>")
        add_actors(ada, "like", tweet.pk, type(ada).objects.get(handle="eve"))
        assert "&lt;b&gt;100 %(first)s&lt;/b&gt;" in page(as_ada)

    def test_second_actor_without_name_is_counted(self, ada: Profile, bob: Profile) -> None:
        """As where nearly all of many actors are hidden."""
        from django_tweets import notification_text  # noqa: PLC0415 - of this test alone
        from django_tweets.models import Notification  # noqa: PLC0415

        row = Notification(kind="like")
        row.people, row.others = [bob], 1
        assert notification_text.get_text(row) == "bob and 1 other liked your tweet"

    def test_content_warning_replaces_the_text(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        tweet = make_tweet(ada, "THE-TEXT", content_warning="THE-WARNING")
        add_actors(ada, "like", tweet.pk, bob)
        html = page(as_ada)
        assert "THE-WARNING" in html
        assert "THE-TEXT" not in html

    def test_request_links_to_the_answer(self, as_ada: Client, ada: Profile, bob: Profile) -> None:
        add_actors(ada, "request", 1, bob)
        requests = reverse("django_tweets:follow_requests")
        assert f'<a href="{requests}">Answer</a>' in page(as_ada)

    @pytest.mark.parametrize(
        ("name", "said"), [(ALL, "No notifications yet."), (MENTIONS, "No mentions yet.")]
    )
    def test_empty_page(self, as_ada: Client, ada: Profile, name: str, said: str) -> None:
        assert said in page(as_ada, name)


class TestNavigation:
    def test_anonymous_visitor_has_no_bell(self, client: Client) -> None:
        assert reverse(ALL) not in page(client, "django_tweets:explore")

    def test_bell_shows_99_plus(self, as_ada: Client, ada: Profile, bob: Profile) -> None:
        for day in range(101):
            add_actors(ada, "follow", day, bob)
        html = page(as_ada, "django_tweets:home")
        assert ">Notifications, 99+ unread<" in html
        assert '<b class="tw-badge" aria-hidden="true">99+</b>' in html

    def test_settings_page_links_to_notification_settings(self, as_ada: Client) -> None:
        assert reverse(SETTINGS) in page(as_ada, "django_tweets:settings")


class TestSettings:
    def test_kinds_can_be_switched_off(
        self, as_ada: Client, ada: Profile, tweet: Tweet, settings: Any
    ) -> None:
        html = page(as_ada, SETTINGS)
        assert "Somebody likes your tweet" in html
        assert html.count("checked") >= 8
        assert "by e-mail" not in html  # the site sends no digests
        response = as_ada.post(reverse(SETTINGS), {"on_follow": "on"})
        assert response["Location"] == reverse(SETTINGS)
        stored = {row.kind: row.is_wanted for row in NotificationPreference.objects.all()}
        assert stored.pop("follow") is True
        assert len(stored) >= 7
        assert not any(stored.values())
        assert str(NotificationSettings.objects.get()) == f"{ada.pk}"
        assert "THE-TEXT" not in page(as_ada)

    def test_digest_fields_appear_if_the_site_sends_digests(
        self, as_ada: Client, ada: Profile, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_DIGESTS = True
        settings.LANGUAGES = [("de", "German"), ("en", "English")]
        assert "Deutsch" in page(as_ada, SETTINGS)
        services.mark_notifications_read(ada, 7)
        response = as_ada.post(reverse(SETTINGS), {"digest": "weekly", "language": "de"})
        assert response.status_code == 302
        stored = NotificationSettings.objects.get()
        assert (stored.digest, stored.language, stored.read_until) == ("weekly", "de", 7)

    def test_unknown_digest_frequency_is_refused(self, as_ada: Client, settings: Any) -> None:
        settings.DJANGO_TWEETS_DIGESTS = True
        response = as_ada.post(reverse(SETTINGS), {"digest": "hourly"})
        assert response.status_code == 422


@pytest.mark.parametrize("count", [1, 20])
@pytest.mark.parametrize("name", [ALL, MENTIONS])
def test_query_count_does_not_depend_on_the_number_of_notifications(
    as_ada: Client, ada: Profile, count: int, name: str
) -> None:
    for _ in range(count):
        author = make_profile()
        add_actors(ada, "reply", make_tweet(author, quote_of=make_tweet(ada)).pk, author)
    # session, user, profile; the page, people, tweets, quotes, done; read; bell and sidebar
    with at_most(10):
        html = page(as_ada, name)
    assert html.count('<article class="tw-notification') == count
