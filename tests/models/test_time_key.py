"""TimeKeyModel: keys that are made from the time, on insert."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from django_tweets import get_profile_model, services
from django_tweets.models import Block, Like, ModerationAction, Mute
from django_tweets.services import idempotency
from django_tweets.snowflake import SnowflakeField, first_id
from tests.factories import PROFILE_EXTRA, Profile, make_profile, make_tweet

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Profile:
    return make_profile("ada")


@pytest.fixture
def bob() -> Profile:
    return make_profile("bob")


def make_keys(monkeypatch: pytest.MonkeyPatch, *keys: int) -> None:
    """Let the next rows get these keys, as if other processes made the same ones."""
    made = iter(keys)
    monkeypatch.setattr(SnowflakeField, "get_pk_value_on_save", lambda field, row: next(made))


def has_time(key: int, at: datetime) -> bool:
    return first_id(at) <= key < first_id(at + timedelta(milliseconds=1))


def test_key_has_the_time_of_the_row(ada: Profile, bob: Profile) -> None:
    then = timezone.now() - timedelta(days=1000)
    block = Block.objects.create(blocker=ada, blocked=bob, created_at=then)
    assert has_time(block.pk, then)


def test_rows_of_bulk_create_have_keys_in_their_order(ada: Profile) -> None:
    tweets = [make_tweet(ada, f"{number}") for number in range(5)]
    likes = Like.objects.bulk_create(Like(profile=ada, tweet=tweet) for tweet in tweets)
    stored = list(Like.objects.order_by("pk").values_list("pk", "tweet"))
    assert stored == [(like.pk, tweet.pk) for like, tweet in zip(likes, tweets, strict=True)]


def test_new_row_does_not_replace_one_with_its_key(
    ada: Profile, bob: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_keys(monkeypatch, 7, 7)
    Mute(muter=ada, muted=bob).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Mute(muter=bob, muted=ada).save()
    assert Mute.objects.get().muter == ada


def test_service_takes_the_next_key_if_another_process_has_made_the_first(
    ada: Profile, bob: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_keys(monkeypatch, 7, 7, 8)
    services.mute(ada, bob)
    services.mute(bob, ada)
    assert set(Mute.objects.values_list("pk", "muter")) == {(7, ada.pk), (8, bob.pk)}


def test_key_is_made_after_the_locks(ada: Profile, bob: Profile) -> None:
    """A row that waits for a lock gets a larger key than the one it has waited for."""
    late = Mute(muter=ada, muted=bob, created_at=timezone.now() - timedelta(seconds=1))
    locked = []

    def lock(using: str) -> None:
        locked.append(first_id(timezone.now()))

    row, _ = idempotency.create_once(late, "muter", "muted", before=lock)
    assert row.pk > locked[0]


def test_profile_takes_one_insert_for_each_handle(ada: Profile) -> None:
    other = get_profile_model()(display_name="Ada", **PROFILE_EXTRA)
    with CaptureQueriesContext(connection) as captured:
        other.save()
    assert other.handle.startswith("ada_")
    start = f"UPDATE {connection.ops.quote_name(other._meta.db_table)}"
    assert not [query for query in captured if query["sql"].startswith(start)]


class TestLogOfModeration:
    def test_later_row_has_a_larger_key_if_the_clock_of_another_server_is_ahead(
        self, ada: Profile
    ) -> None:
        """Else the earlier decision would be the one in force."""
        ahead = timezone.now() + timedelta(minutes=1)
        first = ModerationAction(action="suspend", profile=ada, created_at=ahead)
        first.save()
        second = ModerationAction(action="restore", profile=ada)
        second.save()
        assert second.pk == first.pk + 1

    def test_key_of_another_profile_does_not_matter(self, ada: Profile, bob: Profile) -> None:
        ahead = timezone.now() + timedelta(minutes=1)
        ModerationAction(action="suspend", profile=ada, created_at=ahead).save()
        other = ModerationAction(action="suspend", profile=bob)
        other.save()
        assert other.pk < first_id(ahead)

    def test_row_about_the_block_lists_has_its_time(self) -> None:
        row = ModerationAction(action="block_term")
        row.save()
        assert has_time(row.pk, row.created_at)
