"""Suspended members: what each service does for them, also if they are suspended in the middle."""

from __future__ import annotations

import re
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import (
    Attachment,
    FollowRequest,
    Hashtag,
    ModerationAction,
    Notification,
    ProfileDeletion,
)
from django_tweets.services import tasks
from django_tweets.services.suspension import Suspended
from tests.attachments import make_attachment, make_picture
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.interleaving import run_before_statement
from tests.moderators import make_moderator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.factories import Profile

    Case = Callable[[Profile, "World"], Any]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


class World:
    """A member with rows of every kind, and others to act on."""

    def __init__(self) -> None:
        self.member, self.other, self.third = (make_profile(name) for name in ("me", "you", "it"))
        self.own_tweet = make_tweet(self.member, "mine #tea")
        self.tweet, self.old_tweet = make_tweet(self.other, "#cake"), make_tweet(self.other)
        for service in (services.like, services.bookmark, services.retweet):
            service(self.member, self.old_tweet)
        services.follow(self.member, self.third)
        services.follow_hashtag(self.member, self.hashtag("tea"))
        services.mute(self.member, self.third)
        services.block(self.member, make_profile("blocked"))
        make_profile("closed", is_protected=True)
        services.update_profile(self.member, is_protected=True)
        self.picture = make_attachment(self.member)
        self.request = services.follow(self.other, self.member)
        self.warning = ModerationAction(action="warn", profile_id=self.member.pk)
        self.warning.save()
        self.attachment = Attachment.objects.create(owner=self.member, file="x/1.webp", widths=[1])

    def hashtag(self, name: str) -> Any:
        return Hashtag._base_manager.get(name=name)

    def rows(self) -> dict[str, Any]:
        """Return all rows of the app, and the profiles and tweets."""
        models = {*apps.get_app_config("django_tweets").get_models()}
        models |= {get_profile_model(), get_tweet_model()}
        found = {model._meta.label: [*model._base_manager.values()] for model in models}
        for profile in found[get_profile_model()._meta.label]:
            for flag in ("is_suspended", "deleted_at"):
                del profile[flag]
        return {name: sorted(rows, key=str) for name, rows in found.items()}


# Services that refuse a suspended member.
REFUSED: dict[str, Case] = {
    "accept_follow": lambda me, world: services.accept_follow(world.request),  # type: ignore[arg-type]  # a request
    "attach": lambda me, world: services.attach(world.own_tweet, [world.picture]),
    "bookmark": lambda me, world: services.bookmark(me, world.tweet),
    "bookmark: again": lambda me, world: services.bookmark(me, world.old_tweet),
    "edit": lambda me, world: services.edit(world.own_tweet, "changed"),
    "follow": lambda me, world: services.follow(me, world.other),
    "report": lambda me, world: services.report(me, profile=world.other, category="spam"),
    "follow: request": lambda me, world: services.follow(me, get_profile("closed")),
    "follow_hashtag": lambda me, world: services.follow_hashtag(me, world.hashtag("cake")),
    "like": lambda me, world: services.like(me, world.tweet),
    "like: again": lambda me, world: services.like(me, world.old_tweet),
    "publish": lambda me, world: services.publish(me, "new @it", **TWEET_EXTRA),
    "publish: quote": lambda me, world: services.publish(
        me, "so", quote_of=world.tweet, **TWEET_EXTRA
    ),
    "publish: reply": lambda me, world: services.publish(
        me, "so", in_reply_to=world.tweet, **TWEET_EXTRA
    ),
    "retweet": lambda me, world: services.retweet(me, world.tweet),
    "retweet: again": lambda me, world: services.retweet(me, world.old_tweet),
    "update_attachment": lambda me, world: services.update_attachment(world.attachment, alt="new"),
    "upload": lambda me, world: services.upload(me, make_picture()),
    "update_profile": lambda me, world: services.update_profile(me, bio="changed"),
    "update_profile: handle": lambda me, world: services.update_profile(me, handle="renamed"),
    "update_profile: protect": lambda me, world: services.update_profile(me, is_protected=False),
}

