"""Hashtags, the hashtags of tweets, and the follows of hashtags."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from .. import swapping, text
from ..current_app import reverse
from . import profile_pairs
from .everyone import publicly_listed_profiles
from .fields import CounterField, LooseForeignKey
from .time_key import TimeKeyModel
from .visibility import Visibility


class Hashtag(models.Model):
    """A hashtag. text.fold_hashtag() decides which spellings are the same one.

    Its key is text.hashtag_key() of its name: ASCII letters and digits, which all databases compare
    and sort alike. MariaDB treats é as e, and PostgreSQL sorts by the language of the server.
    """

    key = models.CharField(_("key"), max_length=text.MAX_HASHTAG_KEY_LENGTH, editable=False)
    name = models.CharField(_("name"), max_length=text.MAX_HASHTAG_KEY_LENGTH)
    """In the spelling of its first public use. While there is none, it is folded."""
    named_by = LooseForeignKey(
        swapping.tweet_label(),
        verbose_name=_("tweet"),
        related_name="+",
        null=True,
        editable=False,
    )
    """The tweet that has this spelling."""
    named_by_id: int | None
    tweet_count = CounterField(_("tweets"))
    """Number of public uses: see is_public_use()."""
    follower_count = CounterField(_("followers"))

    class Meta:
        verbose_name = _("hashtag")
        verbose_name_plural = _("hashtags")
        constraints = [
            # Not unique=True, of which Django warns above 255 characters on MariaDB: InnoDB takes
            # 3,072 bytes, https://mariadb.com/kb/en/innodb-limitations/.
            models.UniqueConstraint(fields=["key"], name="django_tweets_hashtag_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.name}"

    def get_absolute_url(self) -> str:
        return reverse("django_tweets:hashtag", args=[self.url_name])

    @property
    def url_name(self) -> str:
        """The folded name, as it is written in URLs."""
        return text.unfold_key(self.key)


class TweetHashtag(models.Model):
    """A hashtag of a tweet. Written when the tweet is saved, from its entities."""

    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="tweet_hashtags"
    )
    hashtag = LooseForeignKey(Hashtag, verbose_name=_("hashtag"), related_name="tweet_hashtags")
    is_counted = models.BooleanField(_("counted"), default=True)
    """Whether tweet_count of the hashtag includes the tweet, because it is a public use."""

    class Meta:
        verbose_name = _("hashtag of a tweet")
        verbose_name_plural = _("hashtags of tweets")
        indexes: ClassVar = [models.Index(fields=["hashtag", "-tweet"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["tweet", "hashtag"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tweet_id}: {self.hashtag_id}"


class HashtagFollow(TimeKeyModel):
    """A profile follows a hashtag: public tweets with it are on their home timeline."""

    profile = profile_pairs.profile_foreign_key(_("follower"), "hashtag_follows")
    hashtag = LooseForeignKey(Hashtag, verbose_name=_("hashtag"), related_name="follows")

    class Meta:
        verbose_name = _("follow of a hashtag")
        verbose_name_plural = _("follows of hashtags")
        indexes: ClassVar = [models.Index(fields=["profile", "-id"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["profile", "hashtag"], name="%(app_label)s_%(class)s_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.profile_id} → {self.hashtag_id}"


def is_public_use(path: str = "") -> Q:
    """Condition for tweets that make their hashtags public, and that are counted.

    The tweet is public, and its author is not protected, limited, suspended, deactivated or
    deleted.

    path: the relation to the tweet, such as "tweet__".
    """
    author = f"{path}profile__"
    return Q(publicly_listed_profiles(author), **{f"{path}visibility": Visibility.PUBLIC})


def is_public(path: str = "") -> Q:
    """Condition for hashtags that have a public use. Everybody gets others as if unused.

    It reads the uses, not only tweet_count, which a task corrects after an author was hidden.

    path: the relation to the hashtag, such as "hashtag__".
    """
    uses = TweetHashtag._base_manager.filter(
        is_public_use("tweet__"), hashtag=OuterRef(f"{path}pk"), is_counted=True
    )
    # The newest first, as the index has them. For Exists(), PostgreSQL would read all profiles.
    newest = uses.order_by("-tweet").values("pk")[:1]
    return Q(Q(**{f"{path}tweet_count__gt": 0}), IsNull(Subquery(newest), rhs=False))


def is_unused() -> Q:
    """Condition for hashtags that no tweet has and nobody follows."""
    own = {"hashtag": OuterRef("pk")}
    uses, follows = (model._base_manager.filter(**own) for model in (TweetHashtag, HashtagFollow))
    return Q(~Exists(uses), ~Exists(follows))
