"""Pages of the screening: held tweets for their authors and moderators, and the block lists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from django_tweets import get_tweet_model, services
from django_tweets.models import BlockedTerm, Visibility, WithheldTweet
from django_tweets.views.base import FRAGMENT_HEADER
from tests.attachments import make_attachment
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile
from tests.moderators import make_moderator
from tests.queries import at_most, count_statements
from tests.views.scenarios import allow

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

LIST = "django_tweets:blocked_term_list"
WAITS = "Your tweet waits for review."


@pytest.fixture
def moderator() -> Any:
    return make_moderator()


@pytest.fixture
def client(moderator: Any) -> Client:
    client = Client()
    client.force_login(moderator.user)
    return client


@pytest.fixture
def blocked(moderator: Any) -> None:
    services.block_term(moderator, "casino")
    services.block_term(moderator, "poker", verdict="reject")


def post(client: Client, name: str, *args: Any, **data: Any) -> Any:
    url = reverse(f"django_tweets:{name}", args=args)
    return client.post(url, {**TWEET_EXTRA, **data}, follow=True)


def publish(author: Profile, content: str) -> Tweet:
    return services.publish(author, content, **TWEET_EXTRA)


@pytest.mark.usefixtures("blocked")
class TestAuthor:
    @pytest.mark.needs("django.contrib.messages")
    def test_author_is_told_that_it_waits(self, as_ada: Client) -> None:
        page = post(as_ada, "tweet_create", content="casino", visibility="public")
        assert WAITS in page.text
        assert "Waiting for review" in page.text
        assert "casino" in page.text
        assert "has been published" not in page.text
        assert get_tweet_model()._base_manager.get().visibility == Visibility.WITHHELD

    def test_script_gets_the_card_and_the_message(self, as_ada: Client) -> None:
        url = reverse("django_tweets:tweet_create")
        data = {**TWEET_EXTRA, "content": "casino", "visibility": "public"}
        answer = as_ada.post(url, data, headers={FRAGMENT_HEADER: "1"}).text
        assert WAITS in answer
        assert "Waiting for review" in answer

    def test_rejected_text_stays_in_the_form(self, as_ada: Client) -> None:
        page = post(as_ada, "tweet_create", content="play poker", visibility="public")
        assert page.status_code == 422
        assert "This site does not accept “poker”." in page.text
        assert ">play poker</textarea>" in page.text.replace("\n", "")

    @pytest.mark.needs("django.contrib.messages")
    def test_edited_tweet_waits(self, as_ada: Client, ada: Profile) -> None:
        tweet = publish(ada, "hello")
        page = post(as_ada, "tweet_update", "ada", tweet.pk, content="casino", visibility="public")
        assert WAITS in page.text
        again = post(
            as_ada, "tweet_update", "ada", tweet.pk, content="casino!", visibility="public"
        )
        assert WAITS not in again.text

    def test_others_find_nothing(self, as_bob: Client, ada: Profile) -> None:
        tweet = publish(ada, "casino #topic")
        for viewer in (Client(), as_bob):
            assert viewer.get(tweet.get_absolute_url()).status_code == 404
            for name, args in (("profile_detail", ["ada"]), ("explore", [])):
                url = reverse(f"django_tweets:{name}", args=args)
                assert "casino" not in viewer.get(url).text

    def test_refused_name_is_an_error_of_its_field(self, as_ada: Client) -> None:
        data = {"display_name": "Casino", "handle": "ada", **PROFILE_EXTRA}
        page = post(as_ada, "profile_edit", **data)
        assert page.status_code == 422
        assert "This text is not accepted here." in page.text


@pytest.mark.usefixtures("blocked")
class TestModerator:
    def test_held_tweet_is_in_the_queue_and_on_the_page_of_its_case(
        self, client: Client, ada: Profile
    ) -> None:
        publish(ada, "my casino")
        queue = client.get(reverse("django_tweets:moderation_case_list") + "?category=screening")
        assert "@ada" in queue.text
        page = client.get(reverse("django_tweets:moderation_case_detail", args=["ada"]))
        assert "my casino" in page.text
        assert "Blocked: casino" in page.text
        assert "Open the conversation" not in page.text

    def test_description_is_on_the_page_of_its_case(self, client: Client, ada: Profile) -> None:
        file = make_attachment(ada, alt="a big casino")
        services.publish(ada, "Look", attachments=[file], **TWEET_EXTRA)
        page = client.get(reverse("django_tweets:moderation_case_detail", args=["ada"]))
        assert "a big casino" in page.text

    def test_private_one_is_covered(self, client: Client, ada: Profile) -> None:
        fields = {"visibility": Visibility.FOLLOWERS, **TWEET_EXTRA}
        file = make_attachment(ada, alt="a big casino")
        services.publish(ada, "my casino", attachments=[file], **fields)
        page = client.get(reverse("django_tweets:moderation_case_detail", args=["ada"]))
        assert "my casino" not in page.text
        assert "a big casino" not in page.text
        assert "my casino" not in self.withheld(client)

    def withheld(self, client: Client) -> str:
        text: str = client.get(reverse("django_tweets:withheld_tweet_list", args=["ada"])).text
        return text

    def test_dismissing_publishes(self, client: Client, ada: Profile) -> None:
        tweet = publish(ada, "my casino")
        assert "my casino" in self.withheld(client)
        report = tweet.reported.get().report
        post(client, "moderation_action_create", "ada", action="dismiss", reports=report.pk)
        assert Client().get(tweet.get_absolute_url()).status_code == 200
        assert "my casino" not in self.withheld(client)

    def test_publish_button_publishes_and_closes_the_report(
        self, client: Client, ada: Profile
    ) -> None:
        tweet = publish(ada, "my casino")
        post(client, "moderation_action_create", "ada", action="restore", tweets=tweet.pk)
        assert Client().get(tweet.get_absolute_url()).status_code == 200
        assert not WithheldTweet._base_manager.exists()
        assert "@ada" not in client.get(reverse("django_tweets:moderation_case_list")).text


@pytest.mark.usefixtures("blocked")
class TestUnreadTweets:
    """A moderator publishes only what they have read."""

    def open_page(self, client: Client) -> str:
        url = reverse("django_tweets:moderation_case_detail", args=["ada"])
        found = re.search(r'name="seen_at" value="(\d+)"', client.get(url).text)
        assert found is not None
        return found[1]

    @pytest.mark.parametrize("action", ["dismiss", "restore"])
    def test_edited_tweet_is_not_published_unread(
        self, client: Client, ada: Profile, action: str
    ) -> None:
        tweet = publish(ada, "my casino")
        seen = self.open_page(client)
        services.edit(tweet, "my other casino")
        data = {"action": action, "tweets": tweet.pk, "seen_at": seen, "reason": "typed"}
        page = post(client, "moderation_action_create", "ada", **data)
        assert page.status_code == 422
        assert "Read it, and decide again." in page.text
        assert "my other casino" in page.text
        assert "typed" in page.text
        assert Client().get(tweet.get_absolute_url()).status_code == 404
        data["seen_at"] = re.findall(r'name="seen_at" value="(\d+)"', page.text)[0]
        post(client, "moderation_action_create", "ada", **data)
        assert Client().get(tweet.get_absolute_url()).status_code == 200

    def test_new_tweet_is_not_published_unread(self, client: Client, ada: Profile) -> None:
        first = publish(ada, "my casino")
        seen = self.open_page(client)
        second = publish(ada, "my other casino")
        page = post(client, "moderation_action_create", "ada", action="dismiss", seen_at=seen)
        assert page.status_code == 422
        for tweet in (first, second):
            assert Client().get(tweet.get_absolute_url()).status_code == 404

    def test_other_decisions_need_no_reading(self, client: Client, ada: Profile) -> None:
        tweet = publish(ada, "my casino")
        seen = self.open_page(client)
        services.edit(tweet, "my other casino")
        data = {"action": "hide", "tweets": tweet.pk, "seen_at": seen}
        assert post(client, "moderation_action_create", "ada", **data).status_code == 200

    def test_list_of_withheld_tweets_says_when_it_was_read(
        self, client: Client, ada: Profile
    ) -> None:
        publish(ada, "my casino")
        url = reverse("django_tweets:withheld_tweet_list", args=["ada"])
        assert 'name="seen_at" value="' in client.get(url).text

    @pytest.mark.parametrize("seen", ["x", "9" * 30, "-1"])
    def test_invalid_moment_is_an_error_or_long_ago(
        self, client: Client, ada: Profile, seen: str
    ) -> None:
        publish(ada, "my casino")
        page = post(client, "moderation_action_create", "ada", action="dismiss", seen_at=seen)
        assert page.status_code == 422


class TestBlockLists:
    @pytest.mark.needs("django.contrib.messages")
    def test_term_is_added_and_removed(self, client: Client) -> None:
        page = post(client, "blocked_term_list", term="Casino*", kind="word", verdict="reject")
        assert "“Casino*” is blocked." in page.text
        term = BlockedTerm._base_manager.get()
        assert (term.key, term.verdict, str(term.added_by)) == ("casino*", "reject", "@quentin")
        page = post(client, "blocked_term_delete", term.pk)
        assert "“Casino*” is no longer blocked." in page.text
        assert not BlockedTerm._base_manager.exists()

    def test_error_keeps_what_was_typed(self, client: Client) -> None:
        page = post(client, "blocked_term_list", term="no domain", kind="domain", verdict="hold")
        assert page.status_code == 422
        assert 'value="no domain"' in page.text
        assert "Write a domain" in page.text

    @pytest.mark.parametrize("term", ["", "x" * 101])
    def test_field_has_one_error(self, client: Client, term: str) -> None:
        page = post(client, "blocked_term_list", term=term, kind="word", verdict="hold")
        assert len(page.context["form"].errors["term"]) == 1

    @pytest.mark.needs("django.contrib.messages")
    def test_known_term_gets_the_new_verdict(self, client: Client) -> None:
        for verdict in ("hold", "reject"):
            page = post(client, "blocked_term_list", term="spam", kind="word", verdict=verdict)
            assert "is blocked." in page.text
        assert BlockedTerm._base_manager.get().verdict == "reject"

    @pytest.mark.needs("django.contrib.messages")
    def test_term_that_is_gone_is_named(self, client: Client) -> None:
        assert "This no longer exists." in post(client, "blocked_term_delete", 99).text

    def test_readers_of_reports_may_not_edit(self, ada: Profile, as_ada: Client) -> None:
        allow(ada, "view_reports")
        assert as_ada.get(reverse(LIST)).status_code == 403
        page = as_ada.get(reverse("django_tweets:moderation_case_list"))
        assert reverse(LIST) not in page.text

    def test_page_takes_the_same_statements_for_many(self, client: Client, moderator: Any) -> None:
        services.block_term(moderator, "word0")
        url = reverse(LIST)
        client.get(url)
        one = count_statements(lambda: client.get(url))
        for number in range(1, 45):
            services.block_term(moderator, f"word{number}")
        with at_most(one):
            page = client.get(url)
        assert "word44" in page.text
        assert "word0<" not in page.text
        assert page.text.count("tw-chip") == 20

    def test_added_by_somebody_who_is_gone(self, client: Client) -> None:
        former = make_moderator("former")
        services.block_term(former, "spam")
        former.user.delete()
        page = client.get(reverse(LIST))
        assert "spam" in page.text
        assert "@former" not in page.text

    def test_tab_leads_there(self, client: Client) -> None:
        page = client.get(reverse("django_tweets:moderation_case_list"))
        assert f'href="{reverse(LIST)}"' in page.text


def test_member_who_is_no_moderator_gets_403(as_ada: Client) -> None:
    assert as_ada.get(reverse(LIST)).status_code == 403
    assert post(as_ada, "blocked_term_list", term="x").status_code == 403
    make_profile("other")
    assert post(as_ada, "blocked_term_delete", 1).status_code == 403
