"""Publish, edit and delete tweets."""

from __future__ import annotations

import copy
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .. import signals
from ..models import TweetRevision, Visibility, counters, hashtag_uses
from ..models.attachment import read_of
from ..models.databases import write_database
from ..models.link_preview import previewed_url
from ..models.revision import mark_keys, mark_mentioned
from ..models.visibility import audience
from ..models.writes import storable
from ..routers import reads_from_write_database
from ..swapping import get_tweet_model
from ..tracing import span
from . import form_keys, tweet_limits
from .announcements import announce_counts, announce_tweet
from .attachments import check_attachments, is_different, replace_attachments
from .databases import for_write
from .held_tweets import forget_held, hold_edited
from .idempotency import get_locked
from .link_previews import refresh_link_preview
from .notifications import notify_of_reaction, notify_of_tweet
from .readable import original_id, readable_tweets
from .retries import retry_deadlocks
from .screening import get_checks, screen_tweet
from .signal_sending import send_on_commit
from .suspension import lock_members
from .trends import refresh_trends
from .withholding import change_later_audience, get_audience_of_text, referred_audiences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..models import AbstractProfile, AbstractTweet, Attachment

# Not cleaned: clean_fields() would query each of them.
RELATIONS = [
    "profile",
    "in_reply_to",
    "in_reply_to_profile",
    "conversation",
    "retweet_of",
    "quote_of",
]


@span("publish")
@reads_from_write_database()
def publish(
    author: AbstractProfile,
    content: str,
    *,
    in_reply_to: AbstractTweet | None = None,
    quote_of: AbstractTweet | None = None,
    visibility: str = Visibility.PUBLIC,
    content_warning: str = "",
    language: str = "",
    attachments: Iterable[Attachment] = (),
    is_sensitive: bool = False,
    key: str = "",
    **extra: Any,
) -> AbstractTweet:
    """Publish a tweet and return it. Send signals.tweet_published.

    attachments: up to four that author has uploaded, in their order, with the alt texts and focal
    points that the instances have. With one, content may be empty. is_sensitive covers them.

    key makes a second call harmless: with the same author, texts and key, within a week, it
    returns the tweet of the first call, also if what that one refers to has been deleted since. A
    random one for each form or request, such as a UUID.

    A reply to a retweet, or a quote of one, refers to the retweeted tweet. Its visibility is
    narrowed to that of the tweet it refers to. extra are fields that a host's tweet model adds.
    Raise ValidationError, by field, for invalid values, and PermissionDenied if author may not read
    the tweet that this one refers to, or is suspended. ValidationError with the code "duplicate"
    for a text that author has published a few minutes ago, "rejected" for one that the screening
    (DJANGO_TWEETS_SCREENING) rejects, and LimitExceeded for too many tweets.

    If the screening holds the tweet, its visibility is "withheld" until a moderator publishes it.
    """
    referred = {original_id(tweet) for tweet in (in_reply_to, quote_of) if tweet is not None}
    found: dict[int, AbstractTweet] = {}
    if referred:
        found = readable_tweets(author).select_related("profile").in_bulk(referred)
    tweet = get_tweet_model()(  # type: ignore[misc]  # mypy knows the default models alone
        profile=author,
        content=content,
        in_reply_to_id=in_reply_to and original_id(in_reply_to),
        quote_of_id=quote_of and original_id(quote_of),
        visibility=visibility,
        content_warning=content_warning,
        language=language,
        is_sensitive=is_sensitive,
        **extra,
    )
    tweet.new_attachments = check_attachments(author.pk, attachments)
    tweet.attachment_count = len(tweet.new_attachments)
    tweet.clean_fields(exclude=RELATIONS)
    tweet.clean()
    _check_choosable(tweet.visibility)
    form_keys.sign(tweet, key, extra)
    if len(found) < len(referred):
        if (published := form_keys.find_published(tweet)) is not None:
            return published
        raise PermissionDenied(_("You can’t reply to or quote this tweet."))
    if in_reply_to is not None:
        tweet.in_reply_to = parent = found[original_id(in_reply_to)]
        tweet.in_reply_to_profile = parent.profile
        tweet.conversation_id = parent.conversation_id or parent.pk
    if quote_of is not None:
        tweet.quote_of = found[original_id(quote_of)]
    audiences = [audience(each) for each in found.values()]
    if Visibility.WITHHELD in audiences:
        raise PermissionDenied(_("You can’t reply to or quote this tweet."))
    tweet.visibility = Visibility.narrowest(visibility, *audiences)
    with storable():
        first = form_keys.save_once(tweet, extra)
    if first is not tweet:
        return first
    send_on_commit(signals.tweet_published, tweet, tweet=tweet)
    announce_tweet(tweet)
    notify_of_tweet(tweet)
    refresh_link_preview(tweet, using=write_database(tweet))
    # The rule of is_public_use(). Otherwise the time of new trends would tell of a hidden tweet.
    is_listed = not (author.is_protected or author.is_limited)
    is_counted = is_listed and tweet.visibility == Visibility.PUBLIC
    if is_counted and hashtag_uses.hashtag_names(tweet):
        refresh_trends()
    return tweet


