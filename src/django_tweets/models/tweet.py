"""Tweet: a text by a profile, or a retweet of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Field, Q
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext_lazy as _

from .. import swapping
from ..current_app import reverse
from ..snowflake import SnowflakeField
from ..text import isolate, summarize
from . import (
    attachment,
    counters,
    entities,
    everyone,
    form_key,
    hashtag_uses,
    home_updates,
    mention,
    search_entry,
    tweet_deletion,
    visibility,
    writes,
)
from .databases import write_database
from .fields import (
    AttachmentCountField,
    CascadeForeignKey,
    CountedField,
    CounterField,
    LooseForeignKey,
)
from .text_fields import ContentField, LineField
from .validators import validate_content
from .visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from .attachment import Attachment
    from .link_preview import LinkPreview
    from .pair_viewer import Viewer


EXCERPT_LENGTH = 60  # characters of a tweet in a title


class TweetQuerySet(models.QuerySet["AbstractTweet"]):
    """Tweets. Readers may get a tweet only through visible_to()."""

    def visible_to(self, viewer: Viewer | None) -> TweetQuerySet:
        """Tweets that viewer may read. None is an anonymous visitor."""
        return self.filter(visibility.readable_tweets(viewer))

    def open_to_everyone(self) -> TweetQuerySet:
        """Tweets that everyone may read, also on a closed site: for counts and shared lists.

        Readers use visible_to(), which answers visitors of a closed site with nothing.
        """
        return self.filter(everyone.open_tweets_and_originals())

    def listed_for(self, viewer: Viewer | None) -> TweetQuerySet:
        """Leave out tweets that public lists do not show to viewer, such as unlisted ones."""
        return self.filter(visibility.listed_tweets(viewer))

    def unmuted_for(self, viewer: Viewer | None) -> TweetQuerySet:
        """Leave out the tweets of profiles that viewer mutes, and retweets of these tweets."""
        return self if viewer is None else self.filter(visibility.unmuted_tweets(viewer))

    def bulk_create(self, objs: Iterable[AbstractTweet], *args: Any, **kwargs: Any) -> Any:
        """Insert as Django does, with the rows derived from the texts. Counters do not change."""
        objs = list(objs)
        self._for_write = True  # as in Django: now self.db is the database to write to
        entities.set_entities(objs, using=self.db)
        with transaction.atomic(using=self.db):
            tagged = [tweet for tweet in objs if hashtag_uses.hashtag_names(tweet)]
            hashtag_uses.lock_authors(tagged, using=self.db)
            made = super().bulk_create(objs, *args, **kwargs)  # type: ignore[arg-type]  # of this very model
            mention.write(objs, using=self.db)
            search_entry.write(objs, using=self.db)
            hashtag_uses.write(objs, using=self.db)
        return made

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete in batches, update counters, and delete the rows that refer to the tweets.

        Each batch is a transaction. No signal of the app is sent, as by tweet.delete().
        """
        self._for_write = True
        using, count = self.db, 0
        found = list(self.order_by().values_list("pk", "profile_id"))
        for start in range(0, len(found), tweet_deletion.BATCH_SIZE):
            batch = found[start : start + tweet_deletion.BATCH_SIZE]
            with transaction.atomic(using=using):
                deleted = tweet_deletion.delete_batch(batch, using=using)
                keys = [tweet.pk for tweet in deleted if tweet.retweet_of_id is None]
                tweet_deletion.purge_later(keys, using=using)
            count += len(deleted)
        return count, {self.model._meta.label: count} if count else {}

    delete.alters_data = True  # type: ignore[attr-defined]  # Django's: templates don't call it
    delete.queryset_only = True  # type: ignore[attr-defined]  # Django's: managers don't have it


def _tweet_foreign_key(label: str, verbose_name: Any, related_name: str) -> Any:
    return LooseForeignKey(
        label,
        verbose_name=verbose_name,
        related_name=related_name,
        null=True,
        blank=True,
        editable=False,
    )


