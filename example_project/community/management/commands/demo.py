"""manage.py demo: fill the site with the demo community."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from tqdm import tqdm

from community.data_files import DATA, avatar_path, banner_path
from community.follows import draft_follows
from community.interactions import (
    BLOCKED_TERMS,
    BLOCKS,
    BOOKMARKS,
    FOLLOWED_HASHTAGS,
    HELD,
    LINK_PREVIEW,
    MODERATORS,
    MUTES,
    REPORTS,
)
from community.people import EVERYONE, ORGANISATION, PASSWORD
from community.pictures import Picture, Pictures, find_pictures
from community.quotes import draft_quotes
from community.reactions import draft_reactions
from community.tweets import draft_tweets, find_index
from django_tweets import get_profile_model, get_tweet_model, images, services, timelines
from django_tweets.models import (
    Attachment,
    Follow,
    FollowRequest,
    Like,
    LinkPreview,
    TweetLinkPreview,
)
from django_tweets.models.link_preview import digest, previewed_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime
    from pathlib import Path

    from django.core.files.base import File

    from community.follows import DraftFollow
    from community.people import Person
    from community.reactions import DraftReaction
    from community.tweets import DraftTweet
    from django_tweets.models import AbstractProfile, AbstractTweet

    Profiles = dict[str, AbstractProfile]
    """By username."""

Item = TypeVar("Item")

ADDRESSES = """
The site of the Ferry Yard is ready:

  http://127.0.0.1:8000/                          the front page: begin here
  http://127.0.0.1:8000/community/explore/        what people write, and what about
  http://127.0.0.1:8000/community/@ada/           a profile
  http://127.0.0.1:8000/community/@ferryyard/     the profile of the organisation
  http://127.0.0.1:8000/community/@tomasz/        a protected profile; ada has asked to follow it
  http://127.0.0.1:8000/community/                your home timeline, after you log in
  http://127.0.0.1:8000/community/notifications/  your notifications, after you log in

Log in as ada (or with any other handle). The password of all accounts is {password}
The account ferryyard can use the admin: http://127.0.0.1:8000/admin/
The account eleni is a moderator, with open reports: http://127.0.0.1:8000/community/moderation/
"""
THREAD_ADDRESS = """
A long thread, from the day of the launch:

  http://127.0.0.1:8000{url}
