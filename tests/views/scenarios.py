"""Scenarios for test_matrix.py: a reader, a tweet, and the relation between reader and author."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from django_tweets import services
from django_tweets.digests import make_unsubscribe_token
from django_tweets.models import (
    Appeal,
    Attachment,
    Block,
    BlockedTerm,
    Bookmark,
    Follow,
    FollowRequest,
    Like,
    Mention,
    ModerationAction,
    ModerationCase,
    Mute,
    Report,
    ReportedTweet,
    Visibility,
    WithheldTweet,
)
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.attachments import make_attachment
from tests.factories import make_profile, make_tweet, make_user

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.factories import Profile, Tweet

OPEN = {"public", "unlisted"}
WITHHELD = {"withheld", "held"}

OWN_PROFILE = {"profile_edit", "profile_name", "profile_delete", "profile_restore"}
"""Pages of the viewer's own profile, whose URLs have no handle."""

# Each reader, and the kinds of tweet that they may see.
READERS: dict[str, set[str]] = {
    "anonymous": OPEN,
    "stranger": OPEN,
    "follower": {*OPEN, "followers", "protected"},
    "requester": OPEN,
    "blocked": set(),
    "blocker": set(),
    "muted": OPEN,
    "muter": OPEN,
    "mentioned": {*OPEN, "mentioned"},
    "author": {*OPEN, "followers", "mentioned", "protected", "withheld", "held"},
    "reporter": OPEN,
    "staff": {*OPEN, "suspended"},
    "moderator": OPEN,
    "limited member": OPEN,
    "suspended member": OPEN,
}
KINDS = ["public", "unlisted", "followers", "mentioned", "withheld", "held", "protected"]
KINDS += ["suspended"]

OF_SUSPENDED = {
    "appeal_create",
    "data_export",
    "data_export_file",
    "moderation_notices",
    "profile_delete",
    "profile_restore",
}
"""Pages that suspended members open as members. Others are for them as for visitors."""

PERMISSIONS = {"moderator": ["view_reports", "moderate"]}
"""Permissions of readers, of the model Report."""

DECISIONS = {
    "limited member": ("limit", "is_limited"),
    "suspended member": ("suspend", "is_suspended"),
}
"""Decisions of moderators about a reader, and the flag of each."""

# These are as others but for what they do themselves, and a held tweet is as a withheld one but for
# its author and moderators: a few cases show that.
FEWER = {
    "limited member": ["public", "followers", "held"],
    "suspended member": ["public", "followers", "suspended"],
}
HELD_READERS = {"anonymous", "stranger", "follower", "author", "moderator", "limited member"}

CASES = [
    (reader, kind)
    for reader in READERS
    for kind in FEWER.get(reader, KINDS)
    if kind != "held" or reader in HELD_READERS
]
# An inactive user can't log in, and is hidden as a suspended one is.
CASES += [(reader, "inactive") for reader in ("anonymous", "follower", "staff")]


RELATIONS: dict[str, Callable[[Profile, Profile, Tweet], Any]] = {
    "follower": lambda me, author, _: Follow.objects.create(follower=me, followed=author),
    "requester": lambda me, author, _: FollowRequest.objects.create(follower=me, followed=author),
    "blocked": lambda me, author, _: Block.objects.create(blocker=author, blocked=me),
    "blocker": lambda me, author, _: Block.objects.create(blocker=me, blocked=author),
    "muted": lambda me, author, _: Mute.objects.create(muter=author, muted=me),
    "muter": lambda me, author, _: Mute.objects.create(muter=me, muted=author),
    "reporter": lambda me, author, _: Report.objects.create(reporter=me, profile=author),
    "mentioned": lambda me, _, tweet: Mention.objects.create(tweet=tweet, profile=me),
}


@dataclass
class World:
    """A reader, an author with one tweet, and a fan who has reacted to it in every way."""

    reader: str
    viewer: Profile | None
    author: Profile
    fan: Profile
    tweet: Tweet
    kind: str
    attachment: Attachment
    notice: ModerationAction
    """A decision of moderators about the reader."""
    report: Report
    action: ModerationAction
    appeal: Appeal
    term: BlockedTerm

    @property
    def can_see_tweet(self) -> bool:
        return self.kind in READERS[self.reader]

    @property
    def is_suspended(self) -> bool:
        """Whether the session of the reader is blocked."""
        is_suspended = self.reader == "author" and self.kind == "suspended"
        return is_suspended or self.reader == "suspended member"

    @property
    def can_see_author(self) -> bool:
        if self.kind == "suspended":
            return self.reader == "staff"
        return self.reader not in {"blocked", "blocker"}

    def client(self) -> Client:
        client = Client()
        if self.viewer is not None:
            client.force_login(self.viewer.user)
        return client


def allow(profile: Profile | None, *names: str) -> None:
    """Give the user of profile these permissions."""
    rows = Permission.objects.filter(codename__in=names, content_type__app_label="django_tweets")
    if profile is not None and names:
        profile.user.user_permissions.add(*rows)


def moderate_reader(viewer: Profile | None, reader: str) -> None:
    """Limit or suspend the reader, for a week."""
    actions = {
        "limited member": ("limit", "is_limited"),
        "suspended member": ("suspend", "is_suspended"),
    }
    if viewer is None or reader not in actions:
        return
    action, flag = actions[reader]
    setattr(viewer, flag, True)
    viewer.save()
    until = timezone.now() + timedelta(days=7)
    ModerationAction(action=action, profile=viewer, until=until).save()


