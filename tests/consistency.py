"""Checks of the whole database that must pass after any sequence of actions."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, F, Q
from django.utils import timezone

from django_tweets import get_profile_model, get_tweet_model
from django_tweets.models import (
    Attachment,
    Block,
    Bookmark,
    Follow,
    FollowRequest,
    FormerHandle,
    FormKey,
    Hashtag,
    HashtagFollow,
    Like,
    LinkPreview,
    LookalikeHandle,
    Mention,
    Notification,
    NotificationActor,
    SearchEntry,
    SearchName,
    TweetHashtag,
    TweetLinkPreview,
    TweetRevision,
    TweetViewCount,
    attachment,
    hashtag_uses,
    search_entry,
    search_name,
)
from django_tweets.models.hashtag import is_public_use
from django_tweets.models.notification import GroupKey
from django_tweets.models.visibility import OPEN_VISIBILITIES
from django_tweets.services import counted_tweets, notification_groups, notification_rebuild
from django_tweets.snowflake import EPOCH

COUNTERS = {
    "tweet": {
        "reply_count": "replies",
        "retweet_count": "retweets",
        "quote_count": "quotes",
        "like_count": "likes",
    },
    "profile": {
        "tweet_count": "tweets",
        "follower_count": "followers",
        "following_count": "following",
    },
    "hashtag": {
        "tweet_count": "tweet_hashtags",
        "follower_count": "follows",
    },
    "notification": {"count": "actors"},
}


def find_wrong_counters() -> list[tuple[str, str, Any, int, int]]:
    """Return (model, counter, key, stored count, number of rows) for each wrong counter."""
    models: dict[str, Any] = {
        "tweet": get_tweet_model(),
        "profile": get_profile_model(),
        "hashtag": Hashtag,
        "notification": Notification,
    }
    uncounted = {
        "tweets": ~Q(tweets__visibility__in=OPEN_VISIBILITIES),
        "replies": Q(replies__is_counted=False),
        "retweets": Q(retweets__is_counted=False),
        "quotes": Q(quotes__is_counted=False),
        "actors": Q(actors__newest__lt=0),
        "tweet_hashtags": Q(tweet_hashtags__is_counted=False),
    }
    return [
        (name, counter, *row)
        for name, model in models.items()
        for counter, relation in COUNTERS[name].items()
        for row in model._base_manager.annotate(
            row_count=Count(relation, filter=~uncounted.get(relation, Q(pk__in=[])))
        )
        .exclude(**{counter: F("row_count")})
        .values_list("pk", counter, "row_count")
    ]


def find_miscounted_tweets() -> list[str]:
    """Return tweets that are counted and not open to everyone, or the other way round."""
    return [f"is_counted of {tweet}" for tweet in counted_tweets.miscounted_tweets()]


def find_contradicting_follows() -> list[str]:
    """Return follows and requests between blocked profiles, and requests beside a follow."""
    found = []
    for block in Block._base_manager.all():
        across = Q(follower=block.blocker, followed=block.blocked)
        across |= Q(follower=block.blocked, followed=block.blocker)
        found += [str(row) for row in Follow._base_manager.filter(across)]
        found += [str(row) for row in FollowRequest._base_manager.filter(across)]
    for row in FollowRequest._base_manager.all():
        same = Follow._base_manager.filter(follower=row.follower_id, followed=row.followed_id)
        found += [f"{row} and {other}" for other in same]
    return found


def find_orphans() -> list[str]:
    """Return rows that refer to a deleted tweet or profile: nothing would ever remove them."""
    tweets, people = get_tweet_model()._base_manager, get_profile_model()._base_manager
    existing = {"tweet": tweets.values("pk"), "profile": people.values("pk")}
    rows = [
        tweets.filter(retweet_of__isnull=False).exclude(retweet_of__in=existing["tweet"]),
        TweetRevision._base_manager.exclude(tweet__in=existing["tweet"]),
        FormKey._base_manager.exclude(tweet__in=existing["tweet"]),
        TweetViewCount._base_manager.exclude(tweet__in=existing["tweet"]),
        LookalikeHandle._base_manager.exclude(profile__in=existing["profile"]),
        FormerHandle._base_manager.filter(profile__isnull=False).exclude(
            profile__in=existing["profile"]
        ),
        TweetLinkPreview._base_manager.exclude(tweet__in=existing["tweet"]),
        TweetLinkPreview._base_manager.exclude(preview__in=LinkPreview._base_manager.values("pk")),
        LinkPreview._base_manager.filter(tweet_link_previews=None),
        TweetHashtag._base_manager.exclude(tweet__in=existing["tweet"]),
        HashtagFollow._base_manager.exclude(profile__in=existing["profile"]),
        SearchEntry._base_manager.exclude(tweet__in=existing["tweet"]),
        Attachment._base_manager.filter(tweet__isnull=False).exclude(tweet__in=existing["tweet"]),
        Attachment._base_manager.exclude(owner__in=existing["profile"]),
        Attachment._rows.unused(),
    ]
    for model in (Like, Bookmark, Mention):
        rows += [
            model._base_manager.exclude(**{f"{name}__in": existing[name]}) for name in existing
        ]
    notifications, actors = Notification._base_manager, NotificationActor._base_manager
    rows += [
        notifications.exclude(recipient__in=existing["profile"]),
        notifications.filter(tweet__isnull=False).exclude(tweet__in=existing["tweet"]),
        notifications.filter(actors=None),
        actors.exclude(actor__in=existing["profile"]),
        actors.exclude(notification__in=notifications.values("pk")),
    ]
    return [f"{row._meta.label} {row.pk}" for found in rows for row in found]


def find_wrong_notifications() -> set[tuple[GroupKey, Any]]:
    """Return (group, actor) of each notification without an action, and of each missing one.

    Kinds "follow" and "accepted" are left out: no row tells whether a follow began with a request.
    """
    profiles = list(get_profile_model()._base_manager.values_list("pk", flat=True))
    since = EPOCH if settings.USE_TZ else timezone.make_naive(EPOCH)
    expected = {
        (group, actor) for group, actor, _ in notification_rebuild.find_actions(profiles, since)
    }
    stored = NotificationActor._base_manager.values_list(
        *(f"notification__{name}" for name in GroupKey._fields), "actor_id"
    )
    found = expected ^ {(GroupKey(*group), actor) for *group, actor in stored}
    return {(group, actor) for group, actor in found if group.kind not in {"follow", "accepted"}}


def find_wrongly_told() -> list[str]:
    """Return actors whom recipients are told of and may not be, or the other way round."""
    rows = notification_groups.wrongly_told(NotificationActor._base_manager.all())
    return [str(row) for row in rows]


def find_outdated_search_rows() -> list[str]:
    """Return tweets and profiles whose search rows differ from their current text or names."""
    words = dict(SearchEntry._base_manager.values_list("pk", "words"))
    tweets = get_tweet_model()._base_manager.filter(retweet_of__isnull=True)
    attached = attachment.read_of(tweets, using=None)
    found = [
        str(tweet)
        for tweet in tweets
        if words.get(tweet.pk) != search_entry.make_words(tweet, attached.get(tweet.pk, []))
    ]
    for profile in get_profile_model()._base_manager.filter(deleted_at__isnull=True):
        names = SearchName._base_manager.filter(profile=profile.pk)
        if {*names.values_list("word", flat=True)} != search_name.search_words(profile):
            found.append(str(profile))
    return found


def find_wrong_attachment_counts() -> list[str]:
    """Return tweets whose number of attachments is another than that of the rows."""
    shown = Count("attachments", filter=Q(attachments__position__isnull=False))
    rows = get_tweet_model()._base_manager.annotate(found=shown)
    return [str(tweet) for tweet in rows.exclude(attachment_count=F("found"))]


def find_wrong_hashtags() -> list[str]:
    """Return hashtags with a wrong name, and those that nobody uses or follows."""
    uses = list(TweetHashtag._base_manager.all())
    used = {row.hashtag_id for row in uses}
    used.update(HashtagFollow._base_manager.values_list("hashtag_id", flat=True))
    counted = {(row.hashtag_id, row.tweet_id) for row in uses if row.is_counted}
    found = []
    for hashtag in Hashtag._base_manager.all():
        name = None if hashtag.tweet_count else hashtag.url_name
        key = hashtag.named_by_id
        if key is not None and (hashtag.pk, key) in counted:
            tweet = get_tweet_model()._base_manager.get(pk=key)
            name = hashtag_uses.hashtag_names(tweet)[hashtag.key]
        if hashtag.name != name or hashtag.pk not in used:
            found.append(str(hashtag))
    return found


def find_wrong_uses() -> list[str]:
    """Return uses of hashtags that are counted wrongly: a task corrects them after a commit."""
    public = set(get_tweet_model()._base_manager.filter(is_public_use()).values_list("pk"))
    uses = TweetHashtag._base_manager.all()
    return [str(row) for row in uses if row.is_counted != ((row.tweet_id,) in public)]


def find_inconsistencies() -> list[Any]:
    """Return the results of all checks above that no task has to run for."""
    return [
        *find_wrong_counters(),
        *find_miscounted_tweets(),
        *find_contradicting_follows(),
        *find_orphans(),
        *find_outdated_search_rows(),
        *find_wrong_attachment_counts(),
        *find_wrong_hashtags(),
    ]
