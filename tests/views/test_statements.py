"""Number of SQL statements of every page, with empty and with filled caches.

The pages are those of the URLconf. Each is read by a member, and by a visitor, of a site that has
everything a page can show: quotes, retweets, replies, hidden and deleted tweets, notifications of
every kind, followed hashtags, trends and suggested profiles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_tweets import notification_kinds, services
from django_tweets.models import Bookmark, Follow, Hashtag, Visibility
from django_tweets.models.notification import GroupKey, day_number
from django_tweets.services import notification_groups
from tests.factories import TWEET_EXTRA, make_profile, make_tweet
from tests.views.expected_access import PAGES
from tests.views.scenarios import World, make_world, path
from tests.views.test_link_previews import NAME, add_link

if TYPE_CHECKING:
    from pathlib import Path

    from django.test import Client

    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

MAX_STATEMENTS = 10
"""With those of the session and the user."""

HASHTAGS = ("one", "two", "three", "four", "five", "six")


def add_everything(world: World) -> None:
    """Add rows of every kind that a page can show to world."""
    me, author = world.viewer or make_profile(), world.author
    people = [make_profile() for _ in range(6)]
    stranger, hidden = make_profile(), make_profile()
    for person in people:
        Follow.objects.create(follower=me, followed=person)
        Follow.objects.create(follower=person, followed=author)
        Follow.objects.create(follower=person, followed=stranger)
    Follow.objects.get_or_create(follower=author, followed=hidden)
    Follow.objects.get_or_create(follower=me, followed=hidden)
    for tag in HASHTAGS:
        for person in people:
            make_tweet(person, f"about #{tag} and @{author.handle}")
        if world.viewer:
            services.follow_hashtag(me, Hashtag.objects.get(name=tag))
    for writer in dict.fromkeys([*people, author, stranger, hidden, me]):
        add_tweets(writer, world.tweet)
    own = make_tweet(me, "mine #topic")
    quote = make_tweet(people[0], f"quoting, with @{author.handle}", quote_of=world.tweet)
    for kind in notification_kinds.get_kinds():
        subject = own.pk if kind.is_about_tweet else day_number(timezone.now())
        if kind.name in {"reply", "quote", "mention"}:
            subject = quote.pk
        for person in (*people, author, hidden):
            notification_groups.add_actor(GroupKey(me.pk, kind.name, subject), person.pk)
    services.update_profile(hidden, is_suspended=True)
    add_link(world.tweet)
    default_storage.save(NAME, ContentFile(b"the picture"))
    services.compute_trends()
    call_command("rebuild_search", verbosity=0)


def add_tweets(writer: Profile, tweet: Tweet) -> None:
    """Add tweets of every kind by writer, some of which answer, quote or repeat tweet."""
    thread = {"in_reply_to": tweet, "in_reply_to_profile": tweet.profile, "conversation": tweet}
    gone = make_tweet(writer, "gone")
    private = make_tweet(writer, "private", visibility=Visibility.MENTIONED)
    for text, fields in {
        "THE-TEXT @author #topic https://example.org/": thread,
        "quoting @fan": {"quote_of": tweet},
        "quoting something deleted": {"quote_of": gone},
        "quoting something hidden": {"quote_of": private},
        "for followers": {"visibility": Visibility.FOLLOWERS},
        "with a warning": {"content_warning": "spoilers"},
    }.items():
        made = make_tweet(writer, text, **fields)
    services.edit(made, "edited @author #topic")
    services.retweet(writer, tweet, **TWEET_EXTRA)
    services.like(writer, tweet)
    Bookmark.objects.get_or_create(profile=writer, tweet=tweet)
    services.delete(gone)


def statements(client: Client, url: str, on_commit: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured, on_commit(execute=True):
        response: Any = client.get(url)
        if response.streaming:
            response.getvalue()  # closes the file
    assert response.status_code in {200, 302, 304, 401, 403}, (url, response.status_code)
    return [query["sql"] for query in captured if "SAVEPOINT" not in query["sql"]]


@pytest.mark.parametrize("reader", ["anonymous", "follower", "author"])
def test_page_takes_ten_statements_at_most(
    reader: str, django_capture_on_commit_callbacks: Any, settings: Any, media: Path
) -> None:
    """An empty cache costs a member no statement, and a visitor one: the trends."""
    world = make_world(reader, "public")
    add_everything(world)
    settings.DJANGO_TWEETS_LINK_PREVIEWS = True
    client, more = world.client(), {}
    none = {"profile_restore", "data_export_file", "stream"}  # 404: there is none
    for name in PAGES.keys() - none:
        cache.clear()
        cold, warm = (
            statements(client, path(name, world), django_capture_on_commit_callbacks)
            for _ in range(2)
        )
        if max(len(cold), len(warm)) > MAX_STATEMENTS:
            more[name] = (len(cold), len(warm))
    assert more == {}
