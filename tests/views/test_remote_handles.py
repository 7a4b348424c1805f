"""Profiles of other sites, whose handle is name@domain, on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, resolve, reverse

from django_tweets import get_profile_model, services, timelines, urls
from django_tweets.models import Block, Follow, Like, Mute, Visibility
from tests.attachments import make_attachment
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile, make_tweet
from tests.templatetags.test_django_tweets import render
from tests.views.scenarios import allow

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

HANDLE = "grace.b-hopper@social.example.org"


@pytest.fixture
def grace(db: None) -> Profile:
    return get_profile_model().objects.create(
        user=None, handle=HANDLE, display_name="Grace", **PROFILE_EXTRA
    )


@pytest.fixture
def tweet(grace: Profile, ada: Profile, django_capture_on_commit_callbacks: Any) -> Tweet:
    """A tweet of grace that is in every list of ada."""
    with django_capture_on_commit_callbacks(execute=True):
        tweet = services.publish(grace, "REMOTE #topic @ada", **TWEET_EXTRA)
        services.follow(ada, grace)
        services.follow(grace, ada)
        own = services.publish(ada, "own", **TWEET_EXTRA)
        services.publish(grace, "reply", in_reply_to=own, **TWEET_EXTRA)
        services.publish(ada, "answer", in_reply_to=tweet, **TWEET_EXTRA)
        services.publish(ada, "quote", quote_of=tweet, **TWEET_EXTRA)
        services.retweet(ada, tweet, **TWEET_EXTRA)
        services.retweet(grace, own, **TWEET_EXTRA)
        services.like(grace, own)
        services.like(ada, tweet)
        services.like(grace, tweet)
        services.bookmark(ada, tweet)
        services.retweet(grace, tweet, **TWEET_EXTRA)
    return tweet


def arguments_of(name: str, tweet: Tweet) -> list[Any]:
    handle = tweet.profile.handle
    if name == "attachment_file":
        row = make_attachment(tweet.profile, tweet_id=tweet.pk, position=0)
        return [row.pk, "8.webp"]
    if name.startswith("hashtag_") or name == "hashtag":
        return ["topic"]
    for arguments in ([], [handle], [handle, tweet.pk]):
        try:
            reverse(f"django_tweets:{name}", args=arguments)
        except NoReverseMatch:
            continue
        return arguments
    raise AssertionError(name)


WITHOUT_HANDLE = {"user_profile", "digest_unsubscribe", "appeal_create", "appeal_decide"}
WITHOUT_HANDLE |= {"data_export_file", "profile_restore"}
"""Names of URLs with another argument, and of the page for a deleted profile."""

NAMES = [str(pattern.name) for pattern in urls.urlpatterns]


def is_read(name: str) -> bool:
    patterns: list[Any] = urls.urlpatterns
    view = next(pattern for pattern in patterns if pattern.name == name).callback.view_class
    return "get" in view.http_method_names and hasattr(view, "get")


@pytest.mark.parametrize("is_member", [True, False])
def test_every_page_works_with_a_remote_profile(
    tweet: Tweet, as_ada: Client, is_member: bool
) -> None:
    client = as_ada if is_member else Client()
    allow(get_profile_model()._base_manager.get(handle="ada"), "moderate")
    queries = {"search": "?q=remote", "search_people": "?q=grace", "autocomplete": "?q=@grace"}
    wrong = []
    for name in filter(is_read, NAMES):
        if name in WITHOUT_HANDLE:
            continue
        url = reverse(f"django_tweets:{name}", args=arguments_of(name, tweet))
        status = client.get(url + queries.get(name, "")).status_code
        allowed = {200, 302, 401} if not is_member else {200}
        if name == "oembed":
            allowed = {400}
        if name in {"tweet_update", "tweet_delete"} and is_member:
            allowed = {403}
        if name in {"stream", "tweet_preview"}:  # there is none
            allowed = {404}
        if status not in allowed:
            wrong.append((name, status))
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("home", ""),
        ("search", "?q=remote"),
        ("search_people", "?q=grace"),
        ("notifications", ""),
        ("notification_mentions", ""),
        ("bookmarks", ""),
        ("autocomplete", "?q=@grace"),
    ],
)
def test_lists_name_a_remote_profile(tweet: Tweet, as_ada: Client, name: str, query: str) -> None:
    html = as_ada.get(reverse(f"django_tweets:{name}") + query).content.decode()
    assert HANDLE in html


def test_profile_page_links_its_lists_and_actions(tweet: Tweet, as_ada: Client) -> None:
    html = as_ada.get(tweet.profile.get_absolute_url()).content.decode()
    for page in ("followers", "following", "likes", "mute", "block", "unfollow"):
        assert f"/tweets/@{HANDLE}/{page}/" in html


def test_mention_links_to_a_remote_profile(ada: Profile, grace: Profile) -> None:
    """Its author was renamed to a remote handle after the tweet was written."""
    author = make_profile("grace")
    tweet = make_tweet(ada, "hello @grace")
    services.delete_profile(author)
    get_profile_model().objects.filter(pk=author.pk).update(
        handle="moved@example.org", deleted_at=None
    )
    (hydrated,) = timelines.hydrate([tweet.pk], None)
    assert 'href="/tweets/@moved@example.org/"' in render("{{ t|tweet_html }}", t=hydrated)


@pytest.mark.parametrize(
    "tag", ["profile_card", "profile_timeline", "follow_button", "profile_activity"]
)
def test_tags_take_a_remote_profile(tweet: Tweet, ada: Profile, tag: str) -> None:
    html = render(f"{{% {tag} profile %}}", ada, profile=tweet.profile)
    assert HANDLE in html or tag == "profile_activity"


@pytest.mark.parametrize(
    ("action", "relation"), [("follow", Follow), ("mute", Mute), ("block", Block)]
)
def test_actions_on_a_remote_profile(
    as_ada: Client, grace: Profile, action: str, relation: Any
) -> None:
    url = reverse(f"django_tweets:profile_{action}", args=[HANDLE])
    assert as_ada.post(url).headers["Location"] == grace.get_absolute_url()
    assert relation.objects.count() == 1
    undo = reverse(f"django_tweets:profile_un{action}", args=[HANDLE])
    assert as_ada.post(undo).headers["Location"] == grace.get_absolute_url()
    assert relation.objects.count() == 0


def test_like_of_a_remote_tweet(ada: Profile, as_ada: Client, grace: Profile) -> None:
    tweet = make_tweet(grace, visibility=Visibility.PUBLIC)
    assert (
        as_ada.post(reverse("django_tweets:tweet_like", args=[HANDLE, tweet.pk])).status_code == 302
    )
    assert Like.objects.filter(profile=ada, tweet=tweet).exists()


def test_other_case_redirects_to_the_stored_handle(client: Client, grace: Profile) -> None:
    response = client.get(f"/tweets/@{HANDLE.title()}/?before=5")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/tweets/@{HANDLE}/?before=5"


@pytest.mark.parametrize(
    "handle",
    [
        "nobody@example.org",
        "grace@localhost",
        "@example.org",
        "grace@",
        "a@b@example.org",
        "gr/ace@example.org",
        "grace@example..org",
        "grace@exa_mple.org",
        f"{'x' * 250}@example.org",
        "x" * 21,
        ".grace@example.org",
        "grace%00@example.org",
    ],
)
def test_unknown_or_malformed_handle_is_not_found(
    client: Client, grace: Profile, handle: str
) -> None:
    assert client.get(f"/tweets/@{handle}/").status_code == 404


def test_url_of_a_remote_handle_resolves_to_it() -> None:
    assert resolve(f"/tweets/@{HANDLE}/").kwargs == {"handle": HANDLE}
    assert reverse("django_tweets:tweet_detail", args=[HANDLE, 7]) == f"/tweets/@{HANDLE}/7/"


def test_remote_profile_is_reported(tweet: Tweet, as_ada: Client) -> None:
    for keys in ([tweet.profile.handle], [tweet.profile.handle, tweet.pk]):
        url = reverse("django_tweets:report_create", args=keys)
        assert as_ada.post(url, {"category": "spam"}).status_code == 302
        menu = as_ada.get(tweet.get_absolute_url()).content.decode()
    assert f'href="{url}"' in menu
