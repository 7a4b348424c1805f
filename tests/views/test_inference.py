"""Hidden rows change nothing that a viewer can observe: statements, status, headers, body.

Every page that can be read is fetched before and after rows are added that its viewer may not see.
A URL without an entry in PATHS or OTHERS fails the last test.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from django_tweets import get_tweet_model, services, urls
from django_tweets.models import Block, Bookmark, Follow, Like, Mute
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups, tasks
from tests.attachment_samples import make_attachments
from tests.factories import TWEET_EXTRA, make_profile, make_tweet

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.matrix]

SEARCHES = [
    "pin",
    '"pin is" -tea',
    "#topic",
    "to:fan",
    "@fan",
    "is:retweet",
    "is:retweet pin",
    "is:quote",
    "filter:replies",
    "-tea",
    "has:media",
    "has:video",
    "teapot",
    "since:2020-01-01",
    *(f"from:{kind} pin" for kind in ("followers", "mentioned", "protected", "suspended")),
]
FAN = ["fan"]
PATHS: dict[str, list[tuple[list[Any], str]]] = {
    "home": [([], "")],
    "home_new": [([], "?after=1")],
    "stream_parts": [([], "?tweet=TWEET&thread=TWEET:0&hashtag=746f706963:0")],
    "explore": [([], "")],
    "search": [([], f"?q={quote(typed)}") for typed in SEARCHES],
    "search_people": [([], "?q=hid"), ([], "?q=fan")],
    "search_hashtags": [([], "?q=topic")],
    "bookmarks": [([], "")],
    "suggestions": [([], "")],
    "welcome_people": [([], "")],
    "welcome_hashtags": [([], "")],
    "hashtag": [(["topic"], "")],
    "autocomplete": [([], "?q=@hid"), ([], "?q=%23topic")],
    "hashtags": [([], "")],
    "follow_requests": [([], "")],
    "blocked": [([], "")],
    "muted": [([], "")],
    "notifications": [([], "")],
    "notification_mentions": [([], "")],
    "profile_detail": [(FAN, ""), (["followers"], ""), (["protected"], "")],
    "profile_card": [(FAN, ""), (["protected"], ""), (["suspended"], "")],
    "profile_replies": [(FAN, ""), (["mentioned"], "")],
    "profile_media": [(FAN, ""), (["followers"], ""), (["protected"], "")],
    "profile_mentions": [(FAN, "")],
    "profile_likes": [(FAN, "")],
    "profile_activity": [(FAN, ""), (["followers"], "")],
    "followers": [(FAN, "")],
    "following": [(FAN, "")],
    "tweet_detail": [(["TWEET"], "")],
    "tweet_history": [(["TWEET"], "")],
    "tweet_share": [(["TWEET"], "")],
    "tweet_menu": [(["TWEET"], "")],
    "tweet_preview": [(["TWEET"], "")],
    "tweet_likes": [(["TWEET"], "")],
    "tweet_retweets": [(["TWEET"], "")],
    "tweet_quotes": [(["TWEET"], "")],
    "report_create": [
        (["TWEET"], ""),
        (FAN, ""),
        *(([kind], "") for kind in ("followers", "mentioned", "protected", "suspended")),
    ],
    "report_list": [([], "")],
    "tweet_embed": [(["TWEET"], "")],
    "profile_atom": [(FAN, ""), (["followers"], "")],
    "profile_rss": [(FAN, "")],
    "hashtag_atom": [(["topic"], "")],
    "hashtag_rss": [(["topic"], "")],
    "search_atom": [([], "?q=pin")],
    "search_rss": [([], "?q=from:followers+pin")],
}
# Forms, redirects, actions, and pages of the viewer's own data: they list nothing of others.
OTHERS = {"settings", "analytics", "notification_settings", "digest_unsubscribe", "oembed"}
OTHERS |= {"profile_edit", "profile_name", "profile_delete", "user_profile", "welcome_picture"}
OTHERS |= {"media_upload", "media_update", "data_export", "data_export_file"}
OTHERS |= {"report_done", "moderation_notices", "appeal_create"}
OTHERS |= {"moderation_case_list", "moderation_case_detail", "moderation_action_create"}
OTHERS |= {"moderation_action_list", "moderation_action_export", "moderation_action_reverse"}
OTHERS |= {"withheld_tweet_list", "appeal_list", "appeal_decide", "report_unlock"}
OTHERS |= {"blocked_term_list", "blocked_term_delete"}
OTHERS |= {"case_claim", "case_unclaim"}  # moderators read reports: see test_matrix.py
OTHERS |= {"stream"}  # tests/live: there is none here
OTHERS |= {"attachment_file"}  # test_attachment_files.py compares hidden ones with missing ones
ACTIONS = re.compile(r"(tweet|profile|hashtag)_(un)?\w+")

VIEWERS = ["visitor", "stranger", "follower", "muted", "blocked"]
HIDDEN_PEOPLE = ["suspended", "inactive", "blocker", "deleted"]


class World:
    """A fan whom everybody may see, and authors of tweets that the viewer may not read."""

    def __init__(self, viewer: str, *, is_empty: bool) -> None:
        self.fan = make_profile("fan")
        self.viewer = None if viewer == "visitor" else make_profile("viewer")
        self.authors = {name: make_profile(name) for name in ("followers", "mentioned")}
        self.authors["protected"] = make_profile("protected", is_protected=True)
        self.people = [name for name in HIDDEN_PEOPLE if self.viewer or name != "blocker"]
        for name in self.people:
            self.authors[name] = self.make_hidden_person(name, name)
        self.tag = "" if is_empty else " #topic"
        self.tweet = make_tweet(self.fan, "hello")
        self.reply = services.publish(self.fan, "so", in_reply_to=self.tweet, **TWEET_EXTRA)
        self.nested = services.publish(self.fan, "no", in_reply_to=self.reply, **TWEET_EXTRA)
        if not is_empty:
            for n in range(3):
                tweet = make_tweet(self.fan, f"pin is {n} #topic", **self.earlier(n))
                make_attachments(tweet, *[{}] * n)
        if self.viewer:
            Follow.objects.create(follower=self.viewer, followed=self.fan)
            # Told of the fan, and then not told of those who are hidden later.
            key = GroupKey(self.viewer.pk, "like", self.tweet.pk)
            notification_groups.add_actor(key, self.fan.pk)
            if viewer == "follower":
                for name in ("mentioned", "suspended", "inactive"):
                    Follow.objects.create(follower=self.viewer, followed=self.authors[name])
            if viewer == "muted":
                Mute.objects.create(muter=self.authors["followers"], muted=self.viewer)
            if viewer == "blocked":
                for author in self.authors.values():
                    Block.objects.get_or_create(blocker=author, blocked=self.viewer)

    def earlier(self, minutes: int) -> dict[str, Any]:
        return {"created_at": timezone.now() - timedelta(days=3, minutes=minutes)}

    def make_hidden_person(self, kind: str, handle: str) -> Profile:
        person = make_profile(handle)
        self.hide(kind, person)
        return person

    def hide(self, kind: str, person: Profile) -> None:
        if kind == "suspended":
            type(person).objects.filter(pk=person.pk).update(is_suspended=True)
        if kind == "inactive":
            get_user_model().objects.filter(pk=person.user_id).update(is_active=False)
        if kind == "deleted":
            type(person).objects.filter(pk=person.pk).update(deleted_at=timezone.now())
        if kind == "blocker" and self.viewer:
            Block.objects.create(blocker=person, blocked=self.viewer)

    def add_hidden_rows(self, count: int) -> None:
        """Add tweets, reactions and people that the viewer may not see. Counters stay."""
        made: list[Tweet] = []
        for kind, author in self.authors.items():
            visibility = kind if kind in {"followers", "mentioned"} else "public"
            tag = "" if kind in self.people else self.tag  # counted: see tests of hashtags
            make = [self.new_tweet(author, visibility, f"pin is x @fan{tag}") for _ in range(count)]
            answer = self.new_tweet(author, visibility, "pin", in_reply_to=self.tweet)
            answer.in_reply_to_profile, answer.conversation = self.fan, self.tweet
            nested = [
                self.new_tweet(author, visibility, "pin", in_reply_to=above)
                for above in (self.reply, self.nested)
                for _ in range(count)
            ]
            quoting = self.new_tweet(author, visibility, "pin", quote_of=self.tweet)
            again = self.new_tweet(author, visibility, "", retweet_of=self.tweet)
            theirs = self.new_tweet(self.fan, "public", "", retweet_of=make[0])
            get_tweet_model().objects.bulk_create([*make, answer, *nested, quoting, again])
            get_tweet_model().objects.bulk_create([theirs])
            made += make
        for tweet in made:
            make_attachments(tweet, {}, {"kind": "video"})
            Like.objects.bulk_create([Like(profile=self.fan, tweet=tweet)])
            if self.viewer:
                Bookmark.objects.bulk_create([Bookmark(profile=self.viewer, tweet=tweet)])
                key = GroupKey(self.viewer.pk, "mention", tweet.pk)
                notification_groups.add_actor(key, tweet.profile_id)
        for kind in self.people:
            for n in range(count):
                person = self.make_hidden_person(kind, f"hidden_{kind}{n}")
                Like.objects.bulk_create([Like(profile=person, tweet=self.tweet)])
                Follow.objects.bulk_create([Follow(follower=person, followed=self.fan)])
                Follow.objects.bulk_create([Follow(follower=self.fan, followed=person)])

        if self.viewer:
            for kind in self.people:
                self.add_actor_hidden_later(kind, self.viewer)

    def add_actor_hidden_later(self, kind: str, viewer: Profile) -> None:
        """Notify viewer twice of what a person does who is hidden after that."""
        person = make_profile(f"later_{kind}")
        mine = self.new_tweet(person, "public", "look")
        get_tweet_model().objects.bulk_create([mine])
        for about, tweet in (("mention", mine), ("like", self.tweet)):
            notification_groups.add_actor(GroupKey(viewer.pk, about, tweet.pk), person.pk)
        self.hide(kind, person)
        tasks.update_told_actors.func(person.pk)

    def new_tweet(self, author: Profile, visibility: str, text: str, **fields: Any) -> Tweet:
        fields = {**self.earlier(0), "visibility": visibility, **fields, **TWEET_EXTRA}
        return get_tweet_model()(profile=author, content=text, **fields)

    def fetch_all(self) -> dict[str, Any]:
        """Everything that the viewer can observe, by path."""
        cache.clear()
        seen = {}
        client = Client()
        if self.viewer:
            client.force_login(self.viewer.user)
        for name, arguments in PATHS.items():
            if self.viewer and name.endswith(("_atom", "_rss")):
                continue  # the same for everybody: who blocks this viewer is in it
            for args, query in arguments:
                tweet = ["fan", self.tweet.pk]
                path = reverse(f"django_tweets:{name}", args=tweet if args == ["TWEET"] else args)
                path += query
                with transaction.atomic(), CaptureQueriesContext(connection) as captured:
                    response = client.get(path)
                    transaction.set_rollback(True)
                statements = [normalize(each["sql"]) for each in captured]
                headers = {k: v for k, v in response.headers.items() if k not in IGNORED}
                body = TOKEN.sub("", response.content.decode())
                seen[path] = (response.status_code, headers, body, statements)
        return seen


IGNORED = {"Content-Length"}  # of the tokens, too
TOKEN = re.compile(r'name="(?:csrfmiddlewaretoken|key|writer)" value="[^"]*"')


def normalize(sql: str) -> str:
    """Return a statement without its values, and without the numbers of savepoints."""
    sql = re.sub(r"\bs\d+_x\d+\b", "?", sql)
    sql = re.sub(r"'(?:[^']|'')*'|\b\d+\b", "?", sql)
    return re.sub(r"\((?:\?(?:, )?)+\)", "(?)", sql)


@pytest.mark.parametrize(
    ("viewer", "is_empty"),
    [("visitor", True), ("stranger", True), *((viewer, False) for viewer in VIEWERS)],
)
def test_hidden_rows_change_nothing(viewer: str, is_empty: bool, settings: Any) -> None:
    settings.DJANGO_TWEETS_VISITOR_REPORTS = True
    world = World(viewer, is_empty=is_empty)
    before = world.fetch_all()
    world.add_hidden_rows(1 if is_empty else 3)
    after = world.fetch_all()
    wrong = {}
    for path, seen in before.items():
        parts = ("status", "headers", "body", "statements")
        for part, one, other in zip(parts, seen, after[path], strict=True):
            if one != other:
                wrong[path, part] = (len(one), len(other)) if part == "statements" else part
    assert wrong == {}


def test_every_list_is_compared() -> None:
    names = {str(pattern.name) for pattern in urls.urlpatterns}
    rest = names - {*PATHS} - OTHERS
    assert {name for name in rest if not ACTIONS.fullmatch(name)} == set()