# Services that a suspended member may use: they take away, hide, or change what only they see.
ALLOWED: dict[str, Case] = {
    "appeal": lambda me, world: services.appeal(me, world.warning, "It was a joke."),
    "block": lambda me, world: services.block(me, world.other),
    "delete": lambda me, world: services.delete(world.own_tweet),
    "delete_profile": lambda me, world: services.delete_profile(me),
    "discard_attachment": lambda me, world: services.discard_attachment(world.attachment),
    "mark_notifications_read": lambda me, world: services.mark_notifications_read(me, 1),
    "mute": lambda me, world: services.mute(me, world.other),
    "reject_follow": lambda me, world: services.reject_follow(world.request),  # type: ignore[arg-type]  # a request
    "request_export": lambda me, world: services.request_export(me),
    "unblock": lambda me, world: services.unblock(me, get_profile("blocked")),
    "unbookmark": lambda me, world: services.unbookmark(me, world.old_tweet),
    "unfollow": lambda me, world: services.unfollow(me, world.third),
    "unfollow_hashtag": lambda me, world: services.unfollow_hashtag(me, world.hashtag("tea")),
    "unlike": lambda me, world: services.unlike(me, world.old_tweet),
    "unmute": lambda me, world: services.unmute(me, world.third),
    "unretweet": lambda me, world: services.unretweet(me, world.old_tweet),
    "update_notification_settings": lambda me, world: services.update_notification_settings(
        me, digest="daily"
    ),
}

# Services that no member calls: code of the site does, or a rule of their own is tested below.
OF_THE_SITE = {
    "LimitExceeded",
    "block_term",
    "decide",
    "moderate",
    "unblock_term",
    "as_staff",
    "compute_sitemap_keys",
    "compute_trends",
    "count_views",  # a suspended member reads as a visitor does
    "create_profiles",
    "delete_expired_exports",
    "flush_view_counts",
    "get_data_export",
    "get_deletion",
    "get_profile",
    "make_exports",
    "notify",
    "process_attachments",
    "purge_due_profiles",
    "rebuild_notifications",
    "recount_profile",
    "refresh_sitemap_keys",
    "refresh_trends",
    "restore_profile",
    "unnotify",
    "without_limits",
    "without_notifications",
    "write_export",
}

HOW: dict[str, Callable[[Profile], Any]] = {
    "suspended": lambda me: get_profiles(me).update(is_suspended=True),
    "inactive": lambda me: (
        get_user_model()._base_manager.filter(pk=me.user_id).update(is_active=False)
    ),
    "deleted": lambda me: get_profiles(me).update(deleted_at=timezone.now()),
}


def get_profiles(profile: Profile) -> Any:
    return get_profile_model()._base_manager.filter(pk=profile.pk)


def get_profile(handle: str) -> Any:
    return get_profile_model()._base_manager.get(handle=handle)


@pytest.fixture
def world(db: None, django_capture_on_commit_callbacks: Any) -> World:
    with django_capture_on_commit_callbacks(execute=True):
        return World()


def service_of(case: str) -> str:
    return case.partition(":")[0]


def test_every_service_has_a_decision() -> None:
    decided = [{*map(service_of, REFUSED)}, {*ALLOWED}, OF_THE_SITE]
    assert set().union(*decided) == {*services.__all__}
    assert sum(map(len, decided)) == len(services.__all__)


def test_documented_decisions_are_those_of_the_tests() -> None:
    page = Path(__file__).parents[2] / "docs" / "security.md"
    rows = dict(re.findall(r"\n\| (refused|allowed) \| (.*) \|", page.read_text(encoding="utf-8")))
    documented = {name: {*re.findall(r"`(\w+)`", row)} for name, row in rows.items()}
    refused = {*map(service_of, REFUSED)}
    assert documented == {"refused": refused, "allowed": {*ALLOWED}}


def call_each(
    cases: dict[str, Case], world: World, prepare: Callable[[Profile], Any]
) -> Iterator[tuple[str, str, bool]]:
    """Call each case after prepare(), and undo it. Yield name, error, and whether rows changed."""
    for case, call in cases.items():
        with transaction.atomic():
            prepare(world.member)  # the service gets an instance from before
            before, error = world.rows(), ""
            try:
                with transaction.atomic():
                    call(world.member, world)
            except PermissionDenied as refusal:
                error = str(refusal)
            yield case, error, world.rows() != before
            transaction.set_rollback(True)


@pytest.mark.parametrize("how", HOW)
def test_services_refuse_suspended_member(world: World, how: str) -> None:
    message = "no longer exists" if how == "deleted" else "You are suspended"
    found = [*call_each(REFUSED, world, HOW[how])]
    assert [row for row in found if message not in row[1] or row[2]] == []


def test_services_allow_suspended_member_to_take_away(world: World) -> None:
    found = [*call_each(ALLOWED, world, HOW["suspended"])]
    assert found == [(case, "", True) for case in ALLOWED]


@pytest.mark.parametrize("is_staff", [False, True])
def test_services_allow_active_member_and_staff(world: World, is_staff: bool) -> None:
    with services.as_staff() if is_staff else nullcontext():
        prepare = HOW["suspended"] if is_staff else lambda me: None
        found = [*call_each(REFUSED, world, prepare)]
    changes = [(case, "", not case.endswith("again")) for case in REFUSED]
    assert found == changes


TABLE = connection.ops.quote_name(get_profile_model()._meta.db_table)


