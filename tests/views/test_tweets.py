from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.urls import reverse

from django_tweets import get_tweet_model, services
from django_tweets.models import Visibility
from django_tweets.text import MAX_WEIGHTED_LENGTH
from django_tweets.views import unsent_text
from tests.factories import PASSWORD, TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet


pytestmark = pytest.mark.django_db

COMPOSE = reverse("django_tweets:tweet_create")
HOME = reverse("django_tweets:home")
TOO_LONG = "too long " * 40


def url_of(tweet: Tweet, name: str = "detail", handle: str = "") -> str:
    handle = handle or tweet.profile.handle
    return reverse(f"django_tweets:tweet_{name}", args=[handle, tweet.pk])


def data(content: str, **fields: Any) -> dict[str, Any]:
    return {"content": content, **TWEET_EXTRA, **fields}


class TestDetail:
    def test_tweet_is_public(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "one <two> & https://example.org/three")
        response = client.get(url_of(tweet))
        assert response.status_code == 200
        html = response.content.decode()
        assert "one &lt;two&gt; &amp; " in html
        assert 'href="https://example.org/three" rel="nofollow ugc noopener"' in html
        assert "Delete" not in html

    @pytest.mark.parametrize("handle", ["bob", "ADA", "nobody"])
    def test_other_handle_redirects(
        self, client: Client, ada: Profile, bob: Profile, handle: str
    ) -> None:
        tweet = make_tweet(ada)
        response = client.get(url_of(tweet, handle=handle))
        assert response.status_code == 302
        assert response.headers["Location"] == url_of(tweet)

    @pytest.mark.parametrize("pk", ["1", "0", str(2**63 - 1), str(2**63), "9" * 30, "x", "-1"])
    def test_missing_tweet_is_not_found(self, client: Client, ada: Profile, pk: str) -> None:
        assert client.get(f"{HOME}@ada/{pk}/").status_code == 404

    def test_private_tweet_is_not_found(
        self, client: Client, as_ada: Client, as_bob: Client, ada: Profile
    ) -> None:
        tweet = make_tweet(ada, visibility=Visibility.FOLLOWERS)
        assert client.get(url_of(tweet)).status_code == 404
        assert as_bob.get(url_of(tweet)).status_code == 404
        assert as_ada.get(url_of(tweet)).status_code == 200

    def test_content_warning_is_before_the_text(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "the butler", content_warning="The end of the book")
        html = client.get(url_of(tweet)).content.decode()
        assert re.search(r"<summary[^>]*>(?:<svg.*?</svg>)? The end of the book</summary>", html)
        title = html[html.index("<title>") : html.index("</title>")]
        assert "The end of the book" in title
        assert "butler" not in title

    def test_language_is_an_attribute(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "olá", language="pt")
        assert 'dir="auto" lang="pt">olá</p>' in client.get(url_of(tweet)).content.decode()

    def test_edited_tweet_is_marked(self, client: Client, ada: Profile) -> None:
        tweet = services.edit(make_tweet(ada), "changed")
        assert "tw-edited" in client.get(url_of(tweet)).content.decode()


