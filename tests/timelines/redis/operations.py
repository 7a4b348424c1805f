"""Random operations of a small community, which change what its homes have."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import Visibility
from tests.factories import TWEET_EXTRA

if TYPE_CHECKING:
    import random

    from tests.factories import Profile, Tweet

AUDIENCES = ["public", "public", "public", "unlisted", "followers", "mentioned"]


class Community:
    """Members who publish, follow, mute, block and so on, as chance has it."""

    def __init__(self, people: list[Profile], chance: random.Random) -> None:
        self.people, self.chance = people, chance
        self.operations = [
            *[self.publish] * 6,
            *[self.retweet] * 3,
            *[self.follow] * 4,
            self.unfollow,
            self.delete,
            self.edit,
            self.mute,
            self.unmute,
            self.block,
            self.unblock,
            self.protect,
            self.suspend,
        ]

    def act(self) -> None:
        """Do something that may be refused."""
        with suppress(PermissionDenied, ValidationError):
            self.chance.choice(self.operations)()

    def one(self) -> Profile:
        """Return a member, as the database has it."""
        return get_profile_model()._rows.get(pk=self.chance.choice(self.people).pk)

    def tweet(self) -> Tweet | None:
        """Return one of the newest tweets, if there is any."""
        newest: list[Any] = list(get_tweet_model()._rows.order_by("-pk")[:12])
        return self.chance.choice(newest) if newest else None

    def publish(self) -> None:
        mentioned = self.one().handle
        services.publish(
            self.one(),
            f"hello @{mentioned} {self.chance.random()}",
            visibility=self.chance.choice(AUDIENCES),
            in_reply_to=self.chance.choice([None, self.tweet()]),
            **TWEET_EXTRA,
        )

    def retweet(self) -> None:
        if (tweet := self.tweet()) is not None:
            services.retweet(self.one(), tweet)

    def follow(self) -> None:
        services.follow(self.one(), self.one())

    def unfollow(self) -> None:
        services.unfollow(self.one(), self.one())

    def delete(self) -> None:
        if (tweet := self.tweet()) is not None:
            services.delete(tweet)

    def edit(self) -> None:
        if (tweet := self.tweet()) is not None:
            text = f"edited @{self.one().handle} {self.chance.random()}"
            audience = self.chance.choice([*Visibility.values[:4], tweet.visibility])
            services.edit(tweet, text, visibility=audience)

    def mute(self) -> None:
        services.mute(self.one(), self.one())

    def unmute(self) -> None:
        for one in self.people:
            for other in self.people:
                services.unmute(one, other)

    def block(self) -> None:
        services.block(self.one(), self.one())

    def unblock(self) -> None:
        for one in self.people:
            for other in self.people:
                services.unblock(one, other)

    def protect(self) -> None:
        one = self.one()
        services.update_profile(one, is_protected=not one.is_protected)

    def suspend(self) -> None:
        one = self.one()
        rows = get_profile_model()._base_manager.filter(pk=one.pk)
        rows.update(is_suspended=not one.is_suspended)
