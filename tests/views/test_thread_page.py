"""The page of a tweet: its conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from django_tweets import services
from tests.factories import make_profile, make_tweet
from tests.views.test_conversations import answer, page, url_of

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = pytest.mark.django_db


class TestThread:
    def test_thread_shows_ancestors_and_replies(self, client: Client, ada: Profile) -> None:
        first = make_tweet(ada, "number one")
        second = answer(first, ada, "number two")
        third = answer(second, ada, "number three")
        html = page(client, url_of(second))
        assert html.index("number one") < html.index("number two") < html.index("number three")
        assert "number one" in page(client, url_of(third))

    def test_reply_to_a_deleted_tweet_says_so(self, client: Client, ada: Profile) -> None:
        first = make_tweet(ada, "number one")
        second = answer(first, ada, "number two")
        services.delete(first)
        html = page(client, url_of(second))
        assert html.index("This tweet is not available.") < html.index("number two")

    def test_hidden_ancestor_is_a_placeholder(
        self, client: Client, ada: Profile, bob: Profile
    ) -> None:
        first = make_tweet(ada, "number one")
        second = answer(first, bob, "number two")
        third = answer(second, ada, "number three")
        services.update_profile(bob, is_protected=True)
        html = page(client, url_of(third))
        assert "number two" not in html
        assert (
            html.index("number one")
            < html.index("This tweet is not available")
            < html.index("number three")
        )

    def test_deep_thread_is_cut_and_links_up(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "the root")
        for n in range(35):
            tweet = answer(tweet, ada, f"level {n}")
        html = page(client, url_of(tweet))
        assert "the root" not in html
        assert "Show earlier tweets" in html
        assert html.count("<article") == 31

    def test_replying_to_is_not_repeated_in_a_thread(
        self, client: Client, ada: Profile, bob: Profile
    ) -> None:
        """Not below the tweet that it answers, nor before a text that begins with the handle."""
        first = make_tweet(ada)
        second = answer(first, bob, "number two")
        third = answer(second, ada, "number three")
        answer(answer(third, bob), ada)
        assert "Replying to" not in page(client, url_of(third))
        answers = reverse("django_tweets:profile_replies", args=["bob"])
        assert page(client, answers).count("Replying to") == 2
        answer(first, bob, "@Ada yes")
        assert page(client, answers).count("Replying to") == 2
        services.delete(first)
        assert page(client, url_of(third)).count("Replying to") == 1

    def test_replies_to_a_reply_are_nested(
        self, client: Client, ada: Profile, bob: Profile
    ) -> None:
        tweet = make_tweet(ada)
        reply = answer(tweet, bob, "the reply")
        others = [answer(reply, ada, f"other {n}") for n in range(3)]
        html = page(client, url_of(tweet))
        order = ["the reply", "other 0", "other 1", "other 2"]
        assert sorted(order, key=html.index) == order
        assert "Show more replies" not in html
        own = answer(reply, bob, "the rest")
        html = page(client, url_of(tweet))
        order = ["the reply", "the rest", "other 0", "other 1", "Show more replies"]
        assert sorted(order, key=html.index) == order
        assert "other 2" not in html
        assert f'<a href="{url_of(reply)}">Show more replies</a>' in html
        services.delete(others[0])
        assert "Show more replies" not in page(client, url_of(tweet))
        answer(own, ada, "level three")
        html = page(client, url_of(tweet))
        assert "Show more replies" in html
        assert "level three" not in html

    @pytest.mark.parametrize("query", ["?known=x", "?before=-1"])
    def test_invalid_cursor_is_a_bad_request(
        self, client: Client, ada: Profile, query: str
    ) -> None:
        assert client.get(url_of(make_tweet(ada)) + query).status_code == 400

    def test_replies_have_pages(self, as_bob: Client, ada: Profile, bob: Profile) -> None:
        """First bob's own replies and those of whom he follows, then the others'."""
        tweet = make_tweet(ada)
        friend = make_profile()
        services.follow(bob, friend)
        expected = [answer(tweet, make_profile(), f"other {n}").content for n in range(22)]
        expected += [answer(tweet, friend, f"friend {n}").content for n in range(22)]
        expected += [answer(tweet, bob, "mine").content]
        found = []
        url = url_of(tweet)
        for _ in range(2):
            replies = as_bob.get(url).context["thread"].replies
            found += [reply.content for reply in replies.rows]
            url = url_of(tweet) + replies.older.query_string
        replies = as_bob.get(url).context["thread"].replies
        found += [reply.content for reply in replies.rows]
        assert found == expected[::-1]
        assert replies.older is None

    def test_replies_of_followed_profiles_fill_the_first_page(
        self, as_bob: Client, ada: Profile, bob: Profile
    ) -> None:
        tweet = make_tweet(ada)
        answer(tweet, make_profile(), "other")
        for n in range(20):
            answer(tweet, bob, f"mine {n}")
        first = as_bob.get(url_of(tweet)).context["thread"].replies
        assert len(first.rows) == 20
        second = as_bob.get(url_of(tweet) + first.older.query_string).context["thread"].replies
        assert [reply.content for reply in second.rows] == ["other"]