@pytest.mark.parametrize("case", ["publish", "publish: reply", "retweet"])
def test_suspension_just_before_the_insert_is_seen(world: World, case: str) -> None:
    with (
        run_before_statement(f"UPDATE {TABLE}", lambda: HOW["suspended"](world.member)),
        pytest.raises(Suspended),
    ):
        REFUSED[case](world.member, world)
    assert find_inconsistencies() == []


@pytest.mark.parametrize("case", ["bookmark", "like"])
def test_suspension_just_before_the_lock_is_seen(world: World, case: str) -> None:
    with (
        run_before_statement("SAVEPOINT", lambda: HOW["suspended"](world.member)),
        pytest.raises(Suspended),
    ):
        REFUSED[case](world.member, world)
    assert find_inconsistencies() == []


def new_profile(profile: Profile) -> Profile:
    """Return the profile that the user of a deleted one has now."""
    user: Any = get_user_model().objects.get(pk=profile.user_id)
    return services.get_profile(user)


def test_new_profile_of_suspended_member_is_suspended(ada: Profile) -> None:
    moderator = make_moderator()
    until = timezone.now().replace(microsecond=0) + timedelta(days=3)
    services.moderate(moderator, "suspend", profile=ada, message="WHY", until=until)
    services.delete_profile(ada)
    services.delete_profile(ada)  # gone already
    assert get_profiles(ada).get().deleted_at
    new = new_profile(ada)
    assert new.pk != ada.pk
    assert new.is_suspended
    with pytest.raises(Suspended, match="You are suspended"):
        services.publish(new, "again", **TWEET_EXTRA)
    action = ModerationAction.objects.get(profile=new.pk)
    assert (action.until, action.message, action.moderator_id) == (until, "WHY", moderator.pk)
    services.decide(make_moderator("other"), services.appeal(new, action, "Sorry."), accept=True)
    new.refresh_from_db()
    assert not new.is_suspended


def test_new_profile_after_the_grace_period_is_suspended(ada: Profile, settings: Any) -> None:
    settings.DJANGO_TWEETS_DELETION_GRACE = timedelta(days=1)
    services.update_profile(ada, is_suspended=True)  # in the admin: the log has nothing
    services.delete_profile(ada)
    assert new_profile(ada).deleted_at
    ProfileDeletion.objects.update(due_at=timezone.now())
    assert services.purge_due_profiles() == 1
    new = new_profile(ada)
    assert new.is_suspended
    assert not new.deleted_at
    assert ModerationAction.objects.get(profile=new.pk).until is None


def test_suspension_can_be_ended(ada: Profile) -> None:
    services.update_profile(ada, is_suspended=True)
    services.update_profile(ada, is_suspended=False)
    assert services.publish(ada, "back", **TWEET_EXTRA).pk


def test_suspended_member_notifies_nobody(ada: Profile, bob: Profile) -> None:
    HOW["suspended"](bob)
    assert not services.notify(ada, "like", actor=bob, tweet=make_tweet(ada))
    assert not Notification.objects.exists()


def test_requests_of_suspended_members_stay(ada: Profile, bob: Profile) -> None:
    services.update_profile(ada, is_protected=True)
    for follower in (bob, make_profile()):
        services.follow(follower, ada)
    HOW["suspended"](bob)
    get_profiles(ada).update(is_protected=False)
    tasks.accept_follow_requests.func(ada.pk)
    assert [*FollowRequest.objects.values_list("follower", flat=True)] == [bob.pk]
    assert ada.followers.count() == 1


@pytest.mark.parametrize("how", HOW)
def test_request_of_suspended_member_is_answered_as_one_that_is_gone(
    ada: Profile, bob: Profile, how: str
) -> None:
    services.update_profile(ada, is_protected=True)
    request: Any = services.follow(bob, ada)
    HOW[how](bob)
    assert services.accept_follow(request) is None
    assert FollowRequest.objects.filter(pk=request.pk).exists()
    assert not ada.followers.exists()
    HOW["suspended"](ada)
    with pytest.raises(Suspended, match="You are suspended"):
        services.accept_follow(request)


@pytest.mark.parametrize("how", HOW)
def test_no_service_tells_that_another_member_is_suspended(world: World, how: str) -> None:
    HOW[how](world.other)
    errors = [error for _, error, _ in call_each(REFUSED, world, lambda me: None)]
    errors += [error for _, error, _ in call_each(ALLOWED, world, lambda me: None)]
    assert [error for error in errors if "suspended" in error] == []


def test_deleted_profile_blocks_and_mutes_nobody(ada: Profile, bob: Profile) -> None:
    HOW["deleted"](ada)
    for service in (services.block, services.mute):
        with pytest.raises(PermissionDenied, match="no longer exists"):
            service(ada, bob)
