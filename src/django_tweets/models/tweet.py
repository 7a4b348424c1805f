"""Tweet: what is said."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import swapping
from ..current_app import reverse
from ..snowflake import SnowflakeField
from . import counters, entities, hashtag, mention, search_entry, visibility, writes
from .databases import write_database
from .fields import CounterField, LooseForeignKey
from .validators import validate_content
from .visibility import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .profile import AbstractProfile


class TweetQuerySet(models.QuerySet["AbstractTweet"]):
    """Tweets, and the one door through which they reach anyone."""

    def visible_to(self, viewer: AbstractProfile | None) -> TweetQuerySet:
        """The tweets that viewer may read (None: an anonymous visitor)."""
        return self.filter(visibility.readable_tweets(viewer))

    def unmuted_for(self, viewer: AbstractProfile | None) -> TweetQuerySet:
        """Without what those say whom viewer has muted, and without retweets of it."""
        return self if viewer is None else self.filter(visibility.unmuted_tweets(viewer))

    def bulk_create(self, objs: Iterable[AbstractTweet], *args: Any, **kwargs: Any) -> Any:
        """As Django's, with what is derived from each content; counters are not moved."""
        objs = list(objs)
        self._for_write = True  # as Django's does: self.db is the database to write to
        entities.set_entities(objs, using=self.db)
        with transaction.atomic(using=self.db):
            made = super().bulk_create(objs, *args, **kwargs)  # type: ignore[arg-type]  # of this very model
            mention.write(objs, using=self.db)
            search_entry.write(objs, using=self.db)
            hashtag.write(objs, using=self.db)
        return made


def _relation(label: str, verbose_name: Any, related_name: str) -> Any:
    return LooseForeignKey(
        label,
        verbose_name=verbose_name,
        related_name=related_name,
        null=True,
        blank=True,
        editable=False,
    )


