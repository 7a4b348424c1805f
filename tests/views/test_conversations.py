from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.forms import TweetForm
from django_tweets.models import Bookmark, Like, Visibility
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db


def url_of(tweet: Tweet, name: str = "detail") -> str:
    return reverse(f"django_tweets:tweet_{name}", args=[tweet.profile.handle, tweet.pk])


def answer(tweet: Tweet, author: Profile, content: str = "an answer") -> Tweet:
    return services.publish(author, content, in_reply_to=tweet, **TWEET_EXTRA)


def page(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode().partition("<body")[2]


class TestReactions:
    @pytest.mark.parametrize(
        ("name", "undo"),
        [("like", "unlike"), ("retweet", "unretweet"), ("bookmark", "unbookmark")],
    )
    def test_reaction_is_made_and_undone(
        self, as_bob: Client, ada: Profile, name: str, undo: str
    ) -> None:
        tweet = make_tweet(ada)
        url = url_of(tweet)
        assert url_of(tweet, undo) not in page(as_bob, url)
        for _ in range(2):  # twice is once
            location = as_bob.post(url_of(tweet, name)).headers["Location"]
            assert location == f"{url}#{tweet.anchor}"
        assert url_of(tweet, undo) in page(as_bob, url)
        for _ in range(2):
            as_bob.post(url_of(tweet, undo))
        assert url_of(tweet, undo) not in page(as_bob, url)
        tweet.refresh_from_db()
        assert (tweet.like_count, tweet.retweet_count) == (0, 0)

    def test_reaction_redirects_to_the_tweet(self, as_bob: Client, ada: Profile) -> None:
        tweet = make_tweet(ada)
        here = ada.get_absolute_url()
        html = page(as_bob, here)
        assert f'<input type="hidden" name="next" value="{here}"></form>' in html
        assert f'formaction="{url_of(tweet, "like")}"' in html
        response = as_bob.post(url_of(tweet, "like"), {"next": here})
        assert response.headers["Location"] == f"{here}#{tweet.anchor}"

    def test_page_of_a_retweet_redirects_to_the_original(
        self, as_bob: Client, ada: Profile
    ) -> None:
        tweet = make_tweet(ada)
        as_bob.post(url_of(tweet, "retweet"))
        retweet = get_tweet_model().objects.get(retweet_of=tweet)
        assert as_bob.get(url_of(retweet)).headers["Location"] == url_of(tweet)
        html = page(as_bob, reverse("django_tweets:profile_detail", args=["bob"]))
        assert "retweeted" in html
        as_bob.post(url_of(retweet, "like"))
        assert Like.objects.get().tweet_id == tweet.pk

    def test_private_tweet_has_no_retweet_button(self, as_ada: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, visibility=Visibility.FOLLOWERS)
        assert url_of(tweet, "retweet") not in page(as_ada, url_of(tweet))
        assert as_ada.post(url_of(tweet, "retweet")).status_code == 302
        assert get_tweet_model().objects.count() == 1

    def test_reaction_to_a_deleted_tweet_redirects_with_a_message(
        self, as_bob: Client, ada: Profile
    ) -> None:
        tweet = make_tweet(ada)
        url = url_of(tweet, "like")
        anchor = tweet.anchor
        services.delete(tweet)
        home = reverse("django_tweets:home")
        assert as_bob.post(url).headers["Location"] == f"{home}#{anchor}"

    def test_bookmarks_are_private(self, as_bob: Client, ada: Profile, bob: Profile) -> None:
        tweet = make_tweet(ada, "keep this")
        as_bob.post(url_of(tweet, "bookmark"))
        assert Bookmark.objects.get().profile_id == bob.pk
        assert "keep this" in page(as_bob, reverse("django_tweets:bookmarks"))

    def test_likes_and_retweets_are_listed(
        self, client: Client, ada: Profile, bob: Profile
    ) -> None:
        tweet = make_tweet(ada)
        services.like(bob, tweet)
        services.retweet(bob, tweet)
        services.publish(bob, "look at this", quote_of=tweet, **TWEET_EXTRA)
        assert "@bob" in page(client, url_of(tweet, "likes"))
        assert "@bob" in page(client, url_of(tweet, "retweets"))
        assert "look at this" in page(client, url_of(tweet, "quotes"))
        likes = reverse("django_tweets:profile_likes", args=["bob"])
        assert "hello" in page(client, likes)


class TestReply:
    def test_reply_is_sent_from_the_thread(
        self, as_bob: Client, ada: Profile, bob: Profile
    ) -> None:
        tweet = make_tweet(ada)
        assert url_of(tweet, "reply") in page(as_bob, url_of(tweet))
        data = {"content": "an answer", "next": url_of(tweet), **TWEET_EXTRA}
        assert as_bob.post(url_of(tweet, "reply"), data).headers["Location"] == url_of(tweet)
        html = page(as_bob, url_of(tweet))
        assert "an answer" in html
        html = page(as_bob, reverse("django_tweets:profile_replies", args=["bob"]))
        assert 'Replying to <a href="/tweets/@ada/">@ada</a>' in html

    def test_reply_page_shows_the_original(self, as_bob: Client, ada: Profile) -> None:
        assert "a question" in page(as_bob, url_of(make_tweet(ada, "a question"), "reply"))

    def test_invalid_reply_is_shown_with_errors_and_text(
        self, as_bob: Client, ada: Profile
    ) -> None:
        tweet = make_tweet(ada, "a question")
        response = as_bob.post(url_of(tweet, "reply"), {"content": "x" * 281, **TWEET_EXTRA})
        assert response.status_code == 422
        assert "x" * 281 in response.content.decode()
        assert "a question" in response.content.decode()

    def test_reply_is_not_more_visible_than_the_original(
        self, as_bob: Client, ada: Profile, bob: Profile
    ) -> None:
        services.follow(bob, ada)
        tweet = make_tweet(ada, visibility=Visibility.FOLLOWERS)
        html = page(as_bob, url_of(tweet, "reply"))
        assert 'value="followers"' in html
        assert 'value="public"' not in html
        data = {"content": "psst", "visibility": "public", **TWEET_EXTRA}
        assert as_bob.post(url_of(tweet, "reply"), data).status_code == 422

    def test_reply_to_a_deleted_tweet_is_an_error(
        self, as_bob: Client, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Between the moment the page has found it and the moment it is answered."""
        tweet = make_tweet(ada)
        publish = services.publish

        def delete_and_publish(*args: Any, **kwargs: Any) -> Any:
            get_tweet_model().objects.filter(pk=tweet.pk).delete()
            return publish(*args, **kwargs)

        monkeypatch.setattr(services, "publish", delete_and_publish)
        response = as_bob.post(url_of(tweet, "reply"), {"content": "an answer", **TWEET_EXTRA})
        assert response.status_code == 422
        assert "The tweet that you reply to or quote no longer exists." in response.content.decode()
        assert "an answer" in response.content.decode()


class TestQuote:
    def test_quote_shows_the_quoted_tweet(self, as_bob: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "the original")
        as_bob.post(url_of(tweet, "quote"), {"content": "look", **TWEET_EXTRA})
        quote = get_tweet_model().objects.get(content="look")
        html = page(as_bob, url_of(quote))
        assert "tw-quote" in html
        assert "the original" in html

    def test_quote_of_a_deleted_tweet_says_so(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "the original")
        quote = services.publish(ada, "look", quote_of=tweet, **TWEET_EXTRA)
        services.delete(tweet)
        assert "This tweet is not available." in page(client, url_of(quote))

    def test_quote_hides_a_private_tweet(self, client: Client, ada: Profile, bob: Profile) -> None:
        tweet = make_tweet(ada, "the original")
        quote = services.publish(bob, "look", quote_of=tweet, **TWEET_EXTRA)
        services.update_profile(ada, is_protected=True)
        html = page(client, url_of(quote))
        assert "This tweet is not available." in html
        assert "the original" not in html
        assert "@ada" not in html


class TestHistory:
    def test_history_shows_earlier_versions(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "first #words")
        services.edit(tweet, "second words", content_warning="words")
        services.edit(tweet, "third words", content_warning="")
        assert url_of(tweet, "history") in page(client, url_of(tweet))
        html = page(client, url_of(tweet, "history"))
        assert html.index("third words") < html.index("second words") < html.index("first ")
        assert ">#words</a>" in html

    def test_history_of_an_unedited_tweet_is_empty(self, client: Client, ada: Profile) -> None:
        html = page(client, url_of(make_tweet(ada), "history"))
        assert "This tweet has not been edited." in html


class TestCompose:
    def test_visibility_and_content_warning_are_saved(self, as_ada: Client, ada: Profile) -> None:
        data = {"visibility": "followers", "content_warning": "tea", "content": "spilt"}
        as_ada.post(reverse("django_tweets:tweet_create"), {**data, **TWEET_EXTRA})
        tweet = ada.tweets.get()
        assert (tweet.visibility, tweet.content_warning) == ("followers", "tea")
        html = page(as_ada, url_of(tweet))
        assert re.search(r"<summary[^>]*>(?:<svg.*?</svg>)? tea</summary>", html)
        assert '<span class="tw-audience">Followers</span>' in html

    def test_unknown_visibility_is_an_error(self, as_ada: Client) -> None:
        data = {"visibility": "martians", "content": "hello", **TWEET_EXTRA}
        assert as_ada.post(reverse("django_tweets:tweet_create"), data).status_code == 422


class FormOfAHost(TweetForm):
    """It doesn't ask for whom."""

    class Meta(TweetForm.Meta):
        exclude = ["visibility"]


def test_form_without_visibility_field_publishes(ada: Profile) -> None:
    """Then a tweet is for everyone."""
    form = FormOfAHost({"content": "hello", **TWEET_EXTRA}, text_label="And you?")
    assert form.is_valid()
    assert form["content"].label == "And you?"
    assert "visibility" not in form.fields
    assert services.publish(ada, **form.cleaned_data).visibility == Visibility.PUBLIC


def fill(author: Profile, reader: Profile, count: int) -> None:
    """Create count tweets, replies, quotes, retweets of quotes and quotes of deleted tweets."""
    for n in range(count):
        friend = make_profile()
        services.follow(reader, friend)
        tweet = make_tweet(author, f"tweet {n}")
        answer(tweet, friend)
        quote = services.publish(friend, "look", quote_of=tweet, **TWEET_EXTRA)
        services.retweet(author, quote)
        gone = make_tweet(friend)
        services.publish(author, "gone", quote_of=gone, in_reply_to=tweet, **TWEET_EXTRA)
        services.delete(gone)
        services.like(reader, tweet)
        services.like(author, quote)
        services.bookmark(reader, quote)


PAGES = ["home", "explore", "bookmarks", "profile_detail", "profile_replies", "profile_likes"]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("count", [1, 7])
def test_query_count_of_a_list_is_constant(
    as_bob: Client, ada: Profile, name: str, count: int
) -> None:
    bob = get_profile_model().objects.get(handle="bob")
    services.follow(bob, ada)
    fill(ada, bob, count)
    arguments = ["ada"] if name.startswith("profile") else []
    url = reverse(f"django_tweets:{name}", args=arguments)
    as_bob.get(url)  # what is found out once in some minutes
    with at_most(11):
        response = as_bob.get(url)
    assert response.context["page"].rows


@pytest.mark.parametrize("name", ["likes", "retweets", "quotes"])
@pytest.mark.parametrize("count", [1, 20])
def test_query_count_of_likes_and_retweets_is_constant(
    as_bob: Client, ada: Profile, name: str, count: int
) -> None:
    tweet = services.publish(ada, "hello", quote_of=make_tweet(ada), **TWEET_EXTRA)
    for _ in range(count):
        friend = make_profile()
        services.like(friend, tweet)
        services.retweet(friend, tweet)
        services.publish(friend, "look", quote_of=tweet, **TWEET_EXTRA)
    as_bob.get(url_of(tweet, name))
    with at_most(11):
        response = as_bob.get(url_of(tweet, name))
    assert len(response.context["page"].rows) == count


@pytest.mark.parametrize("count", [1, 6])
def test_query_count_of_a_thread_is_constant(
    as_bob: Client, ada: Profile, bob: Profile, count: int
) -> None:
    root = make_tweet(ada)
    tweet = root
    for _ in range(count):
        tweet = answer(tweet, ada)
    for _ in range(count):
        friend = make_profile()
        services.follow(bob, friend)
        answer(tweet, friend)
        services.publish(friend, "q", quote_of=root, in_reply_to=tweet, **TWEET_EXTRA)
        reply = answer(tweet, make_profile())
        for _ in range(count):
            answer(reply, friend)
    as_bob.get(url_of(tweet))
    with at_most(12):
        response = as_bob.get(url_of(tweet))
    assert len(response.context["thread"].replies.rows) == 3 * count


def test_opened_tweet_has_no_zero_counts(as_ada: Client, ada: Profile) -> None:
    tweet = make_tweet(ada, "hello")
    words = ("retweets", "quotes", "likes")
    html = as_ada.get(tweet.get_absolute_url()).content.decode()
    assert not any(f"<b>0</b> {word}" in html for word in words)
    type(tweet)._base_manager.filter(pk=tweet.pk).update(like_count=2)
    html = as_ada.get(tweet.get_absolute_url()).content.decode()
    assert html.count("<b>2</b> likes") == 1
    assert not any(f"<b>0</b> {word}" in html for word in words)