@reads_from_write_database()
def edit(
    tweet: AbstractTweet,
    content: str,
    *,
    attachments: Iterable[Attachment] | None = None,
    **extra: Any,
) -> AbstractTweet:
    """Replace the content of a tweet and return it. Send signals.tweet_edited if anything changed.

    attachments: those that the tweet is to have, in their order, as for publish(); None leaves them
    as they are. A changed content, content_warning or attachment sets edited_at, and the former
    ones are kept as a TweetRevision. extra are other fields to set; visibility is narrowed as by
    publish().
    Raise ValidationError, by field, for invalid values, PermissionDenied if the author is
    suspended, LimitExceeded for too many edits, and the model's DoesNotExist if the tweet has been
    deleted; the instance is unchanged then.
    """
    files = None if attachments is None else [*attachments]
    return _change(tweet, {"content": content, **extra}, files)


@reads_from_write_database()
def attach(tweet: AbstractTweet, attachments: Iterable[Attachment]) -> AbstractTweet:
    """Give a published tweet these attachments, in their order, and take away the others it has.

    The same as edit() with the text that the tweet has by then, and the same errors.
    """
    return _change(tweet, {}, [*attachments])


def _change(
    tweet: AbstractTweet, changes: dict[str, Any], attachments: list[Attachment] | None
) -> AbstractTweet:
    using = write_database(tweet)
    # Before the transaction: publish() counts first too, and then locks the author.
    tweet_limits.count_edit(tweet, changes.get("content"))
    note = _screen_change(tweet, changes, attachments)

    def write() -> AbstractTweet:
        return _write_change(tweet, {**changes}, attachments, note, using)

    return retry_deadlocks(write, using=using)


def _write_change(
    tweet: AbstractTweet,
    changes: dict[str, Any],
    attachments: list[Attachment] | None,
    note: str,
    using: str,
) -> AbstractTweet:
    """Change the stored tweet in one transaction, and then the instance. Arguments: as above."""
    with storable(), transaction.atomic(using=using):
        lock_members(tweet.profile_id, using=using)
        if note or "visibility" in changes:
            counters.lock_tweet(tweet, using=using)
        stored = get_locked(tweet)
        if stored.retweet_of_id is not None:
            raise ValidationError({"content": _("A retweet has no text of its own.")})
        present = read_of([stored], using=using).get(stored.pk, [])
        before, former_url = revision_of(stored, present), previewed_url(stored)
        wanted = present
        if attachments is not None:
            wanted = check_attachments(stored.profile_id, attachments)
            stored.attachment_count = len(wanted)
        former = {name: getattr(stored, name) for name in changes}
        for name, value in changes.items():
            setattr(stored, name, value)
        _clean_changed(stored, former)
        cleaned = {name: getattr(stored, name) for name in changes}
        changes = {name: value for name, value in cleaned.items() if value != former[name]}
        if is_different(present, wanted):
            changes["content"] = stored.content  # its search entry has the alt texts
            replace_attachments(stored, wanted, using=using)
        if {"content", "content_warning"} & changes.keys():
            before.save(force_insert=True)
            stored.edited_at = timezone.now()
        if changes:
            _save_changed(stored, changes, note)
            send_on_commit(signals.tweet_edited, tweet, tweet=tweet)
            notify_of_tweet(stored, before.entities)
            refresh_link_preview(stored, former_url, using=using)
    for name in [*changes, "entities", "edited_at", "attachment_count"]:
        setattr(tweet, name, getattr(stored, name))
    return tweet


