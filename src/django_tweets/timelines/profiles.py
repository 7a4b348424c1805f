"""The lists of people there are, each a page at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F, Value

from ..models import Block, Follow, FollowRequest, Mute, visibility
from ..swapping import get_profile_model, get_tweet_model
from .keyset import NEWEST, PAGE_SIZE, Cursor, Page, cut, page_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import AbstractProfile, AbstractTweet


def followers(
    profile: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Who follows profile, the latest first."""
    return _page(_there(viewer, "following", followed=profile.pk), viewer, cursor, size)


def following(
    profile: AbstractProfile,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Whom profile follows, the latest first."""
    return _page(_there(viewer, "followers", follower=profile.pk), viewer, cursor, size)


def requests(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractProfile]:
    """Who asks to follow viewer, the latest first."""
    asking = _there(viewer, "follow_requests_sent", followed=viewer.pk)
    return _page(asking, viewer, cursor, size)


def likers(
    tweet: AbstractTweet,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Who likes tweet, the latest first: of protected people, those whom viewer follows."""
    likers = _there(viewer, "likes", tweet=tweet.pk).filter(visibility.open_to(viewer))
    return _page(likers, viewer, cursor, size)


def retweeters(
    tweet: AbstractTweet,
    viewer: AbstractProfile | None,
    cursor: Cursor = NEWEST,
    size: int = PAGE_SIZE,
) -> Page[AbstractProfile]:
    """Who has retweeted tweet, the latest first, as far as viewer may read their retweets."""
    retweets: Any = get_tweet_model().objects.visible_to(viewer).filter(retweet_of=tweet.pk)
    rows = cut(retweets.select_related("profile"), cursor, size)
    return _related([(retweet.pk, retweet.profile) for retweet in rows], viewer, cursor, size)


def blocked(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractProfile]:
    """Whom viewer has blocked, the latest first: the one list that shows them."""
    rows: Any = get_profile_model().objects.blocked_by(viewer)
    return _page(rows.annotate(key=F("blocked_by__pk")), viewer, cursor, size)


def muted(
    viewer: AbstractProfile, cursor: Cursor = NEWEST, size: int = PAGE_SIZE
) -> Page[AbstractProfile]:
    """Whom viewer has muted, the latest first."""
    return _page(_there(viewer, "muted_by", muter=viewer.pk), viewer, cursor, size)


def relate(profiles: Iterable[AbstractProfile], viewer: AbstractProfile | None) -> None:
    """Set on each of profiles its `relation` to viewer: one query for all.

    That is a set of "follows", "asks", "blocks" and "mutes", as viewer does with them, and of
    "follows_back", as they do with viewer.
    """
    people = {profile.pk: profile for profile in profiles}
    for profile in people.values():
        profile.relation = set()
        profile.related_to = viewer and viewer.pk
    if viewer is None or not people:
        return
    for name, key in _relations(viewer, people):
        people[key].relation.add(name)


def _relations(viewer: AbstractProfile, people: Iterable[Any]) -> Any:
    me, them = viewer.pk, list(people)
    kinds: list[tuple[str, Any, str, str]] = [
        ("asks", FollowRequest, "follower", "followed"),
        ("blocks", Block, "blocker", "blocked"),
        ("mutes", Mute, "muter", "muted"),
        ("follows_back", Follow, "followed", "follower"),
    ]
    first = Follow._base_manager.filter(follower=me, followed__in=them)
    return first.values_list(Value("follows"), "followed_id").union(
        *(
            model._base_manager.filter(**{mine: me, f"{theirs}__in": them}).values_list(
                Value(name), f"{theirs}_id"
            )
            for name, model, mine, theirs in kinds
        ),
        all=True,
    )


def _there(viewer: AbstractProfile | None, relation: str, **of: Any) -> Any:
    """Who is in that relation to somebody or something, and there for viewer."""
    conditions = {f"{relation}__{name}": value for name, value in of.items()}
    people = get_profile_model().objects.visible_to(viewer).filter(**conditions)
    return people.annotate(key=F(f"{relation}__pk"))


def _page(
    people: Any, viewer: AbstractProfile | None, cursor: Cursor, size: int
) -> Page[AbstractProfile]:
    found = [(profile.key, profile) for profile in cut(people, cursor, size, "key")]
    return _related(found, viewer, cursor, size)


def _related(
    found: list[tuple[int, Any]], viewer: AbstractProfile | None, cursor: Cursor, size: int
) -> Page[AbstractProfile]:
    page = page_of(found, cursor, size)
    relate(page.rows, viewer)
    return page
