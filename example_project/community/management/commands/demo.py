"""manage.py demo: a community that has been here for months."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from community.faces import banner, face
from community.people import PASSWORD, PEOPLE, YARD
from community.tweets import tweets
from django_tweets import get_profile_model, images, services

if TYPE_CHECKING:
    from datetime import datetime

    from django.core.files.base import File

    from community.person import Person
    from django_tweets.models import AbstractProfile, AbstractTweet

LOOK_HERE = """
The Ferry Yard is open:

  http://127.0.0.1:8000/                        the site
  http://127.0.0.1:8000/community/@ada/         somebody's profile
  http://127.0.0.1:8000/community/@ferryyard/   the Yard's own
  http://127.0.0.1:8000/community/              your home, once you have logged in

Log in as ada (or as anybody whose handle you see) with the password {password}.
The admin, http://127.0.0.1:8000/admin/, is open to ferryyard, with the same one.
"""


class Command(BaseCommand):
    help = "Fill the site with forty people and the 1,500 tweets of their last months."

    def handle(self, **options: Any) -> None:
        if get_profile_model().objects.filter(handle=YARD.username).exists():
            self.stdout.write("The community is there already: delete db.sqlite3 to start again.")
        else:
            with transaction.atomic():  # all of it or nothing, if somebody loses patience
                now = timezone.localtime()
                self.publish(self.welcome(now), now)
        self.stdout.write(LOOK_HERE.format(password=PASSWORD))

    def welcome(self, now: datetime) -> dict[str, AbstractProfile]:
        """Make everybody's account and profile, and return the profiles by username."""
        password = make_password(PASSWORD)  # once: it is made to be slow
        people = (*PEOPLE, YARD)
        return {
            person.username: self.sign_up(person, password, now)
            for person in tqdm(people, desc="People", unit="", ascii=" ━")
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

    def publish(self, profiles: dict[str, AbstractProfile], now: datetime) -> None:
        """Publish the tweets, oldest first, so that each reply finds what it answers."""
        published: list[AbstractTweet] = []
        for draft in tqdm(tweets(now), desc="Tweets", unit="", ascii=" ━"):
            answered = None if draft.in_reply_to is None else published[draft.in_reply_to]
            edited_at = draft.created_at + timedelta(minutes=12) if draft.edited else None
            tweet = services.publish(
                profiles[draft.author],
                draft.content,
                in_reply_to=answered,
                created_at=draft.created_at,
                edited_at=edited_at,
            )
            published.append(tweet)


def kept(picture: bytes | None, size: images.Size) -> File[bytes] | None:
    """The picture as an upload of it would be kept."""
    return None if picture is None else images.to_webp(BytesIO(picture), size)