class AbstractTweet(models.Model):
    """Base class of the tweet model: all fields and methods.

    A subclass may have relations to the user model, the profile and the tweet only.
    """

    id = SnowflakeField(primary_key=True, editable=False)
    profile = CascadeForeignKey(
        swapping.profile_label(),
        verbose_name=_("author"),
        db_index=False,  # (profile, -id) below serves it
        related_name="tweets",
    )
    content = ContentField(_("text"), blank=True, validators=[validate_content])
    entities = models.JSONField(
        _("entities"), default=list, editable=False, encoder=DjangoJSONEncoder
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    visibility = models.CharField(
        _("visible to"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    content_warning = LineField(_("content warning"), max_length=100, blank=True)
    is_sensitive = models.BooleanField(_("sensitive pictures"), default=False)
    """Whether its attachments are covered until the reader opens them."""
    attachment_count = AttachmentCountField(_("attachments"))
    language = LineField(
        _("language"), max_length=35, blank=True, help_text=_("A BCP 47 tag, such as pt-BR.")
    )
    in_reply_to = _tweet_foreign_key(swapping.tweet_label(), _("in reply to"), "replies")
    in_reply_to_profile = _tweet_foreign_key(swapping.profile_label(), _("in reply to"), "+")
    conversation = _tweet_foreign_key(swapping.tweet_label(), _("conversation"), "+")
    retweet_of = _tweet_foreign_key(swapping.tweet_label(), _("retweet of"), "retweets")
    quote_of = _tweet_foreign_key(swapping.tweet_label(), _("quote of"), "quotes")
    reply_count = CounterField(_("replies"))
    retweet_count = CounterField(_("retweets"))
    quote_count = CounterField(_("quotes"))
    like_count = CounterField(_("likes"))
    is_counted = CountedField(_("counted"))
    """Whether the counters of the tweets that it refers to include it: see counters.py."""

    objects: ClassVar[Any] = TweetQuerySet.as_manager()
    # Our code reads and creates rows with this manager: a host may replace `objects` by one that
    # leaves out rows, or that has none of our methods.
    _rows: ClassVar[Any] = TweetQuerySet.as_manager()

    _author_condition: Q | None = None
    """Condition on the author's row: if it isn't met, a new tweet is not saved."""

    form_digest = ""
    """Digest of the form that publishes it, until it is saved: see form_key.py."""

    new_attachments: Sequence[Attachment] = ()
    """Attachments that a new tweet is saved with."""

    # Set by hydration, for one viewer.
    hydrated_for: Any = ()
    """Key of that viewer, None for an anonymous visitor."""
    reply_handle = ""
    """Handle of the profile that it replies to, if the viewer may see that profile."""
    quoted: AbstractTweet | None = None
    """The quoted tweet, if the viewer may read it."""
    shown_edited_at: datetime | None = None
    """edited_at, if the viewer may know that the tweet was edited. Not set on quoted tweets."""
    original_edited_at: datetime | None = None
    """The same of the tweet that it retweets."""
    mentioned_handles: dict[str, str] | None = None
    """Present handles of the mentioned profiles that the viewer may see, by their keys as text."""
    link_preview: LinkPreview | None = None
    """The preview of its first link, if the site shows previews."""
    nested_replies: Sequence[AbstractTweet] = ()
    """In a conversation, the first replies to a reply."""
    has_more_replies = False
    """Whether there are more of them, or replies to them."""
    shown_attachments: Sequence[Attachment] = ()
    withheld_reason = ""
    """Of WithheldTweet.Reason, for its author: why nobody else reads it."""
    view_count: int | None = None
    """The number of its views, for its author, on a site that counts views."""
    is_liked = False
    is_retweeted = False
    is_bookmarked = False

    class Meta:
        abstract = True
        verbose_name = _("tweet")
        verbose_name_plural = _("tweets")
        get_latest_by = "id"
        indexes: ClassVar = [
            models.Index(fields=["profile", "-id"]),
            models.Index(fields=["in_reply_to", "-id"]),
            models.Index(fields=["in_reply_to", "profile", "-id"]),
            models.Index(fields=["conversation", "-id"]),
            models.Index(fields=["retweet_of", "-id"]),
            models.Index(fields=["quote_of", "-id"]),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["profile", "retweet_of"],
                name="%(app_label)s_%(class)s_retweet_once",
            ),
            models.CheckConstraint(
                condition=~Q(content="") | Q(retweet_of__isnull=False) | Q(attachment_count__gt=0),
                name="%(app_label)s_%(class)s_says_something",
            ),
        ]

    def __str__(self) -> str:
        # Handle and id alone: a host's page may print it where nobody checks who may read the text.
        return f"@{self.profile.handle}: {self.pk}"

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.pk}>"  # not Django's: as for a profile

    def save(self, **kwargs: Any) -> None:
        """Save as Django does, and write entities, mentions, hashtags and search entry.

        A new tweet also gets its id, and is counted.
        """
        if self._state.adding:
            self._insert(**kwargs)
            return
        update_fields = kwargs.get("update_fields")
        if update_fields is not None and "content" not in update_fields:
            self._save_without_content(**kwargs)
            return
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, "entities"}
        using = kwargs["using"] = write_database(self, kwargs.get("using"))
        entities.set_entities([self], using=using)
        with transaction.atomic(using=using):
            if update_fields is None or "visibility" in update_fields:
                counters.change_visibility(self, using=using)
            elif hashtag_uses.hashtag_names(self):
                hashtag_uses.lock_authors([self], using=using)
            super().save(**kwargs)
            mention.rewrite(self, using=using)
            search_entry.write([self], using=using)
            hashtag_uses.rewrite([self], using=using)
            # A new text may mention others, which matters where only they may read it.
            is_for_mentioned = self.visibility == Visibility.MENTIONED
            if is_for_mentioned or update_fields is None or "visibility" in update_fields:
                home_updates.update_homes(self.pk, using=using, is_new=False)

    def get_absolute_url(self) -> str:
        return reverse("django_tweets:tweet_detail", args=[self.profile.handle, self.pk])

    def clean(self) -> None:
        """Raise ValidationError if it says nothing: no text, and no attachment."""
        super().clean()
        if not (self.content or self.attachment_count or self.retweet_of_id):
            blank = ValidationError(Field.default_error_messages["blank"], code="blank")
            raise ValidationError({"content": blank})

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        """Delete as Django does, update counters, and delete the rows that refer to the tweet."""
        using = write_database(self, using)
        key = self.pk  # Django sets it to None
        with transaction.atomic(using=using):
            counters.remove_tweet(self, using=using)
            deleted = super().delete(using=using, keep_parents=keep_parents)
            if not deleted[0]:  # another transaction has deleted and counted it already
                transaction.set_rollback(True, using=using)
            elif self.retweet_of_id is None:  # nothing refers to a retweet, and none finds it
                search_entry.remove([key], using=using)
                tweet_deletion.purge_later([key], using=using)
        return deleted

    def get_export_data(self) -> dict[str, Any]:
        """Return the fields that the model of a host adds to a data export, as values for JSON.

        Override it in such a model. It is empty by default: fields may be for staff only.
        """
        return {}

    @property
    def shown(self) -> AbstractTweet:
        """The tweet whose content is shown: this one, or the one that it retweets."""
        return self if self.retweet_of_id is None else self.retweet_of

    @property
    def plain_text(self) -> str:
        """Its content warning, its text, or the description of its first attachment."""
        return self.content_warning or self.content or attachment.describe(self)

    @property
    def plain_excerpt(self) -> str:
        """The beginning of plain_text in one line for a title: isolated."""
        shown = summarize(self.plain_text, EXCERPT_LENGTH)
        return isolate(shown, is_from_right=get_language_bidi())

    @property
    def open_attachments(self) -> Sequence[Attachment]:
        """Attachments that may be shown where nothing can be covered, such as in feeds."""
        return () if self.is_sensitive or self.content_warning else self.shown_attachments

    @property
    def anchor(self) -> str:
        """HTML id on a page. A template would format a bare number: 1,234."""
        return f"t{self.pk}"

    @property
    def is_retweetable(self) -> bool:
        """Whether it may be retweeted: only a tweet that everyone may read."""
        return visibility.audience(self) in visibility.OPEN_VISIBILITIES

    @classmethod
    def defaults_for_retweet(cls, tweet: AbstractTweet) -> dict[str, Any]:
        """Return values for the fields of a new retweet of tweet.

        Override it in a model that adds required fields.
        """
        return {}

    def _save_without_content(self, **kwargs: Any) -> None:
        """Save other fields than the content, with the rows that depend on them."""
        changed = {"content_warning", "language", "visibility"} & {*kwargs["update_fields"]}
        if not changed:
            super().save(**kwargs)
            return
        using = kwargs["using"] = write_database(self, kwargs.get("using"))
        with transaction.atomic(using=using):
            if "visibility" in changed:
                counters.change_visibility(self, using=using)
            super().save(**kwargs)
            # From the database: the content of this instance may be an older one.
            stored = list(type(self)._base_manager.using(using).filter(pk=self.pk))
            search_entry.write(stored, using=using)
            if "visibility" in changed:
                hashtag_uses.rewrite(stored, using=using)
                home_updates.update_homes(self.pk, using=using, is_new=False)

    def _insert(self, **kwargs: Any) -> None:
        using = kwargs["using"] = write_database(self, kwargs.get("using"))
        kwargs["force_insert"] = True
        has_own_id = self.pk is not None
        entities.set_entities([self], using=using)

        def insert() -> None:
            # Count before the insert: InnoDB locks the row of the author for a new tweet, and two
            # new tweets by one author would deadlock.
            counters.add_tweet(self, using=using, author_condition=self._author_condition)
            super(AbstractTweet, self).save(**kwargs)
            form_key.write(self, using=using)
            attachment.claim(self, self.new_attachments, using=using)
            mention.write([self], using=using)
            search_entry.write([self], using=using)
            hashtag_uses.write([self], using=using)
            home_updates.update_homes(self.pk, using=using, is_new=True)

        if has_own_id:
            with transaction.atomic(using=using):
                insert()
            return
        while not writes.save_unless_taken(self, "pk", insert, using=using):
            self.pk = None  # another process has made the same id: use the next one


class Tweet(AbstractTweet):
    """The tweet model of a site that does not swap it."""

    class Meta(AbstractTweet.Meta):
        abstract = False
        swappable = "DJANGO_TWEETS_TWEET_MODEL"
