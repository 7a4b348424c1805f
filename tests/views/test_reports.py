"""Pages of reports: report a tweet or a profile, and read one's own reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse

from django_tweets import get_profile_model, services
from django_tweets.models import Block, Mute, Report, Visibility
from tests.factories import make_profile, make_tweet, make_tweets
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

FRAGMENT = {"X-Tweets-Fragment": "1"}
DONE = "/tweets/reports/done/"
FORM = {"category": "spam", "comment": "Look."}


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


def url_of(subject: Any) -> str:
    """Return the page that reports a tweet or a profile."""
    is_tweet = hasattr(subject, "content")
    keys = [subject.profile.handle, subject.pk] if is_tweet else [subject.handle]
    return reverse("django_tweets:report_create", args=keys)


def suspend(profile: Profile) -> None:
    get_profile_model()._base_manager.filter(pk=profile.pk).update(is_suspended=True)


def reported_keys(report: Report) -> set[int]:
    return set(report.reported_tweets.values_list("tweet", flat=True))


class TestReportCreate:
    def test_tweet_is_reported_with_others_of_its_author(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        tweet, other = make_tweet(bob, "first"), make_tweet(bob, "second")
        assert "second" in as_ada.get(url_of(tweet)).content.decode()
        response = as_ada.post(url_of(tweet), {**FORM, "tweets": [other.pk]})
        assert response.headers["Location"] == DONE
        report = Report._base_manager.get()
        assert (report.reporter_id, report.profile_id) == (ada.pk, bob.pk)
        assert (report.category, report.comment) == ("spam", "Look.")
        assert reported_keys(report) == {tweet.pk, other.pk}

    def test_profile_is_reported_without_tweets(self, as_ada: Client, bob: Profile) -> None:
        make_tweet(bob, "something")
        assert "something" in as_ada.get(url_of(bob)).content.decode()
        as_ada.post(url_of(bob), {"category": "impersonation"})
        report = Report._base_manager.get()
        assert (report.profile_id, report.comment, reported_keys(report)) == (bob.pk, "", set())

    def test_retweet_reports_its_original(self, as_ada: Client, bob: Profile) -> None:
        tweet = make_tweet(make_profile("carol"), "the original")
        retweet = services.retweet(bob, tweet)
        as_ada.post(url_of(retweet), FORM)
        assert reported_keys(Report._base_manager.get()) == {tweet.pk}

    def test_tweets_of_the_conversation_are_shown_first(self, as_ada: Client, bob: Profile) -> None:
        root = make_tweet(bob, "the root")
        thread = [make_tweet(bob, f"reply {n}", in_reply_to=root, conversation=root) for n in "ab"]
        make_tweets(bob, 20)
        make_tweet(make_profile("carol"), "by another", in_reply_to=root, conversation=root)
        form = as_ada.get(url_of(thread[0])).context["django_tweets"]["form"]
        shown = [tweet.content for tweet, _key in form.others]
        assert shown[:2] == ["reply b", "the root"]
        assert len(shown) == 19
        assert "by another" not in shown

    def test_member_blocks_and_mutes_in_the_same_step(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        as_ada.post(url_of(bob), {**FORM, "block": "on", "mute": "on"})
        assert Block.objects.filter(blocker=ada, blocked=bob).exists()
        assert Mute.objects.filter(muter=ada, muted=bob).exists()
        html = as_ada.get(url_of(bob)).content.decode()
        assert "Also block" not in html
        assert "Also mute" not in html

    def test_script_gets_the_thanks_and_the_line_for_the_cards(
        self, as_ada: Client, bob: Profile
    ) -> None:
        tweet = make_tweet(bob)
        html = as_ada.get(url_of(tweet), headers=FRAGMENT).content.decode()
        assert "data-form-fields" in html
        response = as_ada.post(url_of(tweet), FORM, headers=FRAGMENT)
        assert (response.status_code, response.headers["Location"]) == (201, DONE)
        assert "Thank you" in response.content.decode()
        assert reverse("django_tweets:report_list") in response.content.decode()
        assert "data-swap" not in response.content.decode()
        response = as_ada.post(url_of(tweet), {**FORM, "mute": "on"}, headers=FRAGMENT)
        html = response.content.decode()
        assert f'data-swap="a-{bob.handle}"' in html
        assert "You have muted" in html
        assert reverse("django_tweets:profile_unmute", args=[bob.handle]) in html
        response = as_ada.post(url_of(tweet), {**FORM, "block": "on"}, headers=FRAGMENT)
        assert "You have blocked" in response.content.decode()

    def test_errors_keep_what_was_typed(self, as_ada: Client, bob: Profile) -> None:
        tweet, other = make_tweet(bob, "first"), make_tweet(bob, "second")
        response = as_ada.post(
            url_of(tweet), {"comment": "my words", "tweets": [other.pk], "mute": "on"}
        )
        html = response.content.decode()
        assert response.status_code == 422
        assert "my words" in html
        assert f'value="{other.pk}" checked' in html
        assert re.search(r'name="mute"[^>]* checked', html)
        response = as_ada.post(url_of(tweet), {**FORM, "comment": "x" * 1001})
        assert response.status_code == 422
        assert not Report._base_manager.exists()

    @pytest.mark.parametrize("key", ["hidden", "missing", "of another", "invalid"])
    def test_other_tweets_have_to_be_readable_and_by_the_same_author(
        self, as_ada: Client, bob: Profile, key: str
    ) -> None:
        tweet = make_tweet(bob)
        keys: dict[str, Any] = {
            "hidden": make_tweet(bob, visibility=Visibility.FOLLOWERS).pk,
            "missing": 7,
            "of another": make_tweet(make_profile()).pk,
            "invalid": "9" * 40,
        }
        response = as_ada.post(url_of(tweet), {**FORM, "tweets": [keys[key]]})
        assert response.status_code == 422
        assert not Report._base_manager.exists()

    @pytest.mark.parametrize("key", [str(2**63), "9" * 19, "9" * 5000, "-1", "x", "\u0663"])
    def test_key_that_no_tweet_can_have_is_an_error(
        self, as_ada: Client, bob: Profile, key: str
    ) -> None:
        for fields in ({"tweets": [key]}, {"tweets": ["1", key]}):
            response = as_ada.post(url_of(bob), {"category": "spam", **fields})
            assert response.status_code == 422
        assert not Report._base_manager.exists()

    def test_hidden_tweet_answers_as_a_missing_one(self, as_ada: Client, bob: Profile) -> None:
        tweet = make_tweet(bob, visibility=Visibility.FOLLOWERS)
        missing = url_of(tweet).replace(str(tweet.pk), "7")
        for send in (as_ada.get, as_ada.post):
            one, other = send(url_of(tweet)), send(missing)
            assert one.status_code == other.status_code == 404
            sent = without_tokens(one)[2].replace(str(tweet.pk), "7")
            assert sent == without_tokens(other)[2]
        assert as_ada.post(url_of(tweet), {"tweets": [tweet.pk], **FORM}).status_code == 404

    def test_profile_that_blocks_the_member_answers_as_a_missing_one(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        services.block(bob, ada)
        assert as_ada.get(url_of(bob)).status_code == 404
        assert as_ada.post(url_of(bob), FORM).status_code == 404

    def test_blocked_profile_can_be_reported(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        services.block(ada, bob)
        page = as_ada.get(bob.get_absolute_url()).content.decode()
        assert url_of(bob) in page
        assert as_ada.post(url_of(bob), FORM).headers["Location"] == DONE

    def test_nobody_reports_themselves(self, as_ada: Client, ada: Profile) -> None:
        tweet = make_tweet(ada)
        for subject in (ada, tweet):
            assert as_ada.get(url_of(subject)).status_code == 403
            assert as_ada.post(url_of(subject), FORM).status_code == 403

    @pytest.mark.parametrize("visitors_report", [True, False])
    def test_suspended_member_reports_nothing(
        self, as_ada: Client, ada: Profile, bob: Profile, settings: Any, visitors_report: bool
    ) -> None:
        settings.DJANGO_TWEETS_VISITOR_REPORTS = visitors_report
        suspend(ada)
        response = as_ada.post(url_of(bob), FORM)
        assert response.status_code == 403
        assert "You are suspended" in response.content.decode()
        assert not Report._base_manager.exists()

    def test_host_without_blocks_has_no_check_boxes(
        self, as_ada: Client, bob: Profile, settings: Any
    ) -> None:
        settings.ROOT_URLCONF = "tests.views.urls_without_blocks"
        html = as_ada.get(url_of(bob)).content.decode()
        assert 'name="category"' in html
        assert 'name="block"' not in html

    def test_categories_are_those_of_the_setting(
        self, as_ada: Client, bob: Profile, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_REPORT_CATEGORIES = {"rule_1": "It breaks rule 1"}
        html = as_ada.get(url_of(bob)).content.decode()
        assert "It breaks rule 1" in html
        assert "It is spam" not in html
        assert as_ada.post(url_of(bob), FORM).status_code == 422
        as_ada.post(url_of(bob), {"category": "rule_1"})
        assert Report._base_manager.get().category == "rule_1"


class TestVisitor:
    def test_visitor_signs_in_first(self, client: Client, bob: Profile) -> None:
        tweet = make_tweet(bob)
        for send in (client.get, client.post):
            response = send(url_of(tweet))
            assert response.headers["Location"].startswith("/accounts/login/")
        menu = reverse("django_tweets:tweet_menu", args=[bob.handle, tweet.pk])
        for page in (menu, tweet.get_absolute_url(), bob.get_absolute_url()):
            assert "/report/" not in client.get(page).content.decode()

    def test_visitor_reports_where_the_site_lets_them(
        self, client: Client, bob: Profile, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_VISITOR_REPORTS = True
        tweet = make_tweet(bob)
        menu = reverse("django_tweets:tweet_menu", args=[bob.handle, tweet.pk])
        for page in (menu, tweet.get_absolute_url(), bob.get_absolute_url()):
            assert "/report/" in client.get(page).content.decode()
        response = client.get(url_of(tweet))
        assert "private" in response.headers["Cache-Control"]
        assert "Also block" not in response.content.decode()
        response = client.post(url_of(tweet), {**FORM, "block": "on"})
        assert response.headers["Location"] == DONE
        assert Report._base_manager.get().reporter_id is None
        assert 'href="/tweets/reports/"' not in client.get(DONE).content.decode()
        response = client.post(url_of(tweet), FORM, headers=FRAGMENT)
        assert "View" not in response.content.decode()
        hidden = make_tweet(bob, visibility=Visibility.FOLLOWERS)
        assert client.get(url_of(hidden)).status_code == 404

    def test_form_of_a_visitor_needs_a_token(self, bob: Profile, settings: Any) -> None:
        settings.DJANGO_TWEETS_VISITOR_REPORTS = True
        client = Client(enforce_csrf_checks=True)
        assert client.post(url_of(bob), FORM).status_code == 403
        assert not Report._base_manager.exists()


class TestLinks:
    def test_card_menu_thread_and_profile_lead_to_the_report(
        self, as_ada: Client, bob: Profile
    ) -> None:
        tweet = make_tweet(bob)
        menu = reverse("django_tweets:tweet_menu", args=[bob.handle, tweet.pk])
        for page in (menu, tweet.get_absolute_url()):
            assert f'href="{url_of(tweet)}"' in as_ada.get(page).content.decode()
        assert f'href="{url_of(bob)}"' in as_ada.get(bob.get_absolute_url()).content.decode()

    def test_own_and_suspended_members_pages_have_no_link(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        own, tweet = make_tweet(ada), make_tweet(bob)
        for page in (own.get_absolute_url(), ada.get_absolute_url()):
            assert "/report/" not in as_ada.get(page).content.decode()
        suspend(ada)
        assert "/report/" not in as_ada.get(tweet.get_absolute_url()).content.decode()

    def test_tag_shows_nothing_for_anything_else(self) -> None:
        page = Template("{% load django_tweets %}[{% report_url nobody %}]")
        assert page.render(Context({})) == "[]"

    def test_reported_person_sees_no_difference(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        tweet = make_tweet(ada, "hello")
        pages = ["notifications", "moderation_notices", "settings", "report_list", "home"]
        urls = [*(reverse(f"django_tweets:{name}") for name in pages), tweet.get_absolute_url()]
        before = [without_tokens(as_ada.get(url)) for url in urls]
        services.report(bob, tweets=[tweet], category="abuse", comment="Look.")
        assert [without_tokens(as_ada.get(url)) for url in urls] == before


def without_tokens(response: Any) -> tuple[int, Any, str]:
    token = r'name="(?:csrfmiddlewaretoken|key|writer)" value="[^"]*"'
    headers = {k: v for k, v in response.headers.items() if k != "Content-Length"}
    return response.status_code, headers, re.sub(token, "", response.content.decode())


class TestReportList:
    def url(self) -> str:
        return reverse("django_tweets:report_list")

    def make_report(self, reporter: Profile, tweet: Tweet) -> Report:
        return services.report(reporter, tweets=[tweet], category="spam", comment="Look.")

    def test_reporter_sees_the_state_and_the_outcome(
        self, as_ada: Client, ada: Profile, bob: Profile, moderator: Profile
    ) -> None:
        tweet = make_tweet(bob, "THE-TEXT")
        self.make_report(ada, tweet)
        html = as_ada.get(self.url()).content.decode()
        for text in ("It is spam", "Look.", f"@{bob.handle}", "1 tweet", "Not decided yet"):
            assert text in html
        services.moderate(moderator, "hide", tweet=tweet, reason="REASON", message="MESSAGE")
        html = as_ada.get(self.url()).content.decode()
        assert "The moderators took action" in html
        for text in ("REASON", "MESSAGE", moderator.handle, "THE-TEXT"):
            assert text not in html

    def test_others_do_not_see_the_list_of_reports(self, as_ada: Client, bob: Profile) -> None:
        self.make_report(bob, make_tweet(make_profile()))
        assert "You haven’t reported anything." in as_ada.get(self.url()).content.decode()

    def test_profile_that_is_hidden_now_is_not_named(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        self.make_report(ada, make_tweet(bob))
        services.block(bob, ada)
        html = as_ada.get(self.url()).content.decode()
        assert f"@{bob.handle}" not in html
        assert "This profile is not available." in html

    def test_pages_cost_the_same(
        self, as_ada: Client, ada: Profile, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(23):
            self.make_report(ada, make_tweet(make_profile()))
        with django_assert_max_num_queries(10):
            html = as_ada.get(self.url()).content.decode()
        assert html.count("tw-record") == 20
        before = Report._base_manager.order_by("-pk")[19].pk
        html = as_ada.get(f"{self.url()}?before={before}").content.decode()
        assert html.count("tw-record") == 3
        assert 'rel="prev"' in html

    def test_category_that_is_gone_shows_its_name(
        self, as_ada: Client, ada: Profile, bob: Profile, settings: Any
    ) -> None:
        self.make_report(ada, make_tweet(bob))
        settings.DJANGO_TWEETS_REPORT_CATEGORIES = {"other": "Something else"}
        assert "<h2>spam</h2>" in as_ada.get(self.url()).content.decode()
