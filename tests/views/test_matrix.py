"""Every URL × every reader × every kind of tweet: what is shown, and which actions work.

A URL name without a row, here or in expected_access.py, fails the last test.
"""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from django_tweets import get_profile_model, get_tweet_model, services, urls
from django_tweets.models import (
    Appeal,
    Attachment,
    Block,
    BlockedTerm,
    Bookmark,
    DataExport,
    Follow,
    FollowRequest,
    Hashtag,
    HashtagFollow,
    Like,
    ModerationAction,
    ModerationCase,
    Mute,
    NotificationPreference,
    NotificationSettings,
    Report,
    Visibility,
)
from tests.factories import PROFILE_EXTRA, TWEET_EXTRA, make_profile, make_tweet
from tests.views.expected_access import (
    FAN_PAGES,
    NAMES_THE_AUTHOR,
    PAGES,
    depends_on_the_tweet,
    get_expectation,
)
from tests.views.scenarios import CASES, OF_SUSPENDED, OPEN, WITHHELD, World, make_world, path

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]


@pytest.mark.parametrize(("reader", "kind"), CASES)
def test_every_page_shows_visible_tweets_only(reader: str, kind: str) -> None:
    world = make_world(reader, kind)
    client = world.client()
    wrong = []
    for name in PAGES:
        # For each reader, these are read beside a tweet that everybody sees, and a hidden one.
        if kind not in {"public", "followers"} and not depends_on_the_tweet(name):
            continue
        response = client.get(path(name, world))
        content = response.getvalue()  # of a file, too
        is_there, status = get_expectation(name, world)
        is_found = b"THE-TEXT" in content
        if is_found != is_there or response.status_code != (200 if is_there else status):
            wrong.append((name, is_found, response.status_code))
    for name, expect in FAN_PAGES.items():
        response = client.get(path(name, world, fan=True))
        is_found = b"THE-TEXT" in response.content
        if is_found != expect(world)[0] or response.status_code != 200:
            wrong.append((f"{name} of the fan", is_found, response.status_code))
    for name in NAMES_THE_AUTHOR:
        html = client.get(path(name, world, fan=True)).content
        if (b"@author" in re.split(rb"<h1>|class=\"tw-sidebar\"", html)[1]) != world.can_see_author:
            wrong.append((f"{name} names the author", not world.can_see_author, 200))
    assert wrong == []


# For a POST request: who may do it, and which rows change.


def tweets_of(world: World) -> list[tuple[Any, ...]]:
    tweets = get_tweet_model().objects.order_by("pk")
    return list(tweets.values_list("pk", "content", "profile", "retweet_of", "quote_of"))


def reactions(world: World) -> list[Any]:
    return [list(model.objects.values_list("profile", "tweet")) for model in (Like, Bookmark)]


def relations(world: World) -> list[Any]:
    models = (Follow, FollowRequest, Block, Mute)
    return [sorted(model.objects.values_list()) for model in models]


def display_name(world: World) -> str:
    world.author.refresh_from_db()
    if world.viewer is not None:
        world.viewer.refresh_from_db()
    return f"{world.author.display_name} {world.viewer and world.viewer.display_name}"


def protected(world: World) -> list[Any]:
    return list(get_profile_model().objects.filter(is_protected=True).values_list("pk"))


def profiles(world: World) -> list[Any]:
    there = get_profile_model().objects.filter(deleted_at=None)
    return list(there.order_by("handle").values_list("pk"))


def hashtag_follows(world: World) -> list[Any]:
    return list(HashtagFollow.objects.values_list("profile", "hashtag"))


def add_hashtag_follow(world: World) -> None:
    HashtagFollow.objects.bulk_create(
        [HashtagFollow(profile=world.viewer, hashtag=Hashtag.objects.get())]
    )


def notification_preferences(world: World) -> list[Any]:
    settings = NotificationSettings.objects.values_list("profile", "digest")
    preferences = NotificationPreference.objects.order_by("kind")
    return [*settings, *preferences.values_list("profile", "kind", "is_wanted")]


def attachments(world: World) -> list[Any]:
    return list(Attachment.objects.order_by("pk").values_list("owner", "alt"))


def data_exports(world: World) -> list[Any]:
    return list(DataExport.objects.values_list("pk", "state"))


