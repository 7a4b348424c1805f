"""What is done too often: 429, the time to wait, and nothing that was typed is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory
from django.urls import reverse

from django_tweets import get_tweet_model, rates
from django_tweets.client_addresses import get_client_address
from django_tweets.models import Attachment, Follow, Like, RateLimit, Report
from django_tweets.services import limits
from tests.attachments import make_attachment, make_picture
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.queries import at_most

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

COMPOSE = reverse("django_tweets:tweet_create")
UPLOAD = reverse("django_tweets:media_upload")
SEARCHES = ["search", "search_people", "search_hashtags"]
FRAGMENT = {"x-tweets-fragment": "1"}
SENTENCE = "You are doing this too often. Try again in 1\xa0hour."
ADDRESS: Any = {"REMOTE_ADDR": "9.9.9.9"}


@pytest.fixture(autouse=True)
def one_an_hour(settings: Any) -> None:
    """One of each action is allowed."""
    settings.DJANGO_TWEETS_LIMITS = {**dict.fromkeys(rates.LIMITS, "1/hour"), "duplicate": None}
    settings.DJANGO_TWEETS_NEW_MEMBER_LIMITS = None


def use_up(profile: Profile, *actions: str) -> None:
    for action in actions:
        limits.count_action(profile, action)


def assert_refused(response: Any, action: str) -> None:
    assert response.status_code == 429
    assert 3590 <= int(response.headers["Retry-After"]) <= 3600
    assert response.headers["RateLimit"].startswith(f'"{action}";r=0;t=3')
    assert response.headers["RateLimit-Policy"] == f'"{action}";q=1;w=3600'
    assert response.headers["Cache-Control"] == "private, no-store"
    assert SENTENCE in response.text


def urls_of_forms(ada: Profile, bob: Profile) -> dict[str, tuple[str, str]]:
    """Return the action and the URL of each form for a tweet."""
    mine, tweet = make_tweet(ada), make_tweet(bob)
    return {
        "publish": ("publish", COMPOSE),
        "reply": ("reply", reverse("django_tweets:tweet_reply", args=["bob", tweet.pk])),
        "quote": ("publish", reverse("django_tweets:tweet_quote", args=["bob", tweet.pk])),
        "edit": ("edit", reverse("django_tweets:tweet_update", args=["ada", mine.pk])),
    }


@pytest.fixture(params=["publish", "reply", "quote", "edit"])
def form(request: Any, ada: Profile, bob: Profile) -> tuple[str, str]:
    """The action and the URL of a form for a tweet."""
    return urls_of_forms(ada, bob)[request.param]


@pytest.mark.parametrize("headers", [{}, FRAGMENT], ids=["page", "script"])
def test_form_keeps_text_and_files(
    ada: Profile, as_ada: Client, settings: Any, form: tuple[str, str], headers: Any
) -> None:
    action, url = form
    before = get_tweet_model()._base_manager.count()
    use_up(ada, action)
    attachment = make_attachment(ada)
    data: dict[str, Any] = {
        "content": "kept <b>as typed</b>",
        "content_warning": "a warning",
        "attachments": attachment.pk,
        f"alt-{attachment.pk}": "a description",
        "with_media": "1",
        "undescribed": "1",
        **TWEET_EXTRA,
    }
    response = as_ada.post(url, data, headers=headers)
    assert_refused(response, action)
    assert "kept &lt;b&gt;as typed&lt;/b&gt;" in response.text
    assert 'value="a warning"' in response.text
    assert "a description" in response.text
    assert f'name="attachments" value="{attachment.pk}"' in response.text
    assert "data-form-fields" in response.text
    assert get_tweet_model()._base_manager.count() == before
    settings.DJANGO_TWEETS_LIMITS = None
    assert as_ada.post(url, data, headers=headers).status_code in {201, 302}


def test_files_of_a_form_over_the_limit_of_uploads(ada: Profile, as_ada: Client) -> None:
    picture = make_picture().read()
    files = [SimpleUploadedFile(f"{n}.png", picture, "image/png") for n in range(3)]
    response = as_ada.post(COMPOSE, {"content": "look", "files": files, **TWEET_EXTRA})
    assert_refused(response, "upload")
    (stored,) = Attachment._base_manager.all()
    assert f'name="attachments" value="{stored.pk}"' in response.text
    assert ">\nlook</textarea>" in response.text


def test_upload_by_the_script_over_the_limit(ada: Profile, as_ada: Client) -> None:
    use_up(ada, "upload")
    file = SimpleUploadedFile("a.png", make_picture().read(), "image/png")
    response = as_ada.post(UPLOAD, {"file": file}, headers=FRAGMENT)
    assert_refused(response, "upload")
    assert "data-message" in response.text
    assert not Attachment._base_manager.exists()


def test_same_text_again_shows_the_form_with_an_error(as_ada: Client, settings: Any) -> None:
    settings.DJANGO_TWEETS_LIMITS = {}
    data = {"content": "good morning", **TWEET_EXTRA}
    assert as_ada.post(COMPOSE, data).status_code == 302
    response = as_ada.post(COMPOSE, data)
    assert response.status_code == 422
    assert "You have published the same text a few minutes ago." in response.text
    assert ">\ngood morning</textarea>" in response.text


class TestReports:
    def report(self, client: Client, **extra: Any) -> Any:
        url = reverse("django_tweets:report_create", args=[make_profile().handle])
        return client.post(url, {"category": "spam", "comment": "they <b>sell</b>"}, **extra)

    def test_of_a_member(self, as_ada: Client) -> None:
        assert self.report(as_ada).status_code == 302
        response = self.report(as_ada)
        assert_refused(response, "report")
        assert "they &lt;b&gt;sell&lt;/b&gt;" in response.text
        assert Report._base_manager.count() == 1

    def test_of_a_visitor(self, client: Client, settings: Any) -> None:
        settings.DJANGO_TWEETS_VISITOR_REPORTS = True
        assert self.report(client, **ADDRESS).status_code == 302
        response = self.report(client, **ADDRESS)
        assert_refused(response, "report")
        assert "they &lt;b&gt;sell&lt;/b&gt;" in response.text
        assert self.report(client, REMOTE_ADDR="8.8.8.8").status_code == 302
        assert Report._base_manager.count() == 2


ACTIONS = {
    "tweet_like": ("like", True),
    "tweet_retweet": ("like", True),
    "profile_follow": ("follow", False),
}


@pytest.mark.parametrize("name", ACTIONS)
def test_action_over_the_limit(ada: Profile, bob: Profile, as_ada: Client, name: str) -> None:
    action, is_about_tweet = ACTIONS[name]
    tweet = make_tweet(bob)
    arguments = ["bob", tweet.pk] if is_about_tweet else ["bob"]
    url = reverse(f"django_tweets:{name}", args=arguments)
    use_up(ada, action)
    page = as_ada.post(url)
    assert_refused(page, action)
    assert "<h1>Too often</h1>" in page.text
    fragment = as_ada.post(url, headers=FRAGMENT)
    assert_refused(fragment, action)
    assert "<p data-message>" in fragment.text
    assert "<h1>" not in fragment.text
    assert not Like._base_manager.exists()
    assert not Follow._base_manager.exists()
    assert get_tweet_model()._base_manager.count() == 1


@pytest.mark.parametrize("name", SEARCHES)
class TestSearch:
    def test_of_a_member(self, ada: Profile, as_ada: Client, name: str) -> None:
        url = reverse(f"django_tweets:{name}")
        for _ in range(3):
            assert as_ada.get(url).status_code == 200  # the form alone
        with at_most(10 + 3):  # three for the first count of a member
            assert as_ada.get(url, {"q": "tea"}).status_code == 200
        response = as_ada.get(url, {"q": "milk"})
        assert_refused(response, "search")
        assert "<h1>Too often</h1>" in response.text
        assert_refused(as_ada.get(url, {"q": "milk"}, headers=FRAGMENT), "search")

    def test_of_a_visitor(self, client: Client, name: str) -> None:
        url = reverse(f"django_tweets:{name}")
        assert client.get(url, {"q": "tea"}, **ADDRESS).status_code == 200
        assert_refused(client.get(url, {"q": "tea"}, **ADDRESS), "search")
        assert client.get(url, {"q": "tea"}, REMOTE_ADDR="8.8.8.8").status_code == 200

    def test_of_an_unknown_address(self, client: Client, name: str) -> None:
        for _ in range(3):
            assert client.get(reverse(f"django_tweets:{name}"), {"q": "tea"}).status_code == 200
        assert not RateLimit._base_manager.exists()


def test_member_has_at_most_ten_statements_for_a_search(
    ada: Profile, as_ada: Client, settings: Any
) -> None:
    settings.DJANGO_TWEETS_LIMITS = {}
    make_tweet(make_profile(), "tea")
    url = reverse("django_tweets:search")
    as_ada.get(url, {"q": "tea"})
    with at_most(10):
        assert "tea" in as_ada.get(url, {"q": "tea"}).text


PAGES = ["home", "explore", "notifications", "bookmarks", "settings", "tweet_create"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_of_a_member_count_nothing(as_ada: Client, name: str) -> None:
    for _ in range(3):
        assert as_ada.get(reverse(f"django_tweets:{name}")).status_code == 200
    assert not RateLimit._base_manager.exists()


@pytest.mark.parametrize("name", ["profile_atom", "hashtag_rss", "search_atom"])
def test_feeds_are_counted_by_address(client: Client, ada: Profile, name: str) -> None:
    make_tweet(ada, "#tea")
    arguments = {"profile_atom": ["ada"], "hashtag_rss": ["tea"], "search_atom": []}[name]
    url = reverse(f"django_tweets:{name}", args=arguments)
    assert client.get(url, {"q": "tea"}, **ADDRESS).status_code == 200
    response = client.get(url, {"q": "tea"}, **ADDRESS)
    assert_refused(response, "feed")
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert client.get(url, {"q": "tea"}, REMOTE_ADDR="8.8.8.8").status_code == 200


@pytest.mark.parametrize("name", ["tweet_embed", "oembed"])
def test_embeds_are_counted_by_address(client: Client, ada: Profile, name: str) -> None:
    tweet = make_tweet(ada)
    url = reverse(f"django_tweets:{name}", args=["ada", tweet.pk] if name == "tweet_embed" else [])
    query = {"url": f"http://testserver{tweet.get_absolute_url()}"}
    assert client.get(url, query, **ADDRESS).status_code == 200
    assert_refused(client.get(url, query, **ADDRESS), "feed")
    assert client.get(url, query, REMOTE_ADDR="8.8.8.8").status_code == 200


@pytest.mark.parametrize("typed", ["@ad", "#tea"])
def test_suggestions_are_counted(as_ada: Client, typed: str) -> None:
    url = reverse("django_tweets:autocomplete")
    for nothing in ("", "@", "ad"):
        assert as_ada.get(url, {"q": nothing}).status_code == 200
    assert as_ada.get(url, {"q": typed}).status_code == 200
    assert_refused(as_ada.get(url, {"q": typed}, headers=FRAGMENT), "autocomplete")


def test_hidden_tweet_is_as_often_refused_as_a_missing_one(ada: Profile, as_ada: Client) -> None:
    """So a limit tells nothing of what the member may not see."""
    use_up(ada, "like")
    hidden = make_tweet(make_profile("bob"), visibility="mentioned")
    url = reverse("django_tweets:tweet_like", args=["bob", hidden.pk])
    missing = reverse("django_tweets:tweet_like", args=["bob", hidden.pk + 1])
    assert [as_ada.post(each, headers=FRAGMENT).status_code for each in (url, missing)] == [404] * 2


class TestAddresses:
    @pytest.mark.parametrize(
        ("remote", "expected"),
        [
            ("9.9.9.9", "9.9.9.9"),
            ("2606:4700:1:2:3:4:5:6", "2606:4700:1:2::/64"),
            ("::ffff:9.9.9.9", "9.9.9.9"),
            ("127.0.0.1", ""),
            ("10.1.2.3", ""),
            ("172.18.0.1", ""),
            ("fd00::1", ""),
            ("", ""),
            ("unix:", ""),
        ],
    )
    def test_remote_address(self, remote: str, expected: str) -> None:
        headers = {"X-Forwarded-For": "8.8.8.8", "Forwarded": "for=8.8.8.8"}
        request = RequestFactory().get("/", REMOTE_ADDR=remote, headers=headers)
        assert get_client_address(request) == expected

    def test_request_without_an_address(self) -> None:
        request = RequestFactory().get("/")
        del request.META["REMOTE_ADDR"]
        assert get_client_address(request) == ""

    def test_function_of_the_host(self, client: Client, settings: Any) -> None:
        settings.DJANGO_TWEETS_CLIENT_ADDRESS = f"{__name__}.get_forwarded"
        url = reverse("django_tweets:search")
        for number, expected in [(1, 200), (1, 429), (2, 200)]:
            headers = {"X-Forwarded-For": f"spoofed, 10.0.0.{number}"}
            response = client.get(url, {"q": "tea"}, headers=headers)
            assert response.status_code == expected
        response = client.get(url, {"q": "tea"}, headers={"X-Forwarded-For": "a name"})
        assert response.status_code == 200


def get_forwarded(request: Any) -> str:
    """Return the address that the last proxy has added, as in docs/limits.md."""
    found: str = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return found


def test_stored_key_is_no_address(client: Client) -> None:
    client.get(reverse("django_tweets:search"), {"q": "tea"}, **ADDRESS)
    (row,) = RateLimit._base_manager.all()
    assert len(row.key) == 32
    assert int(row.key, 16)