class TestCompose:
    def test_published_tweet_is_on_the_profile(
        self, as_ada: Client, as_bob: Client, ada: Profile
    ) -> None:
        assert as_ada.get(COMPOSE).status_code == 200
        response = as_ada.post(COMPOSE, data("the first one"), follow=True)
        tweet = get_tweet_model().objects.get()
        assert response.redirect_chain == [(url_of(tweet), 302)]
        profile = reverse("django_tweets:profile_detail", args=["ada"])
        for browser in (as_ada, as_bob):
            assert "the first one" in browser.get(profile).content.decode()

    def test_publish_redirects_to_the_next_url(self, as_ada: Client) -> None:
        response = as_ada.post(COMPOSE, data("hello", next=HOME))
        assert response.headers["Location"] == HOME

    @pytest.mark.needs("django.contrib.messages")
    def test_message_links_to_the_tweet_except_on_its_page(self, as_ada: Client) -> None:
        away = as_ada.post(COMPOSE, data("hello <b>", next=HOME), follow=True)
        tweet = get_tweet_model().objects.get()
        assert f'has been published. <a href="{url_of(tweet)}">View</a>' in away.text
        there = as_ada.post(COMPOSE, data("hello again"), follow=True)
        assert "has been published.</li>" in there.text

    @pytest.mark.parametrize(
        ("next_url", "is_followed"),
        [
            ("https://testserver/about/", True),
            ("http://testserver/about/", False),
            ("/about/", True),
        ],
    )
    def test_https_page_does_not_lead_to_http(
        self, as_ada: Client, ada: Profile, next_url: str, is_followed: bool
    ) -> None:
        response = as_ada.post(COMPOSE, data("hello", next=next_url), secure=True)
        expected = next_url if is_followed else ada.tweets.get().get_absolute_url()
        assert response.headers["Location"] == expected

    def test_http_page_may_lead_to_either(self, as_ada: Client) -> None:
        for next_url in ("http://testserver/about/", "https://testserver/about/"):
            response = as_ada.post(COMPOSE, data("hello", next=next_url))
            assert response.headers["Location"] == next_url

    def test_text_field_tells_the_script_its_limit(self, as_ada: Client) -> None:
        html = as_ada.get(COMPOSE).content.decode()
        assert f'data-max-length="{MAX_WEIGHTED_LENGTH}"' in html

    @pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example", "javascript:x()"])
    def test_next_url_of_another_site_is_ignored(self, as_ada: Client, url: str) -> None:
        response = as_ada.post(COMPOSE, data("hello", next=url))
        assert response.headers["Location"] == url_of(get_tweet_model().objects.get())

    @pytest.mark.parametrize(
        "content", [TOO_LONG, "字" * 141, "x" * 20_000, "", "   ", "\u200b", "\0\u3164\ufe0f"]
    )
    def test_invalid_text_is_shown_with_errors(self, as_ada: Client, content: str) -> None:
        response = as_ada.post(COMPOSE, data(content))
        assert response.status_code == 422
        assert response.context["form"].errors["content"]
        html = response.content.decode()
        assert content in html
        assert 'aria-invalid="true"' in html
        assert not get_tweet_model().objects.exists()

    def test_line_break_counts_once(self, as_ada: Client) -> None:
        assert as_ada.post(COMPOSE, data("a\r\n" * 140)).status_code == 302

    def test_unsent_text_is_kept_during_login(self, client: Client, ada: Profile) -> None:
        """Their session had ended while they were writing."""
        response = client.post(COMPOSE, data("half of a thought", writer=unsent_text.sign(ada)))
        assert response.headers["Location"] == f"/accounts/login/?next={COMPOSE}"
        client.post(
            response.headers["Location"],
            {"username": ada.user.get_username(), "password": PASSWORD},
        )
        assert ">\nhalf of a thought</textarea>" in client.get(COMPOSE).content.decode()
        assert "half of a thought" not in client.get(COMPOSE).content.decode()

    @pytest.mark.parametrize("is_signed", [True, False])
    def test_unsent_text_is_not_shown_to_another_member(
        self, client: Client, ada: Profile, bob: Profile, is_signed: bool
    ) -> None:
        """Another member signs in in the same browser."""
        writer = unsent_text.sign(ada) if is_signed else "ada"
        client.post(COMPOSE, data("half of a thought", writer=writer))
        client.force_login(bob.user)
        assert "half of a thought" not in client.get(COMPOSE).content.decode()
        assert "half of a thought" not in str(dict(client.session))

    def test_form_has_the_signed_key_of_its_writer(self, as_ada: Client, ada: Profile) -> None:
        field = f'<input type="hidden" name="writer" value="{unsent_text.sign(ada)}">'
        for url in (COMPOSE, HOME):
            html = as_ada.get(url).content.decode()
            assert field in html
            assert f'data-draft="{ada.pk}:/' in html

    def test_visitor_without_text_gets_no_session(self, client: Client) -> None:
        client.get(COMPOSE)
        assert not client.session.keys()


