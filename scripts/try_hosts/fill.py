"""Make members and tweets in a site, and print the addresses of its pages as JSON.

It runs in the site: `manage.py shell --command`, with TRY_HOSTS_USER in the environment.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from django_tweets import get_profile_model, services

if TYPE_CHECKING:
    from collections.abc import Sequence

# Arguments of create_user() in JSON, with NAME for the name.
USER = os.environ["TRY_HOSTS_USER"]


def address(name: str, *args: Any) -> str:
    return reverse(f"django_tweets:{name}", args=args)


def addresses(names: str, *args: Any) -> list[str]:
    return [address(name, *args) for name in names.split()]


def make_member(name: str) -> tuple[Any, Client]:
    """Return the profile of a new user, who has opened one page, and a client logged in."""
    user = get_user_model()._default_manager.create_user(
        **json.loads(USER.replace("NAME", name)),
        password="a long secret 1",  # noqa: S106 - of nobody
    )
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    client.get(address("profile_edit"))
    return get_profile_model().objects.get(user=user), client


def groups(bob: Any, first: Any, ada: Any, reply: Any) -> dict[str, Sequence[str]]:
    """Return the addresses to open, as a visitor and as ada, and those to keep pictures of."""
    public = [
        *addresses("explore suggestions search search_people search_hashtags"),
        address("hashtag", "repaircafe"),
        *addresses("profile_detail profile_replies profile_likes profile_mentions", bob.handle),
        *addresses("followers following profile_activity", bob.handle),
        *addresses("tweet_detail tweet_likes tweet_quotes tweet_retweets", bob.handle, first.pk),
        address("tweet_history", bob.handle, first.pk),
    ]
    members = [
        *addresses("home tweet_create bookmarks notifications notification_mentions"),
        *addresses("notification_settings settings profile_edit profile_delete hashtags"),
        *addresses("follow_requests blocked muted analytics"),
        *addresses("tweet_reply tweet_quote", bob.handle, first.pk),
        *addresses("tweet_update tweet_delete", ada.handle, reply.pk),
    ]
    return {
        "visitor": public,
        "member": [*members, *public],
        "pictures": [
            *addresses("explore home notifications profile_edit"),
            address("profile_detail", bob.handle),
            address("tweet_detail", bob.handle, first.pk),
        ],
    }


def fill() -> dict[str, Any]:
    ada, client = make_member("ada")
    bob, _ = make_member("bob")
    services.follow(ada, bob)
    services.follow(bob, ada)
    first = services.publish(bob, "Good morning! https://example.org/a/long/way #repaircafe")
    reply = services.publish(
        ada, f"@{bob.handle} I am coming, and bring the old radio.", in_reply_to=first
    )
    services.publish(bob, "The kettle works again. 🫖\n\nNext week: bicycles. #repaircafe")
    services.like(ada, first)
    services.retweet(bob, reply)
    session = client.cookies[settings.SESSION_COOKIE_NAME]
    return {**groups(bob, first, ada, reply), "session": [session.key, session.value]}


print("\n" + json.dumps(fill()))
