"""The log of moderation, appeals, and the tweets that moderators have withheld."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .. import swapping
from ..snowflake import make_id
from .blocked_term import BlockedTerm
from .databases import write_database
from .fields import CascadeForeignKey, LooseForeignKey, LooseOneToOneField
from .handles import MAX_LENGTH
from .text_fields import MultilineField
from .time_key import TimeKeyModel

MAX_TEXT_LENGTH = 2000  # characters of reasons, messages and appeals


class ActionKind(models.TextChoices):
    """Actions of moderators. Those of LOGGED_ONLY are no decisions about a person."""

    DISMISS = "dismiss", pgettext_lazy("moderation", "Dismiss the reports")
    WARN = "warn", pgettext_lazy("moderation", "Warn")
    MARK_SENSITIVE = "mark_sensitive", pgettext_lazy("moderation", "Mark as sensitive")
    HIDE = "hide", pgettext_lazy("moderation", "Hide")
    DELETE = "delete", pgettext_lazy("moderation", "Delete")
    LIMIT = "limit", pgettext_lazy("moderation", "Limit")
    SUSPEND = "suspend", pgettext_lazy("moderation", "Suspend")
    RESTORE = "restore", pgettext_lazy("moderation", "Restore")
    UNLOCK = "unlock", pgettext_lazy("moderation", "Read private tweets of a report")
    BLOCK_TERM = "block_term", pgettext_lazy("moderation", "Block a word or domain")
    UNBLOCK_TERM = "unblock_term", pgettext_lazy("moderation", "Unblock a word or domain")


LOGGED_ONLY = {ActionKind.UNLOCK, ActionKind.BLOCK_TERM, ActionKind.UNBLOCK_TERM}
"""Actions that are only logged: unlocked reports, and changes of the block lists."""

ANNOUNCEMENTS = {
    ActionKind.WARN: _("The moderators warn you."),
    ActionKind.MARK_SENSITIVE: _("The moderators marked one of your tweets as sensitive."),
    ActionKind.HIDE: _("The moderators hid one of your tweets."),
    ActionKind.DELETE: _("The moderators deleted one of your tweets."),
    ActionKind.LIMIT: _("The moderators limited your profile."),
    ActionKind.SUSPEND: _("The moderators suspended your profile."),
}
"""Sentences that tell a person of an action against them."""


class LogError(TypeError):
    """The log of moderation can't be changed."""


TWEET_KINDS = {ActionKind.MARK_SENSITIVE, ActionKind.HIDE, ActionKind.DELETE}
"""Actions about a tweet. They last until they are undone."""

PROFILE_KINDS = {ActionKind.LIMIT, ActionKind.SUSPEND}
"""Actions about a profile, also if a tweet was their cause. They last until they are undone."""


