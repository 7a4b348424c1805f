"""Pages for moderators: the queue, a case, decisions, appeals and the log."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from django_tweets import services
from django_tweets.models import ActionKind, ModerationAction, ModerationCase, Report
from tests.factories import make_profile, make_tweet
from tests.interleaving import run_before_statement
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

QUEUE = "django_tweets:moderation_case_list"
CASE = "django_tweets:moderation_case_detail"
ACT = "django_tweets:moderation_action_create"


def give(profile: Profile, *names: str) -> Client:
    """Return a browser in which profile is logged in, with these permissions."""
    rows = Permission.objects.filter(codename__in=names, content_type__app_label="django_tweets")
    profile.user.user_permissions.set(rows)
    client = Client()
    client.force_login(profile.user)
    return client


@pytest.fixture
def moderator() -> Profile:
    return make_profile("mo")


@pytest.fixture
def client(moderator: Profile) -> Client:
    return give(moderator, "moderate")


def make_report(author: Profile, *tweets: Tweet, category: str = "spam", **fields: Any) -> Report:
    reporter = fields.pop("reporter", None) or make_profile()
    return services.report(reporter, profile=author, tweets=tweets, category=category, **fields)


class TestAccess:
    def test_member_without_permission_gets_403(self, as_ada: Client) -> None:
        assert as_ada.get(reverse(QUEUE)).status_code == 403

    def test_visitor_is_sent_to_the_login(self) -> None:
        assert Client().get(reverse(QUEUE)).status_code == 302

    def test_navigation_has_a_link_after_the_first_visit(self, client: Client) -> None:
        explore, queue = reverse("django_tweets:explore"), reverse(QUEUE)
        assert f'href="{queue}"' not in client.get(explore).text
        client.get(queue)
        assert f'href="{queue}"' in client.get(explore).text

    def test_link_goes_with_the_permission(self, client: Client, moderator: Profile) -> None:
        client.get(reverse(QUEUE))
        moderator.user.user_permissions.clear()
        assert client.get(reverse(QUEUE)).status_code == 403
        assert reverse(QUEUE) not in client.get(reverse("django_tweets:explore")).text

    def test_superuser_has_the_link(self, as_ada: Client, ada: Profile) -> None:
        ada.user.is_superuser = True
        ada.user.save()
        assert reverse(QUEUE) in as_ada.get(reverse("django_tweets:explore")).text

    def test_settings_of_staff_have_the_link(self, as_ada: Client, ada: Profile) -> None:
        url = reverse("django_tweets:settings")
        ada.user.is_staff = True
        ada.user.save()
        assert reverse(QUEUE) not in as_ada.get(url).text
        assert reverse(QUEUE) in give(ada, "view_reports").get(url).text


class TestQueue:
    def test_case_has_counts_and_categories(self, client: Client, ada: Profile) -> None:
        make_report(ada)
        make_report(ada, category="abuse")
        html = client.get(reverse(QUEUE)).text
        assert "2 open reports" in html
        assert "It is spam" in html
        assert reverse(CASE, args=["ada"]) in html

    @pytest.mark.parametrize("order", ["", "newest", "most"])
    def test_pages_have_each_case_once(self, client: Client, order: str) -> None:
        handles = [f"p{n:03}" for n in range(45)]
        for handle in handles:
            make_report(make_profile(handle))
        found, url = [], f"{reverse(QUEUE)}?order={order}"
        while url:
            response = client.get(url)
            page = response.context["django_tweets"]["page"]
            found += [case.profile.handle for case in page.rows]
            url = page.older and f"{reverse(QUEUE)}?order={order}&{page.older.query_string[1:]}"
        assert sorted(found) == handles
        assert len(page.rows) == 5

    @pytest.mark.parametrize(
        "query", ["value=x&key=1", "order=most&value=-1&key=1", "value=2020-01-01T00:00&key=x"]
    )
    def test_odd_cursor_is_a_400(self, client: Client, query: str) -> None:
        assert client.get(f"{reverse(QUEUE)}?{query}").status_code == 400

    def test_filters(self, client: Client, moderator: Profile, ada: Profile, bob: Profile) -> None:
        make_report(ada, category="abuse")
        make_report(bob)
        client.post(reverse("django_tweets:case_claim", args=["bob"]))

        def shown(query: str) -> list[str]:
            page = client.get(f"{reverse(QUEUE)}?{query}").context["django_tweets"]["page"]
            return [case.profile.handle for case in page.rows]

        assert shown("category=abuse") == ["ada"]
        assert shown("show=mine") == ["bob"]
        assert shown("category=screening") == []
        assert shown("category=nonsense") == ["ada", "bob"]

    @pytest.mark.parametrize("count", [1, 22])
    def test_statements(self, moderator: Profile, count: int) -> None:
        client = give(moderator, "view_reports")
        for _ in range(count):
            make_report(make_profile())
        client.get(reverse(QUEUE))
        with at_most(8):
            client.get(reverse(QUEUE))


class TestClaim:
    def post(self, client: Client, name: str, handle: str = "ada") -> Any:
        url = reverse(f"django_tweets:{name}", args=[handle])
        return client.post(url, {"next": reverse(CASE, args=[handle])}, follow=True)

    def test_claim_and_give_back(self, client: Client, ada: Profile) -> None:
        make_report(ada)
        assert "Claimed by you" in self.post(client, "case_claim").text
        other = give(make_profile("max"), "view_reports")
        url = reverse("django_tweets:case_claim", args=["ada"])
        refused = other.post(url, headers={"X-Tweets-Fragment": "1"})  # with its message
        assert "Another moderator works on this case." in refused.text
        html = other.get(reverse(CASE, args=["ada"])).text
        assert "Claimed by <bdi>@mo</bdi>" in html
        assert "Claimed by <bdi>@mo</bdi>" in other.get(reverse(QUEUE)).text
        assert "Claimed by you" not in self.post(client, "case_unclaim").text

    def test_claim_ends_after_a_time(self, client: Client, ada: Profile) -> None:
        make_report(ada)
        self.post(client, "case_claim")
        ModerationCase._base_manager.update(claimed_at=timezone.now() - timedelta(hours=1))
        assert "Claimed by you" not in client.get(reverse(QUEUE)).text

    def test_profile_without_reports_has_no_case(self, client: Client, ada: Profile) -> None:
        assert self.post(client, "case_claim").status_code == 200
        assert not ModerationCase._base_manager.exists()

    def test_script_gets_a_fragment(self, client: Client, ada: Profile) -> None:
        report = make_report(ada)
        headers = {"X-Tweets-Fragment": "1"}
        for name, argument in (("case_claim", "ada"), ("report_unlock", report.pk)):
            url = reverse(f"django_tweets:{name}", args=[argument])
            assert client.post(url, headers=headers).status_code == 200
        gone = reverse("django_tweets:report_unlock", args=[99])
        assert client.post(gone, headers=headers).status_code == 404


class TestCase:
    def test_page_shows_report_and_tweet(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "buy tea")
        make_report(ada, tweet, comment="Again and again.")
        html = client.get(reverse(CASE, args=["ada"])).text
        assert "buy tea" in html
        assert "Again and again." in html
        assert tweet.get_absolute_url() in html

    def test_private_tweet_is_shown_after_a_look(self, client: Client, ada: Profile) -> None:
        reporter = make_profile()
        services.follow(reporter, ada)
        tweet = make_tweet(ada, "secret", visibility="followers")
        report = make_report(ada, tweet, reporter=reporter)
        url = reverse(CASE, args=["ada"])
        assert "secret" not in client.get(url).text
        done = client.post(reverse("django_tweets:report_unlock", args=[report.pk]), {"next": url})
        assert done.headers["Location"] == url
        assert "secret" in client.get(url).text
        assert ModerationAction._base_manager.get().action == ActionKind.UNLOCK
        ModerationAction._base_manager.update(created_at=timezone.now() - timedelta(hours=1))
        assert "secret" not in client.get(url).text

    def test_text_of_then_is_covered_after_an_edit(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "first")
        report = make_report(ada, tweet)
        services.edit(tweet, "second")
        url = reverse(CASE, args=["ada"])
        html = client.get(url).text
        assert "first" not in html
        assert "second" in html
        client.post(reverse("django_tweets:report_unlock", args=[report.pk]))
        assert "first" in client.get(url).text

    def test_text_of_a_deleted_tweet_is_kept(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "gone words")
        report = make_report(ada, tweet)
        services.delete(tweet)
        url = reverse(CASE, args=["ada"])
        html = client.get(url).text
        assert "gone words" not in html
        assert "This tweet has been deleted." in html
        client.post(reverse("django_tweets:report_unlock", args=[report.pk]))
        assert "gone words" in client.get(url).text

    def test_page_of_a_profile_without_reports(self, client: Client, ada: Profile) -> None:
        assert client.get(reverse(CASE, args=["ada"])).status_code == 200
        assert client.get(reverse(CASE, args=["nobody"])).status_code == 404

    @pytest.mark.parametrize("count", [1, 22])
    def test_statements(self, client: Client, ada: Profile, count: int) -> None:
        for _ in range(count):
            make_report(ada, make_tweet(ada))
        client.get(reverse(CASE, args=["ada"]))
        with at_most(10):
            client.get(reverse(CASE, args=["ada"]))


class TestDecision:
    def test_tweets_are_hidden_together(self, client: Client, ada: Profile) -> None:
        one, two, three = make_tweet(ada), make_tweet(ada), make_tweet(ada)
        make_report(ada, one)
        report = make_report(ada, two, three)
        data = {"action": "hide", "tweets": [one.pk], "reports": [report.pk], "message": "No."}
        done = client.post(reverse(ACT, args=["ada"]), data)
        assert done.headers["Location"] == reverse(QUEUE)
        rows = ModerationAction._base_manager.filter(action="hide")
        assert set(rows.values_list("tweet_id", flat=True)) == {one.pk, two.pk, three.pk}
        assert not ModerationCase._base_manager.get().is_open

    def test_error_keeps_what_was_typed(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada)
        make_report(ada, tweet)
        data = {"action": "suspend", "until": "date", "tweets": [tweet.pk], "reason": "my reason"}
        response = client.post(reverse(ACT, args=["ada"]), data)
        assert response.status_code == 422
        assert "my reason" in response.text
        assert f'value="{tweet.pk}" checked' in response.text

    def test_second_decision_is_refused(self, client: Client, ada: Profile) -> None:
        make_report(ada)
        data = {"action": "warn", "last_action": 0}
        assert client.post(reverse(ACT, args=["ada"]), data).status_code == 302
        assert client.post(reverse(ACT, args=["ada"]), data).status_code == 422
        assert ModerationAction._base_manager.count() == 1

    def test_tweet_deleted_meanwhile_keeps_what_was_typed(
        self, client: Client, ada: Profile
    ) -> None:
        tweet = make_tweet(ada)
        make_report(ada, tweet)
        data = {"action": "hide", "tweets": [tweet.pk], "reason": "my reason", "last_action": 0}
        # The service looks for newer decisions after the page has read the tweets.
        quote = connection.ops.quote_name
        statement = f"SELECT %s AS {quote('a')} FROM {quote(ModerationAction._meta.db_table)}"
        with run_before_statement(statement, lambda: services.delete(tweet)):
            response = client.post(reverse(ACT, args=["ada"]), data)
        assert response.status_code == 422
        assert "This tweet has been deleted." in response.text
        assert "my reason" in response.text
        assert not ModerationAction._base_manager.exists()

    def test_template_is_inserted_in_the_language_of_the_person(
        self, client: Client, ada: Profile
    ) -> None:
        services.update_notification_settings(ada, language="de")
        make_report(ada)
        data = {"insert": "1", "template": "spam", "message": "Hello", "action": "warn"}
        html = client.post(reverse(ACT, args=["ada"]), data).text
        assert "Hello" in html
        assert "Tweets sehen wie Spam aus" in html
        assert not ModerationAction._base_manager.exists()

    @pytest.mark.parametrize(
        ("data", "error"),
        [
            ({}, "This field is required."),
            ({"action": "hide"}, "Choose a tweet for this action."),
            ({"action": "hide", "tweets": ["x"]}, "Choose again."),
            ({"action": "dismiss", "tweets": ["99"]}, "reports no longer exist"),
            ({"action": "dismiss", "reports": ["99"]}, "reports no longer exist"),
            ({"action": "dismiss", "tweets": range(1, 60)}, "reports no longer exist"),
            ({"action": "limit", "until": "date"}, "Choose a date."),
            ({"action": "limit", "until": "date", "until_date": "x"}, "Enter a valid date."),
            ({"action": "limit", "until": "date", "until_date": "2001-01-01"}, "in the future"),
            ({"action": "warn", "message": "x" * 2001}, "2000"),
        ],
    )
    def test_errors(self, client: Client, ada: Profile, data: Any, error: str) -> None:
        make_report(ada)
        response = client.post(reverse(ACT, args=["ada"]), data)
        assert response.status_code == 422
        assert error in response.text
        assert not ModerationAction._base_manager.exists()

    def test_moderator_may_not_decide_about_themselves(
        self, client: Client, moderator: Profile
    ) -> None:
        make_report(moderator)
        response = client.post(reverse(ACT, args=["mo"]), {"action": "dismiss"})
        assert response.status_code == 403
        assert "You can’t moderate yourself." in response.text

    def test_person_is_told_once(
        self,
        client: Client,
        ada: Profile,
        mailoutbox: list[Any],
        django_capture_on_commit_callbacks: Any,
    ) -> None:
        ada.user.email = "ada@example.org"
        ada.user.save()
        tweets = [make_tweet(ada).pk for _ in range(3)]
        data = {"action": "hide", "tweets": tweets, "message": "No."}
        with django_capture_on_commit_callbacks(execute=True):
            client.post(reverse(ACT, args=["ada"]), data)
        assert len(mailoutbox) == 1

    @pytest.mark.parametrize(
        ("until", "days"), [("", None), ("7", 7), ("30", 30), ("date", "2222-02-02")]
    )
    def test_end_of_a_suspension(
        self, client: Client, ada: Profile, until: str, days: int | str | None
    ) -> None:
        data = {"action": "suspend", "until": until, "until_date": "2222-02-02"}
        client.post(reverse(ACT, args=["ada"]), data)
        end: Any = ModerationAction._base_manager.get().until
        if days is None:
            assert end is None
        elif isinstance(days, str):
            assert end.year == 2222
        else:
            assert abs(end - timezone.now() - timedelta(days=days)) < timedelta(minutes=1)

    def test_reports_are_dismissed_one_by_one(self, client: Client, ada: Profile) -> None:
        first, second = make_report(ada), make_report(ada)
        data = {"action": "dismiss", "reports": [first.pk], "message": "not sent"}
        done = client.post(reverse(ACT, args=["ada"]), data)
        assert done.headers["Location"] == reverse(CASE, args=["ada"])
        still_open = Report._base_manager.filter(is_open=True)
        assert list(still_open.values_list("pk", flat=True)) == [second.pk]
        assert ModerationAction._base_manager.get().message == ""

    def test_unknown_template_inserts_nothing(self, client: Client, ada: Profile) -> None:
        for template in ("", "nonsense"):
            data = {"insert": "1", "template": template, "message": "Hello"}
            response = client.post(reverse(ACT, args=["ada"]), data)
            form = response.context["django_tweets"]["form"]
            assert form["message"].value() == "Hello"

    def test_category_of_the_host_has_a_text(
        self, client: Client, ada: Profile, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_REPORT_CATEGORIES = {"rule_1": "It breaks rule 1"}
        data = {"insert": "1", "template": "rule_1"}
        assert (
            "This was reported: It breaks rule 1."
            in client.post(reverse(ACT, args=["ada"]), data).text
        )

    def test_reader_of_reports_may_not_decide(self, moderator: Profile, ada: Profile) -> None:
        client = give(moderator, "view_reports")
        make_report(ada)
        assert client.get(reverse(CASE, args=["ada"])).status_code == 200
        assert client.post(reverse(ACT, args=["ada"]), {"action": "warn"}).status_code == 403