class TestUpdate:
    def test_author_edits_the_tweet(self, as_ada: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "first")
        assert ">\nfirst</textarea>" in as_ada.get(url_of(tweet, "update")).content.decode()
        response = as_ada.post(url_of(tweet, "update"), data("second"))
        assert response.headers["Location"] == url_of(tweet)
        tweet.refresh_from_db()
        assert (tweet.content, tweet.edited_at is None) == ("second", False)

    @pytest.mark.parametrize("content", [TOO_LONG, " "])
    def test_invalid_edit_shows_errors(self, as_ada: Client, ada: Profile, content: str) -> None:
        tweet = make_tweet(ada, "first")
        response = as_ada.post(url_of(tweet, "update"), data(content))
        assert response.status_code == 422
        assert content in response.content.decode()
        tweet.refresh_from_db()
        assert tweet.content == "first"

    def test_edit_of_a_deleted_tweet_is_an_error(
        self, as_ada: Client, ada: Profile, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Between the moment the page has found it and the moment it is written."""
        tweet = make_tweet(ada)
        clean_fields = get_tweet_model().clean_fields

        def delete_and_clean(self: Tweet, exclude: Any = None) -> None:
            get_tweet_model().objects.filter(pk=tweet.pk).delete()
            clean_fields(self, exclude)

        monkeypatch.setattr(get_tweet_model(), "clean_fields", delete_and_clean)
        response = as_ada.post(url_of(tweet, "update"), data("changed"))
        assert response.status_code == 422
        assert "This tweet has been deleted." in str(response.context["form"].errors)
        assert ">\nchanged</textarea>" in response.content.decode()

    def test_unsent_text_is_kept_during_login(self, client: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "first")
        client.post(url_of(tweet, "update"), data("second", writer=unsent_text.sign(ada)))
        client.post(COMPOSE)  # no text: nothing to keep, and nothing that is kept is lost
        client.post("/accounts/login/", {"username": ada.user.get_username(), "password": PASSWORD})
        assert ">\nsecond</textarea>" in client.get(url_of(tweet, "update")).content.decode()


class TestDelete:
    def test_author_confirms_and_deletes(self, as_ada: Client, ada: Profile) -> None:
        tweet = make_tweet(ada, "regret")
        assert "regret" in as_ada.get(url_of(tweet, "delete")).content.decode()
        assert get_tweet_model().objects.exists()
        response = as_ada.post(url_of(tweet, "delete"))
        assert response.headers["Location"] == ada.get_absolute_url()
        assert not get_tweet_model().objects.exists()

    def test_delete_redirects_to_the_next_url(self, as_ada: Client, ada: Profile) -> None:
        response = as_ada.post(url_of(make_tweet(ada), "delete"), {"next": HOME})
        assert response.headers["Location"] == HOME


@pytest.mark.parametrize("name", ["update", "delete"])
class TestWhoMay:
    def test_visitor_is_sent_to_login(self, client: Client, ada: Profile, name: str) -> None:
        url = url_of(make_tweet(ada), name)
        for method in (client.get, client.post):
            response = method(url)
            assert response.headers["Location"] == f"/accounts/login/?next={quote(url)}"
        assert get_tweet_model().objects.exists()

    def test_other_member_is_refused(self, as_bob: Client, ada: Profile, name: str) -> None:
        tweet = make_tweet(ada)
        assert as_bob.get(url_of(tweet, name)).status_code == 403
        assert as_bob.post(url_of(tweet, name), data("mine now")).status_code == 403
        tweet.refresh_from_db()
        assert tweet.content == "hello"

    def test_private_tweet_of_another_member_is_not_found(self, as_bob: Client, name: str) -> None:
        tweet = make_tweet(make_profile(is_protected=True))
        assert as_bob.get(url_of(tweet, name)).status_code == 404
        status = as_bob.post(url_of(tweet, name), data("mine now")).status_code
        assert status == (302 if name == "delete" else 404)  # as a second click
        tweet.refresh_from_db()
