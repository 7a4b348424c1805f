"""What each address that is read shows: to whom, and of which tweets. A row for each.

The rows are the URLconf's: one without a row here fails the last test of test_matrix.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.views.scenarios import OPEN, World

if TYPE_CHECKING:
    from collections.abc import Callable

# What is read, with GET: (whether the text is on the page, the status where it is not).

Expectation = tuple[bool, int]


def page_of_tweet(world: World) -> Expectation:
    return world.may_read, 404


def page_of_author(world: World) -> Expectation:
    if world.reader == "blocker" and world.kind != "suspended":
        return False, 200  # only named, and how to unblock
    is_closed = world.kind == "protected" and not world.may_read
    return world.may_read and not is_closed, 200 if world.sees_author else 404


def page_that_names_nothing_of(world: World) -> Expectation:
    _, status = page_of_author(world)
    return False, status


def page_of_member(world: World) -> Expectation:
    return False, 302 if world.viewer is None else 200


def page_to_leave(world: World) -> Expectation:
    is_held = world.reader == "author" and world.kind == "suspended"
    return False, 403 if is_held else page_of_member(world)[1]


def page_to_refer(world: World) -> Expectation:
    return world.may_read and world.viewer is not None, 302 if world.viewer is None else 404


def page_of_owner(world: World) -> Expectation:
    if world.viewer is None:
        return False, 302
    return world.may_read and world.reader == "author", 403 if world.may_read else 404


def home(world: World) -> Expectation:
    is_near = world.reader in {"follower", "author"}
    return world.may_read and is_near, 302 if world.viewer is None else 200


def poll(world: World) -> Expectation:
    return False, 401 if world.viewer is None else 200


def explore(world: World) -> Expectation:
    return world.may_read, 200  # by itself, or in the fan's quote


def hashtag(world: World) -> Expectation:
    is_public = world.kind in {"public", "protected", "suspended"}
    return world.may_read and is_public and world.reader != "muter", 200


def search(world: World) -> Expectation:
    is_listed = world.kind != "unlisted" or world.reader in {"follower", "author"}
    return world.may_read and is_listed and world.reader != "muter", 200


def search_people(world: World) -> Expectation:
    return False, 200


def bookmarks(world: World) -> Expectation:
    return world.may_read and world.viewer is not None, 302 if world.viewer is None else 200


def own_analytics(world: World) -> Expectation:
    """What the fan has drawn attention to, if the reader wrote it."""
    return world.may_read and world.reader == "author", 302 if world.viewer is None else 200


def page_of_people(world: World) -> Expectation:
    return False, 200  # who is on it: tests/timelines/test_suggestions.py


def link_in_a_mail(world: World) -> Expectation:
    return False, 200


def redirect_to_author(world: World) -> Expectation:
    _, status = page_of_author(world)
    return False, 302 if status == 200 else 404


# What programs fetch, and other sites show, is the same for everybody.


def card(world: World) -> Expectation:
    return world.kind in OPEN, 404


def how_to_embed(world: World) -> Expectation:
    return False, 200 if world.kind in OPEN else 404


def feed(world: World) -> Expectation:
    return world.kind == "public", 404 if world.kind in {"protected", "suspended"} else 200


def feed_of_topic(world: World) -> Expectation:
    return world.kind == "public", 200


def list_of_fan(world: World) -> Expectation:
    return world.may_read, 200


def feed_of_fan(world: World) -> Expectation:
    return world.kind == "public", 200  # in the quote


# The page is looked at for the author, and where it says so, for the fan who spreads the tweet.
READ: dict[str, Callable[[World], Expectation]] = {
    "home": home,
    "home_new": poll,
    "explore": explore,
    "search": search,
    "search_people": search_people,
    "search_hashtags": search_people,
    "bookmarks": bookmarks,
    "suggestions": page_of_people,
    "hashtag": hashtag,
    "autocomplete": poll,
    "hashtags": page_of_member,
    "follow_requests": page_of_member,
    "blocked": page_of_member,
    "muted": page_of_member,
    "settings": page_of_member,
    "analytics": own_analytics,
    "notifications": bookmarks,
    "notification_mentions": bookmarks,
    "notification_settings": page_of_member,
    "digest_unsubscribe": link_in_a_mail,
    "tweet_create": page_of_member,
    "profile_edit": page_of_member,
    "profile_delete": page_to_leave,
    "user_profile": redirect_to_author,
    "profile_detail": page_of_author,
    "profile_replies": page_of_author,
    "profile_mentions": page_that_names_nothing_of,
    "profile_likes": page_that_names_nothing_of,
    "profile_activity": page_that_names_nothing_of,
    "followers": page_that_names_nothing_of,
    "following": page_that_names_nothing_of,
    "tweet_detail": page_of_tweet,
    "tweet_history": page_of_tweet,
    "tweet_likes": page_of_tweet,
    "tweet_retweets": page_of_tweet,
    "tweet_quotes": page_of_tweet,
    "tweet_reply": page_to_refer,
    "tweet_quote": page_to_refer,
    "tweet_update": page_of_owner,
    "tweet_delete": page_of_owner,
    "tweet_embed": card,
    "oembed": how_to_embed,
    "profile_atom": feed,
    "profile_rss": feed,
    "hashtag_atom": feed_of_topic,
    "search_atom": feed_of_topic,
    "search_rss": feed_of_topic,
    "hashtag_rss": feed_of_topic,
}
READ_OF_FAN: dict[str, Callable[[World], Expectation]] = {
    "profile_detail": list_of_fan,  # the retweet, and the quote
    "profile_replies": list_of_fan,
    "profile_likes": list_of_fan,
    "profile_atom": feed_of_fan,
    "profile_rss": feed_of_fan,
}

# Who is named on a page of the fan, whom the author follows, and is followed by; or found by name.
NAMES_THE_AUTHOR = ["followers", "following", "search_people"]
