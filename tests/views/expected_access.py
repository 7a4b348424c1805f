"""Expected access to each page: who sees which tweet there.

There is a row for each URL name: the last test of test_matrix.py fails without it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.views.scenarios import OF_SUSPENDED, OPEN, WITHHELD, World

if TYPE_CHECKING:
    from collections.abc import Callable

# For a GET request: (whether the page shows the text, the status if it does not).

Expectation = tuple[bool, int]


def tweet_page(world: World) -> Expectation:
    return world.can_see_tweet, 404


def profile_page(world: World) -> Expectation:
    if world.reader == "blocker" and world.kind != "suspended":
        return False, 200  # the name and an unblock button
    is_closed = world.kind == "protected" and not world.can_see_tweet
    return world.can_see_tweet and not is_closed, 200 if world.can_see_author else 404


def profile_page_without_tweets(world: World) -> Expectation:
    _, status = profile_page(world)
    return False, status


def member_page(world: World) -> Expectation:
    return False, 302 if world.viewer is None else 200


def notices_page(world: World) -> Expectation:
    # The author's has the tweet that moderators have hidden.
    return world.reader == "author", 302 if world.viewer is None else 200


def profile_card(world: World) -> Expectation:
    return False, 200 if world.can_see_author else 404


def restore_page(world: World) -> Expectation:
    return False, 302 if world.viewer is None else 404  # nothing is deleted


def export_file(world: World) -> Expectation:
    return False, 302 if world.viewer is None else 404  # made: tests/views/test_data_exports.py


def share_page(world: World) -> Expectation:
    return False, 200 if world.can_see_tweet else 404


def reply_page(world: World) -> Expectation:
    if world.kind in WITHHELD and world.reader == "author":
        return False, 403
    return world.can_see_tweet and world.viewer is not None, 302 if world.viewer is None else 404


def edit_page(world: World) -> Expectation:
    if world.viewer is None:
        return False, 302
    return world.can_see_tweet and world.reader == "author", 403 if world.can_see_tweet else 404


def report_page(world: World) -> Expectation:
    if world.viewer is None:
        return False, 302
    is_own = world.reader == "author"
    return world.can_see_tweet and not is_own, 403 if world.can_see_tweet else 404


def home(world: World) -> Expectation:
    is_near = world.reader in {"follower", "author"}
    return world.can_see_tweet and is_near, 302 if world.viewer is None else 200


def poll(world: World) -> Expectation:
    return False, 401 if world.viewer is None else 200


def stream(world: World) -> Expectation:
    return False, 404  # with DJANGO_TWEETS_STREAM: tests/live


def is_listed(world: World) -> bool:
    return world.kind != "unlisted" or world.reader in {"follower", "author", "mentioned"}


def explore(world: World) -> Expectation:
    return world.can_see_tweet and is_listed(world), 200  # by itself, or in the fan's quote


def hashtag(world: World) -> Expectation:
    is_public = world.kind in {"public", "protected", "suspended"}
    return world.can_see_tweet and is_public and world.reader != "muter", 200


def search(world: World) -> Expectation:
    return world.can_see_tweet and is_listed(world) and world.reader != "muter", 200


def search_people(world: World) -> Expectation:
    return False, 200


def bookmarks(world: World) -> Expectation:
    return world.can_see_tweet and world.viewer is not None, 302 if world.viewer is None else 200


def analytics_page(world: World) -> Expectation:
    """The author sees the tweet among the top tweets."""
    return world.can_see_tweet and world.reader == "author", 302 if world.viewer is None else 200


def suggestions_page(world: World) -> Expectation:
    return False, 200  # who is on it: tests/timelines/test_suggestions.py


def unsubscribe_page(world: World) -> Expectation:
    return False, 200


def report_done_page(world: World) -> Expectation:
    return False, 200


def user_redirect(world: World) -> Expectation:
    _, status = profile_page(world)
    return False, 302 if status == 200 else 404


def preview_picture(world: World) -> Expectation:
    return False, 404  # with pictures: tests/views/test_link_previews.py


def moderator_page(world: World) -> Expectation:
    if world.viewer is None:
        return False, 302
    return False, 200 if world.reader == "moderator" else 403


def case_page(world: World) -> Expectation:
    """What the moderator may not read is covered until they look at it."""
    is_shown = world.can_see_tweet or world.kind == "held"
    return is_shown and world.reader == "moderator", moderator_page(world)[1]


def withheld_page(world: World) -> Expectation:
    """What only waits for review is shown."""
    return world.kind == "held" and world.reader == "moderator", moderator_page(world)[1]


def appeal_page(world: World) -> Expectation:
    """The text is shown if it was public, also of a suspended author."""
    was_public = world.kind in {*OPEN, "suspended"}
    return was_public and world.reader == "moderator", moderator_page(world)[1]


# Pages for programs and other sites: the same for everybody.


def card(world: World) -> Expectation:
    return world.kind in OPEN, 404


def oembed_response(world: World) -> Expectation:
    return False, 200 if world.kind in OPEN else 404


def feed(world: World) -> Expectation:
    return world.kind == "public", 404 if world.kind in {"protected", "suspended"} else 200


def public_feed(world: World) -> Expectation:
    return world.kind == "public", 200


def fan_list(world: World) -> Expectation:
    return world.can_see_tweet, 200


def fan_feed(world: World) -> Expectation:
    return world.kind == "public", 200  # in the quote


# Pages of the author; FAN_PAGES are pages of the fan, who has retweeted and quoted the tweet.
PAGES: dict[str, Callable[[World], Expectation]] = {
    "home": home,
    "home_new": poll,
    "stream": stream,
    "stream_parts": poll,
    "explore": explore,
    "search": search,
    "search_people": search_people,
    "search_hashtags": search_people,
    "bookmarks": bookmarks,
    "suggestions": suggestions_page,
    "welcome_picture": member_page,
    "welcome_people": member_page,
    "welcome_hashtags": member_page,
    "hashtag": hashtag,
    "autocomplete": poll,
    "hashtags": member_page,
    "follow_requests": member_page,
    "blocked": member_page,
    "muted": member_page,
    "settings": member_page,
    "analytics": analytics_page,
    "notifications": bookmarks,
    "notification_mentions": bookmarks,
    "notification_settings": member_page,
    "digest_unsubscribe": unsubscribe_page,
    "tweet_create": member_page,
    "report_create": report_page,
    "report_list": member_page,
    "report_done": report_done_page,
    "moderation_notices": notices_page,
    "appeal_create": member_page,
    "profile_edit": member_page,
    "profile_name": member_page,
    "profile_delete": member_page,
    "profile_restore": restore_page,
    "data_export": member_page,
    "data_export_file": export_file,
    "user_profile": user_redirect,
    "profile_detail": profile_page,
    "profile_card": profile_card,
    "profile_replies": profile_page,
    "profile_media": profile_page_without_tweets,
    "profile_mentions": profile_page_without_tweets,
    "profile_likes": profile_page_without_tweets,
    "profile_activity": profile_page_without_tweets,
    "followers": profile_page_without_tweets,
    "following": profile_page_without_tweets,
    "attachment_file": tweet_page,
    "tweet_detail": tweet_page,
    "tweet_history": tweet_page,
    "tweet_share": share_page,
    "tweet_menu": tweet_page,
    "tweet_likes": tweet_page,
    "tweet_retweets": tweet_page,
    "tweet_quotes": tweet_page,
    "tweet_preview": preview_picture,
    "tweet_reply": reply_page,
    "tweet_quote": reply_page,
    "tweet_update": edit_page,
    "tweet_delete": edit_page,
    "moderation_case_list": moderator_page,
    "moderation_case_detail": case_page,
    "moderation_action_create": case_page,
    "moderation_action_list": moderator_page,
    "moderation_action_export": moderator_page,
    "withheld_tweet_list": withheld_page,
    "appeal_list": moderator_page,
    "blocked_term_list": moderator_page,
    "appeal_decide": appeal_page,
    "tweet_embed": card,
    "oembed": oembed_response,
    "profile_atom": feed,
    "profile_rss": feed,
    "hashtag_atom": public_feed,
    "search_atom": public_feed,
    "search_rss": public_feed,
    "hashtag_rss": public_feed,
}
FAN_PAGES: dict[str, Callable[[World], Expectation]] = {
    "profile_detail": fan_list,  # the retweet, and the quote
    "profile_replies": fan_list,
    "profile_likes": fan_list,
    "profile_atom": fan_feed,
    "profile_rss": fan_feed,
}

_NEVER_ABOUT_OTHERS = {member_page, unsubscribe_page, report_done_page, restore_page, export_file}


def depends_on_the_tweet(name: str) -> bool:
    """Whether the tweet or its author can change the page: not those of settings and forms."""
    return PAGES[name] not in _NEVER_ABOUT_OTHERS


def get_expectation(name: str, world: World) -> Expectation:
    """Return what the reader gets. A suspended member: 403 where a visitor is asked to log in."""
    if not world.is_suspended or name in OF_SUSPENDED:
        return PAGES[name](world)
    is_shown, status = PAGES[name](replace(world, reader="anonymous", viewer=None))
    return is_shown, 403 if status in {302, 401} and name != "user_profile" else status


# Pages that name the author: the fan and the author follow each other.
NAMES_THE_AUTHOR = ["followers", "following", "search_people"]
