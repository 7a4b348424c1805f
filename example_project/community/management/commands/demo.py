"""manage.py demo: a community that has been here for months."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from community.faces import banner, face
from community.favourites import FOLLOWED_BY_ADA, KEPT_BY_ADA
from community.friendships import BLOCKS, MUTES, follows
from community.people import PASSWORD, PEOPLE, YARD
from community.quotes import quotes
from community.reactions import reactions
from community.tweets import place_of, tweets
from django_tweets import get_profile_model, get_tweet_model, images, services, timelines
from django_tweets.models import Follow, FollowRequest, Like

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from django.core.files.base import File

    from community.friendships import DraftFollow
    from community.person import Person
    from community.reactions import DraftReaction
    from community.tweets import DraftTweet
    from django_tweets.models import AbstractProfile, AbstractTweet

    Profiles = dict[str, AbstractProfile]
    """By username."""

Item = TypeVar("Item")

LOOK_HERE = """
The Ferry Yard is open:

  http://127.0.0.1:8000/                        the site
  http://127.0.0.1:8000/community/@ada/         somebody's profile
  http://127.0.0.1:8000/community/@ferryyard/   the Yard's own
  http://127.0.0.1:8000/community/@tomasz/      a protected one, whom ada has asked to follow
  http://127.0.0.1:8000/community/              your home, once you have logged in
  http://127.0.0.1:8000/community/notifications/  what happened to you while you were away

Log in as ada (or as anybody whose handle you see) with the password {password}.
The admin, http://127.0.0.1:8000/admin/, is open to ferryyard, with the same one.
"""
THREAD_HERE = """
A thread worth opening, on the day of the launch:

  http://127.0.0.1:8000{url}
"""
THREAD = "SHE'S IN."


class Command(BaseCommand):
    help = "Fill the site with forty people, and with all that they have said and done for months."

    def handle(self, **options: Any) -> None:
        if get_profile_model().objects.filter(handle=YARD.username).exists():
            self.stdout.write("The community is there already: delete db.sqlite3 to start again.")
        else:
            with transaction.atomic():  # all of it or nothing, if somebody loses patience
                self.fill(timezone.localtime())
        self.stdout.write(LOOK_HERE.format(password=PASSWORD))
        for thread in get_tweet_model().objects.filter(content__startswith=THREAD):
            self.stdout.write(THREAD_HERE.format(url=thread.get_absolute_url()))

    def fill(self, now: datetime) -> None:
        """Everything that has happened until now: the same for the same now, but for the ids.

        What people are told of it is made at the end, all at once: they were here a month ago.
        """
        with services.quietly():
            profiles = self.live(now)
        since, read = (now - timedelta(days=days) for days in (90, 30))
        services.rebuild_notifications(profiles, since=since, read=read)

    def live(self, now: datetime) -> list[AbstractProfile]:
        """All that is said and done; return who is there."""
        said = tweets(now)
        said += quotes(said, now)
        friends = follows(said, now)
        liked, repeated = reactions(said, friends, now)
        profiles = self.welcome(now)
        # Before they speak: some answer what only a follower can read.
        self.befriend(profiles, friends)
        published = self.publish(profiles, said)
        self.repeat(profiles, published, repeated)
        self.like(profiles, published, liked)
        for words in KEPT_BY_ADA:
            services.bookmark(profiles["ada"], published[place_of(words, said)])
        for name in FOLLOWED_BY_ADA:
            if hashtag := timelines.hashtags.find(name):
                services.follow_hashtag(profiles["ada"], hashtag)
        services.compute_trends()
        return [*profiles.values()]

    def welcome(self, now: datetime) -> Profiles:
        """Make everybody's account and profile."""
        password = make_password(PASSWORD)  # once: it is made to be slow
        people = (*PEOPLE, YARD)
        return {
            person.username: self.sign_up(person, password, now)
            for person in counted(people, "People")
        }

    def sign_up(self, person: Person, password: str, now: datetime) -> AbstractProfile:
        user = User(username=person.username, password=password)
        user.is_staff = user.is_superuser = person is YARD
        user.save()
        return services.update_profile(
            user.profile,
            display_name=person.name,
            bio=person.bio,
            location=person.location,
            website=person.website,
            created_at=now - timedelta(days=person.joined),
            avatar=kept(face(person), images.AVATAR),
            banner=kept(banner(person), images.BANNER),
        )

    def befriend(self, profiles: Profiles, friends: list[DraftFollow]) -> None:
        """Let everybody follow whom they follow, and keep away from whom they keep away from."""
        made: list[Follow] = []
        asked: list[FollowRequest] = []
        for draft in counted(friends, "Follows"):
            followed = profiles[draft.followed]
            if draft.asks and not followed.is_protected:
                services.update_profile(followed, is_protected=True)
            row = services.follow(profiles[draft.follower], followed)
            if isinstance(row, FollowRequest) and not draft.is_pending:
                row = services.accept_follow(row) or row
            row.created_at = draft.at
            if isinstance(row, FollowRequest):
                asked.append(row)
            else:
                made.append(row)
        Follow.objects.bulk_update(made, ["created_at"], batch_size=200)
        FollowRequest.objects.bulk_update(asked, ["created_at"])
        for blocker, blocked in BLOCKS:
            services.block(profiles[blocker], profiles[blocked])
        for muter, muted in MUTES:
            services.mute(profiles[muter], profiles[muted])

    def publish(self, profiles: Profiles, said: list[DraftTweet]) -> list[AbstractTweet]:
        """Publish what is said, in its order, so that each finds what it answers or quotes."""
        published: list[AbstractTweet] = []
        for draft in counted(said, "Tweets"):
            tweet = services.publish(
                profiles[draft.author],
                draft.content,
                in_reply_to=None if draft.in_reply_to is None else published[draft.in_reply_to],
                quote_of=None if draft.quote_of is None else published[draft.quote_of],
                visibility=draft.visibility,
                content_warning=draft.content_warning,
                created_at=draft.created_at,
                edited_at=draft.created_at + timedelta(minutes=12) if draft.edited else None,
            )
            published.append(tweet)
        return published

    def repeat(
        self, profiles: Profiles, published: list[AbstractTweet], repeated: list[DraftReaction]
    ) -> None:
        for draft in counted(repeated, "Retweets"):
            tweet = published[draft.tweet]
            services.retweet(profiles[draft.author], tweet, created_at=draft.at)

    def like(
        self, profiles: Profiles, published: list[AbstractTweet], liked: list[DraftReaction]
    ) -> None:
        made: list[Like] = []
        for draft in counted(liked, "Likes"):
            row = services.like(profiles[draft.author], published[draft.tweet])
            row.created_at = draft.at
            made.append(row)
        Like.objects.bulk_update(made, ["created_at"], batch_size=200)


def counted(items: Collection[Item], what: str) -> Iterable[Item]:
    """The items, with a bar that shows how many of them are done."""
    return tqdm(items, desc=f"{what:8}", unit="", ascii=" ━")


def kept(picture: bytes | None, size: images.Size) -> File[bytes] | None:
    """The picture as an upload of it would be kept."""
    return None if picture is None else images.to_webp(BytesIO(picture), size)
