"""Pages of decisions of the moderators for the person concerned, and appeals against them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from django.utils import timezone

from django_tweets import services
from django_tweets.models import Appeal, ModerationAction
from tests.factories import make_tweet
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

NOTICES = "/tweets/decisions/"


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


def appeal_url(action: ModerationAction) -> str:
    return reverse("django_tweets:appeal_create", args=[action.pk])


def show(client: Client) -> str:
    response = client.get(NOTICES)
    assert response.status_code == 200
    html = response.content.decode()
    return html.partition('<div class="tw-sidebar"')[0]


class TestNotices:
    def test_person_reads_the_decision_and_not_who_made_it(
        self, as_ada: Client, ada: Profile, moderator: Any
    ) -> None:
        tweet = make_tweet(ada, "THE-TEXT")
        services.moderate(moderator, "hide", tweet=tweet, reason="REASON", message="MESSAGE")
        html = show(as_ada)
        for text in ("The moderators hid one of your tweets.", "THE-TEXT", "MESSAGE", "In force"):
            assert text in html
        assert f'href="{tweet.get_absolute_url()}"' in html
        assert "REASON" not in html
        assert moderator.handle not in html

    def test_what_only_moderators_read_is_left_out(
        self, as_ada: Client, ada: Profile, bob: Profile, moderator: Any
    ) -> None:
        services.report(bob, profile=ada, category="spam")
        services.moderate(moderator, "dismiss", profile=ada, message="MESSAGE")
        services.moderate(moderator, "warn", profile=bob, message="MESSAGE")
        assert "The moderators have made no decision about you." in show(as_ada)

    def test_state_of_each_decision(self, as_ada: Client, ada: Profile, moderator: Any) -> None:
        first, second = make_tweet(ada, "first"), make_tweet(ada, "second")
        until = timezone.now() + timedelta(days=2)
        services.moderate(moderator, "warn", profile=ada)
        services.moderate(moderator, "hide", tweet=first)
        services.moderate(moderator, "mark_sensitive", tweet=second)
        services.moderate(moderator, "limit", profile=ada, until=until)
        services.moderate(moderator, "suspend", tweet=second)
        services.moderate(moderator, "restore", tweet=first)
        html = show(as_ada)
        assert html.count("Undone") == 1
        assert html.count("In force") == 3
        assert html.count("In force until") == 1
        services.moderate(moderator, "restore", profile=ada)
        html = show(as_ada)
        # The limit, the suspension, and the warning.
        assert html.count("Undone") == 4
        assert html.count("In force") == 1
        assert html.count("The moderators undid") == 2

    def test_reversed_action_is_undone_and_others_are_not(
        self, as_ada: Client, ada: Profile, moderator: Any
    ) -> None:
        one = services.moderate(moderator, "hide", tweet=make_tweet(ada, "one"))
        services.moderate(moderator, "hide", tweet=make_tweet(ada, "two"))
        services.decide(
            make_moderator("xavier"), services.appeal(ada, one, "It was a joke."), accept=True
        )
        html = show(as_ada)
        assert html.count("Undone") == 1
        assert html.count("In force") == 1

    def test_suspended_member_is_led_to_the_decision(
        self, as_ada: Client, ada: Profile, moderator: Any
    ) -> None:
        assert NOTICES not in as_ada.get("/tweets/explore/").content.decode()
        services.moderate(moderator, "suspend", profile=ada, message="MESSAGE")
        assert f'<a href="{NOTICES}">' in as_ada.get("/tweets/explore/").content.decode()
        assert "MESSAGE" in show(as_ada)

    def test_decision_about_a_tweet_that_is_gone(
        self, as_ada: Client, ada: Profile, moderator: Any
    ) -> None:
        tweet = make_tweet(ada, "THE-TEXT")
        services.moderate(moderator, "delete", tweet=tweet)
        services.delete(tweet)
        html = show(as_ada)
        assert "THE-TEXT" in html
        assert tweet.get_absolute_url() not in html

    def test_pages_cost_the_same(
        self,
        as_ada: Client,
        ada: Profile,
        moderator: Any,
        django_assert_max_num_queries: Any,
    ) -> None:
        for _ in range(23):
            services.moderate(moderator, "mark_sensitive", tweet=make_tweet(ada))
        with django_assert_max_num_queries(10):
            assert show(as_ada).count("tw-record") == 20
        before = ModerationAction._base_manager.order_by("-pk")[19].pk
        html = as_ada.get(f"{NOTICES}?before={before}").content.decode()
        assert html.count("tw-record") == 3
        assert 'rel="prev"' in html

    def test_settings_lead_to_both_lists(self, as_ada: Client) -> None:
        html = as_ada.get(reverse("django_tweets:settings")).content.decode()
        assert f'href="{NOTICES}"' in html
        assert 'href="/tweets/reports/"' in html


class TestAppeal:
    @pytest.fixture
    def action(self, ada: Profile, moderator: Any) -> Any:
        return services.moderate(moderator, "delete", tweet=make_tweet(ada, "THE-TEXT"))

    def test_person_appeals_once(self, as_ada: Client, ada: Profile, action: Any) -> None:
        assert f'href="{appeal_url(action)}"' in show(as_ada)
        html = as_ada.get(appeal_url(action)).content.decode()
        assert "THE-TEXT" in html
        assert "data-limit" in html
        response = as_ada.post(appeal_url(action), {"text": "It was a joke."})
        assert response.headers["Location"] == NOTICES
        assert Appeal._base_manager.get().text == "It was a joke."
        html = show(as_ada)
        assert "It was a joke." in html
        assert "Not decided yet" in html
        assert appeal_url(action) not in html
        assert as_ada.get(appeal_url(action)).status_code == 404
        assert as_ada.post(appeal_url(action), {"text": "Again."}).status_code == 404

    def test_suspended_member_appeals(self, as_ada: Client, ada: Profile, moderator: Any) -> None:
        action = services.moderate(moderator, "suspend", profile=ada)
        as_ada.post(appeal_url(action), {"text": "It was a joke."})
        assert Appeal._base_manager.get().action_id == action.pk

    @pytest.mark.parametrize("is_accepted", [True, False])
    def test_person_reads_the_answer(
        self, as_ada: Client, ada: Profile, action: Any, is_accepted: bool
    ) -> None:
        appeal = services.appeal(ada, action, "It was a joke.")
        services.decide(make_moderator("xavier"), appeal, accept=is_accepted, answer="ANSWER")
        html = show(as_ada)
        assert "ANSWER" in html
        assert ("Accepted" if is_accepted else "Rejected") in html
        assert "xavier" not in html

    @pytest.mark.parametrize("text", ["", "\u200b", "x" * 2001])
    def test_invalid_text_is_kept(self, as_ada: Client, action: Any, text: str) -> None:
        response = as_ada.post(appeal_url(action), {"text": text})
        assert response.status_code == 422
        assert text[:2000] in response.content.decode()
        assert not Appeal._base_manager.exists()

    def test_others_decisions_answer_as_missing_ones(self, as_bob: Client, action: Any) -> None:
        for send in (as_bob.get, as_bob.post):
            assert send(appeal_url(action)).status_code == 404
            assert send(NOTICES + "7/appeal/").status_code == 404

    def test_end_of_an_action_and_what_is_undone_have_no_appeal(
        self, as_ada: Client, action: Any, moderator: Any
    ) -> None:
        end = services.moderate(moderator, "restore", tweet=action.tweet)
        for row in (action, end):
            assert as_ada.get(appeal_url(row)).status_code == 404
        assert "/appeal/" not in show(as_ada)