def make_subject(author: Profile, kind: str) -> Tweet:
    """Make the tweet that the world is about."""
    visibility = kind if kind in Visibility.values else Visibility.PUBLIC
    if kind != "held":
        return make_tweet(author, "THE-TEXT #topic", visibility=visibility)
    tweet = make_tweet(author, "THE-TEXT #topic", visibility=Visibility.WITHHELD)
    WithheldTweet.objects.create(tweet=tweet, reason="held", visibility=Visibility.PUBLIC)
    return tweet


def make_world(reader: str, kind: str) -> World:
    is_active = kind != "inactive"
    if not is_active:
        kind = "suspended"  # for others it is the same
    author = make_profile(
        "author", is_protected=kind == "protected", is_suspended=is_active and kind == "suspended"
    )
    viewer = None
    if reader == "author":
        viewer = author
    elif reader != "anonymous":
        viewer = services.get_profile(make_user("reader", is_staff=reader == "staff"))
    allow(viewer, *PERMISSIONS.get(reader, []))
    moderate_reader(viewer, reader)
    tweet = make_subject(author, kind)
    attachment = make_attachment(author, tweet_id=tweet.pk, position=0)
    type(tweet)._base_manager.filter(pk=tweet.pk).update(attachment_count=1)
    fan = make_profile("fan")
    # Rows are made without services, which would refuse some of them.
    relate = RELATIONS.get(reader)
    if relate is not None:
        relate(viewer, author, tweet)
    if viewer is not None:
        Bookmark.objects.create(profile=viewer, tweet=tweet)
        if viewer != author:
            FollowRequest.objects.create(follower=author, followed=viewer)
    Like.objects.create(profile=fan, tweet=tweet)
    Follow.objects.create(follower=author, followed=fan)
    Follow.objects.create(follower=fan, followed=author)
    make_tweet(fan, "", retweet_of=tweet)
    make_tweet(fan, "QUOTING", quote_of=tweet)
    make_tweet(fan, "ANSWERING", in_reply_to=tweet, in_reply_to_profile=author, conversation=tweet)
    if viewer is not None:
        for about in ("like", "mention"):
            notification_groups.add_actor(GroupKey(viewer.pk, about, tweet.pk), fan.pk)
        notification_groups.add_actor(GroupKey(viewer.pk, "follow", 1), author.pk)
    if not is_active:
        # As an action of the admin does, without a signal.
        get_user_model().objects.filter(pk=author.user_id).update(is_active=False)
    notice = ModerationAction(action="warn", profile=viewer or author, moderator=fan)
    notice.save()
    made = make_reports(tweet, fan)
    term = BlockedTerm.objects.create(kind="word", term="spam")
    return World(reader, viewer, author, fan, tweet, kind, attachment, notice, *made, term)


def make_reports(tweet: Tweet, fan: Profile) -> tuple[Report, ModerationAction, Appeal]:
    """Make a report by fan about tweet, an action against its author, and an appeal."""
    author = tweet.profile
    report = Report.objects.create(reporter=fan, profile=author, category="spam")
    ReportedTweet.objects.create(report=report, tweet=tweet, content=tweet.content)
    ModerationCase.objects.create(profile=author, is_open=True, open_count=1, report_count=1)
    action = ModerationAction(
        action="hide",
        moderator=fan,
        moderator_name=fan.handle,
        profile=author,
        profile_name=author.handle,
        tweet=tweet,
        before={"content": tweet.content, "visibility": str(tweet.visibility)},
    )
    action.save()
    return report, action, Appeal.objects.create(action=action, profile=author, text="Why?")


ARGUMENTS: dict[str, Callable[[World], list[Any]]] = {
    **dict.fromkeys(
        [
            "moderation_case_detail",
            "moderation_action_create",
            "withheld_tweet_list",
            "case_claim",
            "case_unclaim",
        ],
        lambda world: [world.author.handle],
    ),
    "moderation_action_reverse": lambda world: [world.action.pk],
    "appeal_create": lambda world: [world.notice.pk],
    "attachment_file": lambda world: [world.attachment.pk, "8.webp"],
    "data_export_file": lambda world: [1],
    "digest_unsubscribe": lambda world: [make_unsubscribe_token(world.viewer or world.author)],
    "hashtags": lambda world: [],
    "tweet_views": lambda world: [],
    "user_profile": lambda world: [world.author.user_id],
    "appeal_decide": lambda world: [world.appeal.pk],
    "blocked_term_delete": lambda world: [world.term.pk],
    "report_unlock": lambda world: [world.report.pk],
}
"""Arguments of URLs whose names don't tell them."""


def path(name: str, world: World, *, fan: bool = False) -> str:
    tweet = [world.author.handle, world.tweet.pk]
    profile = [world.fan.handle if fan else world.author.handle]
    arguments: list[Any] = []
    if name == "oembed":
        page = reverse("django_tweets:tweet_detail", args=tweet)
        return f"{reverse('django_tweets:oembed')}?url=http://testserver{page}"
    if name in ARGUMENTS:
        arguments = ARGUMENTS[name](world)
    elif name == "media_update":  # of the newest file
        arguments = [Attachment.objects.order_by("-pk").values_list("pk", flat=True).first() or 1]
    elif name.startswith("hashtag"):
        arguments = ["topic"]
    elif name in {"followers", "following"} or name.startswith("profile_"):
        arguments = [] if name in OWN_PROFILE else profile
    elif name == "report_create" or (name.startswith("tweet_") and name != "tweet_create"):
        arguments = tweet
    asked = {"search": "?q=the-text", "search_people": "?q=author", "search_hashtags": "?q=topic"}
    asked |= dict.fromkeys(["search_atom", "search_rss"], "?q=the-text")
    return reverse(f"django_tweets:{name}", args=arguments) + asked.get(name, "")
