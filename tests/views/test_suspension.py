"""Sessions of suspended members: they read what visitors read, and a few pages of their own."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.models import Block, ModerationAction
from django_tweets.services.moderation import end_suspension
from django_tweets.views.base import FRAGMENT_HEADER
from tests.attachments import make_attachment
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_tweet
from tests.moderators import make_moderator
from tests.queries import at_most
from tests.views.scenarios import OF_SUSPENDED, make_world, path
from tests.views.test_matrix import ACTIONS

if TYPE_CHECKING:
    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = pytest.mark.django_db

NOTICE = "You are suspended: you can only read what is public."
FRAGMENT: dict[str, Any] = {"headers": {FRAGMENT_HEADER: "1"}}


@pytest.fixture
def suspended(ada: Profile) -> Profile:
    get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=True)
    return ada


@pytest.fixture
def tweet(bob: Profile) -> Tweet:
    return make_tweet(bob, "#tea")


def url(name: str, *args: Any) -> str:
    return reverse(f"django_tweets:{name}", args=args)


def suspend_until(profile: Profile, until: Any) -> ModerationAction:
    """Suspend profile as services.moderate() does, which takes no end in the past."""
    get_profile_model()._base_manager.filter(pk=profile.pk).update(is_suspended=True)
    row = ModerationAction(action="suspend", profile=profile, until=until)
    row.save()
    return row


class TestPages:
    def test_public_page_is_that_of_a_visitor(
        self, as_ada: Client, suspended: Profile, bob: Profile, tweet: Tweet
    ) -> None:
        services.moderate(make_moderator(), "warn", profile=suspended)
        html = as_ada.get(tweet.get_absolute_url()).content.decode()
        assert NOTICE in html
        assert "Read why" in html
        assert url("moderation_notices") in html
        assert "Read why" not in as_ada.get(url("moderation_notices")).content.decode()
        assert "#tea" in html
        assert 'data-viewer=""' in html
        assert "Sign in" not in html.partition('<div class="tweets"')[2].partition("</nav>")[0]

    def test_block_of_a_suspended_member_changes_nothing(
        self, as_ada: Client, suspended: Profile, bob: Profile, tweet: Tweet
    ) -> None:
        """They may sign out, and read it."""
        Block.objects.create(blocker=bob, blocked=suspended)
        assert as_ada.get(tweet.get_absolute_url()).status_code == 200

    def test_own_tweets_are_gone_too(self, as_ada: Client, suspended: Profile) -> None:
        assert as_ada.get(make_tweet(suspended).get_absolute_url()).status_code == 404

    def test_file_of_a_private_tweet_is_gone_too(self, as_ada: Client, ada: Profile) -> None:
        private = make_tweet(ada, visibility="followers")
        file = make_attachment(ada, tweet_id=private.pk, position=0)
        file_url = url("attachment_file", file.pk, "8.webp")
        assert as_ada.get(file_url).status_code == 200
        get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=True)
        assert as_ada.get(file_url).status_code == 404

    def test_page_for_members_tells_why(self, as_ada: Client, suspended: Profile) -> None:
        response = as_ada.get(url("home"))
        html = response.content.decode()
        assert response.status_code == 403
        assert NOTICE in html
        for name in ("moderation_notices", "data_export", "profile_delete"):
            assert f'href="{url(name)}"' in html
        for name in ("notifications", "bookmarks", "settings", "tweet_create"):
            assert f'href="{url(name)}"' not in html

    def test_hidden_and_missing_are_the_same(self, as_ada: Client, suspended: Profile) -> None:
        for handle in ("ada", "nobody"):
            for name in ("profile_follow", "report_create", "profile_block"):
                assert as_ada.post(url(name, handle)).status_code == 403

    @pytest.mark.parametrize("name", ["home", "tweet_create", "autocomplete", "profile_edit"])
    def test_script_gets_the_reason(self, as_ada: Client, suspended: Profile, name: str) -> None:
        response = as_ada.get(url(name), **FRAGMENT)
        assert response.status_code == 403
        assert NOTICE in response.content.decode()

    def test_closed_site_shows_nothing(
        self, as_ada: Client, suspended: Profile, tweet: Tweet, settings: Any
    ) -> None:
        settings.DJANGO_TWEETS_PUBLIC = False
        response = as_ada.get(tweet.get_absolute_url())
        assert response.status_code == 403
        assert "#tea" not in response.content.decode()
        assert as_ada.get(url("moderation_notices")).status_code == 200

    def test_moderator_who_is_suspended_has_no_link(self, as_ada: Client, ada: Profile) -> None:
        type(ada.user)._base_manager.filter(pk=ada.user_id).update(is_superuser=True)
        assert url("moderation_case_list") in as_ada.get(url("home")).content.decode()
        get_profile_model()._base_manager.filter(pk=ada.pk).update(is_suspended=True)
        assert url("moderation_case_list") not in as_ada.get(url("explore")).content.decode()
        assert as_ada.get(url("moderation_case_list")).status_code == 403

    def test_refusal_costs_three_statements(self, as_ada: Client, suspended: Profile) -> None:
        with at_most(4):  # session, user with profile, end of the suspension
            as_ada.get(url("home"))

    def test_tags_show_a_suspended_member_what_visitors_see(
        self, suspended: Profile, tweet: Tweet
    ) -> None:
        suspended.user.refresh_from_db()
        request = RequestFactory().get("/")
        request.user = suspended.user
        source = "{% load django_tweets %}{% home_timeline %}{% tweet tweet %}"
        html = Template(source).render(Context({"request": request, "tweet": tweet}))
        assert "#tea" in html
        assert 'id="tw-act"' not in html


class TestEnd:
    def test_suspension_ends_on_time(self, as_ada: Client, ada: Profile) -> None:
        row = suspend_until(ada, timezone.now() - timedelta(seconds=1))
        assert as_ada.get(url("home")).status_code == 200
        ada.refresh_from_db()
        assert not ada.is_suspended
        assert ModerationAction.objects.get(reverses=row).action == "restore"

    def test_suspension_lasts_until_then(self, as_ada: Client, ada: Profile) -> None:
        suspend_until(ada, timezone.now() + timedelta(minutes=1))
        assert as_ada.get(url("home")).status_code == 403
        ada.refresh_from_db()
        assert ada.is_suspended

    def test_later_suspension_stays(self, as_ada: Client, ada: Profile) -> None:
        suspend_until(ada, timezone.now() - timedelta(seconds=1))
        suspend_until(ada, None)
        assert as_ada.get(url("home")).status_code == 403

    def test_suspension_that_has_been_ended_meanwhile(self, ada: Profile) -> None:
        suspend_until(ada, timezone.now() - timedelta(seconds=1))
        ada.refresh_from_db()
        stale = get_profile_model()._base_manager.get(pk=ada.pk)
        assert end_suspension(ada)
        assert stale.is_suspended
        assert not end_suspension(stale)

    def test_inactive_user_is_suspended(
        self, as_ada: Client, ada: Profile, tweet: Tweet, settings: Any
    ) -> None:
        settings.AUTHENTICATION_BACKENDS = [
            "django.contrib.auth.backends.AllowAllUsersModelBackend"
        ]
        type(ada.user)._base_manager.filter(pk=ada.user_id).update(is_active=False)
        as_ada.force_login(ada.user)
        assert as_ada.get(url("home")).status_code == 403
        assert as_ada.get(tweet.get_absolute_url()).status_code == 200
        assert as_ada.get(url("moderation_notices")).status_code == 200
        suspend_until(ada, timezone.now() - timedelta(seconds=1))
        assert as_ada.get(url("home")).status_code == 403


REFUSED = ["tweet_like", "tweet_bookmark", "tweet_retweet", "profile_follow", "hashtag_follow"]


@pytest.mark.parametrize("name", REFUSED)
def test_refused_action_tells_why(
    as_ada: Client, suspended: Profile, tweet: Tweet, name: str
) -> None:
    kind = name.partition("_")[0]
    args = {"tweet": ["bob", tweet.pk], "profile": ["bob"], "hashtag": ["tea"]}[kind]
    response = as_ada.post(url(name, *args), **FRAGMENT)
    assert response.status_code == 403
    assert NOTICE in response.content.decode()


@pytest.mark.matrix
def test_suspended_member_appeals_takes_the_data_and_deletes() -> None:
    world = make_world("stranger", "public")
    assert world.viewer is not None
    get_profile_model()._base_manager.filter(pk=world.viewer.pk).update(is_suspended=True)
    client, done = world.client(), set()
    data = {"content": "DONE", "display_name": "DONE", "handle": "reader", "is_protected": "on"}
    data |= {"confirmation": "reader", "text": "DONE", **TWEET_EXTRA, **PROFILE_EXTRA}
    for name, (_, rows, prepare) in ACTIONS.items():
        with transaction.atomic():
            if prepare is not None:
                prepare(world)
            before = rows(world)
            client.post(path(name, world), data)
            if rows(world) != before:
                done.add(name)
            transaction.set_rollback(True)
    assert done == {"appeal_create", "data_export", "profile_delete"} <= OF_SUSPENDED
