"""The page of a member whose profile is deleted, and can be restored."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.template import RequestContext, Template
from django.urls import reverse
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.models import ProfileDeletion
from tests.attachments import make_attachment
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.views.expected_access import PAGES
from tests.views.scenarios import make_world, path

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media", "grace")]

DELETE = reverse("django_tweets:profile_delete")
RESTORE = reverse("django_tweets:profile_restore")
EXPORT = reverse("django_tweets:data_export")


@pytest.fixture
def grace(settings: Any) -> None:
    settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=30)


@pytest.fixture
def deleted(as_ada: Client, ada: Profile) -> Profile:
    """Ada, after she has deleted her profile on the page."""
    response = as_ada.post(DELETE, {"confirmation": "ada"})
    assert (response.status_code, response.headers["Location"]) == (302, RESTORE)
    return ada


def test_page_to_delete_tells_of_the_grace_period(as_ada: Client, settings: Any) -> None:
    html = as_ada.get(DELETE).content.decode()
    assert "permanently after 30 days" in html
    assert "sign in and have everything back" in html
    settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(hours=2)
    assert "permanently after 1 day:" in as_ada.get(DELETE).content.decode()
    settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(0)
    assert "This will be deleted permanently:" in as_ada.get(DELETE).content.decode()


def test_member_restores_the_profile(as_ada: Client, deleted: Profile) -> None:
    html = as_ada.get(RESTORE).content.decode()
    assert "Nobody sees @ada" in html
    assert "Restore my profile" in html
    assert f'href="{EXPORT}"' in html
    response = as_ada.post(RESTORE)
    assert response.status_code == 302
    assert as_ada.get(response.headers["Location"]).status_code == 200
    assert as_ada.get(deleted.get_absolute_url()).status_code == 200
    assert as_ada.get(RESTORE).status_code == 404
    assert as_ada.post(RESTORE).status_code == 302  # a second click


def test_nobody_else_sees_the_profile(as_bob: Client, client: Client, deleted: Profile) -> None:
    for other in (as_bob, client):
        assert other.get(deleted.get_absolute_url()).status_code == 404


def test_every_page_leads_a_deleted_member_to_restore() -> None:
    """But those that anybody gets alike, and those that are for deleted members."""
    world = make_world("stranger", "public")
    assert world.viewer is not None
    services.delete_profile(world.viewer)
    client = world.client()
    alike = {"data_export", "data_export_file", "profile_restore", "digest_unsubscribe"}
    alike |= {"attachment_file", "autocomplete", "tweet_embed", "oembed", "tweet_preview"}
    alike.add("stream")  # without DJANGO_TWEETS_STREAM there is none
    wrong = []
    for name in PAGES.keys() - alike:
        response = client.get(path(name, world))
        if response.headers.get("Location") != RESTORE and not name.endswith(("_atom", "_rss")):
            wrong.append((name, response.status_code))
    assert wrong == []


def read_status(client: Client, url: str) -> int:
    """Return the status of a file, which is read to its end."""
    response = client.get(url)
    b"".join(response)  # which closes it: once more would close the connection to PostgreSQL
    return int(response.status_code)


def test_deleted_member_reads_as_a_visitor_where_no_page_leads_to_restore(
    as_ada: Client, rf: RequestFactory, ada: Profile, bob: Profile
) -> None:
    """A deleted member reads files and tags as a visitor: nobody could block them."""
    services.follow(ada, bob)
    secret = make_tweet(bob, "secret", visibility="followers")
    attachment = make_attachment(bob, tweet=secret, position=0)
    request = rf.get("/")
    request.user = ada.user
    template = Template("{% load django_tweets %}{% home_timeline %}{% tweet tweet %}")

    def render() -> str:
        request.user = type(ada.user)._base_manager.get(pk=ada.user_id)
        return template.render(RequestContext(request, {"tweet": secret}))

    assert "secret" in render()
    assert read_status(as_ada, attachment.url) == 200
    services.delete_profile(ada)
    assert "secret" not in render()
    assert read_status(as_ada, attachment.url) == 404
    services.restore_profile(ada)
    assert "secret" in render()
    assert read_status(as_ada, attachment.url) == 200


def test_error_pages_lead_there_too(as_ada: Client, deleted: Profile) -> None:
    for url in (reverse("django_tweets:explore") + "?before=x", deleted.get_absolute_url()):
        assert as_ada.get(url).headers["Location"] == RESTORE
    like = reverse("django_tweets:tweet_like", args=["ada", 1])
    assert as_ada.get(like).headers["Location"] == RESTORE  # not a 405


def test_actions_of_a_deleted_member_do_nothing(as_ada: Client, deleted: Profile) -> None:
    tweet = make_tweet(make_profile())
    url = reverse("django_tweets:tweet_like", args=[tweet.profile.handle, tweet.pk])
    assert as_ada.post(url).headers["Location"] == RESTORE
    assert as_ada.post(url, headers={"X-Tweets-Fragment": "1"}).status_code == 401
    compose = reverse("django_tweets:tweet_create")
    response = as_ada.post(compose, {"content": "hello", **TWEET_EXTRA})
    assert response.headers["Location"] == RESTORE
    assert not tweet.likes.exists()
    assert not deleted.tweets.exists()


def test_deleted_member_can_download_the_data(
    as_ada: Client, deleted: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        as_ada.post(EXPORT)
    html = as_ada.get(EXPORT).content.decode()
    assert "Your data is ready" in html
    assert f'href="{reverse("django_tweets:settings")}"' not in html
    assert as_ada.get(reverse("django_tweets:data_export_file", args=[1])).getvalue()


def test_profile_cannot_be_restored_after_the_time(
    as_ada: Client, deleted: Profile, django_capture_on_commit_callbacks: Any
) -> None:
    ProfileDeletion._base_manager.update(due_at=timezone.now())
    html = as_ada.get(RESTORE).content.decode()
    assert "too late" in html
    assert "Restore my profile" not in html
    assert as_ada.post(RESTORE).status_code == 403
    with django_capture_on_commit_callbacks(execute=True):
        assert services.purge_due_profiles() == 1
    assert as_ada.get(reverse("django_tweets:home")).status_code == 200
    assert get_profile_model()._base_manager.get().pk != deleted.pk


def test_page_is_not_found_without_a_deletion(as_ada: Client, client: Client) -> None:
    assert as_ada.get(RESTORE).status_code == 404
    client.logout()
    assert client.get(RESTORE).headers["Location"] == f"/accounts/login/?next={RESTORE}"