def add_attachment(world: World) -> None:
    """See scenarios.path(): it is the newest one."""
    assert world.viewer is not None
    Attachment.objects.create(owner=world.viewer, file="x/1.webp", widths=[1])


def reports(world: World) -> list[Any]:
    return list(Report._base_manager.values_list("reporter", "profile"))


def appeals(world: World) -> list[Any]:
    return list(Appeal._base_manager.values_list("profile"))


def small_picture() -> BytesIO:
    out = BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    out.seek(0)
    return out


def is_member(world: World) -> bool:
    return world.viewer is not None


def may_follow_hashtag(world: World) -> bool:
    """A hashtag without a public tweet is one that nobody has used."""
    return is_member(world) and world.kind == "public"


def may_protect(world: World) -> bool:
    return is_member(world) and (world.reader != "author" or world.kind != "protected")


def may_react(world: World) -> bool:
    return is_member(world) and world.can_see_tweet


def may_retweet(world: World) -> bool:
    return may_react(world) and world.kind in {*OPEN, "suspended"}


def may_refer(world: World) -> bool:
    return may_react(world) and world.kind not in WITHHELD


def may_report(world: World) -> bool:
    """Who has an open report about the author adds to that."""
    return may_react(world) and world.reader not in {"author", "reporter"}


def may_edit(world: World) -> bool:
    return world.can_see_tweet and world.reader == "author"


def may_interact(world: World) -> bool:
    return is_member(world) and world.reader != "author" and world.can_see_author


def may_request_follow(world: World) -> bool:
    is_new = world.reader != "follower"
    has_asked = world.reader == "requester" and world.kind == "protected"
    return may_interact(world) and is_new and not has_asked


def log_rows(world: World) -> list[Any]:
    return list(ModerationAction.objects.values_list("pk"))


def claims(world: World) -> list[Any]:
    return list(ModerationCase.objects.values_list("claimed_by"))


def add_claim(world: World) -> None:
    ModerationCase.objects.update(claimed_by=world.viewer, claimed_at=timezone.now())


def decided_appeals(world: World) -> list[Any]:
    return list(Appeal.objects.values_list("decided_by", "is_accepted"))


def terms(world: World) -> list[Any]:
    return list(BlockedTerm.objects.values_list("term"))


def is_moderator(world: World) -> bool:
    return world.reader == "moderator"


def add_like(world: World) -> None:
    Like.objects.bulk_create([Like(profile=world.viewer, tweet=world.tweet)])


def add_retweet(world: World) -> None:
    make_tweet(world.viewer, "", retweet_of=world.tweet)


def remove_bookmark(world: World) -> None:
    Bookmark.objects.filter(profile=world.viewer).delete()


Done = tuple["Callable[[World], bool]", "Callable[[World], Any]", "Callable[[World], None] | None"]

ACTIONS: dict[str, Done] = {
    "tweet_create": (is_member, tweets_of, None),
    "settings": (may_protect, protected, None),
    "notification_settings": (is_member, notification_preferences, None),
    "profile_edit": (is_member, display_name, None),
    "profile_name": (is_member, display_name, None),
    "profile_delete": (is_member, profiles, None),
    "profile_restore": (lambda world: False, profiles, None),
    "data_export": (is_member, data_exports, None),
    "media_upload": (is_member, attachments, None),
    "media_update": (is_member, attachments, add_attachment),
    "moderation_action_create": (is_moderator, log_rows, None),
    "moderation_action_reverse": (is_moderator, log_rows, None),
    "appeal_decide": (is_moderator, decided_appeals, None),
    "blocked_term_list": (is_moderator, terms, None),
    "blocked_term_delete": (is_moderator, terms, None),
    "report_unlock": (is_moderator, log_rows, None),
    "case_claim": (is_moderator, claims, None),
    "case_unclaim": (is_moderator, claims, add_claim),
    "tweet_reply": (may_refer, tweets_of, None),
    "tweet_quote": (may_refer, tweets_of, None),
    "tweet_update": (may_edit, tweets_of, None),
    "tweet_delete": (may_edit, tweets_of, None),
    "tweet_like": (may_react, reactions, None),
    "tweet_unlike": (may_react, reactions, add_like),
    "tweet_retweet": (may_retweet, tweets_of, None),
    "tweet_unretweet": (may_react, tweets_of, add_retweet),
    "tweet_bookmark": (may_react, reactions, remove_bookmark),
    "tweet_unbookmark": (may_react, reactions, None),
    "report_create": (may_report, reports, None),
    "appeal_create": (is_member, appeals, None),
    "hashtag_follow": (may_follow_hashtag, hashtag_follows, None),
    "hashtag_unfollow": (is_member, hashtag_follows, add_hashtag_follow),
    "profile_follow": (may_request_follow, relations, None),
    "profile_unfollow": (
        lambda world: world.reader in {"follower", "requester"} and world.can_see_author,
        relations,
        None,
    ),
    "profile_accept": (
        lambda world: may_interact(world) and world.kind != "suspended",
        relations,
        None,
    ),
    "profile_reject": (may_interact, relations, None),
    "profile_block": (may_interact, relations, None),
    "profile_unblock": (
        lambda world: world.reader == "blocker" and world.kind != "suspended",
        relations,
        None,
    ),
    "profile_mute": (
        lambda world: may_interact(world) and world.reader != "muter",
        relations,
        None,
    ),
    "profile_unmute": (
        lambda world: world.reader == "muter" and world.can_see_author,
        relations,
        None,
    ),
}