class LogQuerySet(models.QuerySet["ModerationAction"]):
    """Rows of the log, which can't be changed or deleted."""

    def update(self, **kwargs: Any) -> int:
        raise LogError("The log of moderation can’t be changed.")

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        raise LogError("The log of moderation can’t be changed.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LogError("The log of moderation can’t be deleted.")


class ModerationAction(TimeKeyModel):
    """One decision of a moderator, with the state before and after.

    Rows are never changed or deleted. The profile and the tweet may be gone: their keys stay. When
    a profile is deleted, its names and texts are removed from the log: see
    services.moderation.pseudonymize().
    """

    action = models.CharField(_("action"), max_length=20, choices=ActionKind)
    moderator = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("moderator"), related_name="+", null=True
    )
    """None: it is the end of an action that had one."""
    moderator_name = models.CharField(_("handle of the moderator"), max_length=MAX_LENGTH)
    profile = LooseForeignKey(
        swapping.profile_label(),
        verbose_name=_("profile"),
        related_name="moderation_actions",
        null=True,
    )
    """None: it is about the block lists."""
    profile_name = models.CharField(_("handle"), max_length=MAX_LENGTH)
    tweet = LooseForeignKey(
        swapping.tweet_label(), verbose_name=_("tweet"), related_name="+", null=True
    )
    report = LooseForeignKey(
        "django_tweets.Report", verbose_name=_("report"), related_name="+", null=True
    )
    reason = MultilineField(_("reason"), max_length=MAX_TEXT_LENGTH, blank=True)
    """For moderators."""
    message = MultilineField(_("message"), max_length=MAX_TEXT_LENGTH, blank=True)
    """To the person."""
    until = models.DateTimeField(_("until"), null=True)
    before = models.JSONField(_("before"), default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("after"), default=dict, encoder=DjangoJSONEncoder)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="reversed_by", verbose_name=_("reverses")
    )
    """The action that ended by this one: by its time, or after an appeal."""
    created_at = models.DateTimeField(_("at"), default=timezone.now, editable=False)
    is_announced = models.BooleanField(default=True, editable=False)
    """Whether the person is told of it, if it is an action of which people are told."""

    is_in_force = False
    """Whether it lasts and can be undone: set by with_state()."""

    objects: ClassVar[Any] = LogQuerySet.as_manager()

    class Meta:
        verbose_name = _("moderation action")
        verbose_name_plural = _("moderation actions")
        indexes: ClassVar = [
            models.Index(fields=["profile", "-id"]),
            models.Index(fields=["tweet", "-id"]),
            models.Index(fields=["moderator", "-id"]),
            models.Index(fields=["action", "-id"]),
            models.Index(fields=["until"]),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.profile_id}"

    def save(self, **kwargs: Any) -> None:
        """Insert the row. Raise LogError if it is in the log already."""
        if not self._state.adding:
            raise LogError("The log of moderation can’t be changed.")
        using = kwargs["using"] = write_database(self, kwargs.get("using"))
        self.pk = self.pk or self._make_key(using)
        super().save(**{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LogError("The log of moderation can’t be deleted.")

    def _make_key(self, using: str) -> int:
        """Return a key above all of the same profile, also if another server's clock is ahead.

        A later row has a larger key: see with_state(). Who decides has locked the profile.
        """
        key = make_id(self.created_at)
        if self.profile_id is None:
            return key
        rows = type(self)._base_manager.using(using).filter(profile=self.profile_id)
        last = rows.order_by("-pk").values_list("pk", flat=True).first()
        return key if last is None or last < key else last + 1

    @property
    def announcement(self) -> str:
        """One sentence for the person whom it is about, without the message."""
        found = ANNOUNCEMENTS.get(ActionKind(self.action))
        return str(found or _("The moderators undid their earlier decision."))

    @property
    def blocked_term(self) -> BlockedTerm:
        """The word or domain of the action, read from the state after it, or before it."""
        return BlockedTerm(**(self.after or self.before))

    @property
    def has_state(self) -> bool:
        """Whether it lasts until it is undone. A warning, or the end of an action, does not."""
        return self.action in ANNOUNCEMENTS and self.action != ActionKind.WARN


def with_state(rows: Any) -> Any:
    """Annotate rows of the log with is_in_force: the action lasts, and is not repeated or undone.

    rows: a queryset of ModerationAction.
    """
    log = ModerationAction._base_manager
    later = log.filter(
        Q(action=OuterRef("action")) | Q(action=ActionKind.RESTORE, reverses=None),
        profile=OuterRef("profile"),
        pk__gt=OuterRef("pk"),
    )
    undone = log.filter(reverses=OuterRef("pk"))
    of_profile = later.filter(Q(action__in=PROFILE_KINDS) | Q(tweet=None))
    of_tweet = later.filter(tweet=OuterRef("tweet"))
    is_last = Q(~Exists(of_profile), action__in=PROFILE_KINDS)
    is_last |= Q(~Exists(of_tweet), action__in=TWEET_KINDS)
    return rows.annotate(
        is_in_force=Case(When(Q(is_last, ~Exists(undone)), then=True), default=False)
    )


class Appeal(TimeKeyModel):
    """The answer of a person to an action against them, once for each action."""

    action = models.OneToOneField(ModerationAction, models.PROTECT, related_name="appeal")
    profile = CascadeForeignKey(
        swapping.profile_label(),
        verbose_name=_("profile"),
        db_index=False,
        related_name="appeals",
    )
    text = MultilineField(_("appeal"), max_length=MAX_TEXT_LENGTH)
    created_at = models.DateTimeField(_("sent"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = LooseForeignKey(
        swapping.profile_label(), verbose_name=_("decided by"), related_name="+", null=True
    )
    is_accepted = models.BooleanField(_("accepted"), null=True, editable=False)
    answer = MultilineField(_("answer"), max_length=MAX_TEXT_LENGTH, blank=True)
    passed_on_at = models.DateTimeField(null=True, editable=False)
    """When the moderation backend passed it on, if that does so."""

    class Meta:
        verbose_name = _("appeal")
        verbose_name_plural = _("appeals")
        indexes: ClassVar = [
            models.Index(fields=["profile", "-id"]),
            models.Index(fields=["decided_at", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.action_id}"


class WithheldTweet(models.Model):
    """A tweet that only its author reads: its visibility is Visibility.WITHHELD.

    It has the audience that the tweet gets back when it is released.
    """

    class Reason(models.TextChoices):
        HELD = "held", pgettext_lazy("tweet", "Waiting for review")
        HIDDEN = "hidden", pgettext_lazy("tweet", "Hidden by the moderators")
        DELETED = "deleted", pgettext_lazy("tweet", "Removed by the moderators")

    tweet = LooseOneToOneField(
        swapping.tweet_label(),
        verbose_name=_("tweet"),
        related_name="withheld",
        primary_key=True,
    )
    reason = models.CharField(_("reason"), max_length=10, choices=Reason)
    visibility = models.CharField(_("audience"), max_length=10)
    note = models.CharField(_("note"), max_length=200, blank=True)
    """For moderators: why the screening has held it."""
    purge_at = models.DateTimeField(_("deleted for good at"), null=True)
    created_at = models.DateTimeField(_("since"), default=timezone.now, editable=False)

    is_shown = False
    """Whether moderators see its text without unlocking a report: set by their views."""

    class Meta:
        verbose_name = _("withheld tweet")
        verbose_name_plural = _("withheld tweets")
        indexes: ClassVar = [models.Index(fields=["purge_at"])]

    def __str__(self) -> str:
        return f"{self.tweet_id}"