class AbstractTweet(models.Model):
    """All of a tweet; a host's own tweet model extends this one.

    It may point at the user model, the profile and the tweet only.
    """

    id = SnowflakeField(primary_key=True, editable=False)
    profile = models.ForeignKey(
        swapping.profile_label(),
        verbose_name=_("author"),
        on_delete=models.CASCADE,
        db_index=False,  # (profile, -id) below serves it
        related_name="tweets",
    )
    content = models.TextField(_("text"), validators=[validate_content])
    entities = models.JSONField(
        _("entities"), default=list, editable=False, encoder=DjangoJSONEncoder
    )
    created_at = models.DateTimeField(_("written"), default=timezone.now, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    visibility = models.CharField(
        _("visible to"), max_length=10, choices=Visibility, default=Visibility.PUBLIC
    )
    content_warning = models.CharField(_("content warning"), max_length=100, blank=True)
    language = models.CharField(
        _("language"), max_length=35, blank=True, help_text=_("A BCP 47 tag, such as pt-BR.")
    )
    in_reply_to = _relation(swapping.tweet_label(), _("in reply to"), "replies")
    in_reply_to_profile = _relation(swapping.profile_label(), _("in reply to"), "+")
    conversation = _relation(swapping.tweet_label(), _("conversation"), "+")
    retweet_of = _relation(swapping.tweet_label(), _("retweet of"), "retweets")
    quote_of = _relation(swapping.tweet_label(), _("quote of"), "quotes")
    reply_count = CounterField(_("replies"))
    retweet_count = CounterField(_("retweets"))
    quote_count = CounterField(_("quotes"))
    like_count = CounterField(_("likes"))

    objects: ClassVar[Any] = TweetQuerySet.as_manager()

    # What timelines.hydrate() sets, for one viewer.
    hydrated_for: Any = ()
    """Key of the viewer that it was prepared for, None for an anonymous one."""
    reply_handle = ""
    """Of whom it answers, if they are there for that viewer."""
    quoted: AbstractTweet | None = None
    """What it quotes, if that viewer may read it."""
    is_quoted_deleted = False
    mentioned_handles: dict[str, str] | None = None
    """Of whom it mentions and who are there for that viewer, by their keys as text."""
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
                condition=~Q(content="") | Q(retweet_of__isnull=False),
                name="%(app_label)s_%(class)s_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile}: {self.content[:50]}"

    def save(self, **kwargs: Any) -> None:
        """As Django's, with the entities of the content, and for a new tweet its id and counts."""
        if self._state.adding:
            self._insert(**kwargs)
            return
        update_fields = kwargs.get("update_fields")
        if update_fields is not None and "content" not in update_fields:
            self._save_beside_content(**kwargs)
            return
        if update_fields is not None:
            kwargs["update_fields"] = {*update_fields, "entities"}
        using = kwargs["using"] = write_database(self, kwargs.get("using"))
        entities.set_entities([self], using=using)
        with transaction.atomic(using=using):
            super().save(**kwargs)
            mention.rewrite(self, using=using)
            search_entry.write([self], using=using)
            hashtag.rewrite([self], using=using)

    def get_absolute_url(self) -> str:
        return reverse("django_tweets:tweet_detail", args=[self.profile.handle, self.pk])

    def delete(
        self, using: str | None = None, keep_parents: bool = False
    ) -> tuple[int, dict[str, int]]:
        """As Django's, and the counts that the tweet was part of go down."""
        using = write_database(self, using)
        key = self.pk  # Django sets it to None
        with transaction.atomic(using=using):
            counters.add(self, -1, using=using)
            deleted = super().delete(using=using, keep_parents=keep_parents)
            search_entry.remove([key], using=using)
            if not deleted[0]:  # somebody else was faster, and has counted
                transaction.set_rollback(True, using=using)
        return deleted

    @property
    def shown(self) -> AbstractTweet:
        """What a reader gets to see: the tweet, or what it retweets."""
        return self if self.retweet_of_id is None else self.retweet_of

    @property
    def anchor(self) -> str:
        """Its id on a page. (A template would write the number as people do: 1,234.)"""
        return f"t{self.pk}"

    @property
    def is_repeatable(self) -> bool:
        """Whether it may be retweeted: what is not for everyone may not."""
        return visibility.audience(self) in visibility.OPEN_VISIBILITIES

    @classmethod
    def defaults_for_retweet(cls, tweet: AbstractTweet) -> dict[str, Any]:
        """Fields of the row that retweets tweet.

        A host whose model has a required field of its own gives its value here.
        """
        return {}

    def _save_beside_content(self, **kwargs: Any) -> None:
        """Save fields that nothing is derived from, but for the warning: one can search for it."""
        if "content_warning" not in kwargs["update_fields"]:
            super().save(**kwargs)
            return
        using = kwargs["using"] = write_database(self, kwargs.get("using"))
        with transaction.atomic(using=using):
            super().save(**kwargs)
            # As it is stored: of the content, this instance may know an older one.
            stored = type(self)._base_manager.using(using).filter(pk=self.pk)
            search_entry.write(stored, using=using)

    def _insert(self, **kwargs: Any) -> None:
        using = kwargs["using"] = write_database(self, kwargs.get("using"))
        kwargs["force_insert"] = True
        has_own_id = self.pk is not None
        entities.set_entities([self], using=using)

        def insert() -> None:
            # Counted before it is there: on InnoDB a new row locks its author's against writers,
            # and two tweets by one author would wait for each other for ever.
            counters.add(self, using=using)
            super(AbstractTweet, self).save(**kwargs)
            mention.write([self], using=using)
            search_entry.write([self], using=using)
            hashtag.write([self], using=using)

        if has_own_id:
            with transaction.atomic(using=using):
                insert()
            return
        while not writes.save_unless_taken(self, "pk", insert, using=using):
            self.pk = None  # another process made the same id: take the next


class Tweet(AbstractTweet):
    """The tweet of a site that doesn't bring its own."""

    class Meta(AbstractTweet.Meta):
        abstract = False
        swappable = "DJANGO_TWEETS_TWEET_MODEL"
