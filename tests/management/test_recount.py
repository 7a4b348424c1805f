from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from django.core.management import call_command

from django_tweets import get_profile_model, get_tweet_model, services
from django_tweets.models import (
    Attachment,
    Bookmark,
    Like,
    LinkPreview,
    Mention,
    Notification,
    NotificationActor,
    TweetLinkPreview,
    TweetRevision,
)
from django_tweets.models.counters import REFERENCES
from django_tweets.models.notification import GroupKey
from django_tweets.services import notification_groups
from tests.attachments import make_attachment
from tests.consistency import find_inconsistencies
from tests.factories import TWEET_EXTRA, make_profile, make_tweet, make_tweets
from tests.notification_rows import notification_rows

if TYPE_CHECKING:
    from tests.factories import Profile, Tweet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]

GONE = 404


def run(**options: Any) -> list[str]:
    out = StringIO()
    call_command("recount", stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def tweet(ada: Profile, bob: Profile) -> Tweet:
    """A tweet by ada with each kind of reaction by bob, who follows ada."""
    services.follow(bob, ada)
    attachments = [make_attachment(ada)]
    tweet = services.publish(ada, "@bob", attachments=attachments, **TWEET_EXTRA)
    services.edit(tweet, "@bob!")
    for verb in (services.like, services.bookmark, services.retweet):
        verb(bob, tweet)
    for role in ("in_reply_to", "quote_of"):
        referred: dict[str, Any] = {role: tweet}
        services.publish(bob, "well", **referred, **TWEET_EXTRA)
    return tweet


def test_right_counters_are_not_repaired(tweet: Tweet) -> None:
    assert run() == ["Nothing to repair."]
    assert find_inconsistencies() == []


def test_empty_site_has_nothing_to_repair(db: None) -> None:
    assert run() == ["Nothing to repair."]


@pytest.mark.parametrize("counter", ["tweet_count", "follower_count", "following_count"])
def test_counters_of_profiles_are_repaired(tweet: Tweet, counter: str) -> None:
    get_profile_model().objects.update(**{counter: 7})
    report = [f"Repaired {counter} of 2 {get_profile_model()._meta.verbose_name_plural}."]
    assert run() == report
    assert find_inconsistencies() == []
    assert run() == ["Nothing to repair."]


@pytest.mark.parametrize("counter", [*REFERENCES.values(), "like_count", "attachment_count"])
def test_counters_of_tweets_are_repaired(tweet: Tweet, counter: str) -> None:
    get_tweet_model().objects.filter(pk=tweet.pk).update(**{counter: 0})
    assert run() == [f"Repaired {counter} of 1 {get_tweet_model()._meta.verbose_name_plural}."]
    assert find_inconsistencies() == []


def test_lost_attachment_of_a_tweet_without_text_changes_nothing(ada: Profile) -> None:
    """A tweet without text and attachments is against a constraint."""
    row = make_attachment(ada)
    services.publish(ada, "", attachments=[row], **TWEET_EXTRA)
    Attachment.objects.filter(pk=row.pk).delete()
    assert run() == ["Nothing to repair."]


def test_other_fields_are_not_written(tweet: Tweet, ada: Profile) -> None:
    before = get_tweet_model().objects.filter(pk=tweet.pk).values().get()
    get_tweet_model().objects.update(like_count=7)
    run()
    assert get_tweet_model().objects.filter(pk=tweet.pk).values().get() == before


@pytest.mark.parametrize("batch_size", [1, 2, 3, 1000])
def test_batches_of_any_size_repair_all_rows(ada: Profile, batch_size: int) -> None:
    for _ in range(6):
        services.like(make_profile(), make_tweet(ada))
        services.follow(make_profile(), make_profile())
    get_tweet_model().objects.update(like_count=3, reply_count=1)
    get_profile_model().objects.update(follower_count=2)
    assert len(run(batch_size=batch_size)) == 3
    assert find_inconsistencies() == []


def test_counter_after_bulk_create_is_repaired(ada: Profile) -> None:
    model = get_tweet_model()
    model.objects.bulk_create(model(profile=ada, content="x", **TWEET_EXTRA) for _ in range(3))
    assert run() == [f"Repaired tweet_count of 1 {get_profile_model()._meta.verbose_name_plural}."]
    assert get_profile_model().objects.get(pk=ada.pk).tweet_count == 3


def test_rows_of_deleted_tweet_are_removed(tweet: Tweet, ada: Profile, bob: Profile) -> None:
    """As after raw SQL, or when a task was lost."""
    get_tweet_model().objects.filter(pk=tweet.pk)._raw_delete("default")
    report = run()
    plural = get_tweet_model()._meta.verbose_name_plural
    assert report[:5] == [
        f"Removed 1 orphaned {plural}.",
        "Removed 1 orphaned likes.",
        "Removed 1 orphaned bookmarks.",
        "Removed 1 orphaned mentions.",
        "Removed 1 orphaned revisions.",
    ]
    assert find_inconsistencies() == []
    assert not TweetRevision.objects.exists()
    bob.refresh_from_db()
    assert bob.tweet_count == 2  # the reply and the quote stay
    assert run() == ["Nothing to repair."]


def test_rows_of_deleted_profile_are_removed(tweet: Tweet) -> None:
    for model in (Like, Bookmark, Mention):
        model.objects.create(profile_id=GONE, tweet=tweet)
    get_tweet_model().objects.filter(pk=tweet.pk).update(like_count=2)
    assert run() == [f"Removed 1 orphaned {name}." for name in ("likes", "bookmarks", "mentions")]
    assert find_inconsistencies() == []
    assert (Like.objects.count(), Bookmark.objects.count(), Mention.objects.count()) == (1, 1, 1)


def test_count_of_notification_is_repaired(tweet: Tweet, ada: Profile, bob: Profile) -> None:
    notification_groups.add_actor(GroupKey(ada.pk, "like", tweet.pk), bob.pk)
    Notification.objects.update(count=5)
    assert run() == ["Repaired count of 1 notifications."]
    assert find_inconsistencies() == []


def test_orphaned_notifications_and_actors_are_removed(
    tweet: Tweet, ada: Profile, bob: Profile
) -> None:
    for group, actor in (
        (GroupKey(ada.pk, "like", GONE), bob.pk),
        (GroupKey(GONE, "follow", 1), bob.pk),
        (GroupKey(ada.pk, "like", tweet.pk), bob.pk),
        (GroupKey(ada.pk, "like", tweet.pk), GONE),
        (GroupKey(ada.pk, "retweet", tweet.pk), GONE),
    ):
        notification_groups.add_actor(group, actor)
    lost = Notification.objects.create(**GroupKey(ada.pk, "follow", 1).get_fields(), newest=1)
    NotificationActor.objects.create(notification=lost, actor=bob, newest=1)
    Notification.objects.filter(pk=lost.pk)._raw_delete("default")
    assert run() == [
        "Removed 2 orphaned notifications.",
        "Removed 3 orphaned people of notifications.",
    ]
    assert notification_rows(ada) == [("like", tweet.pk, {"bob"})]
    assert find_inconsistencies() == []


def test_dry_run_only_reports(tweet: Tweet) -> None:
    Like.objects.create(profile_id=GONE, tweet=tweet)
    get_tweet_model().objects.filter(pk=tweet.pk).update(reply_count=5)
    before = find_inconsistencies()
    plural = get_tweet_model()._meta.verbose_name_plural
    report = [
        "Would remove 1 orphaned likes.",
        f"Would repair reply_count of 1 {plural}.",
        f"Would repair like_count of 1 {plural}.",
    ]
    for _ in range(2):
        assert run(dry_run=True) == report
        assert find_inconsistencies() == before


def test_verbosity_0_prints_nothing(tweet: Tweet) -> None:
    get_tweet_model().objects.update(like_count=5)
    assert run(verbosity=0) == []
    assert find_inconsistencies() == []
    assert run(verbosity=0) == []


@pytest.mark.parametrize("count", [1, 30])
def test_batch_takes_a_constant_number_of_queries(
    ada: Profile, count: int, django_assert_num_queries: Any
) -> None:
    make_tweets(ada, count)
    # For each of the 14 tables with orphans and the four with counters, a query for keys (18),
    # and another one if it has rows (4). Orphans of the two tables that have rows (2). For profiles
    # and tweets a transaction (4), a lock and the rows (4), and one query for each counter (8).
    # Keys of unused hashtags and link previews, of uses, of hashtags with a name, of actors (5).
    with django_assert_num_queries(49):
        run()


def test_repair_takes_one_more_query(ada: Profile, django_assert_num_queries: Any) -> None:
    make_tweets(ada, 30)
    get_tweet_model().objects.update(like_count=5, quote_count=5)
    with django_assert_num_queries(49 + 1):
        run()


def test_orphaned_link_previews_are_removed(ada: Profile) -> None:
    used, unused = (LinkPreview.objects.create(digest=f"{n}", url="x") for n in range(2))
    tweets = [make_tweet(ada, "x") for _ in range(2)]
    for tweet in tweets:
        TweetLinkPreview.objects.create(tweet=tweet, preview=used)
    get_tweet_model().objects.filter(pk=tweets[0].pk)._raw_delete("default")
    get_profile_model().objects.update(tweet_count=1)
    report = [
        "Would remove 1 orphaned tweet link previews.",
        "Would remove 1 orphaned link previews.",
    ]
    search = "Would remove 1 orphaned search entries."
    assert run(dry_run=True) == [search, *report]
    report = [line.replace("Would remove", "Removed") for line in report]
    assert run() == [search.replace("Would remove", "Removed"), *report]
    assert LinkPreview.objects.get() == used
    assert TweetLinkPreview.objects.get().tweet == tweets[1]
    assert find_inconsistencies() == []
    TweetLinkPreview.objects.update(preview=unused.pk)
    assert run() == report
