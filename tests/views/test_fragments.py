"""Fragments: responses of the same URLs that the script inserts into the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Follow
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets
from tests.queries import at_most

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

HOME = reverse("django_tweets:home")
NEW = reverse("django_tweets:home_new")
COMPOSE = reverse("django_tweets:tweet_create")


@pytest.fixture
def script(ada: Profile) -> Client:
    """The script, in a browser in which ada is logged in."""
    client = Client(headers={"x-tweets-fragment": "1"})
    client.force_login(ada.user)
    return client


def do(name: str, tweet: Tweet) -> str:
    return reverse(f"django_tweets:tweet_{name}", args=[tweet.profile.handle, tweet.pk])


def to(name: str, profile: Profile) -> str:
    return reverse(f"django_tweets:profile_{name}", args=[profile.handle])


def said(response: Any) -> str:
    """Return the message for the script."""
    found = re.search(r"<p data-message>([^<&]*)", response.content.decode())
    return found[1] if found else ""


def keys(html: str) -> list[str]:
    """Return the keys of the fragments, with a hyphen before the key of a removed element."""
    found = re.findall(r'<(\w+)[^>]* data-swap="([^"]*)"', html)
    return [f"-{key}" if tag == "template" else key for tag, key in found]


def is_bare(response: Any) -> bool:
    html = response.content.decode()
    return not re.search('<html|<link|<script|<nav|class="tw-page"', html)


def data(content: str, **fields: Any) -> dict[str, Any]:
    return {"content": content, **TWEET_EXTRA, **fields}


class TestPages:
    @pytest.mark.parametrize("url", [HOME, COMPOSE, reverse("django_tweets:explore")])
    def test_fragment_has_no_layout(self, script: Client, url: str) -> None:
        response = script.get(url)
        assert response.status_code == 200
        assert "<h1" in response.content.decode()
        assert is_bare(response)

    def test_responses_vary_on_the_fragment_header(self, script: Client, as_ada: Client) -> None:
        for client in (script, as_ada, Client()):
            for url in (HOME, reverse("django_tweets:explore"), "/tweets/@nobody/"):
                assert "X-Tweets-Fragment" in client.get(url).headers["Vary"]

    def test_next_page_is_a_fragment(self, script: Client, ada: Profile) -> None:
        make_tweets(ada, 25)
        older = script.get(HOME).context["page"].older.query_string
        response = script.get(HOME + older)
        assert response.content.decode().count("<article") == 5
        assert is_bare(response)


class TestVerbs:
    def test_like_returns_the_updated_actions(self, script: Client, bob: Profile) -> None:
        tweet = make_tweet(bob)
        services.like(bob, tweet)
        for name, count in [("like", 2), ("like", 2), ("unlike", 1)]:
            response = script.post(do(name, tweet))
            html = response.content.decode()
            assert response.status_code == 200
            assert is_bare(response)
            assert "<article" not in html
            assert do("unlike" if name == "like" else "like", tweet) in html
            assert response.context["tweet"].like_count == count
            assert said(response) == ""

    @pytest.mark.parametrize("name", ["retweet", "unretweet", "bookmark", "unbookmark"])
    def test_every_tweet_action_returns_a_fragment(
        self, script: Client, bob: Profile, name: str
    ) -> None:
        response = script.post(do(name, make_tweet(bob)))
        assert response.status_code == 200
        assert "tw-actions" in response.content.decode()

    def test_action_on_a_retweet_changes_the_original(
        self, script: Client, ada: Profile, bob: Profile
    ) -> None:
        """The original changes, also if the retweet is gone afterwards."""
        tweet = make_tweet(bob)
        retweet = services.retweet(ada, tweet, **TWEET_EXTRA)
        for name in ("like", "unretweet"):
            response = script.post(do(name, retweet))
            assert response.status_code == 200
            assert response.context["tweet"] == tweet

    def test_retweet_that_is_undone_is_replaced_by_a_line(
        self, script: Client, ada: Profile, bob: Profile
    ) -> None:
        tweet = make_tweet(bob)
        other = services.retweet(make_profile(), tweet, **TWEET_EXTRA)
        services.follow(ada, other.profile)
        services.retweet(ada, tweet, **TWEET_EXTRA)
        own = f"a-bob a-ada r-{tweet.anchor}"
        html = script.get(to("detail", ada)).content.decode()
        assert own in keys(html)
        html = script.post(do("unretweet", tweet)).content.decode()
        assert keys(html)[-1] == f"r-{tweet.anchor}"
        assert do("retweet", tweet) in html.rpartition("tw-undo")[2]
        html = script.post(do("retweet", tweet)).content.decode()
        assert keys(html)[0] == f"-r-{tweet.anchor}"
        html = script.get(to("detail", other.profile)).content.decode()
        assert f"a-bob a-{other.profile.handle}" in keys(html)

    def test_returned_form_keeps_its_next_url(self, script: Client, bob: Profile) -> None:
        tweet = make_tweet(bob)
        response = script.post(do("like", tweet), {"next": f"{HOME}?before=7#t1"})
        assert response.context["current_url"] == f"{HOME}?before=7"
        assert script.post(do("like", tweet)).context["current_url"] == tweet.get_absolute_url()

    def test_follow_returns_the_button(self, script: Client, ada: Profile, bob: Profile) -> None:
        response = script.post(to("follow", bob))
        assert response.status_code == 200
        assert said(response) == "You now follow bob."
        assert 'aria-label="Following bob: unfollow"' in response.content.decode()
        assert Follow.objects.filter(follower=ada, followed=bob).exists()
        assert 'aria-label="Follow bob"' in script.post(to("unfollow", bob)).content.decode()

    def test_follow_of_a_protected_profile_returns_requested(
        self, script: Client, bob: Profile
    ) -> None:
        services.update_profile(bob, is_protected=True)
        response = script.post(to("follow", bob))
        assert said(response) == "You have asked to follow bob."
        assert "Requested" in response.content.decode()

    def test_accept_returns_a_fragment(self, script: Client, ada: Profile, bob: Profile) -> None:
        services.update_profile(ada, is_protected=True)
        services.follow(bob, ada)
        response = script.post(to("accept", bob))
        html = response.content.decode()
        assert said(response) == "bob now follows you."
        assert "r-bob" in keys(html)
        assert "Accepted" in html
        assert html.count('aria-label="Follow bob"') == 2  # where it was, and in the row
        services.follow(make_profile("cleo"), ada)
        rejected = script.post(to("reject", get_profile_model().objects.get(handle="cleo")))
        assert "Rejected" in rejected.content.decode()

    def test_block_returns_button_and_menu(self, script: Client, bob: Profile) -> None:
        response = script.post(to("block", bob))
        assert response.status_code == 200
        assert 'aria-label="Unblock bob"' in response.content.decode()
        assert "bob" in said(response)
        assert 'aria-label="Follow bob"' in script.post(to("unblock", bob)).content.decode()

    def test_mute_returns_button_and_menu(self, script: Client, bob: Profile) -> None:
        response = script.post(to("mute", bob))
        assert 'aria-label="Follow bob"' in response.content.decode()
        assert said(response) == "You have muted bob."

    @pytest.mark.parametrize("name", ["mute", "block"])
    def test_hiding_replaces_cards_by_a_line_that_undoes_it(
        self, script: Client, bob: Profile, name: str
    ) -> None:
        html = script.post(to(name, bob), {"next": HOME}).content.decode()
        undo = f'form="tw-act" formaction="{to(f"un{name}", bob)}"'
        assert keys(html) == ["p-bob", "m-bob", "s-bob", "n-bob", "n-ada", "a-bob", "-w-bob"]
        assert html.count(undo) == 2  # in the line and in the message
        undone = script.post(to(f"un{name}", bob), {"next": HOME}).content.decode()
        assert keys(undone) == ["p-bob", "m-bob", "s-bob", "n-bob", "n-ada", "-a-bob"]

    @pytest.mark.parametrize(("name", "is_kept"), [("mute", True), ("block", False)])
    def test_mute_keeps_cards_on_the_profile_page(
        self, script: Client, bob: Profile, name: str, is_kept: bool
    ) -> None:
        profile, tweet = bob.get_absolute_url(), make_tweet(bob).get_absolute_url()
        for page, is_there in [(f"{profile}replies/", not is_kept), (tweet, True)]:
            html = script.post(to(name, bob), {"next": page}).content.decode()
            assert ("a-bob" in keys(html)) == is_there
            services.unblock(script.get(HOME).context["viewer"], bob)

    def test_follow_returns_the_counts_of_both(self, script: Client, bob: Profile) -> None:
        html = script.post(to("follow", bob)).content.decode()
        assert keys(html) == ["p-bob", "m-bob", "s-bob", "n-bob", "n-ada", "-w-bob"]
        assert html.count("<b>1</b> follower<") == html.count("<b>1</b> following<") == 1

    def test_retweet_and_publishing_return_ones_own_counts(
        self, script: Client, bob: Profile
    ) -> None:
        tweet = make_tweet(bob)
        for number, (name, fields) in enumerate([("retweet", {}), ("reply", data("so"))], 1):
            html = script.post(do(name, tweet), fields).content.decode()
            assert {tweet.anchor, f"c-{tweet.anchor}", "n-ada"} <= {*keys(html)}
            assert f"<b>{number}</b> tweet" in html

    def test_failed_action_returns_message_and_status(
        self, script: Client, ada: Profile, bob: Profile
    ) -> None:
        secret = make_tweet(bob, visibility="mentioned")
        own = make_tweet(ada, visibility="followers")
        for url, status, words in [
            (do("like", secret), 404, "This no longer exists."),
            (do("retweet", own), 403, "You can’t do that with this tweet."),
            (to("follow", ada), 422, "You can’t follow yourself."),
        ]:
            response = script.post(url)
            assert response.status_code == status
            assert response.content.decode().strip() == f"<p data-message>{words}</p>"

    def test_fragment_leaves_no_message_for_the_next_page(
        self, script: Client, as_ada: Client, bob: Profile
    ) -> None:
        script.post(to("follow", bob))
        script.post(COMPOSE, data("hello"))
        assert not script.get(COMPOSE, headers={"x-tweets-fragment": ""}).cookies.get("messages")
        assert "messages" not in script.cookies

    def test_action_costs_at_most_eleven_queries(self, script: Client, bob: Profile) -> None:
        tweet = make_tweet(bob)
        script.post(do("like", tweet))
        # Session, user, profile; the tweet and what one has done with it, before and after; and
        # four of the like, which is there already.
        with at_most(11):
            script.post(do("like", tweet))


class TestForms:
    def test_publish_returns_the_card(self, script: Client) -> None:
        response = script.post(COMPOSE, data("hello"))
        tweet = get_tweet_model().objects.get()
        assert response.status_code == 201
        assert response.headers["Location"] == tweet.get_absolute_url()
        assert f'id="t{tweet.pk}"' in response.content.decode()
        assert said(response) == "Your tweet has been published."
        assert is_bare(response)

    def test_publish_returns_the_next_url(self, script: Client) -> None:
        response = script.post(COMPOSE, data("hello", next=HOME))
        assert response.headers["Location"] == HOME
        assert response.context["current_url"] == HOME

    @pytest.mark.parametrize(
        ("name", "counter"), [("reply", "reply_count"), ("quote", "quote_count")]
    )
    def test_reply_returns_the_new_count(
        self, script: Client, bob: Profile, name: str, counter: str
    ) -> None:
        tweet = make_tweet(bob)
        response: Any = script.post(do(name, tweet), data("hello"))
        assert response.status_code == 201
        assert do("like", tweet) in response.content.decode()
        shown = [context["tweet"] for context in response.context if "tweet" in context]
        assert getattr(shown[shown.index(tweet)], counter) == 1

    def test_edit_returns_the_card(self, script: Client, ada: Profile) -> None:
        response = script.post(do("update", make_tweet(ada, "before")), data("after"))
        assert response.status_code == 201
        assert "after" in response.content.decode()
        assert said(response) == "Your tweet has been saved."

    def test_invalid_form_returns_errors_and_text(self, script: Client) -> None:
        response = script.post(COMPOSE, data("too long " * 40))
        assert response.status_code == 422
        assert 'aria-invalid="true"' in response.content.decode()
        assert "too long too long" in response.content.decode()
        assert is_bare(response)

    def test_profile_form_returns_its_url(self, script: Client, ada: Profile) -> None:
        response = script.post(
            reverse("django_tweets:profile_edit"), {"display_name": "Ada", "handle": "ada"}
        )
        if response.status_code == 201:
            assert response.headers["Location"] == ada.get_absolute_url()
            assert said(response) == "Your profile has been saved."
        else:  # this host asks for more
            assert response.status_code == 422


class TestSignedOut:
    @pytest.mark.parametrize("url", [HOME, NEW, COMPOSE])
    def test_signed_out_script_gets_401(self, url: str) -> None:
        response = Client().get(url, headers={"x-tweets-fragment": "1"})
        assert (response.status_code, response.content) == (401, b"")

    def test_script_url_does_not_redirect_to_login(self) -> None:
        assert Client().get(NEW).status_code == 401

    def test_fragment_keeps_no_unsent_text(self, bob: Profile) -> None:
        """It sends the form again in the plain way: then it is kept."""
        client = Client(headers={"x-tweets-fragment": "1"})
        for url in (COMPOSE, to("follow", bob), do("like", make_tweet(bob))):
            response = client.post(url, data("hello", writer="ada"))
            assert (response.status_code, response.content) == (401, b"")
        assert not client.session.keys()


class TestNew:
    def test_poll_without_new_tweets_is_empty(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        seen = make_tweet(ada)
        make_tweet(bob)
        make_tweet(ada)  # her own is no news to her
        response = as_ada.get(NEW, {"after": seen.pk})
        html = response.content.decode()
        assert response.status_code == 200
        assert keys(html) == ["bell"]
        assert "tw-new-link" not in html

    @pytest.mark.parametrize("count", [1, 2, 19])
    def test_poll_counts_new_tweets(
        self, as_ada: Client, ada: Profile, bob: Profile, count: int
    ) -> None:
        services.follow(ada, bob)
        seen = make_tweet(bob)
        make_tweets(bob, count)
        html = as_ada.get(NEW, {"after": seen.pk}).content.decode()
        assert f'href="{HOME}?after={seen.pk}"' in html
        assert f"Show {count} new tweet" in html
        assert ("tweets</a>" in html) == (count > 1)

    def test_poll_of_a_full_page_links_to_home(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        services.follow(ada, bob)
        make_tweets(bob, 21)
        html = as_ada.get(NEW).content.decode()
        assert f'href="{HOME}"' in html

    def test_unchanged_poll_is_not_sent_again(
        self, as_ada: Client, ada: Profile, bob: Profile
    ) -> None:
        services.follow(ada, bob)
        url = f"{NEW}?after={make_tweet(bob).pk}"
        response = as_ada.get(url)
        for _ in range(2):
            etag = response.headers["ETag"]
            assert etag.startswith('W/"')
            assert response.headers["Cache-Control"] == "private, no-cache, max-age=0"
            again = as_ada.get(url, headers={"if-none-match": etag})
            assert (again.status_code, again.content) == (304, b"")
            make_tweet(bob)
            response = as_ada.get(url, headers={"if-none-match": etag})
            assert response.status_code == 200

    def test_poll_costs_few_queries(self, as_ada: Client, ada: Profile, bob: Profile) -> None:
        services.follow(ada, bob)
        make_tweets(bob, 5)
        # Session, user, profile, whom one follows, what they have said, what has a hashtag that one
        # follows, and which of it is for her; and two for the bell.
        with at_most(9):
            as_ada.get(NEW)

    @pytest.mark.parametrize("after", ["x", "", "9" * 20])
    def test_poll_with_an_invalid_id_is_a_bad_request(self, as_ada: Client, after: str) -> None:
        assert as_ada.get(NEW, {"after": after}).status_code == 400
