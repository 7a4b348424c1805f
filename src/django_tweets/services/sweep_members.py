"""Steps of the sweep: work after a profile, or its visibility to others, has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q

from ..cache import breaker
from ..models import (
    Block,
    Follow,
    FollowRequest,
    FormerHandle,
    LookalikeHandle,
    ModerationAction,
    Mute,
    NotificationActor,
    ProfileDeletion,
    Report,
    TweetHashtag,
)
from ..models.everyone import shown_profiles
from ..swapping import get_profile_model, get_tweet_model
from . import counted_tweets, follows, hashtag_counts, lookalikes, suggestions, tasks
from .batches import key_batches, row_batches
from .databases import for_write
from .notification_groups import wrongly_told
from .reports import IMPERSONATION
from .sweep_window import BATCH_SIZE, Step, Window, calls, recent_keys, recent_tweets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from .sweep_window import Batches

MAX_SUGGESTIONS = 500
"""Members whose suggestions one sweep computes. After the cache was emptied, all need them."""


def find_requests(window: Window) -> Batches:
    """Find profiles that are no longer protected, with requests to follow them."""
    rows = FollowRequest._base_manager.filter(follows.is_acceptable())
    for keys in key_batches(rows, size=BATCH_SIZE):
        found = for_write(rows.filter(pk__in=keys)).values_list("followed_id", flat=True)
        yield calls(tasks.accept_follow_requests, found)


def find_handles(window: Window) -> Batches:
    """Find new look-alike handles that staff have not been told of.

    Whoever has a report of that was found before, even if staff have deleted the row since.
    """
    profiles: Any = get_profile_model()._base_manager.all()
    renamed = FormerHandle._base_manager.filter(released_at__range=window, profile__isnull=False)
    is_new = Q(created_at__range=window) | Q(pk__in=renamed.values("profile"))
    reports = Report._base_manager.filter(profile=OuterRef("pk"), category=IMPERSONATION)
    is_known = Exists(reports.filter(reporter=None))
    known = LookalikeHandle._base_manager.filter(profile=OuterRef("pk"))
    rows = profiles.filter(shown_profiles(), is_new)
    rows = rows.annotate(is_known=is_known, has_row=Exists(known))
    for batch in row_batches(rows, size=BATCH_SIZE):
        found = [
            profile.pk
            for profile in batch
            for alike in [lookalikes.find_lookalike(profile.handle, profile.pk)]
            if (alike is None and profile.has_row) or (alike is not None and not profile.is_known)
        ]
        yield calls(tasks.check_handle, found)


def find_told(window: Window) -> Batches:
    """Find profiles that were hidden or are shown again, by notifications that don't agree."""
    for keys in recent_keys(NotificationActor._base_manager.all(), window, "newest"):
        rows = wrongly_told(NotificationActor._base_manager.filter(pk__in=keys))
        yield calls(tasks.update_told_actors, for_write(rows).values_list("actor_id", flat=True))
    for profiles in _changed_profiles(window):
        actors = NotificationActor._base_manager.filter(actor=OuterRef("pk"))
        people: Any = get_profile_model()._base_manager.filter(pk__in=profiles)
        people = for_write(people.filter(Exists(wrongly_told(actors))))
        yield calls(tasks.update_told_actors, people.values_list("pk", flat=True))


def find_told_pairs(window: Window) -> Batches:
    """Find new blocks, mutes and follows that the notifications of the two don't agree with."""
    sources: list[tuple[Any, str, str]] = [
        (Block, "blocker", "blocked"),
        (Block, "blocked", "blocker"),
        (Mute, "muter", "muted"),
        (Follow, "follower", "followed"),
    ]
    for model, recipient, actor in sources:
        actors = NotificationActor._base_manager.filter(
            actor=OuterRef(actor), notification__recipient=OuterRef(recipient)
        )
        for keys in recent_keys(model._base_manager.all(), window):
            rows = model._base_manager.filter(Exists(wrongly_told(actors)), pk__in=keys)
            pairs = for_write(rows).values_list(f"{recipient}_id", f"{actor}_id")
            yield [(tasks.update_told_actor, *pair) for pair in pairs]