def _save_changed(tweet: AbstractTweet, changes: dict[str, Any], note: str) -> None:
    """Save the changed fields of tweet. note: why it has to wait for a moderator, if it has to."""
    if note:
        hold_edited(tweet, note)
        changes["visibility"] = tweet.visibility
    tweet.save(update_fields=[*changes, "edited_at"])


def _screen_change(
    tweet: AbstractTweet, changes: dict[str, Any], attachments: list[Attachment] | None
) -> str:
    """Return why the change of tweet has to wait for a moderator; "" if it needn't."""
    if not get_checks():
        return ""
    # The instance may be stale, or changed already, such as by a form.
    former = for_write(type(tweet)._base_manager.select_related("profile")).filter(pk=tweet.pk)
    stored = former.first()
    if stored is None:  # named when it is locked
        return ""
    changed = copy.copy(stored)
    for name, value in changes.items():
        setattr(changed, name, value)
    files = check_attachments(stored.profile_id, attachments or ())
    if files:
        present = read_of([stored], using=write_database(tweet)).get(stored.pk, [])
        known = {(file.pk, file.alt) for file in present}
        files = [file for file in files if (file.pk, file.alt) not in known]
    changed.clean_fields(exclude=RELATIONS)
    return screen_tweet(changed, files, former=stored)


def _clean_changed(tweet: AbstractTweet, former: dict[str, Any]) -> None:
    """Clean a changed tweet. former: the former values of the changed fields."""
    tweet.clean_fields(exclude=RELATIONS)
    tweet.clean()
    if "visibility" in former:
        _narrow_audience(tweet, former["visibility"])


def _narrow_audience(tweet: AbstractTweet, former: str) -> None:
    """Narrow the audience that the author has chosen. A withheld tweet gets it when released."""
    _check_choosable(tweet.visibility)
    tweet.visibility = Visibility.narrowest(tweet.visibility, *referred_audiences(tweet))
    if former == Visibility.WITHHELD:
        change_later_audience(tweet, tweet.visibility)
        tweet.visibility = Visibility.WITHHELD


def _check_choosable(visibility: str) -> None:
    """Raise ValidationError for an audience that only moderators set."""
    if visibility == Visibility.WITHHELD:
        raise ValidationError({"visibility": _("Choose who may read this.")})


def revision_of(tweet: AbstractTweet, attachments: Iterable[Attachment]) -> TweetRevision:
    """Return an unsaved TweetRevision with the current content and audience of tweet."""
    rows = list(attachments)
    return TweetRevision(
        tweet_id=tweet.pk,
        content=tweet.content,
        entities=tweet.entities,
        content_warning=tweet.content_warning,
        created_at=tweet.edited_at or tweet.created_at,
        visibility=get_audience_of_text(tweet),
        mentioned=mark_mentioned(tweet.entities),
        attachments=[[row.pk, row.alt] for row in rows],
        attached=mark_keys(row.pk for row in rows),
    )


def delete(tweet: AbstractTweet) -> AbstractTweet:
    """Delete a tweet and return the instance as it was. Do nothing if it is gone already.

    Send signals.tweet_deleted, or signals.tweet_unretweeted for a retweet. Retweets, likes and
    bookmarks of it can't be read from then on; a task deletes them. Raise PermissionDenied for an
    instance without a key, such as one that has not been saved.
    """
    if tweet.pk is None:
        raise PermissionDenied(_("This tweet has been deleted."))
    using = write_database(tweet)
    row = copy.copy(tweet)  # Django clears the key of the instance that it deletes
    if retry_deadlocks(partial(row.delete, using=using), using=using)[0]:
        row.pk, row._state.db = tweet.pk, using
        if row.visibility == Visibility.WITHHELD:
            forget_held(row)
        is_retweet = row.retweet_of_id is not None
        signal = signals.tweet_unretweeted if is_retweet else signals.tweet_deleted
        send_on_commit(signal, row, tweet=tweet)
        announce_counts(row)
        if is_retweet:
            notify_of_reaction(row)
    return tweet
