"""Pages for moderators: the log with its export, undo, appeals and withheld tweets."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from django_tweets import get_tweet_model, services
from django_tweets.models import Appeal, ModerationAction, WithheldTweet
from django_tweets.services import withholding
from django_tweets.views.moderation_log import escape_cell
from tests.factories import make_profile, make_tweet
from tests.queries import at_most
from tests.views.test_moderation_pages import CASE, give, make_report

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

LOG = "django_tweets:moderation_action_list"
EXPORT = "django_tweets:moderation_action_export"
ACT = "django_tweets:moderation_action_create"


@pytest.fixture
def moderator() -> Profile:
    return make_profile("mo")


@pytest.fixture
def client(moderator: Profile) -> Client:
    return give(moderator, "moderate")


@pytest.fixture
def other() -> Profile:
    """Another moderator."""
    profile = make_profile("max")
    give(profile, "moderate")
    return profile


def undo(client: Client, action: Any) -> Any:
    """Return the answer to the script, which has the message on every host."""
    url = reverse("django_tweets:moderation_action_reverse", args=[action.pk])
    return client.post(url, headers={"X-Tweets-Fragment": "1"})


class TestLog:
    def test_filters(self, client: Client, other: Profile, ada: Profile, bob: Profile) -> None:
        services.moderate(other, "warn", profile=ada)
        services.moderate(other, "limit", profile=bob)

        def shown(query: str) -> list[str]:
            page = client.get(f"{reverse(LOG)}?{query}").context["django_tweets"]["page"]
            return [row.profile_name for row in page.rows]

        assert shown("") == ["bob", "ada"]
        assert shown("profile=@Ada") == ["ada"]
        assert shown("moderator=max&action=limit") == ["bob"]
        assert shown("moderator=nobody") == []
        assert shown("action=nonsense") == ["bob", "ada"]

    def test_texts_have_their_own_direction(
        self, client: Client, other: Profile, ada: Profile
    ) -> None:
        """In Arabic, the full stop of an English reason would stand before it."""
        action = services.moderate(other, "warn", profile=ada, reason="Rude.", message="Stop.")
        services.appeal(ada, action, "Why?")
        keys = [Appeal._base_manager.get().pk]
        for url in (reverse(LOG), reverse("django_tweets:appeal_decide", args=keys)):
            html = client.get(url).content.decode()
            assert "<bdi>Rude.</bdi>" in html
            assert "<bdi>Stop.</bdi>" in html

    @pytest.mark.parametrize("count", [1, 22])
    def test_statements(self, client: Client, other: Profile, count: int) -> None:
        for _ in range(count):
            services.moderate(other, "limit", profile=make_profile())
        client.get(reverse(LOG))
        with at_most(8):
            client.get(reverse(LOG))

    def test_pages(self, client: Client, other: Profile, ada: Profile) -> None:
        for _ in range(21):
            services.moderate(other, "warn", profile=ada)
        page = client.get(f"{reverse(LOG)}?profile=ada").context["django_tweets"]["page"]
        older = client.get(f"{reverse(LOG)}?profile=ada&{page.older.query_string[1:]}")
        assert len(older.context["django_tweets"]["page"].rows) == 1

    def test_row_of_a_deleted_profile(self, client: Client, other: Profile, ada: Profile) -> None:
        services.moderate(other, "warn", profile=ada)
        ModerationAction._base_manager.update(profile_name="", moderator_name="")
        assert "about a deleted profile" in client.get(reverse(LOG)).text


class TestExport:
    def test_rows_have_no_formulas_and_no_private_texts(
        self, client: Client, other: Profile, ada: Profile
    ) -> None:
        tweet = make_tweet(ada, "private words", visibility="followers")
        services.moderate(other, "hide", tweet=tweet, reason="=1+1", message="no, “never”")
        services.moderate(other, "limit", profile=ada)
        response: Any = client.get(f"{reverse(EXPORT)}?action=hide")
        text = response.getvalue().decode("utf-8-sig")
        header, row = csv.reader(text.splitlines())
        cells = dict(zip(header, row, strict=True))
        assert cells["reason"] == "'=1+1"
        assert cells["message"] == "no, “never”"
        assert (cells["moderator"], cells["profile"]) == ("max", "ada")
        assert "visibility=followers" in cells["before"]
        assert "private words" not in text
        assert response.headers["Content-Disposition"].startswith("attachment")
        assert "private" in response.headers["Cache-Control"]

    def test_long_log_is_read_in_batches(
        self, client: Client, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("django_tweets.timelines.moderation_log.BATCH_SIZE", 2)
        rows = [ModerationAction(action="warn", profile_id=ada.pk) for _ in range(5)]
        ModerationAction._base_manager.bulk_create(rows)
        response: Any = client.get(reverse(EXPORT))
        assert len(response.getvalue().splitlines()) == 6

    @pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "|x", "%x"])
    def test_formulas_are_escaped(self, cell: str) -> None:
        assert escape_cell(cell) == f"'{cell}"
        assert escape_cell(f"a{cell}") == f"a{cell}"


class TestUndo:
    def test_action_is_undone_once(self, client: Client, other: Profile, ada: Profile) -> None:
        action = services.moderate(other, "suspend", profile=ada)
        assert "The action is undone." in undo(client, action).text
        ada.refresh_from_db()
        assert not ada.is_suspended
        assert "This has been undone already." in undo(client, action).text

    def test_button_is_on_actions_in_force(
        self, client: Client, other: Profile, ada: Profile
    ) -> None:
        action = services.moderate(other, "suspend", profile=ada)
        url = reverse("django_tweets:moderation_action_reverse", args=[action.pk])
        assert url in client.get(reverse(LOG)).text
        undo(client, action)
        assert url not in client.get(reverse(LOG)).text

    def test_other_rows_are_not_undone(
        self, client: Client, moderator: Profile, other: Profile, ada: Profile
    ) -> None:
        own = services.moderate(other, "limit", profile=moderator)
        dismissed = services.moderate(other, "dismiss", profile=ada)
        assert "You can’t moderate yourself." in undo(client, own).text
        assert "This no longer exists." in undo(client, dismissed).text

    def test_reader_of_reports_may_not_undo(
        self, moderator: Profile, other: Profile, ada: Profile
    ) -> None:
        action = services.moderate(other, "limit", profile=ada)
        client = give(moderator, "view_reports")
        undo(client, action)
        ada.refresh_from_db()
        assert ada.is_limited


class TestAppeals:
    def make_appeal(self, moderator: Profile, author: Profile, **fields: Any) -> Appeal:
        tweet = make_tweet(author, "the old text", **fields)
        action = services.moderate(moderator, "hide", tweet=tweet)
        return services.appeal(author, action, "It was a joke.")

    def url(self, appeal: Appeal) -> str:
        return reverse("django_tweets:appeal_decide", args=[appeal.pk])

    def test_accepted_appeal(self, client: Client, other: Profile, ada: Profile) -> None:
        appeal = self.make_appeal(other, ada)
        assert "It was a joke." in client.get(reverse("django_tweets:appeal_list")).text
        assert "the old text" in client.get(self.url(appeal)).text
        data = {"is_accepted": "1", "answer": "You are right."}
        assert client.post(self.url(appeal), data).status_code == 302
        tweets: Any = get_tweet_model()._rows.visible_to(None)
        assert tweets.filter(profile=ada.pk).exists()
        assert "It was a joke." not in client.get(reverse("django_tweets:appeal_list")).text
        decided = client.get(f"{reverse('django_tweets:appeal_list')}?show=decided")
        assert "accepted" in decided.text
        assert "You are right." in client.get(self.url(appeal)).text

    def test_own_decision_is_left_to_another_moderator(
        self, client: Client, moderator: Profile, other: Profile, ada: Profile
    ) -> None:
        appeal = self.make_appeal(moderator, ada)
        response = client.post(self.url(appeal), {"is_accepted": "0", "answer": "TYPED"})
        assert response.status_code == 422
        assert "Another moderator has to decide this." in response.text
        assert "TYPED" in response.text

    def test_private_text_is_not_shown(self, client: Client, other: Profile, ada: Profile) -> None:
        appeal = self.make_appeal(other, ada, visibility="followers")
        html = client.get(self.url(appeal)).text
        assert "the old text" not in html
        assert "It was never public." in html

    def test_missing_appeal(self, client: Client) -> None:
        url = reverse("django_tweets:appeal_decide", args=[99])
        assert client.get(url).status_code == 404


class TestWithheld:
    def url(self, handle: str) -> str:
        return reverse("django_tweets:withheld_tweet_list", args=[handle])

    def test_public_text_is_shown_and_restored(
        self, client: Client, other: Profile, ada: Profile
    ) -> None:
        tweet = make_tweet(ada, "once public")
        services.moderate(other, "delete", tweet=tweet)
        response = client.get(self.url("ada"))
        assert "once public" in response.text
        seen = response.context["django_tweets"]["last_action"]
        data = {"action": "restore", "tweets": [tweet.pk], "last_action": seen}
        assert client.post(reverse(ACT, args=["ada"]), data).status_code == 302
        assert not WithheldTweet._base_manager.exists()

    def test_held_text_for_followers_is_read_in_its_report(
        self, client: Client, ada: Profile
    ) -> None:
        tweet = make_tweet(ada, "held words", visibility="followers")
        withholding.withhold(tweet, WithheldTweet.Reason.HELD, note="too many links")
        make_report(ada)
        html = client.get(self.url("ada")).text
        assert "held words" not in html
        assert "too many links" in html
        assert self.url("ada") in client.get(reverse(CASE, args=["ada"])).text