@pytest.mark.usefixtures("media")
@pytest.mark.parametrize(("reader", "kind"), CASES)
def test_every_action_obeys_visibility(reader: str, kind: str) -> None:
    world = make_world(reader, kind)
    client = world.client()
    wrong: list[Any] = []
    for name, (may, rows, prepare) in ACTIONS.items():
        with transaction.atomic():
            if prepare is not None and world.viewer is not None:
                prepare(world)
            before = rows(world)
            data: dict[str, Any] = {"content": "DONE", "display_name": "DONE", "handle": "reader"}
            me = "author" if world.reader == "author" else "reader"
            data |= {"is_protected": "on", "confirmation": me, "alt": "DONE"}
            data |= {"category": "spam", "text": "DONE"}
            data |= {"action": "warn", "is_accepted": "1"}
            data |= {"term": "casino", "kind": "word", "verdict": "hold"}
            if name == "media_upload":
                data["file"] = small_picture()
            response = client.post(path(name, world), {**data, **TWEET_EXTRA, **PROFILE_EXTRA})
            is_done = rows(world) != before
            is_allowed = may(world) and (not world.is_suspended or name in OF_SUSPENDED)
            if is_done != is_allowed or response.status_code == 200:
                wrong.append((name, is_done, response.status_code))
            if world.is_suspended and name not in OF_SUSPENDED and response.status_code != 403:
                wrong.append((name, "refused", response.status_code))
            if world.viewer is None and not response.headers["Location"].startswith("/accounts/"):
                wrong.append((name, "asked to log in", response.headers["Location"]))
            transaction.set_rollback(True)
    assert wrong == []


def test_follow_of_a_protected_author_is_a_request() -> None:
    world = make_world("stranger", "protected")
    world.client().post(path("profile_follow", world))
    assert not Follow.objects.filter(follower=world.viewer).exists()
    assert FollowRequest.objects.filter(follower=world.viewer).exists()


def test_reply_is_not_more_visible_than_the_original() -> None:
    world = make_world("follower", "protected")
    world.client().post(path("tweet_reply", world), {"content": "DONE", **TWEET_EXTRA})
    assert get_tweet_model().objects.get(content="DONE").visibility == Visibility.FOLLOWERS


def test_block_hides_quotes_by_others(ada: Profile, bob: Profile) -> None:
    tweet = make_tweet(ada, "THE-TEXT")
    third = make_profile()
    make_tweet(third, "", retweet_of=tweet)
    make_tweet(third, "QUOTING", quote_of=tweet)
    services.follow(bob, third)
    services.block(ada, bob)
    client = Client()
    client.force_login(bob.user)
    html = client.get(reverse("django_tweets:home")).content.decode()
    assert "QUOTING" in html
    assert "THE-TEXT" not in html
    assert "@ada" not in html


def test_every_url_has_an_expectation() -> None:
    # test_view_counts.py: whoever sends views gets the same empty response.
    expected = {*PAGES, *ACTIONS, "tweet_views"}
    assert {str(pattern.name) for pattern in urls.urlpatterns} == expected