def find_hashtags(window: Window) -> Batches:
    """Find authors whose tweets are counted though they are hidden, or the other way round."""
    work = tasks.rebuild_profile_hashtags
    for keys in recent_tweets(get_tweet_model()._base_manager.all(), window):
        rows = for_write(counted_tweets.miscounted_tweets().filter(pk__in=keys))
        yield calls(work, rows.values_list("profile_id", flat=True))
    uses = hashtag_counts.with_is_right(TweetHashtag._base_manager.all())
    for keys in recent_tweets(TweetHashtag._base_manager.all(), window, "tweet_id"):
        rows = for_write(uses.filter(tweet_id__in=keys, is_right=False))
        found = rows.filter(tweet__profile__isnull=False)
        yield calls(work, found.values_list("tweet__profile_id", flat=True))
    for profiles in _changed_profiles(window):
        authors: Any = get_profile_model()._base_manager.filter(pk__in=profiles)
        miscounted = counted_tweets.miscounted_tweets().filter(profile=OuterRef("pk"))
        of_author = uses.filter(tweet__profile=OuterRef("pk"), is_right=False)
        rows = for_write(authors.filter(Q(Exists(miscounted)) | Q(Exists(of_author))))
        yield calls(work, rows.values_list("pk", flat=True))


def _changed_profiles(window: Window) -> Iterator[list[Any]]:
    """Yield keys of profiles that moderators have changed in window, or that were deleted then.

    Of a protected profile and of a deactivated user no row tells when that was changed. Their
    tweets and notifications of the window tell that it was.
    """
    actions = ModerationAction._base_manager.filter(tweet=None)
    for keys in recent_keys(actions, window):
        rows = for_write(actions.filter(pk__in=keys))
        yield list(set(rows.values_list("profile_id", flat=True)))
    deletions = ProfileDeletion._base_manager.filter(requested_at__range=window)
    yield from key_batches(deletions, size=BATCH_SIZE)


def find_suggestions(window: Window) -> Batches:
    """Find members without suggestions who signed in or followed somebody lately.

    At most MAX_SUGGESTIONS, and none while the cache is away: then nobody seems to have any.
    """
    left = MAX_SUGGESTIONS
    for keys in _recent_members(window):
        found = suggestions.without_suggestions(keys)[:left]
        if breaker.is_away:
            return
        yield calls(tasks.update_suggestions, found)
        left -= len(found)
        if not left:
            return


def _recent_members(window: Window) -> Iterator[Collection[Any]]:
    """Yield keys of profiles that followed somebody in window, and of those that signed in."""
    for keys in recent_keys(Follow._base_manager.all(), window):
        rows = for_write(Follow._base_manager.filter(pk__in=keys))
        yield set(rows.values_list("follower_id", flat=True))
    members: Any = get_profile_model()._base_manager.filter(following_count__gt=0)
    names = {field.name for field in get_user_model()._meta.concrete_fields}
    if "last_login" in names:  # pragma: no branch - the users of our test hosts have it
        yield from key_batches(members.filter(user__last_login__range=window), size=BATCH_SIZE)


STEPS = (
    Step("requests to follow", find_requests, (tasks.accept_follow_requests,)),
    Step("hashtags of hidden profiles", find_hashtags, (tasks.rebuild_profile_hashtags,)),
    Step("look-alike handles", find_handles, (tasks.check_handle,)),
)

STEPS_AFTER_NOTIFICATIONS = (
    Step("notifications of hidden profiles", find_told, (tasks.update_told_actors,)),
    Step("notifications of two profiles", find_told_pairs, (tasks.update_told_actor,)),
    Step("suggestions", find_suggestions, (tasks.update_suggestions,)),
)