"""
THREAD = "SHE'S IN."
"""The start of its first tweet."""


class Command(BaseCommand):
    help = "Fill the site with forty members and five months of their tweets and reactions."

    def handle(self, **options: Any) -> None:
        if get_profile_model().objects.filter(handle=ORGANISATION.username).exists():
            self.stdout.write("The community exists already. To start again, delete db.sqlite3.")
        else:
            with transaction.atomic():  # an interrupted command leaves nothing behind
                self.fill(timezone.localtime())
        self.stdout.write(ADDRESSES.format(password=PASSWORD))
        for thread in get_tweet_model().objects.filter(content__startswith=THREAD):
            self.stdout.write(THREAD_ADDRESS.format(url=thread.get_absolute_url()))

    def fill(self, now: datetime, *, pictures: bool = True) -> None:
        """Create the community. All dates count back from ``now``.

        The same ``now`` gives the same rows, except for their ids. The notifications are created
        at the end, in bulk: those older than 30 days are read.
        """
        # Without previews of links: the demo needs no network. One is written below.
        offline = override_settings(DJANGO_TWEETS_LINK_PREVIEWS=False)
        with services.without_notifications(), services.without_limits(), offline:
            profiles = self.create_content(now, pictures=pictures)
        since, read = (now - timedelta(days=days) for days in (90, 30))
        services.rebuild_notifications(profiles, since=since, read=read)
        with offline:
            self.create_held_tweet({profile.handle: profile for profile in profiles}, now)

    def create_content(self, now: datetime, *, pictures: bool) -> list[AbstractProfile]:
        """Create everything except notifications. Return the profiles."""
        tweet_drafts = draft_tweets(now)
        tweet_drafts += draft_quotes(tweet_drafts, now)
        follow_drafts = draft_follows(tweet_drafts, now)
        likes, retweets = draft_reactions(tweet_drafts, follow_drafts, now)
        profiles = self.create_profiles(now, pictures=pictures)
        # Before the tweets: some are replies to tweets that only followers can read.
        self.create_follows(profiles, follow_drafts)
        found = find_pictures(tweet_drafts) if pictures else {}
        tweets = self.publish(profiles, tweet_drafts, found)
        self.create_retweets(profiles, tweets, retweets)
        self.create_likes(profiles, tweets, likes)
        for username, texts in BOOKMARKS.items():
            for text in texts:
                services.bookmark(profiles[username], tweets[find_index(text, tweet_drafts)])
        for username, names in FOLLOWED_HASHTAGS.items():
            for name in names:
                if hashtag := timelines.hashtags.find(name):
                    services.follow_hashtag(profiles[username], hashtag)
        services.compute_trends()
        self.create_link_preview(
            tweets[find_index(LINK_PREVIEW.tweet, tweet_drafts)], now, pictures
        )
        self.create_reports(profiles, tweets, tweet_drafts)
        return [*profiles.values()]

    def create_profiles(self, now: datetime, *, pictures: bool) -> Profiles:
        password = make_password(PASSWORD)  # once for all accounts, as hashing is slow
        return {
            person.username: self.create_profile(person, password, now, pictures=pictures)
            for person in with_progress(EVERYONE, "People")
        }

    def create_profile(
        self, person: Person, password: str, now: datetime, *, pictures: bool
    ) -> AbstractProfile:
        user = User(username=person.username, password=password)
        user.is_staff = user.is_superuser = person is ORGANISATION
        user.save()
        avatar = avatar_path(person.username) if pictures else None
        banner = banner_path(person.username) if pictures else None
        return services.update_profile(
            services.get_profile(user),
            display_name=person.name,
            bio=person.bio,
            location=person.location,
            website=person.website,
            created_at=now - timedelta(days=person.joined_days_ago),
            avatar=upload(avatar, images.AVATAR),
            banner=upload(banner, images.BANNER),
        )

    def create_follows(self, profiles: Profiles, drafts: list[DraftFollow]) -> None:
        """Create follows, follow requests, blocks and mutes."""
        follows: list[Follow] = []
        requests: list[FollowRequest] = []
        for draft in with_progress(drafts, "Follows"):
            followed = profiles[draft.followed]
            if draft.needs_approval and not followed.is_protected:
                services.update_profile(followed, is_protected=True)
            row = services.follow(profiles[draft.follower], followed)
            if isinstance(row, FollowRequest) and not draft.is_pending:
                row = services.accept_follow(row) or row
            row.created_at = draft.created_at
            if isinstance(row, FollowRequest):
                requests.append(row)
            else:
                follows.append(row)
        Follow.objects.bulk_update(follows, ["created_at"], batch_size=200)
        FollowRequest.objects.bulk_update(requests, ["created_at"])
        for blocker, blocked in BLOCKS:
            services.block(profiles[blocker], profiles[blocked])
        for muter, muted in MUTES:
            services.mute(profiles[muter], profiles[muted])

    def publish(
        self, profiles: Profiles, drafts: list[DraftTweet], pictures: dict[int, Pictures]
    ) -> list[AbstractTweet]:
        """Publish the tweets in order: a reply or quote comes after the tweet that it refers to."""
        tweets: list[AbstractTweet] = []
        for draft in with_progress(drafts, "Tweets"):
            shown = pictures.get(len(tweets), Pictures())
            attachments = [self.upload(profiles[draft.author], each) for each in shown.pictures]
            tweet = services.publish(
                profiles[draft.author],
                draft.content,
                in_reply_to=None if draft.in_reply_to is None else tweets[draft.in_reply_to],
                quote_of=None if draft.quote_of is None else tweets[draft.quote_of],
                visibility=draft.visibility,
                content_warning=draft.content_warning,
                attachments=attachments,
                is_sensitive=shown.is_sensitive,
                created_at=draft.created_at,
                edited_at=draft.created_at + timedelta(minutes=12) if draft.edited else None,
            )
            tweets.append(tweet)
        return tweets

    def upload(self, owner: AbstractProfile, picture: Picture) -> Attachment:
        with picture.path.open("rb") as file:
            return services.upload(owner, file, alt=picture.alt, focus=picture.focus)

    def create_link_preview(self, tweet: AbstractTweet, now: datetime, pictures: bool) -> None:
        """Store what the page of a link says of itself, as the task does that fetches it."""
        url = previewed_url(tweet)
        picture = upload(DATA / "pictures" / LINK_PREVIEW.picture, images.PREVIEW)
        preview = LinkPreview.objects.create(
            digest=digest(url),
            url=url,
            is_available=True,
            fetched_at=now,
            title=LINK_PREVIEW.title,
            description=LINK_PREVIEW.description,
            site_name=LINK_PREVIEW.site_name,
            host=urlsplit(url).hostname or "",
            picture=picture if pictures else "",
            picture_width=images.PREVIEW.width if pictures else 0,
            picture_height=images.PREVIEW.height if pictures else 0,
        )
        TweetLinkPreview.objects.create(tweet_id=tweet.pk, preview=preview)

    def create_retweets(
        self, profiles: Profiles, tweets: list[AbstractTweet], drafts: list[DraftReaction]
    ) -> None:
        for draft in with_progress(drafts, "Retweets"):
            tweet = tweets[draft.tweet]
            services.retweet(profiles[draft.author], tweet, created_at=draft.created_at)

    def create_likes(
        self, profiles: Profiles, tweets: list[AbstractTweet], drafts: list[DraftReaction]
    ) -> None:
        likes: list[Like] = []
        for draft in with_progress(drafts, "Likes"):
            like = services.like(profiles[draft.author], tweets[draft.tweet])
            like.created_at = draft.created_at
            likes.append(like)
        Like.objects.bulk_update(likes, ["created_at"], batch_size=200)

    def create_held_tweet(self, profiles: Profiles, now: datetime) -> None:
        """Let a moderator block words and a domain, and a tweet with one wait for review."""
        for kind, verdict, term in BLOCKED_TERMS:
            services.block_term(profiles[MODERATORS[0]], term, kind=kind, verdict=verdict)
        yesterday = now - timedelta(days=1)
        services.publish(profiles[HELD.author], HELD.content, created_at=yesterday)

    def create_reports(
        self, profiles: Profiles, tweets: list[AbstractTweet], drafts: list[DraftTweet]
    ) -> None:
        """Create the moderators, and reports that wait for them."""
        call_command("create_moderator_groups", verbosity=0)
        users = User.objects.filter(username__in=MODERATORS)
        Group.objects.get(name="Moderators").user_set.add(*users)
        for row in REPORTS:
            reported = [tweets[find_index(row.tweet, drafts)]] if row.tweet else []
            services.report(
                profiles[row.reporter],
                tweets=reported,
                profile=profiles[row.profile],
                category=row.category,
                comment=row.comment,
            )


def with_progress(items: Collection[Item], label: str) -> Iterable[Item]:
    """Iterate over the items and show a progress bar."""
    return tqdm(items, desc=f"{label:8}", unit="", ascii=" ━")


def upload(path: Path | None, size: images.Size) -> File[bytes] | None:
    """Convert a picture as the profile form converts an upload."""
    if path is None:
        return None
    with path.open("rb") as file:
        return images.to_webp(file, size)
