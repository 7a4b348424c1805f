"""Keys of rows that readers get tell nobody how many rows others have made.

A sequence does: from the numbers of two own reports, a member learns how many reports were filed in
between. So the model of each key that leaves the site is a TimeKeyModel.
"""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import models
from django.test import Client
from django.utils import timezone

from django_tweets import services
from django_tweets.models import (
    AbstractTweet,
    Appeal,
    Block,
    BlockedTerm,
    Bookmark,
    Follow,
    FollowRequest,
    Hashtag,
    HashtagFollow,
    Like,
    LinkPreview,
    ModerationAction,
    Mute,
    NotificationPreference,
    Report,
    SitemapKey,
    TimeKeyModel,
    TweetLinkPreview,
)
from django_tweets.snowflake import SnowflakeField, first_id
from django_tweets.views.lists import ListMixin
from tests.attachments import make_attachment
from tests.data_exports import write_zip
from tests.factories import make_profile, make_tweet, make_user
from tests.views.expected_access import PAGES
from tests.views.scenarios import World, allow, make_world, path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.factories import Profile

pytestmark = pytest.mark.django_db

FIRST = 7_000_000_000
"""The sequences of these tests begin here, so that their numbers are found in a page."""

IN_SEQUENCE = re.compile(r"(?<!\d)70000\d{5}(?!\d)")


def own_models() -> list[type[models.Model]]:
    """The models of the app that have a table, also where a host swaps two of them."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label == "django_tweets" and not model._meta.swapped
    ]


def sequences() -> list[type[models.Model]]:
    return [model for model in own_models() if isinstance(model._meta.pk, models.AutoField)]


@pytest.fixture
def numbered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all sequences of ours begin at FIRST, on every database."""
    numbers = itertools.count(FIRST)

    def next_number(field: Any, instance: models.Model) -> int | None:
        return next(numbers) if instance._meta.app_label == "django_tweets" else None

    monkeypatch.setattr(models.BigAutoField, "get_pk_value_on_save", next_number)


def add_rows(world: World, me: Profile) -> None:
    """Make two rows for each list that me reads, and one at least in each table with a sequence."""
    for number in range(2):
        other = make_profile(f"other{number}")
        for follower, followed in [(other, me), (me, other), (other, world.author)]:
            Follow.objects.create(follower=follower, followed=followed)
        Follow.objects.create(follower=world.author, followed=other)
        FollowRequest.objects.create(follower=other, followed=me)
        Block.objects.create(blocker=me, blocked=make_profile(f"blocked{number}"))
        Mute.objects.create(muter=me, muted=make_profile(f"muted{number}", display_name="Author"))
        Like.objects.create(profile=other, tweet=world.tweet)
        tagged = make_tweet(other, f"#topic{number}")
        Like.objects.create(profile=world.author, tweet=tagged)
        Bookmark.objects.create(profile=me, tweet=tagged)
        Report.objects.create(reporter=me, profile=other, category="spam")
        action = ModerationAction(action="warn", profile=me, moderator=other)
        action.save()
        Appeal.objects.create(action=action, profile=me, text="Why?")
        BlockedTerm.objects.create(kind="word", term=f"spam{number}")
        make_attachment(me)
    for hashtag in Hashtag.objects.all():
        HashtagFollow.objects.create(profile=me, hashtag=hashtag)
    edited = make_tweet(me, "earlier")
    services.edit(edited, "later @fan")
    services.update_profile(me, handle="renamed")
    NotificationPreference.objects.create(profile=me, kind="like", is_wanted=True)
    SitemapKey.objects.create(kind="tweet", number=1, key="1")
    preview = LinkPreview.objects.create(digest="x", url="https://example.org/", is_available=True)
    TweetLinkPreview.objects.create(tweet=world.tweet, preview=preview)


KEYED = [model for model in own_models() if isinstance(model._meta.pk, SnowflakeField)]


def responses(world: World, moderator: Profile) -> Iterator[tuple[str, str]]:
    """Yield name and content of each page: as the reader gets it, or the moderator, and as JSON."""
    reader, staff = world.client(), Client()
    staff.force_login(moderator.user)
    for name in PAGES:
        url = path(name, world)
        found = [reader.get(url)]
        if found[0].status_code == 403:
            accepted = ("text/html", "application/json")
            found += [staff.get(url, headers={"accept": each}) for each in accepted]
        for response in found:
            yield name, response.getvalue().decode(errors="replace") + str(response.headers)


@pytest.mark.usefixtures("numbered")
def test_no_page_and_no_file_has_a_number_of_a_sequence(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    """A new model fails here as soon as a page has its key: let it extend TimeKeyModel."""
    monkeypatch.setattr(ListMixin, "page_size", 1)  # then each list has a cursor
    with django_capture_on_commit_callbacks(execute=True):
        world = make_world("stranger", "public")
        me = world.viewer
        assert me is not None
        add_rows(world, me)
        moderator = services.get_profile(make_user("moderator"))
        allow(moderator, "view_reports", "moderate")
    empty = [model.__name__ for model in sequences() if not model._base_manager.exists()]
    assert empty == []  # make a row in add_rows()
    pages = [*responses(world, moderator)]
    pages += [(name, data.decode(errors="replace")) for name, data in write_zip(me).items()]
    pages += [(str(message.subject), str(message.message())) for message in mail.outbox]
    found = {(name, number) for name, content in pages for number in IN_SEQUENCE.findall(content)}
    assert found == set()
    content = "\n".join(content for _, content in pages)
    not_read = [
        model.__name__
        for model in KEYED
        if not any(str(key) in content for key in model._base_manager.values_list("pk", flat=True))
    ]
    assert not_read == []  # else this test reads too few pages


@pytest.mark.parametrize("model", KEYED, ids=lambda model: model.__name__)
def test_key_is_made_from_the_time(model: Any) -> None:
    """So the order of the keys is that of time, which all lists are read by."""
    before = first_id(timezone.now())
    key = model._meta.pk.get_pk_value_on_save(model())
    assert before <= key < first_id(timezone.now() + timedelta(milliseconds=1))


@pytest.mark.parametrize("model", KEYED, ids=lambda model: model.__name__)
def test_new_row_is_never_written_over_one_with_its_key(model: Any) -> None:
    """Django tries an UPDATE first, if a row has a key."""
    assert issubclass(model, TimeKeyModel | AbstractTweet)
