"""Pages of a site whose router sends reads to a replica that is read-only and behind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from django.urls import reverse

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Follow
from django_tweets.routers import reads_from_write_database
from django_tweets.views.base import FRAGMENT_HEADER
from tests.attachments import make_attachment
from tests.consistency import find_inconsistencies
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_tweet, make_user
from tests.replica import replica_of_now
from tests.views.scenarios import make_world, path
from tests.views.test_matrix import ACTIONS, small_picture

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.databases("sqlite")]

READERS = {
    "appeal_decide": "moderator",
    "blocked_term_list": "moderator",
    "blocked_term_delete": "moderator",
    "case_claim": "moderator",
    "case_unclaim": "moderator",
    "moderation_action_create": "moderator",
    "moderation_action_reverse": "moderator",
    "report_unlock": "moderator",
    "profile_unblock": "blocker",
    "profile_unfollow": "follower",
    "profile_unmute": "muter",
    "tweet_delete": "author",
    "tweet_update": "author",
}
"""Who does an action; for the others, a stranger."""


@pytest.fixture(autouse=True)
def sessions(settings: Any) -> None:
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize("headers", [{}, {FRAGMENT_HEADER: "1"}], ids=["page", "fragment"])
# Nothing is deleted here that could be restored: see test_profile_restore.py.
@pytest.mark.parametrize("name", sorted(ACTIONS.keys() - {"profile_restore"}))
def test_form_reads_nothing_from_an_empty_replica(name: str, headers: dict[str, str]) -> None:
    _, rows, prepare = ACTIONS[name]
    with replica_of_now() as replica:
        with reads_from_write_database():
            world = make_world(READERS.get(name, "stranger"), "public")
            if prepare is not None:
                prepare(world)
            before = rows(world)
            client, url = world.client(), path(name, world)
        term = {"term": "casino", "kind": "word", "verdict": "hold"}
        me = "author" if world.reader == "author" else "reader"
        data: dict[str, Any] = {"content": "DONE", "display_name": "DONE", "handle": "reader"}
        data |= {"alt": "DONE", "file": small_picture()} if name.startswith("media_") else {}
        data |= term if name == "blocked_term_list" else {}
        data |= {"is_protected": "on", "confirmation": me, **TWEET_EXTRA, **PROFILE_EXTRA}
        data |= {"category": "spam", "text": "DONE", "action": "warn", "is_accepted": "1"}
        replica.statements.clear()
        response = client.post(url, data, headers=headers)
        assert replica.statements == []
        expected = {302} if name == "tweet_delete" or not headers else {200, 201}
        assert response.status_code in expected
        with reads_from_write_database():
            assert rows(world) != before


def test_handle_that_only_the_primary_knows_is_taken(ada: Profile, as_ada: Client) -> None:
    data = {"handle": "taken", **PROFILE_EXTRA}
    with replica_of_now():
        make_user("taken")
        response = as_ada.post(reverse("django_tweets:profile_edit"), data)
    assert response.status_code == 422


def test_member_is_sent_to_the_new_tweet(as_ada: Client) -> None:
    data = {"content": "brand new", **TWEET_EXTRA}
    with replica_of_now():
        response = as_ada.post(reverse("django_tweets:tweet_create"), data, follow=True)
    assert response.status_code == 200
    assert b"brand new" in response.content


def test_member_sees_the_file_of_a_new_tweet(ada: Profile, as_ada: Client) -> None:
    with replica_of_now():
        with reads_from_write_database():
            attachment = make_attachment(ada)
            services.publish(ada, "look", attachments=[attachment], **TWEET_EXTRA)
        assert as_ada.get(attachment.url).getvalue() == b"THE-TEXT"
        assert Client().get(f"{attachment.url}x").status_code == 404


def test_page_that_nobody_has_is_not_found(as_ada: Client) -> None:
    with replica_of_now():
        response = as_ada.get(reverse("django_tweets:profile_detail", args=["nobody"]))
    assert response.status_code == 404


@pytest.mark.parametrize("name", ["tweet_update", "tweet_delete"])
def test_form_shows_what_the_primary_has(ada: Profile, as_ada: Client, name: str) -> None:
    tweet = make_tweet(ada, "old text")
    with replica_of_now():
        services.edit(tweet, "new text")
        response = as_ada.get(reverse(f"django_tweets:{name}", args=[ada.handle, tweet.pk]))
    assert b"new text" in response.content


def test_pages_are_read_from_the_replica(ada: Profile, as_ada: Client) -> None:
    with replica_of_now():
        make_tweet(ada, "too new")
        response = as_ada.get(ada.get_absolute_url())
    assert response.status_code == 200
    assert b"too new" not in response.content


def test_new_user_gets_one_profile(settings: Any) -> None:
    with replica_of_now():
        user = make_user("cleo")
        client = Client()
        client.force_login(user)
        client.get(reverse("django_tweets:home"))
    assert get_profile_model()._base_manager.filter(user=user).count() == 1


@pytest.fixture
def as_admin(client: Client) -> Client:
    client.force_login(make_user("root", is_staff=True, is_superuser=True))
    return client


ADMIN: dict[str, Callable[[Any], tuple[str, dict[str, Any]]]] = {
    "change": lambda tweet: ("change", {"content": "new", "visibility": "public", **TWEET_EXTRA}),
    "delete": lambda tweet: ("delete", {"post": "yes"}),
    "action": lambda tweet: (
        "changelist",
        {"action": "delete_selected", "_selected_action": tweet.pk, "post": "yes"},
    ),
}


@pytest.mark.needs("django.contrib.admin")
@pytest.mark.parametrize("case", ADMIN)
def test_admin_decides_on_the_primary(ada: Profile, as_admin: Client, case: str) -> None:
    with replica_of_now():
        tweet = make_tweet(ada, "old")
        page, data = ADMIN[case](tweet)
        label = tweet._meta.label_lower.replace(".", "_")
        arguments = [] if page == "changelist" else [tweet.pk]
        as_admin.post(reverse(f"admin:{label}_{page}", args=arguments), data)
    contents = get_tweet_model()._base_manager.values_list("content", flat=True)
    assert list(contents) == (["new"] if case == "change" else [])


def test_user_is_deleted_with_everything(ada: Profile, bob: Profile) -> None:
    with replica_of_now():
        services.follow(bob, ada)
        tweet = make_tweet(ada, "#tea @bob")
        services.like(bob, tweet)
        services.retweet(bob, tweet)
        ada.user.delete()
    assert not get_tweet_model()._base_manager.exists()
    assert not Follow._base_manager.exists()
    assert find_inconsistencies() == []
