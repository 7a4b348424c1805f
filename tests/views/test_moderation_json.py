"""The pages for moderators as JSON: the same rules, with keys as text and errors as JSON."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from django_tweets import services
from django_tweets.models import BlockedTerm, ModerationAction, ModerationCase
from tests.factories import make_profile, make_tweet
from tests.moderators import make_moderator
from tests.queries import at_most
from tests.views.moderation_rows import add_moderation_rows
from tests.views.scenarios import allow

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

JSON = {"accept": "application/json"}


@pytest.fixture
def moderator() -> Any:
    return make_moderator("mo")


@pytest.fixture
def program(moderator: Any) -> Client:
    """A program that is signed in as the moderator."""
    client = Client(headers=JSON)
    client.force_login(moderator.user)
    return client


@pytest.fixture
def tweet(ada: Profile) -> Tweet:
    return make_tweet(ada, "THE-TEXT")


def url(name: str, *args: Any) -> str:
    return reverse(f"django_tweets:{name}", args=args)


def get(client: Client, name: str, *args: Any, query: str = "") -> Any:
    response = client.get(url(name, *args) + query)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/json"
    assert "Accept" in response.headers["Vary"]
    return response.json()


def post(client: Client, name: str, *args: Any, **fields: Any) -> Any:
    return client.post(url(name, *args), json.dumps(fields), content_type="application/json")


def report(tweet: Tweet, **fields: Any) -> Any:
    return services.report(make_profile(), tweets=[tweet], category="spam", **fields)


class TestLists:
    def test_queue(self, program: Client, moderator: Any, tweet: Tweet) -> None:
        report(tweet)
        (row,) = get(program, "moderation_case_list")["results"]
        assert row["profile"]["handle"] == "ada"
        assert (row["open_count"], row["categories"]) == (1, {"spam": 1})
        assert (row["claim"], row["claimed_by"]) == ("", None)
        assert datetime.fromisoformat(row["opened_at"]).tzinfo is not None
        post(program, "case_claim", "ada")
        (row,) = get(program, "moderation_case_list", query="?show=mine")["results"]
        assert (row["claim"], row["claimed_by"]) == ("mine", "mo")

    def test_pages_follow_each_other(self, program: Client) -> None:
        for _ in range(21):
            services.report(make_profile(), profile=make_profile(), category="spam")
        first = get(program, "moderation_case_list", query="?order=newest")
        assert (len(first["results"]), first["previous"]) == (20, None)
        assert "order=newest" in first["next"]
        second = get(program, "moderation_case_list", query=first["next"])
        assert (len(second["results"]), second["next"]) == (1, None)

    def test_every_list(self, program: Client, moderator: Any) -> None:
        add_moderation_rows(moderator, 2)
        names = ["moderation_case_list", "moderation_action_list", "appeal_list"]
        for name in [*names, "blocked_term_list"]:
            assert len(get(program, name)["results"]) >= 2
        assert len(get(program, "withheld_tweet_list", "suspect")["results"]) == 2

    def test_log_has_no_texts(self, program: Client, moderator: Any, tweet: Tweet) -> None:
        services.moderate(moderator, "hide", tweet=tweet, reason="WHY")
        page = get(program, "moderation_action_list", query="?action=hide")
        (row,) = page["results"]
        assert (row["tweet"], row["reason"], row["is_in_force"]) == (str(tweet.pk), "WHY", True)
        assert row["before"] == {"visibility": "public", "is_sensitive": False}
        assert "THE-TEXT" not in json.dumps(page)

    @pytest.mark.parametrize("count", [1, 20])
    def test_statements(self, program: Client, count: int) -> None:
        for _ in range(count):
            services.report(make_profile(), profile=make_profile(), category="spam")
        get(program, "moderation_case_list")
        with at_most(7):  # one fewer than the page: no bell
            get(program, "moderation_case_list")


class TestCase:
    def test_case(self, program: Client, tweet: Tweet) -> None:
        made = report(tweet, comment="Look.")
        case = get(program, "moderation_case_detail", "ada")
        assert case["case"]["open_count"] == 1
        assert (case["last_action"], case["actions"]) == ("0", [])
        (shown,) = case["reports"]["results"]
        assert (shown["id"], shown["comment"]) == (str(made.pk), "Look.")
        assert shown["tweets"][0]["reported_content"] == "THE-TEXT"

    def test_person_without_reports(self, program: Client, ada: Profile) -> None:
        case = get(program, "moderation_case_detail", "ada")
        assert (case["case"], case["reports"]["results"]) == (None, [])

    def test_private_tweet_is_covered_until_a_look(self, program: Client, ada: Profile) -> None:
        follower = make_profile()
        services.follow(follower, ada)
        private = make_tweet(ada, "SECRET", visibility="followers")
        made = services.report(follower, tweets=[private], category="spam")
        before = get(program, "moderation_case_detail", "ada")
        assert "SECRET" not in json.dumps(before)
        assert before["reports"]["results"][0]["has_covered"]
        assert post(program, "report_unlock", made.pk).json()["message"]
        assert "SECRET" in json.dumps(get(program, "moderation_case_detail", "ada"))
        assert ModerationAction.objects.get().action == "unlock"

    def test_bulk_decision(self, program: Client, ada: Profile) -> None:
        tweets = [make_tweet(ada), make_tweet(ada)]
        reports = [report(each) for each in tweets]
        case = get(program, "moderation_case_detail", "ada")
        response = post(
            program,
            "moderation_action_create",
            "ada",
            action="hide",
            reports=[str(row.pk) for row in reports],
            tweets=[tweets[0].pk],
            message="No.",
            last_action=case["last_action"],
            seen_at=case["seen_at"],
        )
        assert response.status_code == 201
        assert {row["tweet"] for row in response.json()["actions"]} == {
            str(each.pk) for each in tweets
        }
        assert response.json()["message"] == "Done: 2 decisions."
        assert not ModerationCase._base_manager.get().is_open

    def test_decision_that_is_sent_twice_is_one(self, program: Client, tweet: Tweet) -> None:
        report(tweet)
        case = get(program, "moderation_case_detail", "ada")
        fields = {"action": "warn", "last_action": case["last_action"], "seen_at": case["seen_at"]}
        assert post(program, "moderation_action_create", "ada", **fields).status_code == 201
        again = post(program, "moderation_action_create", "ada", **fields)
        assert again.status_code == 422
        assert again.json()["errors"]["__all__"][0]["message"]
        assert ModerationAction.objects.count() == 1

    def test_form_is_taken_too(self, program: Client, ada: Profile) -> None:
        response = program.post(url("moderation_action_create", "ada"), {"action": "warn"})
        assert response.status_code == 201

    def test_invalid_field_is_named(self, program: Client, ada: Profile) -> None:
        response = post(program, "moderation_action_create", "ada", action="praise", until=None)
        assert response.status_code == 422
        assert list(response.json()["errors"]) == ["action"]

    def test_action_is_undone(self, program: Client, ada: Profile) -> None:
        action = services.moderate(make_moderator("other"), "suspend", profile=ada)
        assert post(program, "moderation_action_reverse", action.pk).status_code == 200
        ada.refresh_from_db()
        assert not ada.is_suspended


@pytest.mark.parametrize("is_accepted", [True, "0"])
def test_appeal(program: Client, tweet: Tweet, is_accepted: Any) -> None:
    action = services.moderate(make_moderator("other"), "hide", tweet=tweet)
    appeal = services.appeal(tweet.profile, action, "It was a joke.")
    shown = get(program, "appeal_decide", appeal.pk)
    assert (shown["text"], shown["old_text"]) == ("It was a joke.", "THE-TEXT")
    response = post(program, "appeal_decide", appeal.pk, is_accepted=is_accepted, answer="Well.")
    assert response.status_code == 201
    (decided,) = get(program, "appeal_list", query="?show=decided")["results"]
    assert (decided["is_accepted"], decided["answer"]) == (is_accepted is True, "Well.")
    assert decided["decided_by"] == "mo"
    post(program, "appeal_decide", appeal.pk, is_accepted=True, answer="Again.")
    appeal.refresh_from_db()
    assert appeal.answer == "Well."  # it is decided once


def test_private_text_of_an_appeal_is_covered(program: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, "SECRET", visibility="followers")
    action = services.moderate(make_moderator("other"), "hide", tweet=tweet)
    appeal = services.appeal(ada, action, "Why?")
    assert get(program, "appeal_decide", appeal.pk)["old_text"] is None


def test_blocked_words(program: Client) -> None:
    response = post(program, "blocked_term_list", term="casino", kind="word", verdict="hold")
    assert response.status_code == 201
    key = response.json()["term"]["id"]
    (term,) = get(program, "blocked_term_list")["results"]
    assert (term["id"], term["term"], term["added_by"]) == (key, "casino", "mo")
    assert post(program, "blocked_term_delete", key).status_code == 200
    assert not BlockedTerm.objects.exists()


class TestErrors:
    def assert_error(self, response: Any, status: int) -> None:
        assert response.status_code == status
        assert response.headers["Content-Type"] == "application/json"
        error = response.json()["error"]
        assert error["status"] == status
        assert error["message"]

    def test_who_is_not_signed_in(self) -> None:
        client = Client(headers=JSON)
        self.assert_error(client.get(url("moderation_case_list")), 401)
        self.assert_error(post(client, "case_claim", "ada"), 401)

    def test_member_without_permission(self, ada: Profile) -> None:
        client = Client(headers=JSON)
        client.force_login(ada.user)
        self.assert_error(client.get(url("moderation_case_list")), 403)

    def test_reader_of_reports_decides_nothing(self, ada: Profile, tweet: Tweet) -> None:
        report(tweet)
        reader = make_profile("reader")
        allow(reader, "view_reports")
        client = Client(headers=JSON)
        client.force_login(reader.user)
        assert not get(client, "moderation_case_detail", "ada")["may_moderate"]
        self.assert_error(post(client, "moderation_action_create", "ada", action="warn"), 403)
        self.assert_error(post(client, "blocked_term_list", term="casino"), 403)

    def test_missing_subject(self, program: Client) -> None:
        self.assert_error(program.get(url("moderation_case_detail", "nobody")), 404)
        self.assert_error(post(program, "report_unlock", 1), 404)

    def test_wrong_method(self, program: Client) -> None:
        self.assert_error(program.get(url("case_claim", "ada")), 405)

    def test_claimed_by_another(self, program: Client, tweet: Tweet) -> None:
        report(tweet)
        other = make_profile("other")
        ModerationCase._base_manager.update(claimed_by=other, claimed_at=timezone.now())
        self.assert_error(post(program, "case_claim", "ada"), 403)

    @pytest.mark.parametrize(
        "body", ["{", "[]", '"x"', '{"a": {}}', '{"a": 1.5}', '{"a": "\\ud800"}', "[" * 99_999]
    )
    def test_body_that_is_no_form(self, program: Client, ada: Profile, body: str) -> None:
        target = url("moderation_action_create", "ada")
        response = program.post(target, body, content_type="application/json")
        self.assert_error(response, 400)
        assert not ModerationAction.objects.exists()

    def test_cursor_that_is_none(self, program: Client) -> None:
        self.assert_error(program.get(url("moderation_action_list") + "?before=x"), 400)


class TestSession:
    def test_form_needs_the_token(self, moderator: Any, ada: Profile) -> None:
        client = Client(enforce_csrf_checks=True, headers=JSON)
        client.force_login(moderator.user)
        assert post(client, "moderation_action_create", "ada", action="warn").status_code == 403
        get(client, "moderation_case_detail", "ada")
        target = url("moderation_action_create", "ada")
        response = client.post(
            target,
            '{"action": "warn"}',
            content_type="application/json",
            headers={**JSON, "X-CSRFToken": client.cookies["csrftoken"].value},
        )
        assert response.status_code == 201

    def test_browser_gets_html(self, program: Client, tweet: Tweet) -> None:
        report(tweet)
        for accept in ("text/html,*/*;q=0.8", "*/*", "text/html, application/json;q=0.9"):
            response = program.get(url("moderation_case_list"), headers={"accept": accept})
            assert response.headers["Content-Type"].startswith("text/html")

    def test_program_gets_no_link_in_its_session(self, program: Client) -> None:
        get(program, "moderation_case_list")
        assert "django_tweets_moderator" not in program.session

    def test_host_signs_programs_in_by_a_token(
        self, moderator: Any, ada: Profile, settings: Any
    ) -> None:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.tokens.TokenMiddleware"]
        headers = {**JSON, "Authorization": f"Bearer {moderator.handle}"}
        client = Client(enforce_csrf_checks=True, headers=headers)
        assert post(client, "moderation_action_create", "ada", action="warn").status_code == 201
        assert not client.cookies.get("sessionid")
